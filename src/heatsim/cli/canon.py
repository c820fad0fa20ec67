"""`heatsim canon`: a scenario against the film, or the search for draws that make it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heatsim.cli import options
from heatsim.cli.opening import open_scenario
from heatsim.errors import UsageError

if TYPE_CHECKING:
    from heatsim.canon.compare import Comparison
    from heatsim.canon.replay import Replay
    from heatsim.scenario.load import Scenario

__all__ = ["command"]

FAILED = 1


@click.command("canon")
@options.scenario_argument
@click.option("-n", "--replications", type=click.IntRange(1, 100_000_000), help="How many.  [default: 1000; 2000 to search]")
@options.seed
@options.workers
@options.engine
@options.changes
@options.readings
@click.option("--search", "searching", is_flag=True, help="Look for a world in which the film happens.")
@click.option("--all", "every", is_flag=True, help="Print every fact and number, not only what a page has room for.")
@click.option("--out", type=options.Folder(), metavar="DIR", help="Where --search writes it.  [default: out/<scenario>]")
@options.as_json
@options.quiet
def command(
    scenario: str,
    replications: int | None,
    seed: int,
    workers: int | None,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    readings: options.Overrides,
    searching: bool,
    every: bool,
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Compare SCENARIO with the film.

    Prints how likely all core facts are together, the replication that is nearest to the film, the rarest facts, and whether the
    recorded canon world still shows every fact; with --all each fact, and the film's place in every number. Writes nothing, except
    with --search.
    """
    model = open_scenario(scenario, overrides, variant)
    if searching:
        return _search(model, replications, seed, workers, dict(readings), out, as_json=as_json, quiet=quiet)
    if out is not None:
        raise UsageError("--out is for --search; the comparison writes nothing")
    return _compare(model, replications or 1000, seed, workers, engine, dict(readings), every=every, as_json=as_json, quiet=quiet)


def _compare(
    model: Scenario,
    replications: int,
    seed: int,
    workers: int | None,
    engine: str,
    readings: dict[str, str],
    *,
    every: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    from heatsim.canon.compare import compare
    from heatsim.canon.locate import find_sheet, sheet_of_scenario, world_beside
    from heatsim.canon.replay import replay
    from heatsim.study.progress import shown, silent
    from heatsim.study.run import run

    sheet_of_scenario(model, readings)  # what is wrong with it is said before any work is done
    with nullcontext(silent) if quiet or as_json else shown() as progress:
        results = run(model, replications=replications, seed=seed, workers=workers, engine=engine, progress=progress)
    made = compare(results, readings=readings)
    path = find_sheet(model)
    as_it_stands = not model.overrides and model.variant_name is None
    recorded = as_it_stands and path is not None and world_beside(path).is_file()
    played = replay(model, readings=readings, engine=engine) if recorded else None
    if as_json:
        _print_json(made, played)
    elif not quiet:
        print(made.text(every=every, more="--all"), end="")
        _print_replay(played, as_it_stands)
    return FAILED if played is not None and played.failed else 0


def _print_replay(played: Replay | None, as_it_stands: bool) -> None:
    from heatsim.canon.words import replay_words

    if played is not None:
        print(f"\n{replay_words(played)}")
    elif as_it_stands:
        print("\nno canon world is recorded; look for one with --search")


def _print_json(made: Comparison, played: Replay | None) -> None:
    from heatsim.study.store import json_text

    content: dict[str, Any] = {**made.to_dict(), "replay": None}
    if played is not None:
        failed = [test.id for test in played.failed]
        content["replay"] = {"world": played.record.world.to_dict(), "tests": len(played.checks), "failed": failed}
    sys.stdout.write(json_text(content))


def _search(
    model: Scenario,
    pilot: int | None,
    seed: int,
    workers: int | None,
    readings: dict[str, str],
    out: Path | None,
    *,
    as_json: bool,
    quiet: bool,
) -> int:
    from heatsim.canon.locate import find_sheet, world_beside
    from heatsim.canon.search.find import Limits, search
    from heatsim.canon.search.words import report
    from heatsim.canon.world import write_world
    from heatsim.study.store import json_text

    limits = Limits() if pilot is None else Limits(pilot=pilot, replications=max(pilot, Limits().replications))
    quiet_say = quiet or as_json
    found = search(
        model,
        seed=seed,
        limits=limits,
        readings=readings,
        workers=workers,
        say=(lambda text: None) if quiet_say else (lambda text: click.echo(text, err=True)),
    )
    written = None
    sheet = find_sheet(model)
    if found.record is not None and sheet is not None:
        written = (Path("out", model.name) if out is None else out) / world_beside(sheet).name
        write_world(found.record, written)
    if as_json:
        sys.stdout.write(json_text(found.to_dict()))
    elif not quiet:
        print(report(found), end="")
        if written is not None:
            print(f"written to {written}")
    return 0 if found.record is not None else FAILED

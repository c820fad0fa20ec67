"""`heatsim run`: many replications, a table beside the film, and a folder of results."""

from __future__ import annotations

import shlex
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heatsim.cli import options
from heatsim.cli.opening import doubts, faster, open_cluster, open_scenario
from heatsim.cli.terminal import read_or_not
from heatsim.errors import UsageError

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.folder import Folder
    from heatsim.study.results import Results

__all__ = ["command"]

FAILED, INTERRUPTED = 1, 130
# Figures show this many replications at most, the first ones; more are only more ink, and all of them would have to be in memory.
DRAWN = 100_000
WATCHED = 20  # replications that are looked at for a fight that never ends; playing them takes time


@click.command("run")
@options.scenario_argument
@click.option("-n", "--replications", type=click.IntRange(1, 100_000_000), help="How many.  [default: 1000; 1000000 with --until]")
@options.until
@options.seed
@options.workers
@options.engine
@options.changes
@options.dask
@click.option("--out", type=options.Folder(), metavar="DIR", help="Folder to write.  [default: out/<scenario>]")
@options.resume
@options.max_failures
@click.option("--all", "every", is_flag=True, help="Print every measure, not only those that a page has room for.")
@click.option("--measures", multiple=True, metavar="NAME", help="Print these measures, by name or pattern ('fate_*'). Repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print summary.json and nothing else.")
@options.quiet
def command(
    scenario: str,
    replications: int | None,
    until: tuple[str, ...],
    seed: int,
    workers: int | None,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    dask: str | None,
    out: Path | None,
    resume: bool | None,
    max_failures: float | None,
    every: bool,
    measures: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> int:
    """Run SCENARIO many times.

    Prints the outcomes beside the film's, and writes results, summary and figures.
    """
    from heatsim.study.folder import keeping
    from heatsim.study.progress import shown, silent
    from heatsim.study.run import run

    model = open_scenario(scenario, overrides, variant)
    compared = _sheet_is_there(model)
    for warning in () if quiet else doubts(model):
        print(warning, file=sys.stderr)
    only = _wanted(model, measures or ("*",)) if every or measures else None
    folder = Path("out", model.name) if out is None else out
    with keeping(folder, resume=resume, say=_warn) as keeper:
        with open_cluster(dask) as executor, nullcontext(silent) if quiet else shown() as progress:
            results = run(
                model,
                replications=replications,
                until=until or None,
                seed=seed,
                workers=workers,
                engine=engine,
                executor=executor,
                progress=progress,
                on_interrupt="keep",
                out=keeper,
                max_failures=max_failures,
            )
        drawn = not len(results) or _deliver(results, model, keeper, compared=compared, only=only, as_json=as_json, quiet=quiet)
    if not quiet and engine == "auto":
        _advise(model, len(results))
    return _closing_words(results, folder, drawn=drawn)


def _advise(model: Scenario, replications: int) -> None:
    if text := faster(model, replications):
        _warn(f"this was the simpy engine; {text}")


def _warn(text: str) -> None:
    print(f"heatsim: {text}", file=sys.stderr)


def _wanted(model: Scenario, patterns: tuple[str, ...]) -> set[str]:
    """The measures that are asked for; UsageError, before any work is done, if there is none of that name."""
    from heatsim.cli.names import matching

    names = [measure.name for measure in model.resolved.measures]
    return matching(patterns, names, "measure") if names else set()


def _deliver(
    results: Results, model: Scenario, keeper: Folder, *, compared: bool, only: set[str] | None, as_json: bool, quiet: bool
) -> bool:
    """Write everything, then print; nothing is printed of results that could not be written. False if there are no figures."""
    from heatsim.analysis.lines import wrapped
    from heatsim.canon.compare import compare
    from heatsim.canon.words import brief
    from heatsim.cli.tables import show
    from heatsim.study.record import record
    from heatsim.study.store import json_text, write_json
    from heatsim.study.summary import summarise

    if len(results.failures) == len(results):
        keeper.worthless = True
        raise UsageError(f"all {len(results)} replications failed; the first: {next(iter(results.failures.values()))}")
    film = compare(results) if compared else None
    summary: dict[str, Any] = summarise(results, None if film is None else film.summary())
    write_json(summary, keeper.staging.path("summary.json"))
    write_json(record(results), keeper.staging.path("run.json"))
    keeper.staging.publish()
    drawn = _draw(results.first(DRAWN), model, keeper)
    with read_or_not():  # a study is finished whether or not somebody reads about it
        if as_json:
            sys.stdout.write(json_text(summary))
            if results.execution.stopping is not None:
                print(results.execution.stopping, file=sys.stderr)
        elif not quiet:
            show(results, summary, only)
            if any(one.text for one in model.resolved.endings) or any(one.text for one in model.resolved.measures):
                print(f"what these mean: python -m heatsim show {shlex.quote(str(model.path))} --meanings")
            if results.execution.stopping is not None:
                print(f"\n{results.execution.stopping}")
            if film is not None:
                print()
                for line in brief(film).splitlines():
                    print("\n".join(wrapped(line)))
            _horizon_words(results, model)
            _standstill_words(results, model)
            print(f"\nwritten to {keeper.folder}")
    return drawn


def _sheet_is_there(model: Scenario) -> bool:
    """Whether there is a canon sheet to compare with; ScenarioError, before any work is done, if it is wrong."""
    from heatsim.canon.locate import named_sheet
    from heatsim.canon.predicates import bind_sheet
    from heatsim.canon.read import read_sheet
    from heatsim.program.compile import compile_scenario

    path = named_sheet(model)
    if path is None:
        return False
    if not path.is_file():  # a scenario that was copied without its sheet still runs
        print(f"heatsim: there is no canon sheet {path}; facts are not compared", file=sys.stderr)
        return False
    bind_sheet(read_sheet(path), compile_scenario(model.resolved).columns)
    return True


def _draw(results: Results, model: Scenario, keeper: Folder) -> bool:
    """The figures, unless someone in a hurry interrupts."""
    from heatsim.figures import film_like, save_all
    from heatsim.study.run import simulate

    try:
        trace = simulate(model, seed=results.provenance.seed, replication=film_like(results), engine=results.execution.engine)
        save_all(results, model, trace, keeper.staging.path("figures"))
    except KeyboardInterrupt:
        return False
    keeper.staging.publish()
    return True


def _horizon_words(results: Results, model: Scenario) -> None:
    """How many replications were cut off, and what was still going on in the first of them."""
    from heatsim.beatsheet.spans import unfinished
    from heatsim.study.run import simulate
    from heatsim.study.table import STATUSES
    from heatsim.units import TIME, format_value

    cut = results.table.status == STATUSES.index("horizon")
    if not (count := int(cut.sum())):
        return
    first = int(results.table.replication[cut.argmax()])
    trace = simulate(model, seed=results.provenance.seed, replication=first, engine=results.execution.engine)
    doing = next((f" in process '{span.process}', step '{span.text}'" for span in unfinished(trace)), "")
    horizon = format_value(trace.program.horizon, TIME)
    print(f"\n{count} of {len(results)} replications were cut off at the horizon of {horizon}")
    print(f"  replication {first}{doing or ' is one of them'}")


def _standstill_words(results: Results, model: Scenario) -> None:
    """Whether the story stands still in a fight to which somebody never comes: nothing else would tell."""
    from heatsim.beatsheet.standstill import standstills
    from heatsim.study.run import simulate

    if not model.resolved.fights or any(process.python for process in model.resolved.processes):
        return
    sound = [int(number) for number in results.first(WATCHED).table.replication if int(number) not in results.failures]
    seed, engine = results.provenance.seed, results.execution.engine
    found = {number: standstills(simulate(model, seed=seed, replication=number, engine=engine)) for number in sound}
    still = {number: waiting[0] for number, waiting in found.items() if waiting}
    if still:
        first, waiting = next(iter(still.items()))
        print(f"\n{len(still)} of the first {len(sound)} replications stand still in a fight")
        print(f"  replication {first}: {waiting}")
        print("  (who takes no step 'fight' neither fires nor can be shot at, and is not out either)")


def _closing_words(results: Results, folder: Path, *, drawn: bool) -> int:
    """What the table does not say: failures and an interrupt, on standard error. Returns the exit status."""
    failures = results.failures
    if failures:
        number, reason = next(iter(failures.items()))
        noun = "replication" if len(failures) == 1 else "replications"
        print(f"heatsim: {len(failures)} {noun} of {len(results)} failed; the first, {number}: {reason}", file=sys.stderr)
    if results.execution.stopped:
        print(f"heatsim: {results.execution.stopped}; they are kept in {folder}", file=sys.stderr)
        return FAILED
    if drawn and not results.execution.interrupted:
        return 0
    asked = results.execution.asked
    kept = f"{len(results)} of {asked} replications are kept in {folder}" if len(results) else "nothing was finished"
    more = "; --resume goes on from there" if 0 < len(results) < asked and results.execution.interrupted else ""
    print(f"heatsim: interrupted; {kept}{'' if drawn else ', without figures'}{more}", file=sys.stderr)
    return INTERRUPTED

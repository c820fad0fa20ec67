"""`heatsim replay`: one replication as a beat sheet, or as a file for other programs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from heatsim.cli import options
from heatsim.cli.opening import open_scenario
from heatsim.cli.terminal import emphasised
from heatsim.errors import UsageError, nearest

if TYPE_CHECKING:
    from heatsim.canon.replay import Replay
    from heatsim.scenario.load import Scenario

__all__ = ["command"]

BLOCK, MOST = 100, 10_000  # replications looked at, in turn and at most, for one that ends as wanted


@click.command("replay")
@options.scenario_argument
@click.option("--replication", type=click.IntRange(0, options.MAX_SEED), default=0, show_default=True, help="Which one.")
@click.option("--ending", metavar="NAME", help="The first one, from --replication on, that ends so.")
@click.option("--canon", is_flag=True, help="Play the recorded world of the film, and check every fact.")
@options.readings
@options.seed
@options.engine
@options.changes
@click.option("--brief", is_flag=True, help="Show only beats with an event id and who is put out, and the headline measures.")
@click.option("--every", is_flag=True, help="Show every step, not only the beats of the story.")
@click.option(
    "--export", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write .csv, .jsonl or .json (Chrome trace)."
)
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    replication: int,
    ending: str | None,
    canon: bool,
    readings: options.Overrides,
    seed: int,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    brief: bool,
    every: bool,
    target: Path | None,
) -> int:
    """Print one replication of SCENARIO as a beat sheet.

    With --canon, the recorded world in which the film happens, and which facts hold in it; exit status 1 if one does not.
    """
    from heatsim.beatsheet import export, text
    from heatsim.study.run import simulate

    if brief and every:
        raise UsageError("--brief shows less and --every more; take one of them")
    model = open_scenario(scenario, overrides, variant)
    film = _film(ctx, model, engine, readings) if canon else None
    if film is None and readings:
        raise UsageError("--reading is for --canon")
    if ending is not None:
        replication = _first(model, ending, seed, replication, engine)
    trace = simulate(model, seed=seed, replication=replication, engine=engine) if film is None else film.trace
    written = None if target is None else export(trace, target)
    print(text(trace, width=_width(), color=emphasised(), every=every, brief=brief).rstrip("\n"))
    if written is not None:
        print(f"written to {written}", file=sys.stderr)
    return 0 if film is None else _verdict(film)


def _film(ctx: click.Context, model: Scenario, engine: str, readings: options.Overrides) -> Replay:
    from heatsim.canon.replay import replay

    for name in ("replication", "seed", "ending"):
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise UsageError(f"--canon plays the recorded world; leave --{name} out")
    return replay(model, readings=dict(readings), engine=engine)


def _first(model: Scenario, ending: str, seed: int, start: int, engine: str) -> int:
    """The first replication that ends so. UsageError if there is no such ending, or if MOST replications end otherwise."""
    from heatsim.study.jobs import Job, perform
    from heatsim.study.run import prepare

    names = [one.name for one in model.resolved.endings]
    if ending not in names:
        raise UsageError(f"there is no ending '{ending}'{nearest(ending, names)}")
    work = prepare(model, engine, replications=BLOCK)
    code = [one.name for one in work.program.endings].index(ending)
    for first in range(start, start + MOST, BLOCK):
        table = perform(work, Job(seed, first, first + BLOCK))
        found = table.replication[(table.ending == code) & ~table.failed]
        if len(found):
            return int(found[0])
    raise UsageError(f"none of the {MOST:,} replications from {start} on ends in '{ending}'")


def _verdict(film: Replay) -> int:
    """Print how the facts check; those that fail also on standard error."""
    from heatsim.canon.words import replay_words

    print(f"\n{replay_words(film)}")
    if film.failed:
        print(f"heatsim: the canon world does not show {', '.join(test.id for test in film.failed)}", file=sys.stderr)
    return 1 if film.failed else 0


def _width() -> int:
    """As wide as the terminal, within what can be read; 80 columns where there is none."""
    return min(max(shutil.get_terminal_size().columns, 60), 120) if sys.stdout.isatty() else 80

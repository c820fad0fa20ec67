"""`heatsim rare`: the probability of what a run of thousands never shows."""

from __future__ import annotations

from contextlib import nullcontext

import click

from heatsim.cli import options
from heatsim.cli.opening import open_scenario
from heatsim.cli.telling import tell

__all__ = ["command"]


@click.command("rare")
@options.scenario_argument
@click.argument("event", metavar="EVENT")
@click.option("--particles", type=click.IntRange(20, 100_000), default=200, show_default=True, help="Worlds that climb together.")
@click.option("--repeats", type=click.IntRange(2, 10_000), default=16, show_default=True, help="Independent climbs.")
@options.seed
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes to use.  [default: all processors]")
@options.changes
@options.as_json
@click.option("--quiet", is_flag=True, help="Print no progress and no result; the exit status tells whether there is one.")
def command(
    scenario: str,
    event: str,
    particles: int,
    repeats: int,
    seed: int,
    workers: int | None,
    overrides: options.Overrides,
    variant: str | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Estimate how rare an EVENT of SCENARIO is.

    EVENT is a measure and a bound, such as "margin >= 20 min". Levels towards the bound are climbed by worlds whose draws are moved
    a little at a time (splitting), which takes far fewer replications than waiting for it. Exit status 1 if the climbs do not agree
    well enough for a number.
    """
    from heatsim.analysis.rare import rare
    from heatsim.study.progress import shown, silent

    model = open_scenario(scenario, overrides, variant)
    with nullcontext(silent) if quiet or as_json else shown(what="climbs") as progress:
        made = rare(model, event, particles=particles, repeats=repeats, seed=seed, workers=workers, progress=progress)
    tell(made, as_json=as_json, quiet=quiet)
    return 1 if made.doubts else 0

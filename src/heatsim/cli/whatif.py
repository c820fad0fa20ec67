"""`heatsim whatif`: a scenario and its variants under the same luck."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from heatsim.cli import options
from heatsim.cli.opening import open_cluster, open_scenario
from heatsim.cli.telling import tell
from heatsim.errors import UsageError

if TYPE_CHECKING:
    from heatsim.analysis.whatif.made import WhatIf

__all__ = ["command"]


@click.command("whatif")
@options.scenario_argument
@click.argument("variants", nargs=-1, metavar="VARIANT...")
@click.option("-n", "--replications", type=click.IntRange(1, 100_000_000), help="How many pairs.  [default: 1000]")
@options.until
@options.seed
@options.workers
@options.dask
@options.engine
@click.option("--set", "overrides", type=options.Assignment(), multiple=True, help="Change a parameter instead. Repeatable.")
@click.option("--ending", metavar="NAME", help="The ending to judge the change by.  [default: the film's]")
@click.option("--measure", metavar="NAME", help="A measure instead of an ending.")
@click.option("--better", type=click.Choice(["more", "less"]), default="more", show_default=True, help="What counts as help.")
@click.option("--all", "every", is_flag=True, help="Print every change, not only those that a page has room for.")
@click.option("--out", type=options.Folder(), metavar="DIR", help="Folder for whatif.json; without it nothing is written.")
@options.as_json
@options.quiet
def command(
    scenario: str,
    variants: tuple[str, ...],
    replications: int | None,
    until: tuple[str, ...],
    seed: int,
    workers: int | None,
    dask: str | None,
    engine: str,
    overrides: options.Overrides,
    ending: str | None,
    measure: str | None,
    better: Literal["more", "less"],
    every: bool,
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Compare SCENARIO with variants under the same luck.

    Replication by replication, with each VARIANT, or with all the --set changes together. A difference is known much better so than
    from two separate runs.
    """
    from heatsim.analysis.whatif.ask import whatif
    from heatsim.study.progress import shown, silent
    from heatsim.study.store import opened, write_json

    if bool(variants) == bool(overrides):
        raise UsageError("compare with what? name variants, or give --set NAME=VALUE, and not both")
    base = open_scenario(scenario)
    others = [base.variant(name) for name in variants] or [open_scenario(scenario, overrides)]
    with nullcontext() if out is None else opened(out) as staging:
        with open_cluster(dask) as executor, nullcontext(silent) if quiet or as_json else shown() as progress:
            made: WhatIf = whatif(
                base,
                *others,
                replications=replications,
                until=until or None,
                seed=seed,
                workers=workers,
                executor=executor,
                engine=engine,
                ending=ending,
                measure=measure,
                better=better,
                progress=progress,
            )
        if staging is not None:
            write_json(made.to_dict(), staging.path("whatif.json"))
            staging.publish()
    tell(made, as_json=as_json, quiet=quiet, out=out, text=lambda: made.text(every=every, more="--all"))
    return 0

"""`heatsim decisions`: which decision or accident mattered."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heatsim.cli import options
from heatsim.cli.opening import open_cluster, open_scenario
from heatsim.cli.telling import tell

if TYPE_CHECKING:
    from heatsim.analysis.decisions.made import Decisions
    from heatsim.study.store import Staging

__all__ = ["command"]


@click.command("decisions")
@options.scenario_argument
@click.option(
    "--measure", metavar="TEXT", help="Rank by share(ending=NAME), share(FLAG) or mean(NAME).  [default: the film's ending]"
)
@click.option("--only", multiple=True, metavar="NAME", help="Only decisions of this name or pattern ('waingro/*'). Repeatable.")
@click.option("--chance-only", is_flag=True, help="Leave parameters as they are; flip chances, choices and hazards alone.")
@click.option("-n", "--replications", type=click.IntRange(1, 100_000_000), default=1000, show_default=True, help="Worlds.")
@options.seed
@options.workers
@options.dask
@options.engine
@options.changes
@click.option("--out", type=options.Folder(), metavar="DIR", help="Write decisions.csv, decisions.json and a figure there.")
@options.as_json
@options.quiet
def command(
    scenario: str,
    measure: str | None,
    only: tuple[str, ...],
    chance_only: bool,
    replications: int,
    seed: int,
    workers: int | None,
    dask: str | None,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Flip each decision and accident of SCENARIO in turn.

    Each chance, choice, hazard and parameter with options is made to go the other way wherever the story comes to it, all else
    keeping its luck, and ranked by what that does to the ending.
    """
    from heatsim.analysis.decisions.ask import decisions
    from heatsim.study.progress import shown, silent
    from heatsim.study.store import opened

    model = open_scenario(scenario, overrides, variant)
    with nullcontext() if out is None else opened(out) as staging:
        with open_cluster(dask) as executor, nullcontext(silent) if quiet or as_json else shown() as progress:
            made = decisions(
                model,
                measure=measure,
                only=only,
                parameters=not chance_only,
                replications=replications,
                seed=seed,
                workers=workers,
                executor=executor,
                engine=engine,
                progress=progress,
            )
        if staging is not None:
            _write(made, staging)
    tell(made, as_json=as_json, quiet=quiet, out=out)


def _write(made: Decisions, staging: Staging) -> None:
    from heatsim.analysis.rows import write_csv
    from heatsim.figures import save
    from heatsim.figures.decisions import decisions as figure
    from heatsim.study.store import write_json

    write_csv(made.rows(), staging.path("decisions.csv"))
    write_json(made.to_dict(), staging.path("decisions.json"))
    if made.flips:
        save(figure(made), staging.path("figures") / "decisions.png")
    staging.publish()

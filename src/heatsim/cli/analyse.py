"""`heatsim analyse`: the analyst's view of a path against the response."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heatsim.cli import options
from heatsim.cli.opening import open_cluster, open_scenario
from heatsim.cli.telling import tell

if TYPE_CHECKING:
    from heatsim.analysis.protection.made import Protection
    from heatsim.study.store import Staging

__all__ = ["command"]


@click.command("analyse")
@options.scenario_argument
@click.argument("variants", nargs=-1, metavar="[VARIANT]...")
@click.option(
    "--path", metavar="PROCESS", help="The adversary's process; of a group 'robbers[1]'.  [default: read off the scenario]"
)
@click.option("--detected", multiple=True, metavar="NAME", help="Signal or event that is a detection. Repeatable: any of them.")
@click.option("--responded", metavar="NAME", help="Signal or event: the response is there.")
@click.option("--done", metavar="NAME", help="Signal or event: the path is done.")
@click.option("--neutralised", metavar="NAME", help="Ending, flag, signal or event: the response wins once they meet.")
@click.option("--stay", metavar="NAME=LOW:HIGH:POINTS", help="A parameter that says how long the crew stays; needs --loot.")
@click.option("--loot", metavar="NAME", help="The measure that staying longer brings more of.")
@click.option(
    "-n", "--replications", type=click.IntRange(2, 100_000_000), default=1000, show_default=True, help="Attacks on each path."
)
@options.seed
@options.workers
@options.dask
@options.engine
@options.changes
@click.option("--out", type=options.Folder(), metavar="DIR", help="Write tasks.csv, protection.json and figures there.")
@options.as_json
@options.quiet
def command(
    scenario: str,
    variants: tuple[str, ...],
    path: str | None,
    detected: tuple[str, ...],
    responded: str | None,
    done: str | None,
    neutralised: str | None,
    stay: str | None,
    loot: str | None,
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
    """Set an adversary's path against the response, task by task.

    Time left, where it is first detected, the critical detection point, interruption and neutralisation; each VARIANT is a further
    path. Who is who is read off the scenario where it is not said.
    """
    from heatsim.analysis.protection.ask import protection
    from heatsim.study.progress import shown, silent
    from heatsim.study.store import opened

    base = open_scenario(scenario, overrides, variant)
    others = [open_scenario(scenario, overrides, name) for name in variants]
    with nullcontext() if out is None else opened(out) as staging:
        with open_cluster(dask) as executor, nullcontext(silent) if quiet or as_json else shown() as progress:
            made = protection(
                base,
                *others,
                path=path,
                detected=detected,
                responded=responded,
                done=done,
                neutralised=neutralised,
                stay=stay,
                loot=loot,
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


def _write(made: Protection, staging: Staging) -> None:
    from heatsim.analysis.rows import write_csv
    from heatsim.figures import plot, save
    from heatsim.study.store import write_json

    write_csv(made.rows(), staging.path("tasks.csv"))
    write_json(made.to_dict(), staging.path("protection.json"))
    folder = staging.path("figures")
    if made.paths[0].tasks:
        save(plot.path(made), folder / "path.png")
    if any(len(path.margins) for path in made.paths):
        save(plot.interruption(made), folder / "interruption.png")
        save(plot.race(made), folder / "race.png")
    if made.stay is not None:
        save(plot.frontier(made.stay), folder / "frontier.png")
    staging.publish()

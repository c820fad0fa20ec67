"""`heatsim replay`: one replication as a beat sheet, or as a file for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from heatsim.cli import options
from heatsim.cli.opening import opened

__all__ = ["command"]


@click.command("replay")
@options.scenario_argument
@click.option("--replication", type=click.IntRange(0, options.MAX_SEED), default=0, show_default=True, help="Which one.")
@options.seed
@options.engine
@options.changes
@click.option("--export", type=click.Path(path_type=Path), metavar="FILE", help="Write .csv, .jsonl or .json (Chrome trace).")
def command(
    scenario: str,
    replication: int,
    seed: int,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    export: Path | None,
) -> None:
    """Print one replication of SCENARIO as a beat sheet."""
    from heatsim import beatsheet
    from heatsim.study.run import simulate

    model = opened(scenario, overrides, variant)
    trace = simulate(model, seed=seed, replication=replication, engine=engine)
    click.echo(beatsheet.text(trace))
    if export is not None:
        beatsheet.export(trace, export)
        click.echo(f"written to {export}", err=True)

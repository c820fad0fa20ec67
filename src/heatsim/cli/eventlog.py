"""`heatsim eventlog`: many replications as one event log for process mining."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from heatsim.cli import options
from heatsim.cli.opening import open_scenario

__all__ = ["command"]


@click.command("eventlog")
@options.scenario_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-n", "--replications", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="Cases in the log.")
@options.seed
@options.engine
@options.changes
@click.option("--quiet", is_flag=True, help="Print nothing.")
def command(
    scenario: str,
    file: Path,
    replications: int,
    seed: int,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    quiet: bool,
) -> None:
    """Write replications of SCENARIO as an event log.

    FILE is .xes or .csv; every replication is a case, whatever somebody does an activity. Process-mining programs open both.
    """
    from heatsim.study.eventlog import event_log
    from heatsim.study.progress import shown, silent

    model = open_scenario(scenario, overrides, variant)
    with nullcontext(silent) if quiet else shown() as progress:
        failed = event_log(model, file, replications=replications, seed=seed, engine=engine, progress=progress)
    for number, reason in failed.items():
        print(f"heatsim: replication {number} failed and is not in the log: {reason}", file=sys.stderr)
    if not quiet:
        print(f"{replications - len(failed)} cases written to {file}")

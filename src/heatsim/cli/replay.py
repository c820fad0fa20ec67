"""`heatsim replay`: one replication as a beat sheet, or as a file for other programs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from heatsim.cli import options
from heatsim.cli.opening import open_scenario

__all__ = ["command"]


@click.command("replay")
@options.scenario_argument
@click.option("--replication", type=click.IntRange(0, options.MAX_SEED), default=0, show_default=True, help="Which one.")
@options.seed
@options.engine
@options.changes
@click.option("--every", is_flag=True, help="Show every step, not only the beats of the story.")
@click.option(
    "--export", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write .csv, .jsonl or .json (Chrome trace)."
)
def command(
    scenario: str,
    replication: int,
    seed: int,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    every: bool,
    target: Path | None,
) -> None:
    """Print one replication of SCENARIO as a beat sheet."""
    from heatsim.beatsheet import export, text
    from heatsim.study.run import simulate

    model = open_scenario(scenario, overrides, variant)
    trace = simulate(model, seed=seed, replication=replication, engine=engine)
    written = None if target is None else export(trace, target)
    print(text(trace, width=_width(), color=_colourful(), every=every).rstrip("\n"))
    if written is not None:
        print(f"written to {written}", file=sys.stderr)


def _width() -> int:
    """As wide as the terminal, within what can be read; 80 columns where there is none."""
    return min(max(shutil.get_terminal_size().columns, 60), 120) if sys.stdout.isatty() else 80


def _colourful() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

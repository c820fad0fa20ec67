"""`heatsim diff`: one replication in two worlds, to the first event that differs and a little beyond."""

from __future__ import annotations

import sys

import click

from heatsim.cli import options
from heatsim.cli.opening import open_scenario
from heatsim.errors import UsageError

__all__ = ["command"]


@click.command("diff")
@options.scenario_argument
@click.argument("variant", required=False)
@click.option("--replication", type=click.IntRange(0, options.MAX_SEED), default=0, show_default=True, help="Which one.")
@click.option("--set", "overrides", type=options.Assignment(), multiple=True, help="Change a parameter instead. Repeatable.")
@options.seed
@options.engine
@click.option("--beyond", type=click.IntRange(0, 10_000), default=8, show_default=True, help="Events shown after the first.")
@options.as_json
def command(
    scenario: str,
    variant: str | None,
    replication: int,
    overrides: options.Overrides,
    seed: int,
    engine: str,
    beyond: int,
    as_json: bool,
) -> int:
    """Show where two worlds of SCENARIO part.

    One replication stands beside the same one of a VARIANT, or with --set. Both have the same luck. What they share stands
    across the page, then, where they part, one beside the other.
    """
    from heatsim.analysis.worlds import diff
    from heatsim.study.store import json_text

    if variant is None and not overrides:
        raise UsageError("what should be different? name a VARIANT, or give --set NAME=VALUE")
    base = open_scenario(scenario)
    other = open_scenario(scenario, overrides, variant)
    made = diff(base, other, replication=replication, seed=seed, beyond=beyond, engine=engine)
    if as_json:
        sys.stdout.write(json_text(made.to_dict()))
    else:
        sys.stdout.write(str(made))
    return 0

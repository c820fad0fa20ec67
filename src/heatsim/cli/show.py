"""`heatsim show`: what a scenario became, and what its numbers rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from heatsim.cli import options
from heatsim.cli.opening import open_scenario

if TYPE_CHECKING:
    from heatsim.scenario.resolved import Parameter

__all__ = ["command"]


@click.command("show")
@options.scenario_argument
@options.changes
def command(scenario: str, overrides: options.Overrides, variant: str | None) -> None:
    """Show what SCENARIO is compiled to.

    The program's instructions, then the parameters with what they rest on.
    """
    from heatsim.program.compile import compile_scenario
    from heatsim.program.listing import listing

    resolved = open_scenario(scenario, overrides, variant).resolved
    print(listing(compile_scenario(resolved)).rstrip("\n"))
    if resolved.parameters:
        print("\nparameters")
    for parameter in resolved.parameters:
        print(_words(parameter))


def _words(parameter: Parameter) -> str:
    """A line for the value, and an indented one for what it rests on."""
    from heatsim.program.listing import value_words

    shown = f"{value_words(parameter)}{', drawn each time' if parameter.drawn == 'each' else ''}"
    basis = ", ".join(part for part in (parameter.basis, *parameter.facts, parameter.source) if part)
    reasons = " - ".join(part for part in (basis, parameter.why, parameter.text) if part)
    return f"  {parameter.name} = {shown}" + (f"\n      {reasons}" if reasons else "")

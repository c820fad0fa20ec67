"""`heatsim check`: every problem of every file, each with its place."""

from __future__ import annotations

import sys

import click

from heatsim.cli.opening import doubts, open_scenario
from heatsim.errors import HeatsimError, ScenarioError

__all__ = ["command"]


@click.command("check")
@click.argument("scenarios", metavar="SCENARIO...", type=click.Path(), nargs=-1, required=True)
def command(scenarios: tuple[str, ...]) -> int:
    """Check scenario files.

    Says every problem as file:line:column: message, and "ok" for a file without any, perhaps with a warning. The canon sheet that a
    scenario names is checked with it.
    """
    status = 0
    for path in scenarios:
        try:
            warnings = _check(path)
        except HeatsimError as error:
            print(str(error), file=sys.stderr)
            status = 2
        else:
            for warning in warnings:
                print(warning, file=sys.stderr)
            print(f"{path}: ok")
    return status


def _check(path: str) -> list[str]:
    """Raises what is wrong; returns what is doubtful."""
    from heatsim.canon.agree import differences
    from heatsim.canon.locate import sheet_of_scenario
    from heatsim.canon.predicates import bind_sheet
    from heatsim.program.compile import compile_scenario

    scenario = open_scenario(path)
    program = compile_scenario(scenario.resolved)
    if scenario.resolved.canon is not None:
        predicates = bind_sheet(sheet_of_scenario(scenario), program.columns)
        if wrong := differences(predicates.sheet, program):
            raise ScenarioError(tuple(wrong))
    return list(doubts(scenario))

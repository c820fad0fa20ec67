"""`heatsim check`: every problem of every file, each with its place."""

from __future__ import annotations

import sys

import click

from heatsim.cli.opening import open_scenario
from heatsim.errors import HeatsimError

__all__ = ["command"]


@click.command("check")
@click.argument("scenarios", metavar="SCENARIO...", type=click.Path(), nargs=-1, required=True)
def command(scenarios: tuple[str, ...]) -> int:
    """Check scenario files.

    Says every problem as file:line:column: message, and "ok" for a file without any.
    """
    from heatsim.program.compile import compile_scenario

    status = 0
    for path in scenarios:
        try:
            compile_scenario(open_scenario(path).resolved)
        except HeatsimError as error:
            print(str(error), file=sys.stderr)
            status = 2
        else:
            print(f"{path}: ok")
    return status

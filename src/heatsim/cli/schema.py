"""`heatsim schema`: the grammar of scenario files, for editors."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of scenario files."""
    from heatsim.scenario.schema import schema
    from heatsim.study.store import json_text

    print(json_text(schema()), end="")

"""From what was typed to a scenario: load the file, apply the variant, then the single changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.cli.options import Overrides
from heatsim.errors import UsageError

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["open_scenario"]


def open_scenario(path: str, overrides: Overrides = (), variant: str | None = None) -> Scenario:
    """The scenario of a file, changed as asked. ScenarioError for the file, UsageError for the changes."""
    from heatsim.scenario.load import load

    names = [name for name, _ in overrides]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"--set gives {twice[0]} twice")
    scenario = load(path)
    if variant is not None:
        scenario = scenario.variant(variant)
    return scenario.vary(dict(overrides)) if overrides else scenario

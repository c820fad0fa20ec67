"""From what was typed to a scenario (load the file, apply the variant, then the single changes), and to who runs it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from heatsim.cli.options import Overrides
from heatsim.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from heatsim.scenario.load import Scenario

__all__ = ["open_cluster", "open_scenario"]


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


def open_cluster(address: str | None) -> AbstractContextManager[Executor | None]:
    """The Dask cluster at an address; nothing without one. UsageError if nobody is there."""
    if address is None:
        return nullcontext()
    from heatsim.study.on_dask import cluster

    return cluster(address)

"""From what was typed to a scenario (load the file, apply the variant, then the single changes), and to who runs it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from heatsim.cli.options import Overrides
from heatsim.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from heatsim.scenario.load import Scenario

__all__ = ["doubts", "faster", "open_cluster", "open_scenario"]


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
    if not overrides:
        return scenario
    varied = scenario.vary(dict(overrides))
    context = click.get_current_context(silent=True)
    if context is None or not context.params.get("quiet"):
        for line in _fixed(scenario, varied, names):
            print(f"heatsim: {line}", file=sys.stderr)
    return varied


def _fixed(before: Scenario, after: Scenario, names: Sequence[str]) -> Iterator[str]:
    """What no longer differs from replication to replication because a change put a value in the place of a distribution."""
    from heatsim.program.listing import value_words
    from heatsim.scenario.resolved import Distribution
    from heatsim.scenario.vary import parameter_named
    from heatsim.units import TIME

    for name in names:
        was, now = (parameter_named(scenario.resolved, name) for scenario in (before, after))
        if isinstance(was.value, Distribution) and not isinstance(now.value, Distribution):
            when = "at each use" if was.drawn == "each" else "anew in each replication"
            step = "+20 s" if was.dimension == TIME else "*1.5"
            move = f'; what is drawn is moved by such as {name}="{step}"' if was.kind == "number" else ""
            yield f"{name} was drawn {when}, {value_words(was)}; now it is always {value_words(now)}{move}"


def faster(scenario: Scenario, replications: int) -> str:
    """What would make so many replications faster, where they take long for want of numba; else nothing."""
    from heatsim.engines import advice
    from heatsim.study.run import prepare

    return advice(prepare(scenario, "auto").program, replications)


def doubts(scenario: Scenario) -> Iterator[str]:
    """What may be meant and probably is not, each with its place; nothing of it stops a run."""
    from heatsim.scenario.check.lasting import lasting
    from heatsim.scenario.check.sides import sides

    for where, message in (*sides(scenario.resolved), *lasting(scenario.resolved)):
        yield f"{scenario.file.problem(where, f'warning: {message}')}"


def open_cluster(address: str | None) -> AbstractContextManager[Executor | None]:
    """The Dask cluster at an address; nothing without one. UsageError if nobody is there."""
    if address is None:
        return nullcontext()
    from heatsim.study.on_dask import cluster

    return cluster(address)

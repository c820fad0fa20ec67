"""Which assumptions are worth a closer look: all of them drawn from their ranges at once, in one study, and ranked.

Trying each of a hundred assumptions at both ends takes two hundred studies. One study in which every one of them is drawn anew in
each replication tells by correlation which of them the outcome follows; those are then tried one at a time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatsim.analysis.spread import ends, spread
from heatsim.errors import UsageError
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import Distribution
from heatsim.study.response import find_response
from heatsim.study.run import run
from heatsim.units import NUMBER, READER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heatsim.scenario.load import Scenario
    from heatsim.scenario.resolved import Parameter
    from heatsim.study.progress import Progress

__all__ = ["Screen", "candidates", "screen"]


@dataclass(frozen=True, slots=True)
class Screen:
    """The assumptions to try, out of how many, and the replications in which they were chosen (0: there was no need to choose)."""

    names: tuple[str, ...]
    of: int
    replications: int


def candidates(scenario: Scenario) -> tuple[str, ...]:
    """The names of the numbers with a declared range, without those that follow from others."""
    return tuple(one.name for one in scenario.resolved.parameters if _fits(one))


def _fits(one: Parameter) -> bool:
    free = isinstance(one.value, Distribution) or (isinstance(one.value, Expression) and one.value.op == "const")
    return free and one.kind == "number" and one.low is not None and one.low != one.high and one.dimension in READER


def screen(
    scenario: Scenario, most: int, replications: int, *, seed: int, workers: int | None, engine: str, progress: Progress
) -> Screen:
    """At most `most` assumptions: those that the film's ending follows most when all are drawn from their ranges at once."""
    names = candidates(scenario)
    if len(names) <= most:
        return Screen(names, len(names), 0)
    names = tuple(name for name in names if name not in _counts(scenario))
    drawn = _all_at_once(scenario, names)
    results = run(drawn, replications=replications, seed=seed, workers=workers, engine=engine, progress=progress, max_failures=None)
    response = find_response(None, results.declared, results.endings)
    came = np.equal(results["ending"], results.endings[int(response.word)].name).astype(np.float64)
    known = {column.name.removeprefix("parameter."): column.name for column in results.columns if column.group == "parameter"}
    follows = {name: _correlation(results[known[name]], came) if name in known else 0.0 for name in names}
    return Screen(tuple(sorted(names, key=lambda name: -follows[name])[:most]), len(names), replications)


def _counts(scenario: Scenario) -> set[str]:
    """Numbers that are, and stay, whole: how many there are of something cannot be drawn from a stretch of the line."""
    found = (one for one in scenario.resolved.parameters if one.dimension == NUMBER and isinstance(one.value, Expression))
    return {one.name for one in found if all(_whole(value) for value in (one.value.value, one.low, one.high))}  # type: ignore[union-attr]


def _whole(value: float | None) -> bool:
    return value is not None and value == round(value)


def _all_at_once(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    """Every assumption drawn from its range; one by one, and some not, where the scenario cannot bear all of it."""
    parameters = {one.name: one for one in scenario.resolved.parameters if one.name in names and one.drawn == "once"}
    try:
        return scenario.vary({name: {"uniform": list(ends(one))} for name, one in parameters.items()})
    except UsageError:
        return spread(scenario, tuple(parameters)).scenario


def _correlation(values: NDArray[np.float64], came: NDArray[np.float64]) -> float:
    """The size of the correlation; 0 where there is none to be had."""
    x, y = values - values.mean(), came - came.mean()
    size = math.sqrt(math.fsum(x * x) * math.fsum(y * y))
    return abs(math.fsum(x * y)) / size if size > 0 else 0.0

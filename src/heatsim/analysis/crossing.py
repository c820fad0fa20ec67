"""At which value is it even? Where a curve measured under the same luck crosses a level, with an interval for the place.

The estimate is where the measured curve crosses; its ends are where the curve's own interval stops containing the level (the
values at
which the level could still be true). All are found by false position between the points of the sweep: under common random numbers
the measured curve is one fixed function of the factor, so it can be followed like any other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from heatsim.study.response import Estimate

__all__ = ["Crossing", "crossings"]

STEPS = 4  # further evaluations for each place
At = Callable[[float], Estimate]
Place = Callable[[float], float]
Curve = Sequence[tuple[float, Estimate]]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the curve crosses: `at`, between `low` and `high`, which are infinite if the sweep ends before they are certain.

    `rising` tells whether the measure is below the level before it.
    """

    at: float
    low: float
    high: float
    rising: bool


def crossings(curve: Curve, level: float, at: At | None) -> tuple[Crossing, ...]:
    """All crossings between neighbouring points; without `at` (nothing lies between points) places are only interpolated."""
    known = [(x, estimate) for x, estimate in curve if math.isfinite(estimate.value)]
    follow = cache(at) if at is not None else None
    return tuple(
        _crossing(known, i, level, follow)
        for i in range(len(known) - 1)
        if (known[i][1].value - level) * (known[i + 1][1].value - level) < 0
        or (known[i + 1][1].value == level and i + 2 < len(known) and known[i][1].value != level)
    )


def _crossing(curve: Curve, i: int, level: float, at: At | None) -> Crossing:
    rising = curve[i][1].value < level
    place = _root(curve[i], curve[i + 1], at, lambda estimate: estimate.value - level)
    # On a rising curve the level is first reached by the upper end of the interval, last by the lower one.
    first, last = (_upper, _lower) if rising else (_lower, _upper)
    before = _edge([*reversed(curve[: i + 1])], place, level, at, first)
    after = _edge(curve[i + 1 :], place, level, at, last)
    return Crossing(
        place, -math.inf if before is None else min(before, place), math.inf if after is None else max(after, place), rising
    )


def _upper(estimate: Estimate) -> float:
    return estimate.high


def _lower(estimate: Estimate) -> float:
    return estimate.low


def _edge(away: Curve, place: float, level: float, at: At | None, end: Callable[[Estimate], float]) -> float | None:
    """The place where the interval ceases to contain the level, going away from the crossing; None if it never does."""
    inner: tuple[float, Estimate] | None = None
    for x, estimate in away:
        if not estimate.low <= level <= estimate.high:
            if inner is None:
                inner = (place, at(place) if at is not None else Estimate(level, level, level, estimate.count))
            return _root((x, estimate), inner, at, lambda one: end(one) - level)
        inner = (x, estimate)
    return None


def _root(a: tuple[float, Estimate], b: tuple[float, Estimate], at: At | None, height: Callable[[Estimate], float]) -> float:
    """Where a height is zero between two places (Illinois false position); the midpoint if it does not change its sign."""
    (xa, ya), (xb, yb) = (a[0], height(a[1])), (b[0], height(b[1]))
    if ya * yb > 0 or ya == yb:
        return (xa + xb) / 2
    for _ in range(STEPS if at is not None else 0):
        x = (xa * yb - xb * ya) / (yb - ya)
        assert at is not None
        y = height(at(x))
        if y == 0 or x in (xa, xb):
            return x
        if y * yb < 0:
            xa, ya = xb, yb
        else:
            ya /= 2
        xb, yb = x, y
    return (xa * yb - xb * ya) / (yb - ya)

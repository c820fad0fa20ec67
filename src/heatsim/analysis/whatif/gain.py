"""What common luck is worth: how much narrower a difference is known than from two runs that do not know of each other."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heatsim.study.intervals import LEVEL, student_quantile

__all__ = ["Gain", "variance_reduction"]

GROUPS = 20
FEWEST = 2 * GROUPS

Floats = NDArray[np.float64]


class Gain(NamedTuple):
    """The variance of a difference of independent runs over that of the paired one, with an interval.

    `value` is infinite when the pairs differ by the same amount throughout; the ends are NaN where they cannot be told.
    """

    value: float
    low: float
    high: float


def variance_reduction(base: Floats, other: Floats, level: float = LEVEL) -> Gain:
    """Measured on pairs of values, none missing: the interval is that of a jackknife over twenty groups, on the logarithm."""
    whole = _sums(base - base.mean(), other - other.mean()) if len(base) else np.zeros(7)
    value = _ratio(whole)
    if len(base) < FEWEST or not 0 < value < math.inf:
        return Gain(value, math.nan, math.nan)
    parts = [
        _sums(x, y)
        for x, y in zip(np.array_split(base - base.mean(), GROUPS), np.array_split(other - other.mean(), GROUPS), strict=True)
    ]
    without = [_ratio(whole - part) for part in parts]
    if not all(0 < ratio < math.inf for ratio in without):
        return Gain(value, math.nan, math.nan)
    logs = np.log(without)
    error = math.sqrt((GROUPS - 1) / GROUPS * float(((logs - logs.mean()) ** 2).sum()))
    factor = math.exp(student_quantile((1 + level) / 2, GROUPS - 1) * error)
    return Gain(value, value / factor, value * factor)


def _sums(x: Floats, y: Floats) -> Floats:
    """Count, sums and sums of squares of x, y and y - x; they add up over groups."""
    d = y - x
    return np.array([len(x), x.sum(), (x * x).sum(), y.sum(), (y * y).sum(), d.sum(), (d * d).sum()])


def _ratio(sums: Floats) -> float:
    n, x, xx, y, yy, d, dd = (float(value) for value in sums)
    if n < 2:
        return math.nan
    apart, together = (xx - x * x / n) + (yy - y * y / n), dd - d * d / n
    # Sums of squares that should vanish keep some rounding.
    if together <= 1e-12 * max(apart, dd):
        return math.inf if apart > 0 else math.nan
    return apart / together

"""A fast stand-in for a slow quantile: piecewise cubics in the middle, the exact function in the tails.

384 cells over u from 1/32 to 31/32, each a cubic with the exact values and slopes at its ends, slopes limited so that it never
decreases (Fritsch and Carlson, SIAM Journal on Numerical Analysis 17 (1980) 238-246). The error stays below a millionth of the
standard deviation for the shapes `sampler` uses it for; a test measures it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

__all__ = ["CELLS", "LOWEST", "Cell", "cells", "with_table"]

CELLS = 384
LOWEST = 1.0 / 32.0
WIDTH = (1.0 - 2.0 * LOWEST) / CELLS

Cell = tuple[float, float, float, float]


def cells(point: Callable[[float], tuple[float, float]]) -> tuple[Cell, ...]:
    """Coefficients (constant first) of each cell's cubic in 0 <= t < 1; `point(u)` is the quantile x and dx/du."""
    points = [point(LOWEST + WIDTH * i) for i in range(CELLS + 1)]
    return tuple(_cubic(x0, x1, slope0 * WIDTH, slope1 * WIDTH) for (x0, slope0), (x1, slope1) in pairwise(points))


def with_table(exact: Callable[[float], float], table: tuple[Cell, ...]) -> Callable[[float], float]:
    """The quantile that looks up the middle and computes the tails."""
    per_cell = 1.0 / WIDTH
    highest = LOWEST + WIDTH * CELLS

    def tabled(u: float) -> float:
        if LOWEST <= u < highest:
            t = (u - LOWEST) * per_cell
            i = int(t)
            t -= i
            a, b, c, d = table[i]
            return a + t * (b + t * (c + t * d))
        return exact(u)

    return tabled


def _cubic(x0: float, x1: float, rise0: float, rise1: float) -> Cell:
    rise = x1 - x0
    # A cubic between ends whose slopes are at most three times the secant's does not decrease.
    m0, m1 = min(rise0, 3.0 * rise), min(rise1, 3.0 * rise)
    return x0, m0, 3.0 * rise - 2.0 * m0 - m1, m0 + m1 - 2.0 * rise

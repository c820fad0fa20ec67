"""The cells of tabled distributions, as `tables.cells` works them out from exact quantiles and their slopes."""

from __future__ import annotations

import math
from collections.abc import MutableSequence

from heatsim.draws.distributions.beta import unit_point
from heatsim.draws.distributions.gamma import gamma, gamma_kernel
from heatsim.draws.distributions.tables import CELLS, LOWEST, WIDTH
from heatsim.engines.compiled.kernel import kernel

__all__ = ["fill_table"]


def fill_table(real: MutableSequence[float], at: int, is_gamma: bool, a: float, b: float, low: float, high: float) -> None:
    """Coefficients of all cells, four to a cell, into `real` from `at` on; `a` and `b` are shape and scale, or the two shapes."""
    x0, slope0 = point(LOWEST, is_gamma, a, b, low, high)
    for i in range(CELLS):
        x1, slope1 = point(LOWEST + WIDTH * (i + 1), is_gamma, a, b, low, high)
        cubic(real, at + 4 * i, x0, x1, slope0 * WIDTH, slope1 * WIDTH)
        x0, slope0 = x1, slope1


@kernel
def point(u: float, is_gamma: bool, a: float, b: float, low: float, high: float) -> tuple[float, float]:
    """The quantile at u and its slope."""
    if is_gamma:
        x = gamma(u, a, b)
        return x, x / gamma_kernel(a, math.log(x / b))
    x, slope = unit_point(u, a, b)
    return low + (high - low) * x, (high - low) * slope


@kernel
def cubic(real: MutableSequence[float], at: int, x0: float, x1: float, rise0: float, rise1: float) -> None:
    rise = x1 - x0
    m0, m1 = min(rise0, 3.0 * rise), min(rise1, 3.0 * rise)
    real[at], real[at + 1] = x0, m0
    real[at + 2], real[at + 3] = 3.0 * rise - 2.0 * m0 - m1, m0 + m1 - 2.0 * rise

"""Confidence intervals: Wilson for shares, Student's t for means, order statistics for quantiles, a band for distributions.

Written with `math` alone: scipy takes longer to import than most studies take to run. `tests/study/test_intervals.py` holds the
numbers against scipy's where it is installed and against printed tables where it is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Interval",
    "binomial_cdf",
    "distribution_band",
    "incomplete_beta",
    "mean_interval",
    "quantile_interval",
    "student_quantile",
    "wilson",
]

LEVEL = 0.95


class Interval(NamedTuple):
    low: float
    high: float


def wilson(count: int, total: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval of a share (E. B. Wilson 1927); the whole of 0..1 when there are no trials."""
    if total == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = count / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    # Rounding must not move an end off 0 or 1 when no trial, or every trial, was a hit.
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == total else min(1.0, middle + half)
    return Interval(low, high)


def mean_interval(mean: float, sd: float, count: int, level: float = LEVEL) -> Interval:
    """Student's t interval of a mean, `sd` being the sample's standard deviation; unbounded below two values."""
    if count < 2:
        return Interval(-math.inf, math.inf)
    half = student_quantile((1 + level) / 2, count - 1) * sd / math.sqrt(count)
    return Interval(mean - half, mean + half)


def quantile_interval(ordered: Sequence[float] | NDArray[np.float64], p: float, level: float = LEVEL) -> Interval:
    """Order statistics between which the `p` quantile lies with at least `level`; infinite where the sample is too small.

    `ordered` is the sample in ascending order. The ends are the exact binomial ones, each tail at most half of the rest.
    """
    n = len(ordered)
    tail = (1 - level) / 2
    low = _first(lambda k: binomial_cdf(k, n, p) > tail, n)
    high = _first(lambda k: binomial_cdf(k, n, p) >= 1 - tail, n) + 1
    return Interval(
        float(ordered[low - 1]) if low >= 1 else -math.inf,
        float(ordered[high - 1]) if high <= n else math.inf,
    )


def distribution_band(count: int, level: float = LEVEL) -> float:
    """How far a whole distribution function may lie from that of `count` values, above or below, everywhere at once.

    The Dvoretzky-Kiefer-Wolfowitz bound with P. Massart's constant (1990), which holds for every sample size and with ties.
    """
    return 1.0 if count < 1 else min(1.0, math.sqrt(math.log(2 / (1 - level)) / (2 * count)))


def _first(holds: Callable[[int], bool], n: int) -> int:
    """The smallest k in 0..n for which a condition that stays true holds."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def binomial_cdf(k: int, n: int, p: float) -> float:
    """P(X <= k) of a binomial count."""
    if k < 0:
        return 0.0
    if k >= n:
        return 1.0
    return incomplete_beta(n - k, k + 1, 1 - p)


@lru_cache(maxsize=256)
def student_quantile(p: float, freedom: int) -> float:
    """The t value below which Student's t with `freedom` degrees lies with probability `p` (0.5 < p < 1)."""
    tail = 2 * (1 - p)
    low, high = 0.0, 1.0
    while incomplete_beta(freedom / 2, 0.5, freedom / (freedom + high * high)) > tail:
        low, high = high, 2 * high
    while low < (middle := (low + high) / 2) < high:
        above = incomplete_beta(freedom / 2, 0.5, freedom / (freedom + middle * middle)) > tail
        low, high = (middle, high) if above else (low, middle)
    return middle


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    return front * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction by Lentz's method; it needs about sqrt(max(a, b)) terms."""
    tiny = 1e-300
    c, d = 1.0, 1.0 / ((1 - (a + b) * x / (a + 1)) or tiny)
    value = d
    for m in range(1, 1000 + 10 * math.isqrt(int(max(a, b)) + 1)):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value

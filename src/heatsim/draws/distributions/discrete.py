"""Quantiles that are one of a few values: bernoulli, ordinal, empirical, Poisson.

Each is the smallest value whose cumulative probability reaches u, so that luck which gives more at one setting never gives less
at a higher one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import exp, log, log1p, pi, sqrt

__all__ = ["bernoulli", "cumulative", "empirical", "ordinal_index", "pairs_by_value", "pick", "poisson", "poisson_sums"]

SUMMED_FROM_ZERO = 600.0  # exp(-mean) and its sums are accurate up to here
FARTHEST = 9.0  # standard deviations below a large mean; less than the smallest u lies beyond


def bernoulli(u: float, p: float) -> float:
    """1 with probability `p`, else 0; a high u is a 1."""
    return 1.0 if u > 1.0 - p else 0.0


def ordinal_index(u: float, *weights: float) -> float:
    """Index of an ordered option with these weights."""
    return float(pick(u, cumulative(weights)))


def empirical(u: float, *values_then_weights: float) -> float:
    """One of the values, ordered by value whatever their order in the list."""
    values, weights = pairs_by_value(values_then_weights)
    return values[pick(u, cumulative(weights))]


def pairs_by_value(values_then_weights: Sequence[float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Values in ascending order, and their weights."""
    half = len(values_then_weights) // 2
    pairs = sorted(zip(values_then_weights[:half], values_then_weights[half:], strict=True))
    return tuple(value for value, _ in pairs), tuple(weight for _, weight in pairs)


def cumulative(weights: Sequence[float]) -> tuple[float, ...]:
    """Running sums of weights."""
    return tuple(accumulate(weights))


def pick(u: float, sums: Sequence[float]) -> int:
    """First index whose running sum reaches the share u of the whole; an option of weight zero is never it."""
    return bisect_left(sums, u * sums[-1])


def poisson(u: float, mean: float) -> float:
    """A count whose mean is `mean`."""
    k, total, term = _poisson_start(mean)
    while total < u:
        term *= mean / (k + 1.0)
        # Beyond the mean, once terms no longer count, the sums have reached all they will: rounding may leave them below u.
        if k >= mean and total + term == total:
            break
        k += 1.0
        total += term
    return k


@lru_cache(maxsize=256)
def poisson_sums(mean: float) -> tuple[int, tuple[float, ...]]:
    """The first count that matters and the cumulative probabilities from there on; the same sums that `poisson` makes."""
    k, total, term = _poisson_start(mean)
    first, sums = int(k), [total]
    while True:
        term *= mean / (k + 1.0)
        if k >= mean and total + term == total:
            return first, tuple(sums)
        k += 1.0
        total += term
        sums.append(total)


def _poisson_start(mean: float) -> tuple[float, float, float]:
    """A count below which almost nothing lies, the probability up to it (its own), and its own probability."""
    if mean <= SUMMED_FROM_ZERO:
        return 0.0, exp(-mean), exp(-mean)
    k = float(int(mean - FARTHEST * sqrt(mean)))
    away = (k - mean) / mean
    # Stirling's formula and its error, arranged so that nothing large cancels (as in Loader's saddle-point expansion).
    exponent = -(k * log1p(away) - (k - mean)) - (1 / 12 - 1 / (360.0 * k * k)) / k - 0.5 * log(2.0 * pi * k)
    return k, exp(exponent), exp(exponent)

"""Do the arguments of a distribution, worked out during a replication, make one? The rules of `distributions.check`.

Where they do not, the replication is left to the reference engine, which says what is wrong. So this may refuse too much, never
too little.
"""

# ruff: noqa: SIM109, SIM300 - plain comparisons are what compiles best

from __future__ import annotations

from heatsim.draws.distributions.check import (
    FARTHEST_BELOW_ZERO,
    LARGEST,
    LARGEST_BETA_SHAPE,
    LARGEST_SIGMA,
    LEAST_WEIBULL_SHAPE,
    MOST_EXPECTED,
    SMALLEST,
)
from heatsim.draws.distributions.normal import sigma_of_median_p90
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import Values

__all__ = ["allowed"]

# the kinds by their numbers in `sampling.KINDS`
UNIFORM, TRIANGULAR, PERT, NORMAL, PLAIN_NORMAL, LOGNORMAL_MEAN_SD, LOGNORMAL_MEDIAN_P90, LOGNORMAL_MEDIAN_SIGMA = range(8)
EXPONENTIAL, GAMMA, WEIBULL, BETA, POISSON, EMPIRICAL, BERNOULLI, ORDINAL = range(8, 16)


@kernel
def allowed(V: Values, kind: int, at: int, count: int) -> bool:
    """The arguments stand in V from `at` on."""
    for k in range(at, at + count):
        size = abs(V[k])
        if not size <= LARGEST or 0.0 < size < SMALLEST:
            return False
    if kind == EMPIRICAL:
        return weights(V, at + (count >> 1), count >> 1)
    if kind == ORDINAL:
        return weights(V, at, count)
    first = V[at]
    if kind == EXPONENTIAL or kind == POISSON:
        return 0.0 <= first and (kind == EXPONENTIAL or first <= MOST_EXPECTED)
    if kind == BERNOULLI:
        return 0.0 <= first <= 1.0
    return of_two(V, kind, at, count, first, V[at + 1])


@kernel
def of_two(V: Values, kind: int, at: int, count: int, first: float, second: float) -> bool:
    if kind == UNIFORM:
        return first <= second
    if kind == TRIANGULAR or kind == PERT:
        return first <= second <= V[at + 2]
    if kind == NORMAL:
        return second >= 0.0 and first >= -FARTHEST_BELOW_ZERO * second and (second > 0.0 or first >= 0.0)
    if kind == PLAIN_NORMAL:
        return second >= 0.0
    if kind == LOGNORMAL_MEAN_SD:
        return first > 0.0 and second >= 0.0 and second <= LARGEST * first
    if kind == LOGNORMAL_MEDIAN_P90:
        return first > 0.0 and second > first and sigma_of_median_p90(first, second) <= LARGEST_SIGMA
    if kind == LOGNORMAL_MEDIAN_SIGMA:
        return first > 0.0 and 0.0 <= second <= LARGEST_SIGMA
    if kind == WEIBULL:
        return first >= LEAST_WEIBULL_SHAPE and second >= 0.0
    if kind == GAMMA:
        return first > 0.0 and second >= 0.0
    # beta
    low, high = (V[at + 2] if count > 2 else 0.0), (V[at + 3] if count > 3 else 1.0)
    return first > 0.0 and second > 0.0 and max(first, second) <= LARGEST_BETA_SHAPE and low <= high


@kernel
def weights(V: Values, at: int, count: int) -> bool:
    """None below zero, one above."""
    some = False
    for k in range(at, at + count):
        if V[k] < 0.0:
            return False
        if V[k] > 0.0:
            some = True
    return some

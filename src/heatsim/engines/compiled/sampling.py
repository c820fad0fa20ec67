"""From a uniform number to a distribution's value inside the kernel, with the arithmetic of `heatsim.draws.distributions`.

The quantiles themselves are those functions: compiled code gets its own versions of them (`building`). What a sampler of fixed
arguments works out beforehand stands in F; one whose arguments change has them worked out and looked at first.
"""

# ruff: noqa: SIM109 - plain comparisons are what compiles best

from __future__ import annotations

import math

from heatsim.draws.distributions.beta import beta, pert
from heatsim.draws.distributions.discrete import poisson
from heatsim.draws.distributions.elementary import triangular
from heatsim.draws.distributions.gamma import gamma
from heatsim.draws.distributions.normal import (
    lognormal_median_p90,
    normal_quantile,
    truncated,
    truncated_normal,
)
from heatsim.draws.distributions.tables import CELLS, LOWEST, WIDTH
from heatsim.engines.compiled.allowed import allowed
from heatsim.engines.compiled.evaluating import value
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import ARGUMENTS, FAULT, Real, Scratch, Values, Whole

__all__ = ["KINDS", "sample"]

KINDS = tuple(
    """
    uniform triangular pert normal plain_normal lognormal_mean_sd lognormal_median_p90 lognormal_median_sigma exponential gamma
    weibull beta poisson empirical bernoulli ordinal gamma_table beta_table constant
    """.split()  # noqa: SIM905
)
(
    UNIFORM,
    TRIANGULAR,
    PERT,
    NORMAL,
    PLAIN_NORMAL,
    LOGNORMAL_MEAN_SD,
    LOGNORMAL_MEDIAN_P90,
    LOGNORMAL_MEDIAN_SIGMA,
    EXPONENTIAL,
    GAMMA,
    WEIBULL,
    BETA,
    POISSON,
    EMPIRICAL,
    BERNOULLI,
    ORDINAL,
    GAMMA_TABLE,
    BETA_TABLE,
    CONSTANT,
) = range(19)
VARYING = 32  # added to the kind where arguments change
PER_CELL = 1.0 / WIDTH
HIGHEST = LOWEST + WIDTH * CELLS
INF = math.inf
SECOND_POWER = 0  # in F: 2.0, where Python raises to the second power and the C library's `pow` must do the same


@kernel
def sample(P: Whole, F: Real, V: Values, S: Scratch, sampler: int, u: float) -> float:
    """The value at u of a sampler: its kind, then where its numbers stand, or how many arguments and their expressions."""
    kind = P[sampler]
    if kind == EXPONENTIAL:
        return -F[P[sampler + 1]] * math.log(1.0 - u)
    if kind < VARYING:
        return fixed(F, kind, P[sampler + 1], u)
    return worked_out(P, F, V, S, sampler, kind, u)


@kernel
def worked_out(P: Whole, F: Real, V: Values, S: Scratch, sampler: int, kind: int, u: float) -> float:
    """The value of a sampler whose arguments have to be worked out first."""
    count, first = P[sampler + 1], P[ARGUMENTS]
    for k in range(count):
        V[first + k] = value(P, V, S, P[sampler + 2 + k])
    kind -= VARYING
    if not allowed(V, kind, first, count):
        S[FAULT] = 1
        return 0.0
    return varying(F, V, S, kind, first, count, u)


@kernel
def fixed(F: Real, kind: int, at: int, u: float) -> float:
    """Arguments that stay."""
    if kind == UNIFORM:
        return F[at] + F[at + 1] * u
    if kind == GAMMA_TABLE or kind == BETA_TABLE:
        return tabled(F, kind, at, u)
    if kind == BERNOULLI:
        return 1.0 if u > F[at] else 0.0
    if kind == LOGNORMAL_MEDIAN_SIGMA:
        return F[at] * math.exp(F[at + 1] * normal_quantile(u))
    if kind == PLAIN_NORMAL:
        return F[at] + F[at + 1] * normal_quantile(u)
    if kind == NORMAL:
        return truncated(u, F[at], F[at + 1], F[at + 2], F[at + 3])
    return rarer(F, kind, at, u)


@kernel
def rarer(F: Real, kind: int, at: int, u: float) -> float:
    if kind == TRIANGULAR:
        return triangular(u, F[at], F[at + 1], F[at + 2])
    if kind == WEIBULL:
        return F[at + 1] * float((-math.log(1.0 - u)) ** F[at])
    if kind == GAMMA:
        return gamma(u, F[at], F[at + 1])
    if kind == BETA:
        return beta(u, F[at], F[at + 1], F[at + 2], F[at + 3])
    if kind == POISSON:
        last = int(F[at + 1]) - 1
        return float(int(F[at]) + min(reached(F, at + 2, last + 1, u), last))
    if kind == EMPIRICAL:
        count = int(F[at])
        return F[at + 1 + reached(F, at + 1 + count, count, u * F[at + 2 * count])]
    if kind == ORDINAL:
        count = int(F[at])
        return float(reached(F, at + 1, count, u * F[at + count]))
    return F[at]


@kernel
def reached(F: Real, first: int, count: int, level: float) -> int:
    """How many of the running sums are below the level."""
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if F[first + middle] < level:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def tabled(F: Real, kind: int, at: int, u: float) -> float:
    """The middle by cubics, the tails exactly: as `tables.with_table` has it."""
    if LOWEST <= u < HIGHEST:
        t = (u - LOWEST) * PER_CELL
        i = int(t)
        t -= i
        cell = at + 4 + 4 * i
        return F[cell] + t * (F[cell + 1] + t * (F[cell + 2] + t * F[cell + 3]))
    if kind == GAMMA_TABLE:
        return gamma(u, F[at], F[at + 1])
    return beta(u, F[at], F[at + 1], F[at + 2], F[at + 3])


@kernel
def varying(F: Real, V: Values, S: Scratch, kind: int, at: int, count: int, u: float) -> float:
    """Arguments that change: the exact quantiles."""
    if kind == UNIFORM:
        return V[at] + (V[at + 1] - V[at]) * u
    if kind == EXPONENTIAL:
        return -V[at] * math.log(1.0 - u)
    if kind == BERNOULLI:
        return 1.0 if u > 1.0 - V[at] else 0.0
    if kind == PLAIN_NORMAL:
        return V[at] + V[at + 1] * normal_quantile(u)
    if kind == NORMAL:
        return truncated_normal(u, V[at], V[at + 1])
    if kind == LOGNORMAL_MEDIAN_SIGMA:
        return V[at] * math.exp(V[at + 1] * normal_quantile(u))
    if kind == LOGNORMAL_MEDIAN_P90:
        return lognormal_median_p90(u, V[at], V[at + 1])
    if kind == LOGNORMAL_MEAN_SD:
        variation = (V[at + 1] / V[at]) ** F[SECOND_POWER]
        return V[at] / math.sqrt(1.0 + variation) * math.exp(math.sqrt(math.log1p(variation)) * normal_quantile(u))
    if kind == WEIBULL:
        return V[at + 1] * float((-math.log(1.0 - u)) ** (1.0 / V[at]))
    return varying_rarely(V, S, kind, at, count, u)


@kernel
def varying_rarely(V: Values, S: Scratch, kind: int, at: int, count: int, u: float) -> float:
    if kind == TRIANGULAR:
        return triangular(u, V[at], V[at + 1], V[at + 2])
    if kind == PERT:
        return pert(u, V[at], V[at + 1], V[at + 2])
    if kind == GAMMA:
        return gamma(u, V[at], V[at + 1])
    if kind == BETA:
        low, high = (V[at + 2] if count > 2 else 0.0), (V[at + 3] if count > 3 else 1.0)
        return beta(u, V[at], V[at + 1], low, high)
    if kind == POISSON:
        return poisson(u, V[at])
    if kind == EMPIRICAL:
        order_pairs(V, at, count >> 1)
        return V[at + picked(V, at + (count >> 1), count >> 1, u)]
    return float(picked(V, at, count, u))


@kernel
def picked(V: Values, at: int, count: int, u: float) -> int:
    """The first whose running sum of weights reaches the share u of all; the sums take the place of the weights."""
    for k in range(at + 1, at + count):
        V[k] = V[k - 1] + V[k]
    level = u * V[at + count - 1]
    found = 0
    while found < count and V[at + found] < level:
        found += 1
    return found


@kernel
def order_pairs(V: Values, at: int, count: int) -> None:
    """Sort values and their weights by value, then by weight."""
    for i in range(1, count):
        x, w, k = V[at + i], V[at + count + i], i
        while k > 0 and (V[at + k - 1] > x or (V[at + k - 1] == x and V[at + count + k - 1] > w)):
            V[at + k], V[at + count + k] = V[at + k - 1], V[at + count + k - 1]
            k -= 1
        V[at + k], V[at + count + k] = x, w

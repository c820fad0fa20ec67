"""From a kind and its arguments to numbers: `quantile` for arguments that change, `sampler` for arguments that stay.

For gamma, beta and pert a sampler reads a table and may differ from the quantile by a millionth of the standard deviation; for
all other kinds the two agree bit for bit. Which of them a model's step uses is decided once, when it is compiled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import exp, log

from heatsim.draws.distributions import beta, discrete, elementary, gamma, normal
from heatsim.draws.distributions.check import check
from heatsim.draws.distributions.kinds import KINDS
from heatsim.draws.distributions.tables import cells, with_table
from heatsim.errors import UsageError

__all__ = ["QUANTILES", "quantile", "sampler"]

Sampler = Callable[[float], float]

# Below these shapes the quantile bends too sharply for the table's cells.
LEAST_GAMMA_SHAPE = 0.2
LEAST_BETA_SHAPE = 0.2

QUANTILES: dict[str, Callable[..., float]] = {
    "uniform": elementary.uniform,
    "triangular": elementary.triangular,
    "pert": beta.pert,
    "normal": normal.truncated_normal,
    "plain_normal": normal.plain_normal,
    "lognormal_mean_sd": normal.lognormal_mean_sd,
    "lognormal_median_p90": normal.lognormal_median_p90,
    "lognormal_median_sigma": normal.lognormal_median_sigma,
    "exponential": elementary.exponential,
    "gamma": gamma.gamma,
    "weibull": elementary.weibull,
    "beta": beta.beta,
    "poisson": discrete.poisson,
    "empirical": discrete.empirical,
    "bernoulli": discrete.bernoulli,
    "ordinal": discrete.ordinal_index,
}


def quantile(kind: str, u: float, args: Sequence[float]) -> float:
    """The exact quantile at 0 < u < 1; UsageError for any other u, an unknown kind or impossible arguments."""
    problem = check(kind, args)
    if problem is not None:
        raise UsageError(problem)
    if not 0.0 < u < 1.0:
        raise UsageError(f"u must be strictly between 0 and 1, not {u!r}")
    return QUANTILES[kind](u, *args)


def sampler(kind: str, args: Sequence[float]) -> Sampler:
    """A fast function from 0 < u < 1 to the distribution's value; the same function for the same arguments. UsageError as above."""
    return _prepared(kind, tuple(map(float, args)))


@lru_cache(maxsize=4096)
def _prepared(kind: str, args: tuple[float, ...]) -> Sampler:
    problem = check(kind, args)
    if problem is not None:
        raise UsageError(problem)
    return _PREPARE[kind](*KINDS[kind].complete(args))


def _uniform(low: float, high: float) -> Sampler:
    width = high - low
    return lambda u: low + width * u


def _triangular(low: float, mode: float, high: float) -> Sampler:
    return lambda u: elementary.triangular(u, low, mode, high)


def _exponential(mean: float) -> Sampler:
    scale = -mean
    return lambda u: scale * log(1.0 - u)


def _weibull(shape: float, scale: float) -> Sampler:
    power = 1.0 / shape

    def draw(u: float) -> float:
        grown: float = (-log(1.0 - u)) ** power
        return scale * grown

    return draw


def _plain_normal(mean: float, sd: float) -> Sampler:
    z = normal.normal_quantile
    return lambda u: mean + sd * z(u)


def _truncated_normal(mean: float, sd: float) -> Sampler:
    if sd == 0.0:
        return lambda u: mean
    kept, cut = normal.normal_cdf(mean / sd), normal.normal_cdf(-mean / sd)
    truncated = normal.truncated
    return lambda u: truncated(u, mean, sd, kept, cut)


def _lognormal(median: float, sigma: float) -> Sampler:
    z = normal.normal_quantile
    return lambda u: median * exp(sigma * z(u))


def _lognormal_mean_sd(mean: float, sd: float) -> Sampler:
    return _lognormal(*normal.median_sigma_of_mean_sd(mean, sd))


def _lognormal_median_p90(median: float, p90: float) -> Sampler:
    return _lognormal(median, normal.sigma_of_median_p90(median, p90))


def _gamma(shape: float, scale: float) -> Sampler:
    def exact(u: float) -> float:
        return gamma.gamma(u, shape, scale)

    if not LEAST_GAMMA_SHAPE <= shape <= gamma.LARGE_SHAPE or scale == 0.0:
        return exact

    def point(u: float) -> tuple[float, float]:
        x = exact(u)
        return x, x / gamma.gamma_kernel(shape, log(x / scale))

    return with_table(exact, cells(point))


def _beta(alpha: float, bet: float, low: float, high: float) -> Sampler:
    def exact(u: float) -> float:
        return beta.beta(u, alpha, bet, low, high)

    if min(alpha, bet) < LEAST_BETA_SHAPE or low == high:
        return exact

    def point(u: float) -> tuple[float, float]:
        x, slope = beta.unit_point(u, alpha, bet)
        return low + (high - low) * x, (high - low) * slope

    return with_table(exact, cells(point))


def _pert(low: float, mode: float, high: float) -> Sampler:
    if low == high:
        return lambda u: low
    return _beta(*beta.pert_shapes(low, mode, high), low, high)


def _poisson(mean: float) -> Sampler:
    first, sums = discrete.poisson_sums(mean)
    last = len(sums) - 1
    return lambda u: float(first + min(bisect_left(sums, u), last))


def _empirical(*values_then_weights: float) -> Sampler:
    values, weights = discrete.pairs_by_value(values_then_weights)
    sums, pick = discrete.cumulative(weights), discrete.pick
    return lambda u: values[pick(u, sums)]


def _bernoulli(p: float) -> Sampler:
    edge = 1.0 - p
    return lambda u: 1.0 if u > edge else 0.0


def _ordinal(*weights: float) -> Sampler:
    sums, pick = discrete.cumulative(weights), discrete.pick
    return lambda u: float(pick(u, sums))


_PREPARE: dict[str, Callable[..., Sampler]] = {
    "uniform": _uniform,
    "triangular": _triangular,
    "pert": _pert,
    "normal": _truncated_normal,
    "plain_normal": _plain_normal,
    "lognormal_mean_sd": _lognormal_mean_sd,
    "lognormal_median_p90": _lognormal_median_p90,
    "lognormal_median_sigma": _lognormal,
    "exponential": _exponential,
    "gamma": _gamma,
    "weibull": _weibull,
    "beta": _beta,
    "poisson": _poisson,
    "empirical": _empirical,
    "bernoulli": _bernoulli,
    "ordinal": _ordinal,
}

"""Exact mean and standard deviation of every kind of distribution, for methods that work with two moments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, expm1, fsum, lgamma, pi, sqrt

from heatsim.draws.distributions.beta import pert_shapes
from heatsim.draws.distributions.check import check
from heatsim.draws.distributions.kinds import KINDS
from heatsim.draws.distributions.normal import normal_cdf, sigma_of_median_p90
from heatsim.errors import UsageError

__all__ = ["moments"]

ZETA_3 = 1.2020569031595942
ZETA_5 = 1.0369277551433699


def moments(kind: str, args: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation, in the unit of the arguments; of the index for `ordinal`. UsageError as `check` says."""
    problem = check(kind, args)
    if problem is not None:
        raise UsageError(problem)
    return _MOMENTS[kind](*KINDS[kind].complete(tuple(args)))


def _triangular(low: float, mode: float, high: float) -> tuple[float, float]:
    # Differences rather than squares of the values: nothing cancels far from zero.
    a, b, c = mode - low, high - mode, high - low
    return (low + mode + high) / 3.0, sqrt((a * a + b * b + c * c) / 36.0)


def _beta(alpha: float, beta: float, low: float, high: float) -> tuple[float, float]:
    n = alpha + beta
    return low + (high - low) * alpha / n, (high - low) * sqrt(alpha * beta / (n + 1.0)) / n


def _pert(low: float, mode: float, high: float) -> tuple[float, float]:
    return _beta(*pert_shapes(low, mode, high), low, high) if low < high else (low, 0.0)


def _truncated_normal(mean: float, sd: float) -> tuple[float, float]:
    if sd == 0.0:
        return mean, 0.0
    edge = -mean / sd
    hazard = exp(-0.5 * edge * edge) / sqrt(2.0 * pi) / normal_cdf(-edge)
    return mean + sd * hazard, sd * sqrt(max(0.0, 1.0 + edge * hazard - hazard * hazard))


def _lognormal(median: float, sigma: float) -> tuple[float, float]:
    mean = median * exp(0.5 * sigma * sigma)
    return mean, mean * sqrt(expm1(sigma * sigma))


def _lognormal_p90(median: float, p90: float) -> tuple[float, float]:
    return _lognormal(median, sigma_of_median_p90(median, p90))


def _weibull(shape: float, scale: float) -> tuple[float, float]:
    e = 1.0 / shape
    mean = scale * exp(lgamma(1.0 + e))
    if e < 1e-3:
        # Almost everything cancels in the difference below; these are the first terms of its series.
        log_square = e * e * (pi * pi / 6.0 - e * (2.0 * ZETA_3 - e * (7.0 * pi**4 / 180.0 - e * 6.0 * ZETA_5)))
    else:
        log_square = lgamma(1.0 + 2.0 * e) - 2.0 * lgamma(1.0 + e)
    return mean, mean * sqrt(expm1(log_square))


def _weighted(values: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    total = fsum(weights)
    mean = fsum(value * weight for value, weight in zip(values, weights, strict=True)) / total
    return mean, sqrt(fsum((value - mean) ** 2 * weight for value, weight in zip(values, weights, strict=True)) / total)


def _empirical(*args: float) -> tuple[float, float]:
    half = len(args) // 2
    return _weighted(args[:half], args[half:])


def _ordinal(*weights: float) -> tuple[float, float]:
    return _weighted(range(len(weights)), weights)


_MOMENTS: dict[str, Callable[..., tuple[float, float]]] = {
    "uniform": lambda low, high: (0.5 * (low + high), (high - low) / sqrt(12.0)),
    "triangular": _triangular,
    "pert": _pert,
    "normal": _truncated_normal,
    "plain_normal": lambda mean, sd: (mean, sd),
    "lognormal_mean_sd": lambda mean, sd: (mean, sd),
    "lognormal_median_p90": _lognormal_p90,
    "lognormal_median_sigma": _lognormal,
    "exponential": lambda mean: (mean, mean),
    "gamma": lambda shape, scale: (shape * scale, sqrt(shape) * scale),
    "weibull": _weibull,
    "beta": _beta,
    "poisson": lambda mean: (mean, sqrt(mean)),
    "empirical": _empirical,
    "bernoulli": lambda p: (p, sqrt(p * (1.0 - p))),
    "ordinal": _ordinal,
}

"""What is wrong with the arguments of a distribution, as a sentence for the person who wrote them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite

from heatsim.draws.distributions.kinds import KINDS, Kind
from heatsim.draws.distributions.normal import sigma_of_median_p90
from heatsim.errors import nearest

__all__ = ["check"]

MOST_EXPECTED = 1e6  # a Poisson quantile takes time in proportion to the root of its mean
LARGEST_BETA_SHAPE = 1e6  # and a beta quantile to the root of its shapes
LARGEST = 1e100  # beyond these the numbers drawn would overflow,
SMALLEST = 1e-100  # or their reciprocals
LARGEST_SIGMA = 25.0
LEAST_WEIBULL_SHAPE = 0.02
FARTHEST_BELOW_ZERO = 10.0  # standard deviations; less than 1 in 10**23 of the normal distribution is left above zero


def check(kind: str, args: Sequence[float]) -> str | None:
    """None if the distribution exists, otherwise one sentence that says why not."""
    known = KINDS.get(kind)
    if known is None:
        return f"there is no distribution '{kind}'{nearest(kind, tuple(KINDS))}"
    return _count(known, len(args)) or _finite(known, args) or _RULES[kind](*known.complete(tuple(args)))


def _count(kind: Kind, given: int) -> str | None:
    if kind.count is None:
        if given == 0:
            return f"{kind.name} needs at least one of {' and '.join(kind.args)}"
        return f"{kind.name} needs as many weights as values" if len(kind.args) == 2 and given % 2 else None
    if len(kind.required) <= given <= kind.count:
        return None
    return f"{kind.name} takes {', '.join(kind.args)}, not {given} argument{'' if given == 1 else 's'}"


def _finite(kind: Kind, args: Sequence[float]) -> str | None:
    for index, value in enumerate(args):
        name = kind.args[index if kind.count is not None else index * len(kind.args) // len(args)]
        if not isfinite(value) or abs(value) > LARGEST:
            return f"{name} must be a finite number up to {LARGEST:g}, not {value}"
        if 0.0 < abs(value) < SMALLEST:
            return f"{name} is too close to zero: {value}"
    return None


def _not_negative(**values: float) -> str | None:
    return next((f"{name} must not be negative" for name, value in values.items() if value < 0.0), None)


def _positive(**values: float) -> str | None:
    return next((f"{name} must be above zero" for name, value in values.items() if value <= 0.0), None)


def _ordered(low: float, high: float) -> str | None:
    return "low must not exceed high" if low > high else None


def _with_mode(low: float, mode: float, high: float) -> str | None:
    return _ordered(low, high) or (None if low <= mode <= high else "mode must lie between low and high")


def _truncated_normal(mean: float, sd: float) -> str | None:
    if mean < -FARTHEST_BELOW_ZERO * sd or (sd == 0.0 and mean < 0.0):
        return _not_negative(sd=sd) or "mean lies so far below zero that nothing of the normal distribution is left above it"
    return _not_negative(sd=sd)


def _lognormal_mean_sd(mean: float, sd: float) -> str | None:
    return _positive(mean=mean) or _not_negative(sd=sd) or ("sd is too large for this mean" if sd > LARGEST * mean else None)


def _lognormal_median_p90(median: float, p90: float) -> str | None:
    if median > 0.0 and p90 > median:
        return "p90 is too large for this median" if sigma_of_median_p90(median, p90) > LARGEST_SIGMA else None
    return _positive(median=median) or "p90 must be above the median"


def _lognormal_median_sigma(median: float, sigma: float) -> str | None:
    too_large = f"sigma must not exceed {LARGEST_SIGMA:g}" if sigma > LARGEST_SIGMA else None
    return _positive(median=median) or _not_negative(sigma=sigma) or too_large


def _weibull(shape: float, scale: float) -> str | None:
    too_small = f"shape must not be below {LEAST_WEIBULL_SHAPE:g}" if 0.0 < shape < LEAST_WEIBULL_SHAPE else None
    return _positive(shape=shape) or too_small or _not_negative(scale=scale)


def _beta(alpha: float, beta: float, low: float, high: float) -> str | None:
    if max(alpha, beta) > LARGEST_BETA_SHAPE:
        return f"alpha and beta must not exceed {LARGEST_BETA_SHAPE:.0f}"
    return _positive(alpha=alpha, beta=beta) or _ordered(low, high)


def _poisson(mean: float) -> str | None:
    return f"mean must not exceed {MOST_EXPECTED:.0f}" if mean > MOST_EXPECTED else _not_negative(mean=mean)


def _weights(*weights: float) -> str | None:
    if any(weight < 0.0 for weight in weights):
        return "weights must not be negative"
    return None if any(weight > 0.0 for weight in weights) else "at least one weight must be above zero"


def _empirical(*values_then_weights: float) -> str | None:
    return _weights(*values_then_weights[len(values_then_weights) // 2 :])


def _bernoulli(p: float) -> str | None:
    return None if 0.0 <= p <= 1.0 else "a probability must lie between 0 and 1"


_RULES: dict[str, Callable[..., str | None]] = {
    "uniform": _ordered,
    "triangular": _with_mode,
    "pert": _with_mode,
    "normal": _truncated_normal,
    "plain_normal": lambda mean, sd: _not_negative(sd=sd),
    "lognormal_mean_sd": _lognormal_mean_sd,
    "lognormal_median_p90": _lognormal_median_p90,
    "lognormal_median_sigma": _lognormal_median_sigma,
    "exponential": lambda mean: _not_negative(mean=mean),
    "gamma": lambda shape, scale: _positive(shape=shape) or _not_negative(scale=scale),
    "weibull": _weibull,
    "beta": _beta,
    "poisson": _poisson,
    "empirical": _empirical,
    "bernoulli": _bernoulli,
    "ordinal": _weights,
}

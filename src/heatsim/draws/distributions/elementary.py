"""Quantiles that are one line of algebra: uniform, triangular, exponential, Weibull.

The logarithm is of 1 - u, which is exact for every u that is drawn: it costs less than half of what `log1p` does.
"""

from __future__ import annotations

from math import log, sqrt

__all__ = ["exponential", "triangular", "uniform", "weibull"]


def uniform(u: float, low: float, high: float) -> float:
    """Evenly between `low` and `high`."""
    return low + (high - low) * u


def triangular(u: float, low: float, mode: float, high: float) -> float:
    """A straight rise from `low` to `mode` and a straight fall to `high`."""
    width = high - low
    if u * width <= mode - low:
        return low + sqrt(u * width * (mode - low))
    return high - sqrt((1.0 - u) * width * (high - mode))


def exponential(u: float, mean: float) -> float:
    """Waiting time with a constant rate of 1 / mean."""
    return -mean * log(1.0 - u)


def weibull(u: float, shape: float, scale: float) -> float:
    """Weibull: the quantile at 1 - 1/e is `scale`."""
    power: float = (-log(1.0 - u)) ** (1.0 / shape)
    return scale * power

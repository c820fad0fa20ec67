"""The beta distribution and PERT: the incomplete beta function and its inverse.

The continued fraction is that of Abramowitz and Stegun 26.5.8 by Lentz's method. The inverse works on x or on 1 - x, whichever
lies below its mean, by a safeguarded Newton iteration in its logarithm.
"""

from __future__ import annotations

from math import exp, expm1, lgamma, log, log1p, pi, sqrt

from heatsim.draws.distributions.gamma import CLOSE_ENOUGH, MOST_STEPS, TINY, stirling_error
from heatsim.draws.distributions.normal import normal_quantile

__all__ = ["beta", "beta_kernel", "beta_tail", "pert", "pert_shapes", "unit_beta", "unit_point"]


def beta(u: float, alpha: float, beta: float, low: float = 0.0, high: float = 1.0) -> float:
    """Beta with these two shapes, stretched from 0..1 to low..high."""
    return low + (high - low) * unit_beta(u, alpha, beta)


def pert(u: float, low: float, mode: float, high: float) -> float:
    """Beta on low..high whose mean is (low + 4 mode + high) / 6."""
    if low == high:
        return low
    a, b = pert_shapes(low, mode, high)
    return low + (high - low) * unit_beta(u, a, b)


def pert_shapes(low: float, mode: float, high: float) -> tuple[float, float]:
    """The two shapes of a PERT distribution with low < high."""
    width = high - low
    return 1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width


def unit_beta(u: float, a: float, b: float) -> float:
    """x between 0 and 1 with I_x(a, b) = u."""
    if u <= beta_tail(a, b, -log1p(b / a)):
        return exp(_log_quantile(u, a, b))
    return -expm1(_log_quantile(1.0 - u, b, a))


def unit_point(u: float, a: float, b: float) -> tuple[float, float]:
    """x = `unit_beta(u, a, b)` and dx/du there, which keeps its digits even where x is nearly 1."""
    lower = u <= beta_tail(a, b, -log1p(b / a))
    t = _log_quantile(u, a, b) if lower else _log_quantile(1.0 - u, b, a)
    slope = -exp(t) * expm1(t) / (beta_kernel(a, b, t) if lower else beta_kernel(b, a, t))
    return exp(t) if lower else -expm1(t), slope


def beta_tail(a: float, b: float, log_x: float) -> float:
    """I_x(a, b) at x = exp(log_x): the share of the beta distribution below x."""
    x, y = exp(log_x), -expm1(log_x)
    kernel = beta_kernel(a, b, log_x)
    if x * (a + b + 2.0) < a + 1.0:
        return kernel * _fraction(a, b, x) / a
    return 1.0 - kernel * _fraction(b, a, y) / b


def beta_kernel(a: float, b: float, log_x: float) -> float:
    """x**a * (1 - x)**b / B(a, b) at x = exp(log_x), without cancellation for large shapes."""
    x, y = exp(log_x), -expm1(log_x)
    n = a + b
    right = (x * b - y * a) / a
    left = -right * a / b
    if y <= 0.0:
        return 0.0
    exponent = a * _log_ratio(right, log_x + log(n / a)) + b * _log_ratio(left, log(y * n / b))
    exponent += stirling_error(n) - stirling_error(a) - stirling_error(b)
    return sqrt(a / n * b / (2.0 * pi)) * exp(exponent)


def _log_ratio(away: float, plain: float) -> float:
    """log(1 + away), from whichever of its two forms keeps its digits."""
    return log1p(away) if -0.5 < away < 1.0 else plain


def _fraction(a: float, b: float, x: float) -> float:
    n = a + b
    c = 1.0
    d = 1.0 / (1.0 - n * x / (a + 1.0) or TINY)
    h = d
    m = ratio = 0.0
    while abs(ratio - 1.0) > 3e-16 and m < 1e5:
        m += 1.0
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        d = 1.0 / (1.0 + even * d or TINY)
        c = 1.0 + even / c or TINY
        h *= d * c
        odd = -(a + m) * (n + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        d = 1.0 / (1.0 + odd * d or TINY)
        c = 1.0 + odd / c or TINY
        ratio = d * c
        h *= ratio
    return h


def _log_quantile(u: float, a: float, b: float) -> float:
    """log x with I_x(a, b) = u, given that x is not above the mean."""
    target = log(u)
    low, high = -1e308, -log1p(b / a)
    t = min(_first_guess(u, a, b), high)
    for _ in range(MOST_STEPS):
        tail = beta_tail(a, b, t)
        excess = log(tail) - target if tail > 0.0 else -709.0
        if excess > 0.0:
            high = t
        else:
            low = t
        slope = beta_kernel(a, b, t) / tail / -expm1(t) if tail > 0.0 else 0.0
        step = -excess / slope if slope > 0.0 else 0.0
        fresh = t + step
        if abs(step) <= CLOSE_ENOUGH and slope > 0.0:
            return min(fresh, 0.0)
        t = fresh if low < fresh < high and slope > 0.0 else _halfway(low, high, t)
    return t


def _first_guess(u: float, a: float, b: float) -> float:
    """Abramowitz and Stegun 26.5.22 where it applies, otherwise the leading term at zero."""
    if a >= 1.0 and b >= 1.0:
        z = -normal_quantile(u)
        p, q = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
        h = 2.0 / (p + q)
        k = (z * z - 3.0) / 6.0
        w = z * sqrt(max(k + h, 0.0)) / h - (q - p) * (k + 5.0 / 6.0 - 2.0 / (3.0 * h))
        return -log1p(b / a * exp(min(2.0 * w, 600.0)))
    log_one_over_beta = lgamma(a + b) - lgamma(a) - lgamma(b)
    return (log(u) + log(a) - log_one_over_beta) / a


def _halfway(low: float, high: float, t: float) -> float:
    return t - 1.0 - abs(t) if low == -1e308 else 0.5 * (low + high)

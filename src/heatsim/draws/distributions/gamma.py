"""The gamma distribution: incomplete gamma functions and their inverse.

The series and the continued fraction are those of Abramowitz and Stegun 6.5.29 and 6.5.31; the inverse is a safeguarded Newton
iteration in the logarithm of x on the logarithm of the smaller tail. For shapes above 10**4, where both sums become long, the
Cornish-Fisher expansion (Goldberg and Levine, Annals of Mathematical Statistics 17 (1946) 216-225) is already exact to 12 digits.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p, pi, sqrt

from heatsim.draws.distributions.normal import normal_quantile

__all__ = ["gamma", "gamma_kernel", "gamma_tails", "stirling_error"]

LARGE_SHAPE = 1e4
HALF_LOG_2PI = 0.5 * log(2.0 * pi)
CLOSE_ENOUGH = 1e-9  # Newton's next error is about the square of its last step
MOST_STEPS = 200
TINY = 1e-300


def gamma(u: float, shape: float, scale: float) -> float:
    """Gamma with mean shape * scale and standard deviation sqrt(shape) * scale."""
    if shape > LARGE_SHAPE:
        return scale * _expanded(shape, normal_quantile(u))
    return scale * exp(_log_quantile(u, shape))


def gamma_tails(shape: float, log_x: float) -> tuple[float, float]:
    """P and Q = 1 - P of the gamma distribution with scale 1 at exp(log_x)."""
    x = exp(log_x)
    kernel = gamma_kernel(shape, log_x)
    if x < shape + 1.0:
        below = kernel * _series(shape, x)
        return below, 1.0 - below
    above = kernel * _fraction(shape, x)
    return 1.0 - above, above


def gamma_kernel(shape: float, log_x: float) -> float:
    """x**shape * exp(-x) / Gamma(shape) at x = exp(log_x): the density of log x, without cancellation for large shapes."""
    x = exp(log_x)
    away = (x - shape) / shape
    logarithm = log1p(away) if -0.5 < away < 1.0 else log_x - log(shape)
    return sqrt(shape / (2.0 * pi)) * exp(-stirling_error(shape) - shape * (away - logarithm))


def stirling_error(a: float) -> float:
    """log Gamma(a) minus Stirling's formula, (a - 1/2) log a - a + log(2 pi) / 2."""
    if a < 10.0:
        return lgamma(a) - (a - 0.5) * log(a) + a - HALF_LOG_2PI
    w = 1.0 / (a * a)
    return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * 691 / 360360))))) / a


def _series(shape: float, x: float) -> float:
    term = total = 1.0 / shape
    n = shape
    while term > total * 1e-17:
        n += 1.0
        term *= x / n
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """Lentz's method, modified so that no denominator is zero."""
    b = x + 1.0 - shape
    c = 1.0 / TINY
    d = h = 1.0 / b
    ratio = i = 0.0
    while abs(ratio - 1.0) > 2e-16 and i < 1e5:
        i += 1.0
        a = -i * (i - shape)
        b += 2.0
        d = 1.0 / (a * d + b or TINY)
        c = b + a / c or TINY
        ratio = d * c
        h *= ratio
    return h


def _log_quantile(u: float, shape: float) -> float:
    """log x with P(shape, x) = u, by Newton steps kept inside a bracket."""
    lower_tail = u <= 0.5
    target = log(u if lower_tail else 1.0 - u)
    t = _first_guess(u, shape)
    low, high = -1e308, 709.0
    for _ in range(MOST_STEPS):
        below, above = gamma_tails(shape, t)
        tail = below if lower_tail else above
        # A tail of zero is beyond the smallest number: too far left or too far right.
        excess = log(tail) - target if tail > 0.0 else -709.0
        if (excess > 0.0) == lower_tail:
            high = t
        else:
            low = t
        slope = gamma_kernel(shape, t) / tail if tail > 0.0 else 0.0
        step = (-excess if lower_tail else excess) / slope if slope > 0.0 else 0.0
        fresh = t + step
        if abs(step) <= CLOSE_ENOUGH and slope > 0.0:
            return fresh
        t = fresh if low < fresh < high and slope > 0.0 else _halfway(low, high, t)
    return t


def _halfway(low: float, high: float, t: float) -> float:
    if low == -1e308:
        return t - 1.0 - abs(t)
    if high == 709.0:
        return min(t + 1.0, 0.5 * (t + high))
    return 0.5 * (low + high)


def _first_guess(u: float, shape: float) -> float:
    """Wilson and Hilferty's cube where it is positive, otherwise the leading term at zero."""
    if shape >= 0.5:
        root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(u) / (3.0 * sqrt(shape))
        if root > 0.3:
            return log(shape) + 3.0 * log(root)
    return min((log(u) + lgamma(shape + 1.0)) / shape, log(shape + 1.0) if u <= 0.5 else log(shape + 1.0 - log(1.0 - u)))


def _expanded(shape: float, z: float) -> float:
    s = sqrt(shape)
    w = z * z
    correction = (
        (w - 1.0) / 3.0
        + z * (w - 7.0) / (36.0 * s)
        - ((3.0 * w + 7.0) * w - 16.0) / (810.0 * shape)
        + z * ((9.0 * w + 256.0) * w - 433.0) / (38880.0 * shape * s)
        + (((12.0 * w - 243.0) * w - 923.0) * w + 1472.0) / (204120.0 * shape * shape)
    )
    return shape + z * s + correction

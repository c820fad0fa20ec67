"""The normal quantile and what is made from it: plain, truncated at zero, and the three ways to say lognormal.

Source of the quantile: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37
(1988) 477-484, routine PPND16, accurate to about 1 part in 10**16.
"""

from __future__ import annotations

from math import erfc, exp, log, log1p, sqrt

__all__ = [
    "Z_90",
    "lognormal_mean_sd",
    "lognormal_median_p90",
    "lognormal_median_sigma",
    "normal_cdf",
    "normal_quantile",
    "plain_normal",
    "truncated",
    "truncated_normal",
]

SQRT_2 = sqrt(2.0)


def normal_quantile(u: float) -> float:
    """z with Phi(z) = u, for 0 < u < 1; exactly antisymmetric about u = 1/2."""
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        return _center(q, 0.180625 - q * q)
    r = sqrt(-log(u if q < 0.0 else 1.0 - u))
    z = _shoulder(r - 1.6) if r <= 5.0 else _tail(r - 5.0)
    return -z if q < 0.0 else z


# fmt: off
def _center(q: float, r: float) -> float:
    return q * (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
                    + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
                 + 1.3314166789178437745e+2) * r + 3.3871328727963666080e+0) / (
               ((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
                   + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
                + 4.2313330701600911252e+1) * r + 1.0)


def _shoulder(r: float) -> float:
    return (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
               + 1.27045825245236838258e+0) * r + 3.64784832476320460504e+0) * r + 5.76949722146069140550e+0) * r
            + 4.63033784615654529590e+0) * r + 1.42343711074968357734e+0) / (
           ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
               + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e+0) * r
            + 2.05319162663775882187e+0) * r + 1.0)


def _tail(r: float) -> float:
    return (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
               + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e+0) * r
            + 5.46378491116411436990e+0) * r + 6.65790464350110377720e+0) / (
           ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
               + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
            + 5.99832206555887937690e-1) * r + 1.0)
# fmt: on


Z_90 = normal_quantile(0.9)


def normal_cdf(z: float) -> float:
    """Phi(z), accurate in both tails' own terms (1 - Phi(z) is Phi(-z))."""
    return 0.5 * erfc(-z / SQRT_2)


def plain_normal(u: float, mean: float, sd: float) -> float:
    """Normal, below zero too."""
    return mean + sd * normal_quantile(u)


def truncated_normal(u: float, mean: float, sd: float) -> float:
    """The normal distribution of this mean and sd given that it is above zero (its own mean is a little larger)."""
    if sd == 0.0:
        return mean
    return truncated(u, mean, sd, normal_cdf(mean / sd), normal_cdf(-mean / sd))


def truncated(u: float, mean: float, sd: float, kept: float, cut: float) -> float:
    """The same with the shares of the normal distribution above zero (`kept`) and below it (`cut`) already known."""
    # From whichever side is nearer: a probability close to 1 has lost its digits.
    below = cut + u * kept
    z = normal_quantile(below) if below < 0.5 else -normal_quantile((1.0 - u) * kept)
    x = mean + sd * z
    return x if x > 0.0 else 0.0


def lognormal_median_sigma(u: float, median: float, sigma: float) -> float:
    """exp of a normal with mean log(median) and standard deviation `sigma`."""
    return median * exp(sigma * normal_quantile(u))


def lognormal_mean_sd(u: float, mean: float, sd: float) -> float:
    """The lognormal with this mean and standard deviation (of the value, not of its logarithm)."""
    median, sigma = median_sigma_of_mean_sd(mean, sd)
    return median * exp(sigma * normal_quantile(u))


def lognormal_median_p90(u: float, median: float, p90: float) -> float:
    """The lognormal with this median and 90th percentile."""
    return median * exp(sigma_of_median_p90(median, p90) * normal_quantile(u))


def median_sigma_of_mean_sd(mean: float, sd: float) -> tuple[float, float]:
    """Median and sigma of the lognormal with a given mean and standard deviation."""
    variation = (sd / mean) ** 2
    return mean / sqrt(1.0 + variation), sqrt(log1p(variation))


def sigma_of_median_p90(median: float, p90: float) -> float:
    """Sigma of the lognormal with a given median and 90th percentile."""
    return log(p90 / median) / Z_90

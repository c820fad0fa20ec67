"""Every continuous quantile undoes its distribution function, written down again here, and never decreases in u."""

from __future__ import annotations

from collections.abc import Callable
from math import comb, exp, factorial, lgamma, log, log1p, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws.distributions import KINDS, moments, quantile, sampler
from heatsim.errors import UsageError

Integral = Callable[[Callable[[float], float], float], float]

US = [1e-9, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.632, 0.8, 0.95, 0.999]
PHI = NormalDist().cdf


def triangle(x: float, low: float, mode: float, high: float) -> float:
    if x < mode:
        return (x - low) ** 2 / ((high - low) * (mode - low))
    return 1.0 - (high - x) ** 2 / ((high - low) * (high - mode))


def above_zero(x: float, mean: float, sd: float) -> float:
    at = NormalDist(mean, sd).cdf
    return (at(x) - at(0.0)) / (1.0 - at(0.0))


def lognormal(x: float, mean: float, sd: float) -> float:
    variance = log1p((sd / mean) ** 2)
    return PHI((log(x) - log(mean) + variance / 2) / sqrt(variance))


def erlang(x: float, shape: float, scale: float) -> float:
    return 1.0 - exp(-x / scale) * sum((x / scale) ** k / factorial(k) for k in range(int(shape)))


def whole_beta(x: float, alpha: float, beta: float, low: float = 0.0, high: float = 1.0) -> float:
    y, n = (x - low) / (high - low), int(alpha + beta) - 1
    return sum(comb(n, k) * y**k * (1 - y) ** (n - k) for k in range(int(alpha), n + 1))


CLOSED: list[tuple[str, tuple[float, ...], Callable[..., float]]] = [
    ("uniform", (2.0, 5.0), lambda x, low, high: (x - low) / (high - low)),
    ("triangular", (1.0, 2.0, 6.0), triangle),
    ("triangular", (0.0, 0.0, 3.0), triangle),
    ("normal", (300.0, 90.0), above_zero),
    ("normal", (-1.0, 1.0), above_zero),
    ("plain_normal", (-3.0, 2.0), lambda x, mean, sd: NormalDist(mean, sd).cdf(x)),
    ("lognormal_mean_sd", (738.0, 400.0), lognormal),
    ("lognormal_median_p90", (9.2, 24.36), lambda x, median, p90: PHI(log(x / median) / log(p90 / median) * 1.2815515655446004)),
    ("lognormal_median_sigma", (9.2, 0.76), lambda x, median, sigma: PHI(log(x / median) / sigma)),
    ("exponential", (180.0,), lambda x, mean: 1.0 - exp(-x / mean)),
    ("weibull", (1.5, 10.0), lambda x, shape, scale: 1.0 - exp(-((x / scale) ** shape))),
    ("gamma", (1.0, 4.0), erlang),
    ("gamma", (3.0, 20.0), erlang),
    ("gamma", (12.0, 1e6), erlang),
    ("beta", (2.0, 3.0), whole_beta),
    ("beta", (4.0, 1.0, -2.0, 6.0), whole_beta),
    ("pert", (1.0, 2.0, 5.0), lambda x, low, mode, high: whole_beta(x, 2.0, 4.0, low, high)),
]


@pytest.mark.parametrize("kind,args,distribution", CLOSED)
def test_undoes_its_distribution_function(kind: str, args: tuple[float, ...], distribution: Callable[..., float]) -> None:
    """F(quantile(u)) = u, with F in closed form."""
    for u in US:
        assert distribution(quantile(kind, u, args), *args) == pytest.approx(u, rel=1e-11, abs=2e-15)


def test_the_comparison_can_fail() -> None:
    """A value off by one part in a million is noticed, and so is the wrong distribution."""
    x = quantile("gamma", 0.3, (3.0, 20.0))
    assert erlang(x * 1.000001, 3.0, 20.0) != pytest.approx(0.3, rel=1e-11)
    assert erlang(quantile("gamma", 0.3, (3.01, 20.0)), 3.0, 20.0) != pytest.approx(0.3, rel=1e-3)


@pytest.mark.parametrize("shape", [0.05, 0.3, 0.7, 1.5, 2.75, 10.5, 99.5, 1234.5])
def test_gamma_of_any_shape(shape: float, integral: Integral) -> None:
    """The integral of the density up to the quantile is u."""

    def density(x: float) -> float:
        return exp((shape - 1.0) * log(x) - x - lgamma(shape)) if x > 0.0 else 0.0

    for u in US:
        x = quantile("gamma", u, (shape, 1.0))
        # The density in powers of x**shape is flat at zero, where a small shape has almost all of it.
        flat = integral(lambda w: exp(-(w ** (1 / shape)) - lgamma(shape + 1)), x**shape) if shape < 1 else integral(density, x)
        assert flat == pytest.approx(u, rel=1e-10, abs=0.0)


@pytest.mark.parametrize(
    "a,b", [(0.3, 0.6), (0.5, 0.5), (0.5, 7.5), (7.5, 0.5), (1.8, 2.2), (5.0, 1.5), (60.5, 20.5), (900.0, 12.0)]
)
def test_beta_of_any_shape(a: float, b: float, integral: Integral) -> None:
    """The integral of the density up to the quantile, or from it on, is the smaller of u and 1 - u."""

    def density(p: float, q: float) -> Callable[[float], float]:
        return lambda x: exp((p - 1) * log(x) + (q - 1) * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) if x > 0.0 else 0.0

    for u in US:
        x = quantile("beta", u, (a, b))
        if x < 0.5:
            assert integral(density(a, b), x) == pytest.approx(u, rel=1e-8, abs=0.0)
        else:
            assert integral(density(b, a), 1.0 - x) == pytest.approx(1.0 - u, rel=1e-8, abs=0.0)


def test_large_gamma_shapes_join() -> None:
    """The expansion used above a shape of 10,000 continues the exact quantile below it."""
    for u in [1e-12, *US, 1 - 1e-12]:
        below, above = quantile("gamma", u, (1e4, 1.0)), quantile("gamma", u, (1e4 * (1 + 1e-15), 1.0))
        assert above == pytest.approx(below, abs=1e-9 * 100)
    assert quantile("gamma", 0.9, (1.0001e4, 1.0)) != pytest.approx(quantile("gamma", 0.9, (1e4, 1.0)), abs=1e-7)


CONTINUOUS = [(kind, args) for kind, args, _ in CLOSED] + [("gamma", (0.2, 1.0)), ("beta", (0.3, 0.2)), ("pert", (0.0, 1.0, 1.0))]
EVERY = [*CONTINUOUS, ("poisson", (3.5,)), ("poisson", (900.0,)), ("bernoulli", (0.3,)), ("ordinal", (1.0, 0.0, 2.0))]
EVERY += [("empirical", (5.0, 1.0, 3.0, 2.0, 1.0, 1.0))]


@given(st.sampled_from(EVERY), st.integers(0, 2**52 - 1), st.integers(0, 2**52 - 1))
def test_never_decreases(case: tuple[str, tuple[float, ...]], first: int, second: int) -> None:
    """More luck is never less, up to the last digits, for the exact quantile and for the sampler."""
    kind, args = case
    low, high = sorted(((first + 0.5) * 2.0**-52, (second + 0.5) * 2.0**-52))
    assert quantile(kind, low, args) <= quantile(kind, high, args) + 1e-12 * moments(kind, args)[1]
    assert sampler(kind, args)(low) <= sampler(kind, args)(high) + 1e-12 * moments(kind, args)[1]


def test_every_kind_is_compared() -> None:
    """No kind of distribution escapes these tests."""
    assert {kind for kind, _ in EVERY} == set(KINDS)


SPREADLESS = [
    ("uniform", (7.0, 7.0), 7.0),
    ("triangular", (7.0, 7.0, 7.0), 7.0),
    ("pert", (7.0, 7.0, 7.0), 7.0),
    ("normal", (7.0, 0.0), 7.0),
    ("plain_normal", (-7.0, 0.0), -7.0),
    ("lognormal_mean_sd", (7.0, 0.0), 7.0),
    ("lognormal_median_sigma", (7.0, 0.0), 7.0),
    ("exponential", (0.0,), 0.0),
    ("gamma", (2.0, 0.0), 0.0),
    ("beta", (2.0, 2.0, 7.0, 7.0), 7.0),
    ("poisson", (0.0,), 0.0),
]


@pytest.mark.parametrize("kind,args,value", SPREADLESS)
def test_zero_spread_is_one_value(kind: str, args: tuple[float, ...], value: float) -> None:
    """Without spread every draw is exactly the one value there is."""
    assert {function for u in (2.0**-53, 0.3, 1 - 2.0**-53) for function in (quantile(kind, u, args), sampler(kind, args)(u))} == {
        value
    }
    assert moments(kind, args) == (value, 0.0)


@pytest.mark.parametrize("u", [0.0, 1.0, -1.0, float("nan")])
def test_u_must_be_inside(u: float) -> None:
    """There is no quantile at 0 or 1."""
    with pytest.raises(UsageError, match="strictly between 0 and 1"):
        quantile("exponential", u, (1.0,))

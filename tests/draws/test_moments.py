"""Means and standard deviations are those of the quantile itself."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import pytest

from heatsim.draws.distributions import KINDS, moments, quantile, sampler

Integral = Callable[[Callable[[float], float], float], float]

SMOOTH = [
    ("uniform", (2.0, 5.0)),
    ("triangular", (1.0, 1.0, 6.0)),
    ("pert", (1.0, 2.0, 6.0)),
    ("normal", (300.0, 90.0)),
    ("normal", (-1.0, 1.0)),
    ("plain_normal", (-3.0, 2.0)),
    ("lognormal_mean_sd", (12.3, 8.0)),
    ("lognormal_median_p90", (9.2, 24.36)),
    ("lognormal_median_sigma", (9.2, 0.76)),
    ("exponential", (180.0,)),
    ("gamma", (2.5, 20.0)),
    ("gamma", (0.5, 20.0)),
    ("weibull", (1.5, 10.0)),
    ("weibull", (0.8, 10.0)),
    ("weibull", (990.0, 10.0)),
    ("weibull", (1010.0, 10.0)),
    ("beta", (2.0, 3.5)),
    ("beta", (0.5, 0.5, 10.0, 20.0)),
]
STEPPED_OR_BENT = [
    ("triangular", (1.0, 2.0, 6.0)),
    ("poisson", (3.5,)),
    ("poisson", (700.0,)),
    ("empirical", (5.0, 1.0, 3.0, 2.0, 1.0, 1.0)),
    ("bernoulli", (0.3,)),
    ("ordinal", (1.0, 0.0, 2.0, 0.5)),
]


@pytest.mark.parametrize("kind,args", SMOOTH)
def test_smooth(kind: str, args: tuple[float, ...], integral: Integral) -> None:
    """The integral over u of the quantile is the mean, and of its squared distance from it the variance."""
    mean, sd = moments(kind, args)
    draw = {node: quantile(kind, node, args) for node in nodes(integral)}
    assert integral(lambda u: draw[u], 1.0) == pytest.approx(mean, rel=1e-9, abs=1e-9 * sd)
    assert sqrt(integral(lambda u: (draw[u] - mean) ** 2, 1.0)) == pytest.approx(sd, rel=1e-7)


def nodes(integral: Integral) -> list[float]:
    """Where the yardstick looks."""
    seen: list[float] = []

    def look(u: float) -> float:
        seen.append(u)
        return 0.0

    integral(look, 1.0)
    return seen


@pytest.mark.parametrize("kind,args", STEPPED_OR_BENT)
def test_stepped_or_bent(kind: str, args: tuple[float, ...]) -> None:
    """The average over evenly spaced u is the mean, up to the spacing."""
    mean, sd = moments(kind, args)
    draw, n = sampler(kind, args), 50_000
    values = [draw((i + 0.5) / n) for i in range(n)]
    assert sum(values) / n == pytest.approx(mean, abs=2e-4 * sd)
    assert sqrt(sum((value - mean) ** 2 for value in values) / n) == pytest.approx(sd, rel=1e-3)


def test_what_was_asked_for_is_what_there_is() -> None:
    """A lognormal by mean and sd has that mean and sd; a truncated normal does not have the mean it is cut from."""
    assert moments("lognormal_mean_sd", (738.0, 400.0)) == (738.0, 400.0)
    mean, sd = moments("normal", (300.0, 90.0))
    assert mean > 300.1
    assert sd < 89.8


def test_every_kind_has_moments() -> None:
    """No kind of distribution escapes these tests."""
    assert {kind for kind, _ in SMOOTH + STEPPED_OR_BENT} == set(KINDS)

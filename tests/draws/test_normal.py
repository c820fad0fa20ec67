"""The normal quantile is that of Wichura's AS 241, also far out."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws.distributions.normal import Z_90, normal_cdf, normal_quantile, truncated_normal


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_same_as_the_standard_library(u: float) -> None:
    """Python's own implementation of the same algorithm gives the same values."""
    assert normal_quantile(u) == pytest.approx(NormalDist().inv_cdf(u), rel=1e-15, abs=1e-300)


@pytest.mark.parametrize("u,z", [(0.25, -0.6744897501960817), (0.001, -3.090232306167814), (1e-20, -9.262340089798408)])
def test_published_values(u: float, z: float) -> None:
    """The check values of the published algorithm, one for each of its three regions."""
    assert normal_quantile(u) == pytest.approx(z, rel=1e-15, abs=0.0)
    assert normal_quantile(u * (1 + 1e-12)) != pytest.approx(z, rel=1e-15, abs=0.0)


@given(st.integers(0, 2**52 - 1))
def test_exactly_antisymmetric(cell: int) -> None:
    """1 - u gives exactly the opposite value, so antithetic normals mirror each other."""
    u = (cell + 0.5) * 2.0**-52
    assert normal_quantile(1.0 - u) == -normal_quantile(u)


@given(st.floats(-37, 37))
def test_distribution_function(z: float) -> None:
    """Phi keeps its digits in the lower tail and is undone by the quantile."""
    assert normal_quantile(normal_cdf(-abs(z))) == pytest.approx(-abs(z), rel=1e-13, abs=1e-15)


def test_the_percentile_that_people_state() -> None:
    """Nine in ten lie below this many standard deviations."""
    assert pytest.approx(1.2815515655446004, rel=1e-15) == Z_90


@pytest.mark.parametrize("power", [3, 20, 40, 52])
def test_both_tails_of_a_cut_normal_keep_their_digits(power: int) -> None:
    """Seven standard deviations above the cut: the shares below a low quantile and above a high one are what was asked for."""
    u, kept, cut = 2.0**-power, normal_cdf(7.0), normal_cdf(-7.0)
    assert normal_cdf(truncated_normal(u, 7.0, 1.0) - 7.0) == pytest.approx(cut + u * kept, rel=1e-13, abs=0.0)
    assert normal_cdf(7.0 - truncated_normal(1.0 - u, 7.0, 1.0)) == pytest.approx(u * kept, rel=1e-13, abs=0.0)

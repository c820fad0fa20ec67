"""Counts and options come with their probabilities, exactly, and options of weight zero never."""

from __future__ import annotations

from math import exp, fsum, lgamma, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws.distributions import quantile, sampler

lattice = st.integers(0, 2**52 - 1).map(lambda cell: (cell + 0.5) * 2.0**-52)


def poisson_up_to(k: float, mean: float) -> float:
    """P(N <= k), term by term."""
    return fsum(exp(i * log(mean) - mean - lgamma(i + 1.0)) for i in range(int(k) + 1))


@pytest.mark.parametrize("mean", [0.01, 0.7, 5.0, 80.0, 599.0, 601.0, 5000.0])
@pytest.mark.parametrize("u", [1e-7, 0.02, 0.31, 0.5, 0.77, 0.99, 1 - 1e-7])
def test_poisson(mean: float, u: float) -> None:
    """The count is the first whose cumulative probability reaches u, also where sums no longer start at zero."""
    k = quantile("poisson", u, (mean,))
    assert poisson_up_to(k, mean) >= u
    assert k == 0 or poisson_up_to(k - 1, mean) < u
    assert sampler("poisson", (mean,))(u) == k


@pytest.mark.parametrize("p,ones", [(0.0, 0), (0.25, 250), (0.3, 300), (1.0, 1000)])
def test_bernoulli(p: float, ones: int) -> None:
    """The share p of all luck gives a one, and it is the higher share."""
    draws = [quantile("bernoulli", (i + 0.5) / 1000, (p,)) for i in range(1000)]
    assert sum(draws) == ones
    assert draws == sorted(draws)


def test_ends_of_bernoulli() -> None:
    """What is impossible never happens and what is certain always does, to the last bit."""
    ends = 2.0**-53, 1 - 2.0**-53
    assert [quantile("bernoulli", u, (p,)) for p in (0.0, 1.0) for u in ends] == [0.0, 0.0, 1.0, 1.0]


@given(st.lists(st.floats(1e-9, 10) | st.just(0.0), min_size=1, max_size=6).filter(any), lattice)
def test_ordinal(weights: list[float], u: float) -> None:
    """The index is the first at which the weights so far reach the share u, and has a weight."""
    index = int(quantile("ordinal", u, weights))
    assert weights[index] > 0.0
    assert fsum(weights[: index + 1]) >= u * fsum(weights) * (1 - 1e-12)
    assert fsum(weights[:index]) <= u * fsum(weights) * (1 + 1e-12)


def test_ordinal_shares() -> None:
    """Weights 1, 0, 2 give a third, nothing and two thirds."""
    draws = [quantile("ordinal", (i + 0.5) / 300, (1.0, 0.0, 2.0)) for i in range(300)]
    assert [draws.count(float(index)) for index in range(3)] == [100, 0, 200]


def test_empirical_is_ordered_by_value() -> None:
    """The order in which values were written does not matter."""
    us = [(i + 0.5) / 8 for i in range(8)]
    assert [quantile("empirical", u, (30.0, 10.0, 20.0, 1.0, 2.0, 1.0)) for u in us] == [10, 10, 10, 10, 20, 20, 30, 30]
    assert [quantile("empirical", u, (10.0, 20.0, 30.0, 2.0, 1.0, 1.0)) for u in us] == [10, 10, 10, 10, 20, 20, 30, 30]
    assert [quantile("empirical", u, (10.0, 20.0, 30.0, 1.0, 2.0, 1.0)) for u in us] != [10, 10, 10, 10, 20, 20, 30, 30]

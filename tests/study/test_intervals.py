"""Intervals agree with printed tables, with brute force, and with what they promise."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from heatsim.study.intervals import (
    Interval,
    binomial_cdf,
    incomplete_beta,
    mean_interval,
    quantile_interval,
    student_quantile,
    wilson,
)


@pytest.mark.parametrize(
    "count, total, low, high",
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_is_the_published_one(count: int, total: int, low: float, high: float) -> None:
    """Newcombe's table of Wilson intervals comes out to its four digits."""
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


def test_wilson_at_the_ends() -> None:
    """No hits begin at exactly 0, only hits end at exactly 1, and no trials say nothing."""
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(7, 7).low == pytest.approx(1 - wilson(0, 7).high)


@pytest.mark.parametrize(
    "freedom, value", [(1, 12.7062), (2, 4.3027), (5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799), (10**7, 1.95996)]
)
def test_student_is_the_printed_one(freedom: int, value: float) -> None:
    """The 97.5 % points of Student's t are those of any printed table."""
    assert student_quantile(0.975, freedom) == pytest.approx(value, abs=6e-5)


def test_mean_interval_of_two_and_of_one() -> None:
    """Two values give the t interval with one degree of freedom, one value gives none."""
    assert mean_interval(10.0, 1.0, 2) == pytest.approx((10 - 12.7062 / math.sqrt(2), 10 + 12.7062 / math.sqrt(2)), abs=1e-3)
    assert mean_interval(10.0, math.nan, 1) == (-math.inf, math.inf)


@pytest.mark.parametrize("n", [1, 2, 7, 40])
@pytest.mark.parametrize("p", [0.05, 0.3, 0.5, 0.95])
def test_binomial_is_the_sum_of_its_terms(n: int, p: float) -> None:
    """The distribution function equals the sum of its probabilities."""
    for k in range(-1, n + 1):
        exact = math.fsum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))
        assert binomial_cdf(k, n, p) == pytest.approx(exact, abs=1e-12)


def test_incomplete_beta_of_many() -> None:
    """With a million on each side the symmetric point is still one half."""
    assert incomplete_beta(1e6, 1e6, 0.5) == pytest.approx(0.5, abs=1e-9)
    assert incomplete_beta(2.0, 3.0, 0.0) == 0.0
    assert incomplete_beta(2.0, 3.0, 1.0) == 1.0


def coverage(interval: Callable[[int, float], tuple[int, int]], n: int, p: float) -> float:
    """Probability that the p quantile of a continuous distribution lies between order statistics r and s of n."""
    r, s = interval(n, p)
    return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(r, s))


def ranks(n: int, p: float) -> tuple[int, int]:
    """The ranks that `quantile_interval` chooses."""
    found = quantile_interval(range(1, n + 1), p)
    return (0 if math.isinf(found.low) else int(found.low)), (n + 1 if math.isinf(found.high) else int(found.high))


@pytest.mark.parametrize("n", [5, 20, 59, 60, 200])
@pytest.mark.parametrize("p", [0.05, 0.5, 0.9])
def test_quantile_interval_covers_and_no_more(n: int, p: float) -> None:
    """The chosen order statistics hold the quantile with at least 95 %, and each end could not move inwards."""
    r, s = ranks(n, p)
    assert coverage(ranks, n, p) >= 0.95
    below = sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(r + 1))
    assert below > 0.025
    above = sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(s - 1, n + 1))
    assert above > 0.025


def test_narrower_ranks_would_not_cover() -> None:
    """Negative control: moving both ends inwards by two loses the 95 %."""
    assert coverage(lambda n, p: (ranks(n, p)[0] + 2, ranks(n, p)[1] - 2), 60, 0.5) < 0.95


def test_quantile_interval_of_a_small_sample() -> None:
    """Five values do not bound their 5 % quantile from below; the median of ten lies between the second and the ninth."""
    assert quantile_interval([1.0, 2.0, 3.0, 4.0, 5.0], 0.05).low == -math.inf
    assert quantile_interval(range(1, 11), 0.5) == Interval(2.0, 9.0)
    assert quantile_interval([], 0.5) == Interval(-math.inf, math.inf)

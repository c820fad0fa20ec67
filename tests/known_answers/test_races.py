"""Races with known answers: fixed against exponential, two lognormals, first and k-th of several units."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from heatsim.study.results import Results

SIZES = [4_000, pytest.param(100_000, marks=pytest.mark.statistical)]
Run = Callable[..., Results]
Distance = Callable[[Any, float], float]


def phi(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def at_least(k: int, n: int, p: float) -> float:
    """Probability that at least k of n have arrived."""
    return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


@pytest.mark.parametrize("replications", SIZES)
def test_fixed_against_exponential(replications: int, reference: Run, sigmas: Distance) -> None:
    """180 s against an exponential of mean 180 s: the response is first with 1 - 1/e; twice the mean is another number."""
    exact = 1 - math.exp(-1)
    assert exact == pytest.approx(0.632121, abs=5e-7)
    assert sigmas(reference("fixed-against-exponential", replications)["ending"] == "caught", exact) < 4
    assert sigmas(reference("fixed-against-exponential", replications, "slower_police")["ending"] == "caught", exact) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_halving_the_job_equals_doubling_the_mean(replications: int, reference: Run, sigmas: Distance) -> None:
    """Only the ratio of job and mean counts: both variants give 1 - exp(-1/2)."""
    for variant in ("shorter_job", "slower_police"):
        results = reference("fixed-against-exponential", replications, variant)
        assert sigmas(results["ending"] == "caught", 1 - math.exp(-0.5)) < 4


@pytest.mark.parametrize("replications", SIZES)
def test_two_lognormals(replications: int, reference: Run, sigmas: Distance) -> None:
    """The response is first with Phi of the difference of the logs; with its sigma taken for the sd it would not be."""
    exact = phi(math.log(160 / 200) / math.hypot(0.3, 0.5))
    results = reference("two-lognormals", replications)
    assert sigmas(results["ending"] == "caught", exact) < 4
    wrong = phi((160 - 200) / math.hypot(0.3 * 160, 0.5 * 200))
    if replications >= 100_000:
        assert sigmas(results["ending"] == "caught", wrong) > 4
    assert sigmas(reference("two-lognormals", replications, "even_race")["ending"] == "caught", 0.5) < 4
    assert sigmas(reference("two-lognormals", replications, "even_race")["ending"] == "caught", exact) > 4


@pytest.mark.parametrize("replications", [1_500, pytest.param(100_000, marks=pytest.mark.statistical)])
def test_first_and_third_of_six(replications: int, reference: Run, sigmas: Distance) -> None:
    """The k-th of six exponential units is there in time with a binomial tail, and after the harmonic mean time."""
    p = 1 - math.exp(-0.3)
    results = reference("first-of-several", replications)
    assert sigmas(results["first_in_time"], at_least(1, 6, p)) < 4
    assert sigmas(results["ending"] == "caught", at_least(3, 6, p)) < 4
    assert sigmas(results["first_unit"], 600 / 6) < 4
    assert sigmas(results["enough_units"], 600 * (1 / 6 + 1 / 5 + 1 / 4)) < 4
    assert sigmas(results["ending"] == "caught", at_least(2, 6, p)) > 4  # one unit too few is noticed
    assert sigmas(results["enough_units"], 600 * 3 / 6) > 4  # and so is adding up three first arrivals


def test_one_is_enough(reference: Run) -> None:
    """When one unit is enough, the crew is caught exactly when the first is there in time."""
    results = reference("first-of-several", 500, "one_is_enough")
    assert ((results["ending"] == "caught") == results["first_in_time"]).all()

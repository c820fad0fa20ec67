"""Designs estimate the same thing with less spread, and their standard errors are honest."""

from __future__ import annotations

import math

import pytest

from heatsim.analysis.sampling import DESIGNS, Sampling, sample
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario


def of(design: str, scenario: Scenario, **options: object) -> Sampling:
    if design == "sobol":
        pytest.importorskip("scipy")
    return sample(scenario, design, **{"repeats": 16, "size": 32, "workers": 1, **options})  # type: ignore[arg-type]


@pytest.mark.parametrize("design", DESIGNS)
def test_designs_estimate_the_same(design: str, shares: Scenario) -> None:
    """The mean of a sum is 35 s under every design, within four of its own standard errors, and known much better than plainly."""
    made = of(design, shares, measure="mean(total)")
    assert abs(made.value - 35) < 4 * made.error + 1e-5  # antithetic pairs of a sum are exact up to the rounding of times
    assert made.gain_low > 2
    assert made.plain_error == pytest.approx(math.sqrt(175 / 512), rel=0.15)


@pytest.mark.parametrize("design", DESIGNS)
def test_independence_would_be_wrong(design: str, shares: Scenario) -> None:
    """What the replications would claim if they were independent is not the honest standard error."""
    made = of(design, shares, measure="mean(total)")
    assert made.naive_error > 1.5 * made.error


def test_a_site_that_does_not_matter_gains_nothing(shares: Scenario) -> None:
    """Designing the coins does nothing for the times: the gain's interval holds 1."""
    made = of("latin", shares, measure="mean(total)", sites=["*/coin"])
    assert made.sites == 2
    assert made.gain_low < 1 < made.gain_high


def test_error_and_gain_are_shown(shares: Scenario) -> None:
    """In words: the estimate with its interval, both standard errors, and how much was gained."""
    made = of("latin", shares, measure="mean(total)")
    assert f"standard error {made.error:.2g} s, plain {made.plain_error:.2g} s; gain over plain sampling: {made.gain:.3g} (" in str(
        made
    )
    assert "all of the variance" in str(of("sobol", shares, measure="both", sites=["*/coin"]))
    assert "under antithetic draws at 5 sites" in str(of("antithetic", shares, measure="both"))


@pytest.mark.statistical
@pytest.mark.parametrize(
    "design, measure, exact", [("antithetic", "both", 0.25), ("latin", "both", 0.25), ("sobol", "mean(total)", 35.0)]
)
def test_intervals_cover(design: str, measure: str, exact: float, shares: Scenario) -> None:
    """Over 100 seeds the 95 % intervals of the mean hold the exact value at least 88 times."""
    assert sum(m.low < exact < m.high for m in (of(design, shares, measure=measure, seed=seed) for seed in range(100))) >= 88


def test_two_coins_are_no_question_to_sobol_points(shares: Scenario) -> None:
    """Blocks of Sobol' points are balanced in each quarter of two coins, so the share is exact and its interval a point."""
    made = of("sobol", shares, measure="both", sites=["*/coin"])
    assert (made.low, made.value, made.high, made.error) == (0.25, 0.25, 0.25, 0.0)
    assert made.gain == math.inf


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ({"design": "lattice"}, "there is no design 'lattice'"),
        ({"repeats": 3}, "at least 10 independent repeats, not 3"),
        ({"size": 33}, "an even number of replications from 2, not 33"),
        ({"design": "sobol", "size": 24}, "powers of two, not 24"),
        ({"sites": ["one/con"]}, "no site of chance is called 'one/con'"),
    ],
)
def test_what_cannot_be_asked_is_said(arguments: dict[str, object], complaint: str, shares: Scenario) -> None:
    """Unknown designs and sites, too few repeats, odd blocks."""
    with pytest.raises(UsageError, match=complaint):
        sample(shares, workers=1, **arguments)  # type: ignore[arg-type]

"""Whose luck: known shares are found, groups cover everything, and what cannot be asked is said."""

from __future__ import annotations

import pytest

from heatsim.analysis.luck import Luck, LuckShare, luck
from heatsim.analysis.sensitivity import sensitivity, variance
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario

TOTAL = {"parameters": 1 / 21, "one": 4 / 21, "two": 16 / 21}  # variances 100, 400 and 1600 over 12


def by_group(made: Luck) -> dict[str, LuckShare]:
    return {one.group: one for one in made.shares}


def sigmas(share: tuple[float, float, float], exact: float) -> float:
    """How many standard errors an estimate lies off."""
    return abs(share[0] - exact) / ((share[2] - share[1]) / (2 * 1.96))


@pytest.fixture(scope="module")
def total(shares: Scenario) -> Luck:
    return luck(shares, measure="mean(total)", replications=800, workers=1)


@pytest.mark.parametrize("group", TOTAL)
def test_shares_of_a_sum_are_its_variances(group: str, total: Luck) -> None:
    """In a sum of independent times each group's share, alone and in all, is its part of the variance."""
    found = by_group(total)[group]
    assert sigmas(found.first, TOTAL[group]) < 4
    assert sigmas(found.total, TOTAL[group]) < 4


def test_a_wrong_share_is_noticed(total: Luck) -> None:
    """The comparison fails for the shares of another actor."""
    assert sigmas(by_group(total)["one"].total, TOTAL["two"]) > 4
    assert sigmas(by_group(total)["two"].first, TOTAL["one"]) > 4


def test_what_takes_two_is_told_apart(shares: Scenario) -> None:
    """Both coins must fall: each alone decides a third of the variance, together another third, and the times nothing at all."""
    made = luck(shares, {"one": "one/coin", "two": "two/coin"}, measure="both", replications=800, seed=1, workers=1)
    found = by_group(made)
    for name in ("one", "two"):
        assert sigmas(found[name].first, 1 / 3) < 4
        assert sigmas(found[name].total, 2 / 3) < 4
    assert sigmas(made.together, 1 / 3) < 4
    assert found["the rest"].first == found["the rest"].total == (0.0, 0.0, 0.0)
    assert found["the rest"].sites == 3


@pytest.mark.statistical
def test_intervals_of_shares_cover(shares: Scenario) -> None:
    """Over 200 seeds the 95 % intervals hold the exact shares at least 90 % of the time."""
    groups = {"one": "one/coin", "two": "two/coin"}
    made = [by_group(luck(shares, groups, measure="both", replications=300, seed=seed, workers=1))["one"] for seed in range(200)]
    assert sum(one.first.low < 1 / 3 < one.first.high for one in made) >= 180
    assert sum(one.total.low < 2 / 3 < one.total.high for one in made) >= 180


def test_ignorance_and_luck_are_told_apart(straight: Scenario) -> None:
    """z is an uncertain parameter plus luck of the same size: half and half, nothing together."""
    made = variance(straight, measure="mean(z)", only=["p1"], replications=600, workers=1)
    found = by_group(made)
    assert set(found) == {"parameters", "luck"}
    assert sigmas(found["parameters"].first, 0.5) < 4
    assert sigmas(found["luck"].first, 0.5) < 4
    assert sigmas(found["luck"].first, 0.9) > 4


def test_yes_or_no_mixes_both(straight: Scenario) -> None:
    """A uniform number below an uncertain one: each alone decides a third, both together a third."""
    made = variance(straight, measure="early", only=["p1"], replications=800, workers=1)
    for one in made.shares:
        assert sigmas(one.first, 1 / 3) < 4
    assert sigmas(made.together, 1 / 3) < 4


def test_all_methods_answer_at_once(shares: Scenario) -> None:
    """The default asks three ways; nothing else is run."""
    made = sensitivity(shares, replications=20, workers=1)
    assert made.tornado is not None
    assert made.variance is not None
    assert made.luck is not None
    assert made.morris is made.sobol is None


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ({"groups": {"one": "on/coin"}}, "no site of chance is called 'on/coin'; did you mean 'one/coin'"),
        ({"groups": {"a": "one/*", "b": "one/coin"}}, "group 'b' is empty"),
        ({"replications": 5}, "at least 20 replications, not 5"),
        ({"measure": "share(ending=nobody)"}, "there is no ending 'nobody'"),
    ],
)
def test_what_cannot_be_asked_is_said(arguments: dict[str, object], complaint: str, shares: Scenario) -> None:
    """A pattern that fits nothing, an empty group, too few replications, an unknown measure."""
    with pytest.raises(UsageError) as caught:
        luck(shares, **{"workers": 1, **arguments})  # type: ignore[arg-type]
    assert complaint in str(caught.value)
    with pytest.raises(UsageError, match="replications must be a whole number from 1, not 0"):
        sensitivity(shares, replications=0)


def test_what_never_varies_has_no_shares(interruption: Scenario) -> None:
    """An outcome that is always the same has no variance to share."""
    never = interruption.vary({"door_detects": 0, "vault_detects": 0})
    with pytest.raises(UsageError, match="the same in all 50 replications"):
        luck(never, replications=50, workers=1)
    with pytest.raises(UsageError, match="there is no method 'guess'"):
        sensitivity(never, methods=["guess"])

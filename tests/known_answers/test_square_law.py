"""Many against many, everyone at a random enemy: the square-law chain, its relatives, and the linear law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from heatsim.study.results import Results
from support.agreement import distribution_sigmas, spread_sigmas
from support.chains import Exact, solve, square_law

SIZES = [1_000, pytest.param(100_000, marks=pytest.mark.statistical)]
LARGE = [pytest.param(100_000, marks=pytest.mark.statistical)]
Run = Callable[..., Results]
Distance = Callable[[Any, float], float]
Pair = tuple[int, int]

GUNFIGHT = square_law(4, 8, 0.5 * 0.35, 0.4 * 0.12)(0.5, 0.4)
SQUARE = square_law(3, 4, 2.0, 1.0)()


def a_wins(end: Any) -> bool:
    return bool(end[0] > 0)


def linear(state: Pair) -> list[tuple[float, Pair]]:
    i, j = state
    return [(2.0 * i * j, (i, j - 1)), (1.0 * i * j, (i - 1, j))] if i and j else []


def ends(results: Results, first: str, second: str) -> list[Pair]:
    return list(zip(results[first].astype(int).tolist(), results[second].astype(int).tolist(), strict=True))


def test_the_recursion_gives_the_published_numbers() -> None:
    """3 against 4 at 2 and 1: 359/630 and 0.657540 s; 2 against 1 at 1 and 2: 2/3; 4 against 8: the three numbers of the file."""
    assert SQUARE.probability(a_wins) == pytest.approx(359 / 630, rel=1e-12)
    assert SQUARE.mean == pytest.approx(0.657540, abs=5e-7)
    assert square_law(2, 1, 1.0, 2.0)().probability(a_wins) == pytest.approx(2 / 3, rel=1e-12)
    assert GUNFIGHT.probability(a_wins) == pytest.approx(0.477119, abs=5e-7)
    assert GUNFIGHT.mean == pytest.approx(11.8008, abs=5e-5)
    assert GUNFIGHT.flow == pytest.approx(37.6991, abs=5e-5)


@pytest.mark.parametrize("replications", SIZES)
def test_four_against_eight(replications: int, reference: Run, sigmas: Distance) -> None:
    """Winner, survivors of both sides, mean and spread of the duration, and rounds fired are the chain's."""
    results = reference("gunfight", replications)
    assert sigmas(results["ending"] == "crew_wins", GUNFIGHT.probability(a_wins)) < 4
    assert sigmas(results["crew_left"], GUNFIGHT.expected(lambda end: end[0])) < 4
    assert sigmas(results["police_left"], GUNFIGHT.expected(lambda end: end[1])) < 4
    assert sigmas(results["duration"], GUNFIGHT.mean) < 4
    assert spread_sigmas(results["duration"], GUNFIGHT.sd) < 4
    assert sigmas(results["rounds"], GUNFIGHT.flow) < 4


@pytest.mark.parametrize("replications", SIZES)
def test_the_whole_distribution_of_survivors(replications: int, reference: Run) -> None:
    """How many are left on which side, all of it, by chi-square."""
    assert distribution_sigmas(ends(reference("gunfight", replications), "crew_left", "police_left"), GUNFIGHT.ends) < 4
    assert distribution_sigmas(ends(reference("square-law", replications), "a_left", "b_left"), SQUARE.ends) < 4


@pytest.mark.parametrize("replications", SIZES)
def test_three_against_four(replications: int, reference: Run, sigmas: Distance) -> None:
    """At rates 2 and 1 the three win 359 times in 630, after 0.657540 s; 2 against 1 at 1 and 2 wins two times in three."""
    results = reference("square-law", replications)
    assert sigmas(results["ending"] == "a_wins", 359 / 630) < 4
    assert sigmas(results["duration"], SQUARE.mean) < 4
    assert spread_sigmas(results["duration"], SQUARE.sd) < 4
    assert sigmas(reference("square-law", replications, "two_against_one")["ending"] == "a_wins", 2 / 3) < 4
    assert sigmas(reference("square-law", replications, "two_against_one", a_rate="1.5 / s")["ending"] == "a_wins", 2 / 3) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_three_against_four_in_the_linear_law(replications: int, reference: Run, sigmas: Distance) -> None:
    """When every pair is a duel, three win with 0.680384; the square law is another number, and so is its distribution."""
    exact = solve((3, 4), linear)
    assert exact.probability(a_wins) == pytest.approx(0.680384, abs=5e-7)
    results = reference("linear-law", replications)
    assert sigmas(results["ending"] == "a_wins", exact.probability(a_wins)) < 4
    assert sigmas(results["duration"], exact.mean) < 4
    assert spread_sigmas(results["duration"], exact.sd) < 4
    assert distribution_sigmas(ends(results, "a_left", "b_left"), exact.ends) < 4
    assert sigmas(results["ending"] == "a_wins", SQUARE.probability(a_wins)) > 4
    assert spread_sigmas(results["duration"], SQUARE.sd) > 4
    assert distribution_sigmas(ends(results, "a_left", "b_left"), SQUARE.ends) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_breakpoints_stop_the_chain_at_a_border(replications: int, reference: Run, sigmas: Distance) -> None:
    """With half of a side out as the end, losses and duration are those of the stopped chain, not of the whole one."""
    exact = square_law(4, 6, 0.3, 0.15, 2, 3)()
    results = reference("breakpoints", replications)
    assert sigmas(results["ending"] == "police_fall_back", exact.probability(lambda end: end[1] == 3)) < 4
    assert sigmas(results["duration"], exact.mean) < 4
    assert spread_sigmas(results["duration"], exact.sd) < 4
    lost = [(4 - a, 6 - b) for a, b in ends(results, "crew_dead", "police_dead")]
    assert distribution_sigmas(lost, exact.ends) < 4
    whole = reference("breakpoints", replications, "to_the_last")
    everyone = square_law(4, 6, 0.3, 0.15)()
    assert sigmas(whole["police_dead"] == 6, everyone.probability(a_wins)) < 4
    assert sigmas(whole["duration"], exact.mean) > 4
    assert spread_sigmas(whole["duration"], exact.sd) > 4
    slower = reference("breakpoints", replications, crew_rate="*0.7")
    lost = [(4 - a, 6 - b) for a, b in ends(slower, "crew_dead", "police_dead")]
    assert sigmas(slower["ending"] == "police_fall_back", exact.probability(lambda end: end[1] == 3)) > 4
    assert distribution_sigmas(lost, exact.ends) > 4
    to_the_last = reference("breakpoints", replications, "to_the_last", crew_rate="*0.7")
    assert sigmas(to_the_last["police_dead"] == 6, everyone.probability(a_wins)) > 4


def test_a_rate_wrong_by_a_third_fails_in_the_default_suite(reference: Run, sigmas: Distance) -> None:
    """Every comparison with the chain notices a crew that fires 30 % slower."""
    wrong = reference("gunfight", 1_000, crew_rate="*0.7")
    assert sigmas(wrong["ending"] == "crew_wins", GUNFIGHT.probability(a_wins)) > 4
    assert sigmas(wrong["crew_left"], GUNFIGHT.expected(lambda end: end[0])) > 4
    assert sigmas(wrong["police_left"], GUNFIGHT.expected(lambda end: end[1])) > 4
    assert distribution_sigmas(ends(wrong, "crew_left", "police_left"), GUNFIGHT.ends) > 4
    both = reference("gunfight", 1_000, crew_rate="*0.7", police_rate="*0.7")
    assert sigmas(both["duration"], GUNFIGHT.mean) > 4
    assert spread_sigmas(both["duration"], GUNFIGHT.sd) > 4
    assert sigmas(reference("gunfight", 1_000, "police_at_the_new_york_rate")["rounds"], GUNFIGHT.flow) > 4
    slower = reference("square-law", 1_000, a_rate="*0.6", b_rate="*0.6")
    assert sigmas(slower["duration"], SQUARE.mean) > 4
    assert spread_sigmas(slower["duration"], SQUARE.sd) > 4


@pytest.mark.parametrize("replications", LARGE)
@pytest.mark.parametrize(
    "name, variant, exact, word",
    [
        ("gunfight", "crew_a_little_slower", GUNFIGHT, "crew_wins"),
        ("square-law", "a_a_little_slower", SQUARE, "a_wins"),
        ("linear-law", "a_a_little_slower", solve((3, 4), linear), "a_wins"),
    ],
)
def test_a_rate_wrong_by_a_twentieth_fails(
    replications: int, name: str, variant: str, exact: Exact, word: str, reference: Run, sigmas: Distance
) -> None:
    """At 100,000 replications one rate wrong by 5 % is noticed in winner, mean and spread of the duration, and survivors."""
    results = reference(name, replications, variant)
    first, second = ("crew_left", "police_left") if name == "gunfight" else ("a_left", "b_left")
    assert sigmas(results["ending"] == word, exact.probability(a_wins)) > 4
    assert sigmas(results["duration"], exact.mean) > 4
    assert spread_sigmas(results["duration"], exact.sd) > 4
    assert distribution_sigmas(ends(results, first, second), exact.ends) > 4


def test_twice_the_rates_is_the_same_fight_in_half_the_time(reference: Run) -> None:
    """With both rates doubled every replication has the same winner, the same survivors and half the duration."""
    usual, fast = reference("gunfight", 1_000), reference("gunfight", 1_000, "both_twice_as_fast")
    assert (usual["ending"] == fast["ending"]).all()
    assert (usual["rounds"] == fast["rounds"]).all()
    assert abs(usual["duration"] - 2 * fast["duration"]).max() < 2e-3  # whole microseconds, a rounding per shot
    assert (usual["ending"] != reference("gunfight", 1_000, "crew_a_little_slower")["ending"]).any()


def test_a_fight_nobody_can_win_ends_at_the_horizon(reference: Run) -> None:
    """When no round hits, everybody fires until the horizon."""
    results = reference("square-law", 5, "nobody_hits")
    assert (results["ending"] == "undecided").all()
    assert (results["duration"] == 600).all()
    assert (results["rounds"] > 1000).all()

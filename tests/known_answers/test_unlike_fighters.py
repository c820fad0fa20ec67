"""Fighters who differ: armour, hit points, weapons on one side, and reinforcements that come later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from heatsim.study.results import Results
from support.agreement import distribution_sigmas, spread_sigmas
from support.chains import solve, square_law

SIZES = [1_000, pytest.param(100_000, marks=pytest.mark.statistical)]
Run = Callable[..., Results]
Distance = Callable[[Any, float], float]
Three = tuple[int, int, int]


def put_out(stops: float) -> float:
    """Chance that a hit puts its target out: head, torso under armour, limbs."""
    return 0.1 * 0.95 + 0.55 * 0.68 * (1 - stops) + 0.35 * (0.02 + 0.03)


@pytest.mark.parametrize("replications", SIZES)
def test_armour_is_thinning(replications: int, reference: Run, sigmas: Distance) -> None:
    """Armour that stops k of the rounds on the torso leaves the square law with a smaller rate; not so if it stops twice."""
    exact = square_law(2, 3, 0.1 * put_out(0), 0.1 * put_out(0.7))()
    assert exact.probability(lambda end: end[0] > 0) == pytest.approx(0.507512, abs=5e-7)
    results = reference("armour", replications)
    ends = list(zip(results["armoured_left"].tolist(), results["plain_left"].tolist(), strict=True))
    assert sigmas(results["ending"] == "armoured_win", exact.probability(lambda end: end[0] > 0)) < 4
    assert sigmas(results["duration"], exact.mean) < 4
    assert spread_sigmas(results["duration"], exact.sd) < 4
    assert distribution_sigmas(ends, exact.ends) < 4
    bare = square_law(2, 3, 0.1 * put_out(0), 0.1 * put_out(0))()
    without = reference("armour", replications, "no_armour")
    assert sigmas(without["ending"] == "armoured_win", bare.probability(lambda end: end[0] > 0)) < 4
    assert sigmas(results["ending"] == "armoured_win", bare.probability(lambda end: end[0] > 0)) > 4
    twice = reference("armour", replications, "armour_twice")
    their_ends = list(zip(twice["armoured_left"].tolist(), twice["plain_left"].tolist(), strict=True))
    assert distribution_sigmas(their_ends, exact.ends) > 4
    assert spread_sigmas(without["duration"], exact.sd) > 4
    assert sigmas(twice["ending"] == "armoured_win", exact.probability(lambda end: end[0] > 0)) > 4
    assert sigmas(twice["duration"], exact.mean) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_a_hit_kills_or_downs_in_its_proportion(replications: int, reference: Run, sigmas: Distance) -> None:
    """Of those put out in the even fight, 0.35 * 0.03 in 0.4865 are down and not dead."""
    results = reference("armour", replications, "no_armour")
    out = 5 - results["armoured_left"] - results["plain_left"]
    share = 0.35 * 0.03 / put_out(0)
    assert sigmas(results["down"] - share * out, 0.0) < 4
    assert sigmas(results["down"] - 3 * share * out, 0.0) > 4


def hit_points(state: Three) -> list[tuple[float, Three]]:
    """Hits that the giant and each of the two can still take; he hits either of those who stand alike."""
    giant, x, y = state
    standing = (x > 0) + (y > 0)
    if not giant or not standing:
        return []
    moves = [(0.5 * 0.6 * standing, (giant - 1, x, y))]
    return moves + [(0.8 / standing, after) for left, after in ((x, (giant, x - 1, y)), (y, (giant, x, y - 1))) if left]


def one_after_the_other(state: Three) -> list[tuple[float, Three]]:
    """The mutant: the giant deals with the first before he turns to the second."""
    giant, x, y = state
    standing = (x > 0) + (y > 0)
    if not giant or not standing:
        return []
    return [(0.3 * standing, (giant - 1, x, y)), (0.8, (giant, x - 1, y) if x else (giant, x, y - 1))]


@pytest.mark.parametrize("replications", [4_000, *SIZES[1:]])
def test_hit_points(replications: int, reference: Run, sigmas: Distance) -> None:
    """One who takes three hits against two who take two: by recursion over hits left; not by another target rule."""
    exact, mutant = solve((3, 2, 2), hit_points), solve((3, 2, 2), one_after_the_other)
    results = reference("endurance", replications)
    giant = results["ending"] == "giant_wins"
    assert sigmas(giant, exact.probability(lambda end: end[0] > 0)) < 4
    assert sigmas(results["duration"], exact.mean) < 4
    assert spread_sigmas(results["duration"], exact.sd) < 4
    pair_left = {n: exact.probability(lambda end, n=n: (end[1] > 0) + (end[2] > 0) == n) for n in (0, 1, 2)}
    assert distribution_sigmas(results["pair_left"].astype(int).tolist(), pair_left) < 4
    assert sigmas(giant, mutant.probability(lambda end: end[0] > 0)) > 4
    weaker = reference("endurance", replications, giant_takes=2)
    assert sigmas(weaker["ending"] == "giant_wins", exact.probability(lambda end: end[0] > 0)) > 4
    assert sigmas(weaker["duration"], exact.mean) > 4
    assert spread_sigmas(weaker["duration"], exact.sd) > 4
    assert distribution_sigmas(weaker["pair_left"].astype(int).tolist(), pair_left) > 4


def mixed(state: Three) -> list[tuple[float, Three]]:
    """The rifleman, pistols, police; losses of the first side fall on everyone alike."""
    rifle, pistols, police = state
    ours = rifle + pistols
    if not ours or not police:
        return []
    moves = [(1.2 * rifle + 0.3 * pistols, (rifle, pistols, police - 1))]
    moves += [(0.5 * police / ours, (0, pistols, police))] if rifle else []
    return moves + ([(0.5 * police * pistols / ours, (rifle, pistols - 1, police))] if pistols else [])


def rifle_first(state: Three) -> list[tuple[float, Three]]:
    """The same with all fire at the rifleman while he stands."""
    rifle, pistols, police = state
    if not rifle + pistols or not police:
        return []
    return [(1.2 * rifle + 0.3 * pistols, (rifle, pistols, police - 1)), (0.5 * police, (0, pistols - (not rifle), police))]


@pytest.mark.parametrize("replications", SIZES)
def test_a_rifle_and_two_pistols(replications: int, reference: Run, sigmas: Distance) -> None:
    """Different shooters on one side, at random and rifle first: each is its own chain and not the other's."""
    for variant, moves, other in ((None, mixed, rifle_first), ("rifle_first", rifle_first, mixed)):
        exact, wrong = solve((1, 2, 3), moves), solve((1, 2, 3), other)
        results = reference("mixed-weapons", replications, variant)
        won = results["ending"] == "robbers_win"
        ends = list(zip(results["rifleman_stands"].tolist(), results["robbers_left"].tolist(), results["police_left"], strict=True))
        assert sigmas(won, exact.probability(lambda end: end[2] == 0)) < 4
        assert sigmas(results["rifleman_stands"], exact.expected(lambda end: end[0])) < 4
        assert sigmas(results["duration"], exact.mean) < 4
        assert distribution_sigmas(ends, {(r, r + n, j): p for (r, n, j), p in exact.ends.items()}) < 4
        assert sigmas(won, wrong.probability(lambda end: end[2] == 0)) > 4
        assert sigmas(results["rifleman_stands"], wrong.expected(lambda end: end[0])) > 4
        assert distribution_sigmas(ends, {(r, r + n, j): p for (r, n, j), p in wrong.ends.items()}) > 4


def reinforced(arrivals: float) -> Callable[[Three], list[tuple[float, Three]]]:
    """Crew, police there, police on the way."""

    def moves(state: Three) -> list[tuple[float, Three]]:
        crew, there, coming = state
        if not crew or not there + coming:
            return []
        here = [(0.2 * crew, (crew, there - 1, coming)), (0.1 * there, (crew - 1, there, coming))] if there else []
        return here + ([(arrivals, (crew, there + 1, coming - 1))] if coming else [])

    return moves


@pytest.mark.parametrize("replications", SIZES)
def test_reinforcement_at_a_poisson_rate(replications: int, reference: Run, sigmas: Distance) -> None:
    """Two officers and four on the way: winner, duration and who is left are the enlarged chain's."""
    exact = solve((3, 2, 4), reinforced(0.15))
    results = reference("reinforcement", replications)
    left = list(zip(results["crew_left"].tolist(), results["law_left"].tolist(), strict=True))
    ends: dict[tuple[int, int], float] = {}
    for (crew, there, coming), p in exact.ends.items():
        ends[crew, there + coming] = ends.get((crew, there + coming), 0.0) + p
    assert sigmas(results["ending"] == "crew_wins", exact.probability(lambda end: end[0] > 0)) < 4
    assert sigmas(results["duration"], exact.mean) < 4
    assert spread_sigmas(results["duration"], exact.sd) < 4
    assert distribution_sigmas(left, ends) < 4
    at_once = solve((3, 6, 0), reinforced(0.15))
    assert sigmas(results["ending"] == "crew_wins", at_once.probability(lambda end: end[0] > 0)) > 4
    assert sigmas(results["duration"], at_once.mean) > 4
    assert spread_sigmas(results["duration"], at_once.sd) > 4
    assert distribution_sigmas(left, {(crew, there): p for (crew, there, _), p in at_once.ends.items()}) > 4


@pytest.mark.parametrize("replications", [pytest.param(100_000, marks=pytest.mark.statistical)])
@pytest.mark.parametrize(
    "name, variant, start, moves",
    [
        ("endurance", "giant_a_little_slower", (3, 2, 2), hit_points),
        ("mixed-weapons", "rifle_a_little_slower", (1, 2, 3), mixed),
        ("reinforcement", "arrivals_a_little_slower", (3, 2, 4), reinforced(0.15)),
    ],
)
def test_small_mistakes_fail(
    replications: int, name: str, variant: str, start: Three, moves: Any, reference: Run, sigmas: Distance
) -> None:
    """At 100,000 replications a rate wrong by 5 % is noticed in the mean duration."""
    assert sigmas(reference(name, replications, variant)["duration"], solve(start, moves).mean) > 4

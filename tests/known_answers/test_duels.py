"""One against one: the fundamental duel, surprise, a time limit, limited rounds, fixed intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from heatsim.study.results import Results
from support.agreement import distribution_sigmas, spread_sigmas
from support.chains import solve

SIZES = [2_000, pytest.param(100_000, marks=pytest.mark.statistical)]
Run = Callable[..., Results]
Distance = Callable[[Any, float], float]
R, S, P, Q = 0.5, 0.25, 0.4, 0.4  # rates of fire and chances to hit, A and B
A, B = R * P, S * Q
Rounds = tuple[int, int, str]


def shots(state: Rounds) -> list[tuple[float, Rounds]]:
    """A duel shot by shot: rounds left of A and of B, and who has been put out."""
    m, n, out = state
    if out:
        return []
    of_a = [(R * P, (m - 1, n, "b")), (R * (1 - P), (m - 1, n, ""))] if m else []
    of_b = [(S * Q, (m, n - 1, "a")), (S * (1 - Q), (m, n - 1, ""))] if n else []
    return of_a + of_b


def wins(results: Results) -> Any:
    return results["ending"] == "a_wins"


@pytest.mark.parametrize("replications", SIZES)
def test_the_fundamental_duel(replications: int, reference: Run, sigmas: Distance) -> None:
    """Exponential times: A wins with a / (a + b), after an exponential time, and they fire (r + s) / (a + b) rounds."""
    results = reference("duel", replications)
    assert sigmas(wins(results), A / (A + B)) < 4
    assert sigmas(results["duration"], 1 / (A + B)) < 4
    assert spread_sigmas(results["duration"], 1 / (A + B)) < 4
    assert sigmas(results["rounds"], (R + S) / (A + B)) < 4


@pytest.mark.parametrize("replications", SIZES)
def test_surprise(replications: int, reference: Run, sigmas: Distance) -> None:
    """Two seconds in which only A fires are worth 0.776560; mean length likewise in closed form; without them it is 2/3."""
    alone = math.exp(-2 * A)
    exact = 1 - alone + alone * A / (A + B)
    assert exact == pytest.approx(0.776560, abs=5e-7)
    results = reference("duel", replications, "surprise")
    assert sigmas(wins(results), exact) < 4
    assert sigmas(results["duration"], (1 - alone) / A + alone / (A + B)) < 4
    both_at_once = reference("duel", replications)
    assert sigmas(wins(both_at_once), exact) > 4
    assert sigmas(both_at_once["duration"], (1 - alone) / A + alone / (A + B)) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_a_time_limit(replications: int, reference: Run, sigmas: Distance) -> None:
    """After three seconds 0.406570 are undecided, the rest divided as ever; the length is cut off at three."""
    open_yet = math.exp(-3 * (A + B))
    exact = {"a_wins": (1 - open_yet) * A / (A + B), "b_wins": (1 - open_yet) * B / (A + B), "undecided": open_yet}
    assert [round(p, 6) for p in exact.values()] == [0.39562, 0.19781, 0.40657]
    results = reference("duel", replications, "time_limit")
    assert distribution_sigmas(results["ending"].tolist(), exact) < 4
    assert sigmas(results["duration"], (1 - open_yet) / (A + B)) < 4
    longer = reference("duel", replications, "time_limit", limit="4 s")
    assert distribution_sigmas(longer["ending"].tolist(), exact) > 4
    assert sigmas(longer["duration"], (1 - open_yet) / (A + B)) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_limited_rounds(replications: int, reference: Run, sigmas: Distance) -> None:
    """Three rounds against two: winner, undecided and rounds fired by recursion over the rounds left."""
    ends = solve((3, 2, ""), shots).ends
    exact = {"a_wins": 0.0, "b_wins": 0.0, "undecided": 0.0}
    for (_, _, out), p in ends.items():
        exact[{"b": "a_wins", "a": "b_wins", "": "undecided"}[out]] += p
    assert exact["a_wins"] == pytest.approx(0.597120, abs=5e-7)
    assert exact["undecided"] == pytest.approx(0.6**5, abs=1e-12)
    results = reference("duel", replications, "limited_rounds")
    assert distribution_sigmas(results["ending"].tolist(), exact) < 4
    assert results["rounds"].max() == 5
    fired = sum(p * (5 - m - n) for (m, n, _), p in ends.items())
    assert sigmas(results["rounds"], fired) < 4
    assert distribution_sigmas(reference("duel", replications, "limited_rounds", b_rounds=3)["ending"].tolist(), exact) > 4
    assert sigmas(reference("duel", replications, "limited_rounds", a_hits=0.2)["rounds"], fired) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_fixed_intervals(replications: int, reference: Run, sigmas: Distance) -> None:
    """A at 2, 4, ... s, B a second after: A wins with p / (p + q - p q) = 0.625; not with p = 0.3."""
    both_miss = (1 - P) * (1 - Q)
    exact = P / (1 - both_miss)
    assert exact == pytest.approx(0.625)
    results = reference("duel", replications, "fixed_intervals")
    assert sigmas(wins(results), exact) < 4
    mean = (2 * P + 3 * (1 - P) * Q + 2 * both_miss) / (1 - both_miss)
    assert sigmas(results["duration"], mean) < 4
    lengths = {2.0 + k: both_miss ** (k // 2) * (P if k % 2 == 0 else (1 - P) * Q) for k in range(60)}
    assert distribution_sigmas(results["duration"].tolist(), lengths) < 4
    worse = reference("duel", replications, "fixed_intervals", a_hits=0.3)  # 0.517: ten standard errors of 2,000 away
    assert sigmas(wins(worse), exact) > 4
    assert sigmas(worse["duration"], mean) > 4
    assert distribution_sigmas(worse["duration"].tolist(), lengths) > 4


@pytest.mark.statistical
def test_fixed_intervals_are_not_exponential_times(reference: Run, sigmas: Distance) -> None:
    """The same rates with exponential times give A two thirds, not 0.625."""
    exact = P / (1 - (1 - P) * (1 - Q))
    assert sigmas(wins(reference("duel", 20_000, "fixed_intervals")), exact) < 4
    assert sigmas(wins(reference("duel", 20_000)), exact) > 4


def test_sure_shots_decide_at_once(reference: Run) -> None:
    """With sure hits and fixed intervals A's first shot ends it after two seconds; if he cannot hit, B's does after three."""
    first = reference("duel", 50, "fixed_intervals", a_hits=1, b_hits=1)
    assert wins(first).all()
    assert (first["duration"] == 2).all()
    second = reference("duel", 50, "fixed_intervals", a_hits=0, b_hits=1)
    assert not wins(second).any()
    assert (second["duration"] == 3).all()


@pytest.mark.parametrize("replications", [pytest.param(100_000, marks=pytest.mark.statistical)])
def test_a_rate_wrong_by_a_twentieth_fails(replications: int, reference: Run, sigmas: Distance) -> None:
    """At 100,000 replications a rate wrong by 5 % is noticed in winner, length and spread, a chance wrong by 5 % in the rounds."""
    results = reference("duel", replications, "a_a_little_slower")
    assert sigmas(wins(results), A / (A + B)) > 4
    assert sigmas(results["duration"], 1 / (A + B)) > 4
    assert spread_sigmas(results["duration"], 1 / (A + B)) > 4
    assert sigmas(reference("duel", replications, a_hits=0.38)["rounds"], (R + S) / (A + B)) > 4


def test_a_rate_wrong_by_a_third_fails_in_the_default_suite(reference: Run, sigmas: Distance) -> None:
    """The same with fewer replications and larger mistakes."""
    results = reference("duel", 2_000, a_rate="*0.67")
    assert sigmas(wins(results), A / (A + B)) > 4
    assert sigmas(results["duration"], 1 / (A + B)) > 4
    assert spread_sigmas(results["duration"], 1 / (A + B)) > 4
    assert sigmas(reference("duel", 2_000, a_hits=0.25)["rounds"], (R + S) / (A + B)) > 4

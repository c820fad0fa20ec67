"""Rare outcomes: splitting finds small probabilities that are known exactly."""

from __future__ import annotations

import math

import pytest

from heatsim.analysis.rare import rare
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario, loads

LONG = """
heatsim: 1
scenario: long
horizon: 10 h
actors: {one: {side: crew}}
processes:
  one:
    - do: first
      takes: {exponential: {mean: 10 s}}
    - do: second
      takes: {exponential: {mean: 10 s}}
    - chance: 0.5
      name: coin
      then: [{signal: heads}]
    - do: third
      takes: {exponential: {mean: 10 s}}
      event: AC-E1
measures:
  length: {value: time_of(AC-E1), unit: s}
  heads: heads
endings: {over: {}}
"""


@pytest.fixture(scope="module")
def long() -> Scenario:
    """Three exponential times of mean 10 s, one after the other."""
    return loads(LONG)


def erlang(x: float) -> float:
    """P(length > 10 x s)."""
    return math.exp(-x) * (1 + x + x * x / 2)


@pytest.mark.parametrize(
    "bound, particles, repeats",
    [
        (120, 50, 8),
        pytest.param(180, 300, 24, marks=pytest.mark.statistical),
        pytest.param(260, 300, 24, marks=pytest.mark.statistical),
    ],
)
def test_small_probabilities_are_the_exact_ones(bound: int, particles: int, repeats: int, long: Scenario) -> None:
    """The estimate is within four standard errors of Erlang's tail (5e-4, 3e-6, 2e-9), at less cost than plain sampling."""
    made = rare(long, f"length >= {bound} s", particles=particles, repeats=repeats, workers=1)
    p, exact = made.estimate.probability, erlang(bound / 10)
    assert abs(p - exact) < 4 * made.estimate.cv * p
    assert made.estimate.cv < 0.5
    assert made.plain > 2 * made.replications or bound < 150
    assert abs(p - erlang(bound / 10 - 3)) > 4 * made.estimate.cv * p


def test_it_is_told_in_words_and_as_data(long: Scenario) -> None:
    """The words have the interval and what was saved; without enough climbs there are reasons in place of a number."""
    steps: list[tuple[int, int]] = []
    made = rare(long, "length > 60 s", particles=40, repeats=8, workers=1, progress=lambda done, total: steps.append((done, total)))
    data = made.to_dict()
    assert steps[-1] == (8, 8)
    assert data["low"] < erlang(6) < data["high"]
    assert f"probability {data['probability']:.3g} (95 %: {data['low']:.3g} to" in str(made)
    few = rare(long, "length > 60 s", particles=20, repeats=2, workers=1)
    assert few.to_dict()["probability"] is None
    assert "2 climbs are too few" in str(few)
    assert "probability 0" not in str(few)


@pytest.mark.parametrize(
    "event, complaint",
    [
        ("lenght >= 100 s", "did you mean 'length'"),
        ("length = 100 s", "not of the form MEASURE >= VALUE"),
        ("length > 5 m", "'length' is a time, not a distance"),
        ("length > soon", "'soon' is not understood"),
        ("heads >= 1", "is no number"),
        ("length < 0 s", "no world was found in which it holds"),
    ],
)
def test_what_cannot_be_asked_is_said(event: str, complaint: str, long: Scenario) -> None:
    """Unknown measures, wrong bounds, yes-or-no measures, and what never happens."""
    with pytest.raises(UsageError, match=complaint):
        rare(long, event, particles=20, repeats=2, patience=200, workers=1)

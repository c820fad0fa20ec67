"""Tasks with known answers: Poisson detection while one lasts, and exponential stages that add up."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from heatsim.study.results import Results

SIZES = [4_000, pytest.param(100_000, marks=pytest.mark.statistical)]
Run = Callable[..., Results]
Distance = Callable[[Any, float], float]


@pytest.mark.parametrize("replications", SIZES)
def test_poisson_detection(replications: int, reference: Run, sigmas: Distance) -> None:
    """Ten minutes at six passers an hour, half of whom look: unnoticed with exp(-1/2); if all looked, exp(-1)."""
    results = reference("detection-during-task", replications)
    assert sigmas(results["ending"] == "unnoticed", math.exp(-0.5)) < 4
    assert sigmas(results["ending"] == "unnoticed", math.exp(-1)) > 4


@pytest.mark.parametrize("replications", SIZES)
def test_an_uncertain_task_is_safer(replications: int, reference: Run, sigmas: Distance) -> None:
    """An exponential task of the same mean goes unnoticed with 2/3, not with exp(-1/2)."""
    results = reference("detection-during-task", replications, "exponential_task")
    assert sigmas(results["ending"] == "unnoticed", 2 / 3) < 4
    assert sigmas(results["ending"] == "unnoticed", math.exp(-0.5)) > 4


def test_a_blind_street_counts_passers(reference: Run, sigmas: Distance) -> None:
    """When nobody looks, the task is done every time, and one passes on average."""
    results = reference("detection-during-task", 4_000, "blind_street")
    assert (results["ending"] == "unnoticed").all()
    assert (results["worked"] == 600).all()
    assert sigmas(results["passers_by"], 1.0) < 4


@pytest.mark.parametrize("replications", SIZES)
def test_stages_are_erlang(replications: int, reference: Run, sigmas: Distance) -> None:
    """Three exponential stages and one Erlang draw are done in time alike; a single exponential of their mean is not."""
    exact = 1 - math.exp(-3) * (1 + 3 + 4.5)
    results = reference("erlang", replications)
    for measure in ("stages_in_time", "draw_in_time"):
        assert sigmas(results[measure], exact) < 4
        assert sigmas(results[measure], 1 - math.exp(-1)) > 4
    for measure in ("by_stages", "by_one_draw"):
        assert sigmas(results[measure], 180.0) < 4
    assert sigmas(results["ending"] == "stages_first", 0.5) < 4

"""North Hollywood's conditions: no exact answer, but the fight should be of the kind that the accounts describe."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from heatsim.study.results import Results

Run = Callable[..., Results]


def middle(results: Results, measure: str) -> float:
    return float(np.median(results[measure]))


@pytest.mark.statistical
def test_two_in_heavy_armour_give_a_long_fight(reference: Run) -> None:
    """A quarter of an hour and more, hundreds of rounds, several officers hurt, an escape hardly ever."""
    results = reference("north-hollywood", 80)
    assert middle(results, "duration") > 15 * 60
    assert 600 < middle(results, "rounds") < 2500
    assert middle(results, "hurt") >= 4
    assert (results["ending"] == "escape").mean() < 0.15
    assert (results["ending"] == "robbers_out").mean() > 0.8
    assert middle(results, "hit_rate") < 0.18


@pytest.mark.statistical
def test_it_is_the_armour_that_makes_it_long(reference: Run) -> None:
    """On the same luck the fight without armour is shorter, with fewer rounds and fewer hurt."""
    heavy, bare = reference("north-hollywood", 80), reference("north-hollywood", 80, "no_armour")
    for measure in ("duration", "rounds", "hurt", "hits_on_crew"):
        assert middle(bare, measure) < middle(heavy, measure)
    assert middle(bare, "duration") < 15 * 60


def test_it_is_the_growing_number_that_keeps_them_there(reference: Run) -> None:
    """If nobody comes to help the first four, the robbers get away."""
    assert (reference("north-hollywood", 40, "no_help")["ending"] == "escape").mean() > 0.8

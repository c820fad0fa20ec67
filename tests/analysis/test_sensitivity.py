"""Tornado, screening and Sobol's indices on models whose answers are known."""

from __future__ import annotations

import sys

import pytest

from heatsim.analysis.indices import SobolIndices, morris, sobol
from heatsim.analysis.spread import spread
from heatsim.analysis.tornado import Tornado, tornado
from heatsim.errors import MissingExtra, UsageError
from heatsim.scenario.load import Scenario

FIRST = {"p1": 12 / 67, "p2": 48 / 67, "p3": 3 / 67, "p4": 3 / 67, "luck": 0.0}
TOTAL = {"p1": 12 / 67, "p2": 48 / 67, "p3": 4 / 67, "p4": 4 / 67, "luck": 0.0}


@pytest.fixture(scope="module")
def bars(straight: Scenario) -> Tornado:
    return tornado(straight, measure="mean(y)", replications=20, workers=1)


def test_assumptions_are_ranked_by_what_rests_on_them(bars: Tornado) -> None:
    """The straight model's effects are exact, words are tried at every other value, and the greatest comes first."""
    moves = {bar.parameter: {tried: move.value for tried, move in zip(bar.tried, bar.moves, strict=True)} for bar in bars.bars}
    assert list(moves) == ["way", "p2", "p1", "p3", "p4", "each_time"]
    assert moves["way"] == {"right": 10.0, "back": -3.0}
    assert moves["p2"] == {"0": -1.0, "1": 1.0}
    assert moves["p3"] == {"0": -0.25, "1": 0.25}
    assert bars.baseline.value == pytest.approx(1.75)
    assert bars.left_out == (("follows", "it follows from others"),)


def test_bars_know_their_basis_and_certainty(bars: Tornado) -> None:
    """Each bar says what its parameter rests on; one that moves nothing is not certain."""
    assert {bar.parameter: bar.basis for bar in bars.bars}["p4"] == "cited"
    assert [bar.parameter for bar in bars.bars if not bar.is_certain] == ["each_time"]
    assert bars.rows()[0]["rank"] == 1


def test_moves_are_paired(straight: Scenario) -> None:
    """On the same luck the interval of a change is narrower than two independent shares would give."""
    made = tornado(straight.vary({"p1": 0.45}), measure="early", only=["p1"], replications=200, workers=1)
    for move, truth in zip(made.bars[0].moves, (-0.45, 0.55), strict=True):
        assert move.low < truth < move.high
        assert move.high - move.low < 2 * 1.96 * (2 * 0.25 / 200) ** 0.5


def test_an_unmoved_outcome_is_not_certain(straight: Scenario) -> None:
    """When nothing flips, the interval still says how much could have been missed."""
    made = tornado(straight, measure="early", only=["p2"], replications=50, workers=1)
    assert all(move.value == 0 and move.low < 0 < move.high for move in made.bars[0].moves)


def test_what_can_be_spread(straight: Scenario) -> None:
    """Fixed numbers with a range become draws; what follows from others, or is drawn at each use, does not."""
    made = spread(straight)
    assert made.names == ("p1", "p2", "p3", "p4")
    assert dict(made.left_out) == {"follows": "it follows from others", "each_time": "it is drawn at each use, so it is luck"}


@pytest.fixture(scope="module")
def indices(straight: Scenario) -> SobolIndices:
    pytest.importorskip("SALib")
    return sobol(straight, measure="mean(y)", points=512, workers=1)


@pytest.mark.parametrize("name", FIRST)
def test_sobol_indices_are_the_known_ones(name: str, indices: SobolIndices) -> None:
    """First-order and total indices of y = p1 + 2 p2 + p3 p4 are within twice their 95 % half-widths of the exact ones."""
    found = next(one for one in indices.indices if one.parameter == name)
    assert abs(found.first - FIRST[name]) <= 2 * found.first_half
    assert abs(found.total - TOTAL[name]) <= 2 * found.total_half


def test_wrong_indices_are_noticed(indices: SobolIndices) -> None:
    """The comparison fails between p1 and p2."""
    found = {one.parameter: one for one in indices.indices}
    assert abs(found["p1"].total - TOTAL["p2"]) > 2 * found["p1"].total_half
    assert indices.indices[0].parameter == "p2"


def test_luck_is_an_input_like_others(straight: Scenario) -> None:
    """z is p1 plus luck of the same size: half of the variance each."""
    pytest.importorskip("SALib")
    found = {one.parameter: one for one in sobol(straight, measure="mean(z)", only=["p1", "p2"], points=256, workers=1).indices}
    for name, share in (("luck", 0.5), ("p1", 0.5), ("p2", 0.0)):
        assert abs(found[name].first - share) <= 2 * found[name].first_half
        assert abs(found[name].total - share) <= 2 * found[name].total_half


def test_screening_finds_straight_effects(straight: Scenario) -> None:
    """Effects of straight inputs are their slopes without spread; those of a product vary with the other factor."""
    pytest.importorskip("SALib")
    found = {one.parameter: one for one in morris(straight, measure="mean(y)", replications=1, workers=1).effects}
    assert found["p2"].mu_star == pytest.approx(2.0)
    assert found["p1"].mu_star == pytest.approx(1.0)
    assert found["p1"].sigma == pytest.approx(0.0, abs=1e-6)
    assert found["p3"].sigma > 0.1
    assert next(iter(found)) == "p2"


def test_without_salib_the_extra_is_named(straight: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Screening and indices say what to install."""
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    monkeypatch.setitem(sys.modules, "SALib.sample", None)
    for method in (morris, sobol):
        with pytest.raises(MissingExtra, match=r"heatsim\[analysis\]"):
            method(straight, workers=1)


def test_what_cannot_be_asked_is_said(straight: Scenario, interruption: Scenario) -> None:
    """Unknown names, parameters without a range, points that are no power of two."""
    with pytest.raises(UsageError, match="did you mean"):
        tornado(interruption, only=["respons_time"])
    with pytest.raises(UsageError, match="'response_time' declares no range"):
        spread(interruption, ["response_time"])
    with pytest.raises(UsageError, match="no parameter of 'interruption' has a range or options"):
        tornado(interruption, only=["response_time"])
    pytest.importorskip("SALib")
    with pytest.raises(UsageError, match="a power of two of points, at least 8, not 100"):
        sobol(straight, points=100)
    with pytest.raises(UsageError, match="at least 2 trajectories"):
        morris(straight, trajectories=1)

"""What analyses print beside a number holds the exact one as often as it says: assumptions, decisions, Sobol's indices.

Plain runs and what-ifs: tests/trust/test_coverage.py; whose luck: test_luck.py; where two lines cross: test_sweep.py.
"""

from __future__ import annotations

import pytest

from analysis.test_decisions import NIGHT
from heatsim.analysis.decisions.ask import decisions
from heatsim.analysis.decisions.found import CAME, NOT
from heatsim.analysis.indices import sobol
from heatsim.analysis.tornado import tornado
from heatsim.scenario.load import Scenario, loads

pytestmark = pytest.mark.statistical

STUDIES = 300
# With a coverage of 0.95 the number of 300 studies that hold the truth lies outside of this in about one case in ten thousand.
LEAST, MOST = 0.90, 0.99


def test_moves_of_assumptions_cover(straight: Scenario) -> None:
    """A uniform number below 0.45, and below 0 and 1 at the ends of the range: paired shares, exactly known."""
    held = [0, 0]
    for seed in range(STUDIES):
        made = tornado(straight.vary({"p1": 0.45}), measure="early", only=["p1"], replications=100, seed=seed, workers=1)
        for place, (move, truth) in enumerate(zip(made.bars[0].moves, (-0.45, 0.55), strict=True)):
            held[place] += move.low <= truth <= move.high
    assert all(LEAST <= count / STUDIES <= MOST for count in held), held


def test_flips_of_decisions_cover_all_at_once() -> None:
    """A dog that wakes in a fifth of the nights and spoils half of them: always awake costs 40 points, never gains 10."""
    scenario, held = loads(NIGHT), 0
    for seed in range(STUDIES):
        made = decisions(scenario, measure="share(ending=away)", only="*/the dog wakes", replications=100, seed=seed, workers=1)
        truth = {CAME: -0.4, NOT: 0.1}
        held += all(one.focus.low <= truth[one.option] <= one.focus.high for one in made["thief/the dog wakes"])
    assert held / STUDIES >= LEAST, held


def test_indices_of_sobol_cover(straight: Scenario) -> None:
    """z is p1 plus luck of the same size: half of the variance each, alone and in all."""
    pytest.importorskip("SALib")
    studies, held = 100, {"first": 0, "total": 0}
    for seed in range(studies):
        made = sobol(straight, measure="mean(z)", only=["p1"], points=64, seed=seed, workers=1)
        one = next(index for index in made.indices if index.parameter == "p1")
        held["first"] += abs(one.first - 0.5) <= one.first_half
        held["total"] += abs(one.total - 0.5) <= one.total_half
    assert all(0.85 * studies <= count for count in held.values()), held

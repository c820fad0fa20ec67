"""The variance reduction against known ones."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from heatsim.analysis.whatif.ask import whatif
from heatsim.analysis.whatif.gain import variance_reduction
from heatsim.draws.batch import further
from heatsim.draws.distributions import quantile
from heatsim.draws.world import Draws
from heatsim.scenario.load import load
from heatsim.study.run import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def normals(site: str, count: int) -> np.ndarray:
    return np.array([quantile("plain_normal", u, (0.0, 1.0)) for u in further(Draws(5), site, 0, count)])


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9, 0.99])
def test_correlated_normals(rho: float) -> None:
    """Two normals of correlation rho give 1 / (1 - rho), within the interval."""
    x, e = normals("x", 4_000), normals("e", 4_000)
    gain = variance_reduction(x, rho * x + math.sqrt(1 - rho * rho) * e)
    assert gain.low < 1 / (1 - rho) < gain.high
    assert gain.high / gain.low < 1.3


def test_ends() -> None:
    """A constant difference gains everything, two constants cannot tell, few pairs have no interval."""
    x = normals("x", 100)
    assert variance_reduction(x, x + 3).value == math.inf
    assert math.isnan(variance_reduction(np.ones(50), np.zeros(50)).value)
    assert math.isnan(variance_reduction(np.empty(0), np.empty(0)).value)
    few = variance_reduction(x[:10], -x[:10])
    assert few.value == pytest.approx(0.5)
    assert math.isnan(few.low)


def test_common_luck_pays_on_a_race() -> None:
    """A slower response in a race of two lognormals: the pairs are worth several times as many independent runs."""
    heat = load(SCENARIOS / "reference" / "two-lognormals.yaml")
    made = whatif(heat, "even_race", replications=1_000, workers=1).versus[0]
    assert all(change.gain_low > 3 for change in made.endings)


def test_common_luck_pays_on_the_armored_car() -> None:
    """A slow control room in the armored car: more than twice on whether it is intercepted, ten times on the margin."""
    heist = load(SCENARIOS / "armored-car.yaml")
    made = whatif(heist, "slow_radio", replications=200, workers=1)["slow_radio"]
    assert made["intercepted"].gain_low > 2
    assert made["margin"].gain_low > 10
    assert made.draws is not None
    assert made.draws.share > 0.9


@pytest.mark.statistical
def test_the_gain_is_what_independent_runs_lack() -> None:
    """The variance of the difference over a hundred pairs of studies: independent ones over paired ones gives the gain reported."""
    heat = load(SCENARIOS / "reference" / "two-lognormals.yaml")
    other = heat.variant("even_race")
    count, studies = 100, 200
    ending = heat.resolved.endings[0].name
    base = run(heat, replications=count * studies, workers=1)["ending"] == ending
    same = run(other, replications=count * studies, workers=1)["ending"] == ending
    apart = run(other, replications=count * studies, seed=7, workers=1)["ending"] == ending
    means = [one.reshape(studies, count).mean(axis=1) for one in (base, same, apart)]
    measured = np.var(means[2] - means[0]) / np.var(means[1] - means[0])
    gain = whatif(heat, other, replications=4_000, workers=1).versus[0][ending]
    # Each variance of two hundred studies is known within a tenth (one standard error).
    assert gain.gain == pytest.approx(measured, rel=0.35)
    assert measured > 2


@pytest.mark.parametrize("replications, least", [(500, 4.0), pytest.param(4_000, 5.0, marks=pytest.mark.statistical)])
def test_common_luck_pays_in_a_gunfight(replications: int, least: float) -> None:
    """Hits of 0.40 for 0.35 in the reference gunfight: a shot is its shooter's own, so the pairs are worth more than five times."""
    fight = load(SCENARIOS / "reference" / "gunfight.yaml")
    change = whatif(fight, {"crew_hits": 0.40}, replications=replications, workers=1).versus[0]["crew_wins"]
    assert change.gain > 5
    assert change.gain_low > least

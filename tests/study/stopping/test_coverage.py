"""What a sequential interval is worth: how often it covers the truth, and how far off its estimate is on average.

The coin's chance is known exactly, so every study of thousands can be judged. The tosses are made by the published formula of the
draws; a test below holds them against the engine's.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from heatsim.scenario.load import Scenario
from heatsim.study.intervals import wilson
from heatsim.study.run import run
from heatsim.study.stopping.estimate import Reached, estimate, paired_estimate
from heatsim.study.stopping.rule import floor, looks
from heatsim.study.stopping.subject import Subject
from heatsim.study.stopping.watch import Watch
from heatsim.study.table import Table

Toss = Callable[..., Table]
Find = Callable[[str], Subject]

STUDIES = 3_000
FIRST_SEED = 10_000
WINDOW = 10_000
STARTS = range(0, 990_001, 990)  # a thousand studies on a million replications, each sharing rows with its neighbours


def test_these_tosses_are_the_engines(coin: Scenario, toss: Toss) -> None:
    """The endings made here are those that the scenario has under the same seed."""
    assert np.array_equal(run(coin, replications=500, seed=77, workers=1).table.ending, toss(77, 500, 0.3).ending)


@pytest.mark.statistical
@pytest.mark.parametrize(
    "text, p, most",
    [
        ("share(ending=heads) ± 2pt", 0.3, 5_000),
        ("share(ending=heads) ± 1pt", 0.9, 8_000),
        ("share(ending=heads) ± 0.5pt", 0.02, 10_000),
        ("share(ending=heads) about 0.3 ± 3pt", 0.3, 2_000),
        ("share(ending=heads) about 0.5 ± 6pt", 0.5, 1_000),
        ("share(ending=heads) ± 10 %", 0.1, 8_000),
        ("share(ending=heads) ± 30 %", 0.01, 16_000),
    ],
)
def test_shares_cover_and_are_not_biased(subject: Find, toss: Toss, text: str, p: float, most: int) -> None:
    """The final interval covers the truth in at least 94 % of studies; the bias is below a tenth of the half-width."""
    wanted, covered, errors, halves = subject(text), 0, [], []
    for seed in range(FIRST_SEED, FIRST_SEED + STUDIES):
        watch = Watch([wanted], most)
        for _ in watch.passing([toss(seed, most, p)]):
            pass
        (reached,) = watch.stopping.targets
        assert reached.met
        covered += reached.low <= p <= reached.high
        errors.append(reached.value - p)
        halves.append(reached.half)
    assert covered / STUDIES >= 0.94
    assert abs(np.mean(errors)) < 0.1 * np.mean(halves)


@pytest.mark.statistical
@pytest.mark.parametrize("text, exact", [("mean(fell) ± 10 %", 10.0), ("quantile(fell, 0.9) ± 10 %", 10 * math.log(10))])
def test_means_and_quantiles_cover(coin: Scenario, text: str, exact: float) -> None:
    """The same for a mean and a quantile of the coin's exponential fall."""
    from heatsim.study.run import prepare
    from heatsim.study.stopping.watch import subjects

    (wanted,) = subjects(text, prepare(coin, "auto").program)
    values = -10 * np.log1p(-_uniform(1_000_000, "coin/fall"))
    ends = [_stopped(values[start : start + WINDOW], lambda part: estimate(wanted, part), wanted) for start in STARTS]
    covered = sum(one.low <= exact <= one.high for one in ends) / len(ends)
    assert covered >= 0.93  # three standard errors of a thousand studies below 95 %
    assert abs(np.mean([one.value for one in ends]) - exact) < 0.1 * np.mean([one.half for one in ends])


@pytest.mark.statistical
def test_paired_differences_cover(subject: Find) -> None:
    """A coin of 0.35 against one of 0.30 on the same tosses: the difference is 0.05 exactly, and covered."""
    wanted = subject("share(ending=heads) about 0.3 ± 1pt")
    u = _uniform(1_000_000, "coin/toss")
    values = np.stack([u >= 0.7, u >= 0.65]).astype(float)
    ends = [
        _stopped(values[:, start : start + WINDOW], lambda part: paired_estimate(wanted, part[0], part[1]), wanted)
        for start in STARTS
    ]
    assert sum(one.low <= 0.05 <= one.high for one in ends) / len(ends) >= 0.93
    assert abs(np.mean([one.value for one in ends]) - 0.05) < 0.001


@pytest.mark.statistical
def test_looking_all_the_time_would_not_do(toss: Toss) -> None:
    """The negative control: looked at from the tenth toss on after every single one, the same interval covers far less often."""
    covered = 0
    for seed in range(FIRST_SEED, FIRST_SEED + 500):
        heads = np.cumsum(toss(seed, 400, 0.5).ending == 0)
        for n in range(10, 401):
            interval = wilson(int(heads[n - 1]), n)
            if not interval.low <= 0.5 <= interval.high or n == 400:
                covered += interval.low <= 0.5 <= interval.high
                break
    assert covered / 500 < 0.85


def _stopped(values: np.ndarray, known: Callable[[np.ndarray], Reached], wanted: Subject) -> Reached:
    for place in looks(floor([wanted]), values.shape[-1]):
        reached = known(values[..., :place])
        if reached.met:
            return reached
    raise AssertionError("the ceiling was too low")


def _uniform(count: int, site: str) -> np.ndarray:
    from heatsim.draws.address import site_number
    from heatsim.draws.philox import first_words

    one = np.array([[0]], dtype=np.uint64)
    number = np.array([[site_number(site)]], dtype=np.uint64)
    parts = [
        first_words(one, number, np.arange(start, start + 50_000, dtype=np.uint64)[:, None], one, one)[:, 0]
        for start in range(0, count, 50_000)
    ]
    return ((np.concatenate(parts) >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52

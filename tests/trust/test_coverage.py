"""Intervals that are printed cover the truth as often as they say: 95 in 100 studies, on a coin whose answers are all exact.

Those of studies that stop by themselves: tests/study/stopping; of quantiles by their ranks: tests/study/test_intervals.py.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest

from heatsim.analysis.whatif.ask import whatif
from heatsim.scenario.load import Scenario, loads
from heatsim.study.intervals import binomial_cdf, mean_interval, wilson
from heatsim.study.run import run
from support.coin import COIN

N = 200  # replications of a study
STUDIES = 600
# With a coverage of 0.95 the number of 600 studies that miss lies outside of this in one case in ten thousand.
LEAST, MOST = 0.912, 0.984

TRUTH: dict[str, float] = {
    "endings.heads": 0.3,
    "endings.tails": 0.7,
    "measures.fell": 10.0,
    "measures.heads_seen": 0.3,
    "fell at 0.05": -10 * math.log(0.95),
    "fell at 0.5": 10 * math.log(2),
    "fell at 0.95": 10 * math.log(20),
}
CHANGES: dict[str, float] = {
    "heads, base": 0.3,
    "heads, other": 0.35,
    "heads, change": 0.05,
    "heads_seen, change": 0.05,
    "heads, gain": (0.3 * 0.7 + 0.35 * 0.65) / (0.05 * 0.95),
}


@pytest.fixture(scope="module")
def coin() -> Scenario:
    """A coin that comes up heads with probability 0.3, and falls for 10 s on average."""
    return loads(COIN, "coin.yaml")


def printed(summary: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Every interval of a summary, by name."""
    found = {
        f"{group}.{name}": (one["low"], one["high"]) for group in ("endings", "measures") for name, one in summary[group].items()
    }
    for p, (low, high) in summary["measures"]["fell"]["quantile_intervals"].items():
        found[f"fell at {p}"] = (low, high)
    return found


@pytest.mark.statistical
def test_summaries_cover(coin: Scenario) -> None:
    """Shares, means and quantiles of plain runs."""
    covered: Counter[str] = Counter()
    for seed in range(STUDIES):
        found = printed(run(coin, replications=N, seed=seed, workers=1).summary())
        covered.update(name for name, truth in TRUTH.items() if found[name][0] <= truth <= found[name][1])
    # A mean of 200 exponential times is a little skew still; a quantile's ranks cover at least what they say.
    outside = {name: covered[name] / STUDIES for name in TRUTH if not LEAST <= covered[name] / STUDIES <= MOST}
    assert outside == {}


@pytest.mark.statistical
def test_what_ifs_cover_and_are_not_biased(coin: Scenario) -> None:
    """Paired differences, both sides of them, and the variance they save; the mean of all estimates is the truth."""
    covered: Counter[str] = Counter()
    changes = []
    for seed in range(STUDIES):
        made = whatif(coin, "better", replications=N, seed=seed, workers=1)["better"]
        heads, seen = made["heads"], made["heads_seen"]
        found = {
            "heads, base": (heads.base_low, heads.base_high),
            "heads, other": (heads.other_low, heads.other_high),
            "heads, change": (heads.low, heads.high),
            "heads_seen, change": (seen.low, seen.high),
            "heads, gain": (heads.gain_low, heads.gain_high),
        }
        covered.update(name for name, truth in CHANGES.items() if found[name][0] <= truth <= found[name][1])
        changes.append(heads.change)
    outside = {name: covered[name] / STUDIES for name in CHANGES if not LEAST - 0.02 <= covered[name] / STUDIES <= MOST + 0.01}
    assert outside == {}
    assert sum(changes) / STUDIES == pytest.approx(0.05, abs=4 * math.sqrt(0.05 * 0.95 / N / STUDIES))


@pytest.mark.parametrize("total", [20, 200])
def test_wilson_covers_by_sums(total: int) -> None:
    """Summed exactly: never far below 95 %, on average over all chances what it says."""
    intervals = [wilson(count, total) for count in range(total + 1)]
    found = []
    for place in range(1, 100):
        p = place / 100
        masses = [binomial_cdf(k, total, p) - (binomial_cdf(k - 1, total, p) if k else 0.0) for k in range(total + 1)]
        found.append(sum(mass for mass, (low, high) in zip(masses, intervals, strict=True) if low <= p <= high))
    assert min(found) > 0.83 if total == 20 else min(found) > 0.90
    assert sum(found) / len(found) == pytest.approx(0.953, abs=0.006)


@pytest.mark.statistical
def test_narrower_ones_would_be_found(coin: Scenario) -> None:
    """Negative control: intervals of 90 % would not pass."""
    covered = 0
    for seed in range(STUDIES):
        values = run(coin, replications=N, seed=seed, workers=1)["fell"]
        low, high = mean_interval(float(values.mean()), float(values.std(ddof=1)), N, 0.9)
        covered += low <= 10 <= high
    assert covered / STUDIES < LEAST

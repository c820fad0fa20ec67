"""No bare numbers: what was never seen is at most something, and a whole distribution has a band."""

from __future__ import annotations

import numpy as np
import pytest

from heatsim.draws.batch import further
from heatsim.draws.world import Draws
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario
from heatsim.study.distribution import distribution
from heatsim.study.intervals import distribution_band
from heatsim.study.overview import sheets
from heatsim.study.results import Results
from heatsim.study.run import run


def cells(results: Results) -> dict[str, str]:
    """The interval beside each ending and each word."""
    found = {}
    for sheet in sheets(results, results.summary()):
        place = sheet.heads.index("95 % interval")
        found.update({row[1] if sheet.heads[1] == "is" else row[0]: row[place] for row in sheet.rows})
    return found


def test_never_and_always_are_bounds(race: Scenario) -> None:
    """An ending that never came is at most something, one that always came at least something; others have both ends."""
    sure = cells(run(race.vary({"work": "+20 min"}), replications=40, workers=1))
    assert sure["away"] == "at most 8.8 %"
    assert sure["caught"] == "at least 91.2 %"
    assert sure["police"] == "at least 91.2 %"
    open_race = cells(run(race, replications=40, workers=1))
    assert ".." in open_race["away"]
    assert ".." in open_race["police"]


def test_failures_have_an_interval(few: Results) -> None:
    """Failed replications are a share like any other."""
    assert ".." in cells(few)["(failed)"]


@pytest.mark.parametrize("count", [10, 100])
def test_the_band_holds_everywhere_at_once(count: int) -> None:
    """The largest distance of a sample's distribution from the true one stays within the band in 95 % of samples, not in 99 %."""
    u = np.sort(np.array(further(Draws(3), "u", 0, 1_000 * count)).reshape(1_000, count), axis=1)
    above, below = np.arange(1, count + 1) / count - u, u - np.arange(count) / count
    inside = np.maximum(above, below).max(axis=1) <= distribution_band(count)
    assert 0.94 < inside.mean() < 0.99


def test_a_point_by_point_interval_is_no_band() -> None:
    """The negative control: 1.96 standard errors at every point leave a sample somewhere in far more than one case of twenty."""
    count = 100
    u = np.sort(np.array(further(Draws(3), "u", 0, 500 * count)).reshape(500, count), axis=1)
    away = np.abs(np.arange(1, count + 1) / count - u) > 1.96 * np.sqrt(u * (1 - u) / count)
    assert away.any(axis=1).mean() > 0.3


def test_the_band_of_nothing() -> None:
    """No values tell nothing, and a band is never wider than everything."""
    assert distribution_band(0) == distribution_band(1) == 1.0
    assert distribution_band(1_000) == pytest.approx(0.0429, abs=1e-4)
    assert distribution_band(1_000, 0.99) > distribution_band(1_000)
    assert distribution_band(1, 0.2) == pytest.approx(0.677, abs=1e-3)  # even one value tells something, if little is asked


def test_a_measures_distribution_has_the_band(race: Scenario) -> None:
    """The distribution function counts the values, within the band, and the truth of the response time lies in it."""
    results = run(race, replications=400, workers=1)
    made = distribution(results, "event.MUSEUM-2")
    times = results["event.MUSEUM-2"]
    known = times[np.isfinite(times)]
    assert made.total == len(known)
    share, low, high = made.at(120.0)
    assert share == np.count_nonzero(known <= 120.0) / len(known)
    assert high - share == pytest.approx(distribution_band(made.total))
    seen = 1 - np.exp(-600 / 180)  # the horizon cuts the exponential time off
    truth = (1 - np.exp(-made.values / 180)) / seen
    assert ((made.low <= truth) & (truth <= made.high)).all()
    wrong = (1 - np.exp(-made.values / 250)) / seen
    assert not ((made.low <= wrong) & (wrong <= made.high)).all()
    assert made.at(-1.0)[:2] == (0.0, 0.0)
    assert low < share
    with pytest.raises(UsageError, match="not a number"):
        distribution(results, "ending")

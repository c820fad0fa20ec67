"""Which replications are shown: the one in the middle of its ending, found again by hand."""

from __future__ import annotations

import numpy as np
import pytest

from heatsim.report.typical import endings_by_share, typical
from heatsim.report.worlds import worlds
from heatsim.scenario.load import loads
from heatsim.study.results import Results
from heatsim.study.run import prepare, run
from support.coin import COIN


@pytest.fixture(scope="module")
def tosses() -> Results:
    return run(loads(COIN), replications=60, workers=1)


def test_the_commonest_ending_comes_first(tosses: Results) -> None:
    """Endings by how often they came; one that never came is not among them."""
    assert endings_by_share(tosses) == ("tails", "heads")
    assert endings_by_share(tosses.select(ending="tails")) == ("tails",)


def test_the_typical_one_is_nearest_to_the_median(tosses: Results) -> None:
    """With one time that varies, it is the replication whose time is nearest to the median of its ending."""
    number = typical(tosses, "tails")
    tails = tosses.select(ending="tails")
    times = tails["fell"]
    nearest = tails["replication"][np.argmin(abs(times - np.median(times)))]
    assert number == nearest
    assert typical(tosses, "heads") != number


def test_each_world_is_there_once_with_its_reason(tosses: Results) -> None:
    """Typical first, then those asked for, then the other ending's; one that is both keeps its first reason."""
    common = typical(tosses, "tails")
    found = worlds(prepare(loads(COIN), "auto"), tosses, None, [5, common, 5])
    assert [world.id for world in found] == ["typical", "r5", f"r{typical(tosses, 'heads')}"]
    assert [world.trace.replication for world in found][:2] == [common, 5]
    assert found[1].why == "Asked for."
    assert "commonest ending" in found[0].why

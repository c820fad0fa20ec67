"""Two worlds side by side: what they share, and the first thing that differs."""

from __future__ import annotations

import json

import pytest

from heatsim.analysis.worlds import diff
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario, loads
from heatsim.study.run import simulate
from support.coin import COIN

COUNTED = """\
heatsim: 1
scenario: counted
horizon: 10 s
parameters: {p: 2}
variables: {n: 0}
processes: {ida: [{set: {n: p}}, {say: done}]}
endings: {over: {}}
"""


@pytest.fixture(scope="module")
def coin() -> Scenario:
    """A coin that comes up heads with probability 0.3."""
    return loads(COIN, "coin.yaml")


def first_flip(coin: Scenario) -> int:
    """The first replication that a better coin turns."""
    better = coin.variant("better")
    return next(k for k in range(200) if simulate(coin, replication=k).ending != simulate(better, replication=k).ending)


def test_the_first_difference_is_the_first_in_the_traces(coin: Scenario) -> None:
    """The shared events are those at which the two traces agree, and the next of either is the first that differs."""
    made = diff(coin, "again", replication=3)
    one, two = (simulate(scenario, replication=3).events for scenario in (coin, coin.variant("again")))
    same = next(index for index, (a, b) in enumerate(zip(one, two, strict=False)) if (a.kind, a.text) != (b.kind, b.text))
    assert made.common == same
    assert made.first is not None
    shown = made.first.base or made.first.other
    assert shown is not None
    assert shown.time == min(one[same].time, two[same].time)


def test_a_flip_shows_the_decision(coin: Scenario) -> None:
    """In a world that flips, the toss is where they part, and endings and measures differ below."""
    flipped = first_flip(coin)
    made = diff(coin, "better", replication=flipped)
    assert made.first is not None
    assert made.first.base is not None
    assert made.first.base.kind == "chance"
    assert made.endings == ("tails", "heads")
    assert {outcome.name for outcome in made.outcomes} == {"up", "heads_seen", "side"}
    text = str(made)
    assert "here they part" in text
    assert "ending: tails" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_same_world_is_the_same_to_the_end(coin: Scenario) -> None:
    """A change that does not matter in this world leaves no difference."""
    same = next(k for k in range(200) if simulate(coin, replication=k).ending == "heads")
    made = diff(coin, "better", replication=same)
    assert made.first is None
    assert made.outcomes == ()
    assert "the same in both worlds to the end" in str(made)


def test_a_difference_in_a_duration_alone_is_found(coin: Scenario) -> None:
    """A step that takes longer differs when it begins, and both durations are shown."""
    slower = loads(COIN.replace("mean: 10 s", "mean: 20 s"), "coin.yaml")
    made = diff(coin, slower)
    assert made.first is not None
    assert made.first.base is not None
    assert made.first.other is not None
    assert made.first.base.kind == "begin"
    assert made.first.other.value == pytest.approx(2 * (made.first.base.value or 0))
    assert str(made).count(" s]") == 2


def test_the_first_beat_that_differs_leads(coin: Scenario) -> None:
    """The same beat at another time stands beside itself, with its event id, above the single events."""
    slower = loads(COIN.replace("mean: 10 s", "mean: 20 s"), "coin.yaml")
    made = diff(coin, slower)
    assert made.beat and made.beat.base and made.beat.other  # noqa: PT018
    assert made.beat.base.ids == made.beat.other.ids == ("COIN-1",)
    assert made.beat.base.time < made.beat.other.time
    text = str(made)
    assert text.index("the first beat that differs") < text.index("[COIN-1]") < text.index("here they part")


def test_a_beat_that_only_one_world_has(coin: Scenario) -> None:
    """A beat that the other sheet lacks has nothing beside it; an event that no sheet tells is no beat."""
    told = loads(COIN.replace("- chance: p", "- if: twice\n      then: [{say: once again}]\n    - chance: p", 1), "coin.yaml")
    made = diff(told, "again", replication=3)
    assert made.beat is not None
    assert made.beat.base is None
    assert made.beat.other is not None
    assert made.beat.other.text == "“once again”"
    assert "no such beat" in str(made)
    flipped = diff(coin, "better", replication=first_flip(coin))
    assert flipped.beat is not None
    assert flipped.beat.base is not None
    assert flipped.beat.base.text == "toss: no"
    counted = loads(COUNTED)
    silent = diff(counted, counted.vary({"p": 3}))
    assert silent.first is not None
    assert silent.beat is None
    assert "no beat of the story differs" in str(silent)


def test_beyond(coin: Scenario) -> None:
    """As many differing events are shown as were asked for, and one more: the first."""
    flipped = first_flip(coin)
    assert len(diff(coin, "better", replication=flipped, beyond=0).after) == 1
    with pytest.raises(UsageError, match="count events"):
        diff(coin, "better", beyond=-1)


def test_plain_data(coin: Scenario) -> None:
    """`to_dict` is JSON."""
    assert json.loads(json.dumps(diff(coin, "again").to_dict()))["labels"] == ["as written", "again"]

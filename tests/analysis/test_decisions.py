"""Which decision mattered: each flipped in the same worlds, against what can be worked out by hand and against pins."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from heatsim.analysis.decisions.ask import decisions
from heatsim.analysis.decisions.found import CAME, NOT, NOTHING, decisions_in, event, watched
from heatsim.analysis.decisions.made import Decisions, Flipped
from heatsim.errors import UsageError
from heatsim.scenario.load import load, loads
from heatsim.study.run import run

REFERENCE = Path(__file__).parents[2] / "scenarios" / "reference"
WORLDS = 600

# The dog wakes in a fifth of the nights and spoils half of them; the door and the lookout decide nothing.
NIGHT = """
heatsim: 1
scenario: night
horizon: 1 h
parameters:
  nerve: {value: steady, options: [steady, shaky], basis: assumed, why: a choice}
  gloves: {value: true, basis: assumed, why: a flag}
  dog_wakes: {value: 0.2, basis: assumed, why: an old dog, range: [0, 1]}
  never: {value: 0, basis: assumed, why: cannot be, range: [0, 1]}
processes:
  thief:
    - choose:
        door: {steps: [{do: pick the lock, takes: 10 s}]}
        window: {steps: [{do: climb in, takes: 10 s}]}
      name: the way in
    - chance: dog_wakes
      name: the dog wakes
      then:
        - chance: 0.5
          name: somebody hears it
          then: [{signal: heard}]
    - chance: never
      name: lightning
      then: [{signal: struck}]
    - first:
        rain: {after: {exponential: {mean: 100 s}}, steps: [{signal: wet}]}
        cat: {after: {exponential: {mean: 50 s}}, steps: [{mark: a cat}]}
      name: meanwhile
    - first:
        owner: {after: {exponential: {mean: 40 min}}, steps: [{signal: home}]}
      name: the owner comes home
      until: done
    - repeat: 3
      steps:
        - chance: 0.5
          name: a drawer has something
          then: [{add: {found: 1}}]
  watch:
    - do: wait
      takes: 50 min
    - signal: done
    - if: gloves
      then: [{mark: nothing is left behind}]
variables: {found: 0}
measures:
  loot: {value: found}
  soaked: wet
endings:
  hit: {when: struck}
  caught: {when: heard or home and nerve == shaky}
  away: {}
"""


@pytest.fixture(scope="module")
def night() -> Decisions:
    """All flips of a night, ranked by how often it ends well."""
    return decisions(loads(NIGHT), measure="share(ending=away)", replications=WORLDS, workers=1)


def flip(made: Decisions, name: str, option: str) -> Flipped:
    return next(one for one in made[name] if one.option == option)


def test_every_kind_of_decision_is_found() -> None:
    """Parameters with options, then chances, choices and hazards by their sites, with what they may become."""
    found = {one.name: (one.kind, one.options, one.present) for one in decisions_in(loads(NIGHT).resolved)}
    assert found == {
        "nerve": ("parameter", ("steady", "shaky"), "steady"),
        "gloves": ("parameter", ("true", "false"), "true"),
        "thief/the way in": ("choose", ("door", "window"), None),
        "thief/the dog wakes": ("chance", (CAME, NOT), None),
        "thief/somebody hears it": ("chance", (CAME, NOT), None),
        "thief/lightning": ("chance", (CAME, NOT), None),
        "thief/meanwhile": ("first", ("rain", "cat"), None),
        "thief/the owner comes home": ("first", ("owner", NOTHING), None),
        "thief/a drawer has something": ("chance", (CAME, NOT), None),
    }


def test_watching_moves_nothing() -> None:
    """The marks that tell which way a decision went leave every outcome what it was."""
    scenario = loads(NIGHT)
    marked = run(watched(scenario, decisions_in(scenario.resolved)), replications=100, workers=1)
    plain = run(scenario, replications=100, workers=1)
    assert marked["ending"].tolist() == plain["ending"].tolist()
    assert marked["loot"].tolist() == plain["loot"].tolist()
    assert np.isfinite(marked[f"event.{event('thief/the dog wakes', CAME)}"]).sum() > 0


def test_a_flip_is_what_pinning_the_draw_would_do(night: Decisions) -> None:
    """Every ending under a flip is that of a run in which the decision's draw is pinned, world by world."""
    for name, option, u in (("thief/the dog wakes", CAME, 1 - 1e-9), ("thief/the dog wakes", NOT, 1e-9)):
        pinned = loads(NIGHT + f"variants:\n  pinned: {{pins: {{{name}: {u}}}}}\n").variant("pinned")
        ends = run(pinned, replications=WORLDS, workers=1)["ending"]
        one = flip(night, name, option)
        assert {moved.ending: round(moved.share * WORLDS) for moved in one.endings} == {
            ending: int(np.sum(ends == ending)) for ending in ("hit", "caught", "away")
        }


def test_the_accident_that_matters_comes_first(night: Decisions) -> None:
    """Waking the dog in every world costs half of them, within four standard errors; the way in costs nothing at all."""
    first = next(one for one in night.flips if one.decision.kind != "parameter")
    assert (first.decision.name, first.option) == ("thief/the dog wakes", CAME)
    assert first.is_clear
    assert abs(first.focus.value + 0.8 * 0.5) < 4 * (0.4 * 0.6 / WORLDS) ** 0.5
    for option in ("door", "window"):
        assert flip(night, "thief/the way in", option).focus.value == 0.0
        assert flip(night, "thief/the way in", option).otherwise.value == 0.0
    assert night.for_ending("caught")[0].decision.name in ("thief/the dog wakes", "nerve")


def test_a_flip_that_changes_nothing_is_not_clear(night: Decisions) -> None:
    """Negative control: an interval about no change holds zero, and nothing that is clear stands below it."""
    ways = flip(night, "thief/the way in", "door")
    assert not ways.is_clear
    assert ways.focus.low < 0 < ways.focus.high
    assert not any(one.is_clear for one in night.flips[night.flips.index(ways) :])


def test_only_worlds_that_go_otherwise_are_counted(night: Decisions) -> None:
    """The dog sleeps in four fifths of the worlds; somebody can hear it only where it woke."""
    woken, slept = (flip(night, "thief/the dog wakes", option) for option in (NOT, CAME))
    assert woken.came == slept.came == WORLDS
    assert woken.worlds == slept.went == WORLDS - slept.worlds
    assert abs(woken.worlds / WORLDS - 0.2) < 4 * (0.2 * 0.8 / WORLDS) ** 0.5
    heard = flip(night, "thief/somebody hears it", CAME)
    assert heard.came == woken.worlds
    assert 0 < heard.worlds < heard.came
    assert next(one for one in heard.endings if one.ending == "caught").gained == heard.worlds


def test_what_cannot_be_stays_impossible(night: Decisions) -> None:
    """Lightning of probability zero strikes in no world, however it is flipped."""
    struck = flip(night, "thief/lightning", CAME)
    assert struck.worlds == WORLDS
    assert struck.otherwise.value == 0.0


def test_a_decision_is_flipped_in_every_round() -> None:
    """Three drawers that always have something hold three things, and none when they never do."""
    made = decisions(loads(NIGHT), measure="mean(loot)", only="*/a drawer*", replications=50, workers=1)
    assert made.value.value + flip(made, "thief/a drawer has something", CAME).focus.value == pytest.approx(3)
    assert made.value.value + flip(made, "thief/a drawer has something", NOT).focus.value == pytest.approx(0)


def test_hazards_win_or_never_come() -> None:
    """Of two that race the wanted one wins in every world; one that something forestalls comes at once, or not at all."""
    made = decisions(loads(NIGHT), measure="share(soaked)", only="*/meanwhile", replications=50, workers=1)
    assert made.value.value + flip(made, "thief/meanwhile", "rain").focus.value == pytest.approx(1)
    assert made.value.value + flip(made, "thief/meanwhile", "cat").focus.value == pytest.approx(0)
    shaky = loads(NIGHT).vary({"nerve": "shaky", "dog_wakes": 0})
    home = decisions(shaky, measure="share(ending=caught)", only="*/the owner*", replications=50, workers=1)
    assert home.value.value + flip(home, "thief/the owner comes home", "owner").focus.value == pytest.approx(1)
    assert home.value.value + flip(home, "thief/the owner comes home", NOTHING).focus.value == pytest.approx(0)


def test_a_group_decides_together() -> None:
    """The members of a group are one decision, flipped for all of them."""
    text = """
heatsim: 1
scenario: sentries
horizon: 1 min
processes:
  sentries:
    count: 3
    steps:
      - chance: 0.5
        name: looks up
        then: [{add: {seen: 1}}]
variables: {seen: 0}
measures: {eyes: {value: seen}}
endings: {over: {}}
"""
    made = decisions(loads(text), measure="mean(eyes)", replications=40, workers=1)
    assert made.value.value + flip(made, "sentries/looks up", CAME).focus.value == pytest.approx(3)
    assert made.value.value + flip(made, "sentries/looks up", NOT).focus.value == pytest.approx(0)


def test_parameters_can_be_left_alone() -> None:
    """Without parameters only what happens by chance is flipped; what never goes otherwise is named."""
    made = decisions(loads(NIGHT), parameters=False, replications=20, workers=1)
    assert {one.decision.kind for one in made.flips} <= {"chance", "choose", "first"}
    never = decisions(loads(NIGHT).vary({"dog_wakes": 0}), only="*/somebody*", replications=20, workers=1)
    assert (len(never), never.unmoved) == (0, ("thief/somebody hears it",))
    assert "never come to" in str(never)


def test_unknown_names_are_refused() -> None:
    """A pattern that fits nothing, an ending there is not, and nothing to decide are said."""
    with pytest.raises(UsageError, match="no decision is called 'thief/the dog'"):
        decisions(loads(NIGHT), only="thief/the dog", replications=5)
    with pytest.raises(UsageError, match="there is no ending 'rich'"):
        decisions(loads(NIGHT), measure="share(ending=rich)", replications=5)
    with pytest.raises(UsageError, match="decides nothing"):
        decisions(load(REFERENCE / "two-lognormals.yaml"), replications=5)


def test_words_and_rows_say_the_same(night: Decisions) -> None:
    """The text fits 80 columns; there is a row for every flip and ending, and the plain data has them all."""
    text = str(night)
    assert max(map(len, text.splitlines())) <= 80
    assert "thief/the dog wakes -> comes" in text
    assert len(night.rows()) == len(night) * 3
    assert [one["option"] for one in night.to_dict()["flips"]] == [one.option for one in night.flips]

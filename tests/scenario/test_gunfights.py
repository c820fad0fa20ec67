"""Gunfights in a resolved scenario: what is assumed, where chance is drawn, what expressions may ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from heatsim.errors import ScenarioError
from heatsim.scenario.constants import value_of
from heatsim.scenario.describe import written
from heatsim.scenario.expression import Expression, walk
from heatsim.scenario.load import load, loads
from heatsim.scenario.resolved import Board, Engage, Resolved
from heatsim.scenario.walking import all_steps, sites

VALID = Path(__file__).parent.parent / "conformance" / "valid"
DUEL = """
heatsim: 1
scenario: duel
horizon: 10 min
weapons:
  gun: {{every: {{exponential: {{mean: 1 s}}}}, hit: 0.5, magazine: 6, reload: {reload}}}
actors:
  neil: {{side: crew, weapon: gun}}
  units: {{side: police, count: 2, weapon: gun}}
fights: {{yard: {{between: [crew, police]{more}}}}}
processes:
  neil:
    - fight: yard
      {reaction}
  units:
    - {{fight: yard, name: back}}
endings:
  hit: {{when: "{when}"}}
  other: {{}}
"""


def duel(reload: str = "3 s", more: str = "", reaction: str = "", when: str = "neil.out") -> Resolved:
    """A small fight with some of its text replaced."""
    return loads(DUEL.format(reload=reload, more=more, reaction=reaction, when=when)).resolved


def ending(when: str, more: str = "") -> Expression:
    """The condition of the first ending."""
    made = duel(when=when, more=more).endings[0].when
    assert made is not None
    return made


def test_what_is_assumed_where_nothing_is_said() -> None:
    """A fight has a size of targets, a half-life of suppression, a factor for movement, and hits that kill."""
    (fight,) = duel().fights
    assumed = [one.value for one in (fight.target_radius, fight.half_life, fight.moving) if one is not None]
    assert assumed == [0.25, 3_000_000.0, 0.5]
    assert (fight.hit_state, fight.geometry, fight.wounds) == ("dead", False, ())
    (changed,) = duel(more=", moving: 1, hit_state: down").fights
    assert changed.moving is not None
    assert (changed.moving.value, changed.hit_state) == (1.0, "down")


def test_sites_of_a_fight() -> None:
    """Every shot is drawn; a reload and a reaction only if they have a distribution; a name stands in between."""
    assert list(sites(duel())) == ["neil/fire", "units[1]/back/fire", "units[2]/back/fire"]
    drawn = duel(reload="{uniform: [1 s, 2 s]}", reaction="reaction: {exponential: {mean: 1 s}}")
    neil = ["neil/fire", "neil/reload", "neil/reaction"]
    assert list(sites(drawn)) == [*neil, *(f"units[{i}]/back/{part}" for i in (1, 2) for part in ("fire", "reload"))]


def test_the_weapon_of_a_step_is_the_actors_own_unless_it_names_one() -> None:
    """Short forms are spelled out: weapon, targets one by one, and the site of a step without a name."""
    scenario = load(VALID / "gunfight_duel.yaml").resolved
    first, again, guards = (step for one in scenario.processes for step in all_steps(one) if isinstance(step, Engage))
    assert (first.weapon, again.weapon, guards.weapon) == ("rifle", "pistol", "pistol")
    assert (first.meta.site, again.meta.site, guards.target) == ("", "again", "random")
    assert first.assigned == ("guards[2]", "guards[1]", "guards[3]")


def test_who_goes_with_whom() -> None:
    """To board and to carry are the same from two sides, and so are to alight and to release."""
    scenario = load(VALID / "gunfight_together.yaml").resolved
    steps = [step for step in all_steps(scenario.processes[0]) if isinstance(step, Board)]
    assert [(step.actor, step.carrier) for step in steps] == [("chris", "me"), ("chris", None), ("me", "car"), ("me", None)]


@pytest.mark.parametrize("word", ["shots", "hits", "taken", "rounds", "suppression"])
def test_tallies_of_an_actor(word: str) -> None:
    """An actor and a member of a group have every tally, as numbers that are never folded."""
    (node,) = (one for one in walk(ending(f"units[2].{word} > 1")) if one.op == "tally")
    assert (node.name, node.word, node.kind, value_of(node)) == ("units[2]", word, "number", None)
    assert written(node) == f"units[2].{word}"


def test_tallies_of_groups_and_sides() -> None:
    """A group and a side have the sums, and nothing that cannot be added."""
    assert written(ending("units.taken + crew.shots > police.hits")) == "((units.taken + crew.shots) > police.hits)"
    with pytest.raises(ScenarioError, match=r"a group has no '\.suppression'"):
        duel(when="units.suppression > 1")


@pytest.mark.parametrize("asked", ["neil.gun.shots", "units[2].gun.hits", "units.gun.hits", "crew.gun.shots", "neil.gun.rounds"])
def test_tallies_of_one_weapon(asked: str) -> None:
    """An actor, a member, a group and a side have what was fired with a weapon, as a number that is never folded."""
    (node,) = (one for one in walk(ending(f"{asked} > 1")) if one.op == "tally")
    whose, _, word = asked.partition(".")
    assert (node.name, node.word, node.kind, value_of(node), written(node)) == (whose, word, "number", None, asked)


def test_words_of_a_wound() -> None:
    """The words are those of all fights in order, `body` for a fight without wounds, and `none` last."""
    wounds = ", wounds: {head: {share: 0.2, dead: 1}, leg: {share: 0.8}}"
    (node,) = (one for one in walk(ending("neil.wound == leg", wounds)) if one.op == "wound")
    assert node.options == ("head", "leg", "none")
    (bare,) = (one for one in walk(ending("neil.wound != none")) if one.op == "wound")
    assert bare.options == ("body", "none")
    with pytest.raises(ScenarioError, match="'leg' is not one of body, none"):
        duel(when="neil.wound == leg")


def test_who_hit_an_actor_last_is_an_actor_or_nobody() -> None:
    """It compares with actors and with nobody."""
    made = ending("neil.hurt_by == units[1] or neil.hurt_by != nobody")
    assert written(made) == "((neil.hurt_by == units[1]) or (neil.hurt_by != nobody))"
    assert {one.kind for one in walk(made) if one.op == "hurt_by"} == {"actor"}


def test_a_parameter_decides_how_many_rounds_there_are() -> None:
    """Rounds follow a parameter that is fixed, also when it is changed."""
    scenario = load(VALID / "gunfight_ground.yaml")
    assert [scenario.vary({"rifle_magazine": n}).resolved.weapons[0].magazine for n in (12, 40)] == [12, 40]

"""Canon worlds are written to be read, read with every problem at its place, and replayed with every fact checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.canon.replay import replay
from heatsim.canon.world import CanonWorld, read_world, world_of, world_text, write_world
from heatsim.draws.address import Address
from heatsim.draws.world import World
from heatsim.errors import ScenarioError, StoreError, UsageError
from heatsim.scenario.load import Scenario
from heatsim.scenario.source import from_text
from heatsim.testing import assert_canon

Heist = Callable[..., Scenario]
# The door opens below 1/2 (u counts from the top) and Ann leaves after 10 s times u.
WORLD = """
world: 1
heist: door
scenario: door
language: 1
seed: 7
replication: 3
draws:
  "ann/leave": 0.2
  "ann/the door": 0.9
"""
FILM = CanonWorld("door", "door", 1, World(7, 3, {"ann/leave": 0.2, "ann/the door": 0.9}))


def test_a_world_is_written_short_and_read_back(tmp_path: Path) -> None:
    """The file is a few lines, the same for the same world, and reads back as it was."""
    write_world(FILM, tmp_path / "new" / "door.world.yaml")
    assert (tmp_path / "new" / "door.world.yaml").read_text(encoding="utf-8") == WORLD.lstrip()
    assert read_world(tmp_path / "new" / "door.world.yaml", {"ann/leave", "ann/the door"}) == FILM
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["door.world.yaml"]


def test_a_plain_replication_has_no_draws() -> None:
    """A world that needs no supplied draw says so."""
    plain = CanonWorld("door", "door", 1, World(1995, 12), note="found: by luck # really", lacks=("D-2+",))
    assert world_text(plain).endswith("draws: {}\n")
    assert world_of(from_text(world_text(plain))) == plain


LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
SITES = st.text(LETTERS, min_size=1, max_size=12).map(lambda name: f"who/{name}")
PLACES = st.builds(Address, SITES, st.integers(0, 30), st.integers(0, 3))


PINS = st.dictionaries(PLACES, st.floats(2.0**-53, 1 - 2.0**-53), max_size=5)


@given(PINS, st.integers(0, 2**64 - 1), st.text("ab:#'\" é", max_size=9))
def test_every_world_survives_being_written(pins: dict[Address, float], seed: int, note: str) -> None:
    """Any addresses, numbers and words come back to the last bit."""
    record = CanonWorld("x", "y", 1, World(seed, 0, pins), note)
    assert world_of(from_text(world_text(record))) == record


@pytest.mark.parametrize("word", ["true", "False", "null", "NULL", "-5", "1e5", "", "a b", "x-1", "é", "#", "no"])
def test_words_survive_being_written(word: str) -> None:
    """A word that YAML would take for something else is read back as the word it was."""
    record = CanonWorld(word, word, 1, World(1995, 12), note=word, lacks=(word, "D-2+"))
    assert world_of(from_text(world_text(record))) == record


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Writing below a file fails with a sentence."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot write"):
        write_world(FILM, tmp_path / "file" / "door.world.yaml")


WRONG = [
    ("world: 1", "world: 2", "a canon world starts with 'world: 1'"),
    ("seed: 7", "sede: 7", "unknown key 'sede' in a canon world; did you mean 'seed'?"),
    ("seed: 7", "seed: seven", "'seed' must be a whole number"),
    ("seed: 7", "seed: -7", "seed must be from 0"),
    ("heist: door\n", "", "'heist' is missing"),
    ('"ann/leave": 0.2', '"ann/leave": 1', "must be a number strictly between 0 and 1, not 1"),
    ('"ann/leave": 0.2', '"ann/leave": a', "must be a number strictly between 0 and 1, not 'a'"),
    ('"ann/leave": 0.2', '"ann/left": 0.2', "the scenario has no site of chance 'ann/left'; did you mean 'ann/leave'?"),
    ('"ann/leave": 0.2', '"ann/leave#0": 0.2\n  "ann/leave": 0.2', "the draw 'ann/leave' is given twice"),
    ('"ann/leave": 0.2', '"ann/leave#0.9": 0.2', "the word must be 0, 1, 2 or 3"),
    ('draws:\n  "ann/leave": 0.2\n  "ann/the door": 0.9', "draws: none", "'draws' must be a mapping"),
]


@pytest.mark.parametrize("old, new, message", WRONG)
def test_a_wrong_world_is_reported(old: str, new: str, message: str) -> None:
    """Each mistake in a world is named at its line."""
    assert old in WORLD
    with pytest.raises(ScenarioError) as caught:
        world_of(from_text(WORLD.replace(old, new).lstrip(), "door.world.yaml"), {"ann/leave", "ann/the door"})
    assert message in str(caught.value)


def test_the_film_is_replayed(heist: Heist) -> None:
    """In the recorded world every fact, order and end holds."""
    film = replay(heist(world=WORLD.lstrip()))
    assert film.failed == ()
    assert len(film.checks) == 11
    assert film.trace.row.ending == "rich"
    assert_canon(heist(world=WORLD.lstrip()))


@pytest.mark.parametrize(
    "old, new, failed",
    [
        ('"ann/the door": 0.9', '"ann/the door": 0.1', {"D-1", "DOOR-1", "DOOR-2", "DOOR-H1", "opened", "took"}),
        ('"ann/leave": 0.2', '"ann/leave": 0.3', {"D-2+"}),
        ('"ann/leave": 0.2', '"ann/leave": 0.8', {"D-2", "D-2+", "DOOR-3", "first_out"}),
    ],
)
def test_a_world_that_is_not_the_film_names_what_fails(old: str, new: str, failed: set[str], heist: Heist) -> None:
    """One other draw, and the facts that rest on it fail, by name."""
    scenario = heist(world=WORLD.lstrip().replace(old, new))
    assert {test.id for test in replay(scenario).failed} == failed
    with pytest.raises(AssertionError, match=sorted(failed)[0].replace("+", "[+]")):
        assert_canon(scenario)


@pytest.mark.parametrize(
    "old, new, failed",
    [
        ("when: took == $2k", "when: took == $2.1k", {"D-1"}),
        ("time_of(DOOR-1) < time_of(DOOR-2)}", "time_of(DOOR-2) < time_of(DOOR-1)}", {"DOOR-H1"}),
        ("DOOR-1: {what: The door opens, after: [DOOR-0]}", "DOOR-1: {what: The door opens, after: []}", set()),
        ("DOOR-2: {what: Ann leaves, after: [DOOR-1]}\n  DOOR-3: {what: Bob leaves, after: [DOOR-2]}",
         "DOOR-2: {what: Ann leaves, after: [DOOR-3]}\n  DOOR-3: {what: Bob leaves, after: [DOOR-1]}", {"DOOR-2"}),
        ("when: first_out == ann and", "when: first_out == bob and", {"D-2"}),
    ],
)  # fmt: skip
def test_a_sheet_with_one_mistake_fails(old: str, new: str, failed: set[str], heist: Heist) -> None:
    """A wrong number, a reversed order, a wrong doer: the replay fails and says which fact."""
    assert {test.id for test in replay(heist(sheet=(old, new), world=WORLD.lstrip())).failed} == failed


def test_a_detail_may_be_known_to_be_missing(heist: Heist) -> None:
    """A world may say which details it lacks; a core fact cannot be excused."""
    text = WORLD.lstrip().replace('"ann/leave": 0.2', '"ann/leave": 0.3')
    film = replay(heist(world=text.replace("draws:", "lacks: [D-2+]\ndraws:")))
    assert film.failed == ()
    assert [test.id for test in film.lacking] == ["D-2+"]
    film = replay(heist(world=text.replace("0.9", "0.1").replace("draws:", "lacks: [D-1]\ndraws:")))
    assert "D-1" in {test.id for test in film.failed}


def test_another_reading_is_checked_when_asked(heist: Heist) -> None:
    """Under the other reading of the conflict the film's world fails in the fact that it concerns."""
    assert {test.id for test in replay(heist(world=WORLD.lstrip()), readings={"C-01": "bob"}).failed} == {"D-2"}


def test_a_missing_or_foreign_world_is_said(heist: Heist) -> None:
    """No world, a world of another scenario, and one of another language version are refused with a sentence."""
    with pytest.raises(UsageError, match=r"there is no canon world .*door\.world\.yaml; look for one with"):
        replay(heist())
    with pytest.raises(UsageError, match="is a world of 'bank', not of 'door'"):
        replay(heist(world=WORLD.lstrip().replace("scenario: door", "scenario: bank")))
    with pytest.raises(UsageError, match="language version 2"):
        replay(heist(world=WORLD.lstrip().replace("language: 1", "language: 2")))


def test_a_change_can_be_tried_in_the_films_world(heist: Heist) -> None:
    """With a parameter changed, the film's draws show what would have become of it."""
    scenario = heist(world=WORLD.lstrip()).vary({"bob_takes": "1 s"})
    assert {test.id for test in replay(scenario).failed} == {"D-2", "D-3", "DOOR-3", "first_out"}


def test_a_variants_pins_are_its_own(heist: Heist) -> None:
    """The canon world replayed in a variant has the draws that the variant pins, not those that the world supplies."""
    pinned = "endings:\n", "variants:\n  slow: {pins: {ann/leave: 0.9}}\nendings:\n"
    scenario = heist(scenario=pinned, world=WORLD.lstrip())
    assert replay(scenario).trace.times()["DOOR-2"] < 5e6
    assert replay(scenario.variant("slow")).trace.times()["DOOR-2"] == pytest.approx(9e6, abs=1)

"""The canon sheets against the second transcription: numbers, deeds, orders and ends agree, or a reason is noted."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from heatsim.canon.read import read_sheet
from heatsim.canon.sheet import Beat, Fact, Number, Sheet
from heatsim.units import parse_quantity, parse_time_of_day

sys.path.insert(0, str(Path(__file__).parent))

from second_transcription import crosswalk as walk
from second_transcription import records
from second_transcription.armored_car import ARMORED_CAR
from second_transcription.bank import BANK
from second_transcription.depository import DEPOSITORY
from second_transcription.drive_in import DRIVE_IN
from second_transcription.street import STREET

SEEDS = Path(__file__).parent.parent.parent / "seeds"
SECOND = {"armored-car": (ARMORED_CAR,), "depository": (DEPOSITORY,), "bank": (BANK, STREET), "drive-in": (DRIVE_IN,)}
HEISTS = tuple(SECOND)
Pairs = set[tuple[str, str]]


def sheet_of(heist: str) -> Sheet:
    return read_sheet(SEEDS / f"{heist}.yaml")


def value(text: object) -> tuple[float, tuple[int, int, int]]:
    """A figure in internal units, `11:30` as the time since midnight."""
    words = str(text)
    return (float(parse_time_of_day(words)), (1, 0, 0)) if re.fullmatch(r"\d+:\d+", words) else parse_quantity(words)


def second_numbers(heist: str) -> dict[str, records.Number]:
    return {number.name: number for part in SECOND[heist] for number in part.numbers}


def wrong_numbers(heist: str, numbers: Iterable[tuple[str, Number]]) -> Iterator[str]:
    """What is wrong with the numbers of a sheet, given as (`FACT.name`, number)."""
    second, seen = second_numbers(heist), set()
    for key, number in numbers:
        partner = walk.NUMBERS[heist].get(key)
        if partner is None:
            if key not in walk.ONLY_SHEET[heist]:
                yield f"{key}: the crosswalk does not know it"
            continue
        seen.add(partner)
        known = second[partner]
        if value(number.value) not in {value(known.value), *(value(other.value) for other in known.alternates)}:
            yield f"{key}: {number.value} here, {known.value} there ({partner})"
    yield from (f"{name}: no sheet has it" for name in second if name not in seen | set(walk.ONLY_SECOND[heist]))


def numbers_of(facts: Iterable[Fact]) -> list[tuple[str, Number]]:
    return [(f"{fact.id}.{number.name}", number) for fact in facts for number in fact.numbers]


@pytest.mark.parametrize("heist", HEISTS)
def test_every_number_agrees(heist: str) -> None:
    """Each number of a sheet is the second transcription's, or one of the figures it records beside; none is left over."""
    assert list(wrong_numbers(heist, numbers_of(sheet_of(heist).facts))) == []


@pytest.mark.parametrize("heist", HEISTS)
def test_a_wrong_number_would_be_noticed(heist: str) -> None:
    """Each number that has a partner, changed by one in its last digit, is reported; so is one that nobody knows."""
    right = numbers_of(sheet_of(heist).facts)
    for place, (key, number) in enumerate(right):
        if key in walk.NUMBERS[heist]:
            digits = re.sub(r"\d(?=\D*$)", lambda found: str((int(found[0]) + 1) % 10), str(number.value))
            changed = [*right[:place], (key, replace(number, value=digits)), *right[place + 1 :]]
            assert [key in message for message in wrong_numbers(heist, changed)] == [True], (key, digits)
    assert list(wrong_numbers(heist, [*right, ("X-1.x", Number("x", 1))])) == ["X-1.x: the crosswalk does not know it"]


@pytest.mark.parametrize("heist", HEISTS)
def test_the_crosswalk_knows_only_what_there_is(heist: str) -> None:
    """No entry of the crosswalk is about something that neither side has."""
    keys = {key for key, _ in numbers_of(sheet_of(heist).facts)}
    beats = {beat.key for part in SECOND[heist] for beat in part.beats}
    events = {beat.id for beat in sheet_of(heist).order}
    assert set(walk.NUMBERS[heist]) | set(walk.ONLY_SHEET[heist]) <= keys
    assert set(walk.ONLY_SECOND[heist]) <= set(second_numbers(heist))
    assert set(walk.BEATS[heist]) <= beats
    assert set(walk.BEATS[heist].values()) <= events
    for pair in (*walk.ORDERED_THOUGH_PARALLEL[heist], *walk.UNORDERED[heist]):
        assert set(pair) <= beats


# orders


def closure(pairs: Pairs) -> Pairs:
    """All pairs that follow from some by transitivity."""
    after: dict[str, set[str]] = {}
    for first, second in pairs:
        after.setdefault(first, set()).add(second)
    found: Pairs = set()
    for start in after:
        waiting = list(after[start])
        while waiting:
            name = waiting.pop()
            if (start, name) not in found:
                found.add((start, name))
                waiting += after.get(name, ())
    return found


def sheet_pairs(sheet: Sheet) -> Pairs:
    """What a sheet orders, by `after` and by its constraints."""
    pairs = {(before, beat.id) for beat in sheet.order for before in beat.after}
    for rule in sheet.constraints:
        pairs |= set(re.findall(r"time_of\(([A-Z0-9-]+)\) <=? time_of\(([A-Z0-9-]+)\)", rule.when.text))
    return closure(pairs)


def second_pairs(heist: str) -> Pairs:
    """What causes or words of the texts order."""
    return closure(
        {(pair.before, pair.after) for part in SECOND[heist] for pair in part.pairs if pair.basis in ("cause", "stated")}
    )


def on_events(heist: str, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Pairs of beats whose events differ, with the pair of events."""
    events = walk.BEATS[heist]
    known = [(a, b) for a, b in pairs if a in events and b in events]
    return {(a, b): (events[a], events[b]) for a, b in known if events[a] != events[b]}


def wrong_orders(heist: str, sheet: Sheet) -> Iterator[str]:
    ours = sheet_pairs(sheet)
    shown = {beat.id for beat in sheet.order if beat.shown}
    for beats, (before, after) in sorted(on_events(heist, second_pairs(heist)).items()):
        if (after, before) in ours:
            yield f"{before} must come before {after}: {beats[0]} before {beats[1]}"
        elif (before, after) not in ours and {before, after} <= shown and beats not in walk.UNORDERED[heist]:
            yield f"{before} and {after} are not ordered, though {beats[0]} comes before {beats[1]}"
    parallel = {pair for part in SECOND[heist] for pair in part.parallel}
    for beats, (one, other) in sorted(on_events(heist, parallel).items()):
        if {(one, other), (other, one)} & ours and beats not in walk.ORDERED_THOUGH_PARALLEL[heist]:
            yield f"{one} and {other} are ordered, though {beats[0]} and {beats[1]} stand side by side"


@pytest.mark.parametrize("heist", HEISTS)
def test_every_order_agrees(heist: str) -> None:
    """A sheet contradicts no order that a cause or a word of the texts fixes, leaves none out, and adds none, without a reason."""
    assert list(wrong_orders(heist, sheet_of(heist))) == []


def reversed_pair(sheet: Sheet, beat: Beat, before: str) -> Sheet:
    """The sheet with one `after` turned round."""
    changed = []
    for one in sheet.order:
        if one.id == beat.id:
            one = replace(one, after=tuple(name for name in one.after if name != before))
        if one.id == before:
            one = replace(one, after=(*one.after, beat.id))
        changed.append(one)
    return replace(sheet, told=replace(sheet.told, order=tuple(changed), constraints=()))


@pytest.mark.parametrize("heist", HEISTS)
def test_a_reversed_order_would_be_noticed(heist: str) -> None:
    """Each pair of the sheet that the second transcription has as well, turned round, is reported."""
    sheet = sheet_of(heist)
    there = set(on_events(heist, second_pairs(heist)).values())
    tried = [(beat, before) for beat in sheet.order for before in beat.after if (before, beat.id) in there]
    assert len(tried) >= 6
    for beat, before in tried:
        found = list(wrong_orders(heist, reversed_pair(sheet, beat, before)))
        assert any(f"{before} must come before {beat.id}" in message for message in found), (before, beat.id)


# deeds and ends


def deed(heist: str, key: str) -> records.Deed:
    return next(one for part in SECOND[heist] for one in part.deeds if one.key == key)


def doer(heist: str, key: str) -> set[str]:
    return {walk.ACTORS.get(name, name) for name in deed(heist, key).by}


def ends(heist: str) -> dict[str, object]:
    return {ending.name: ending.value for ending in sheet_of(heist).told.terminal}


@pytest.mark.parametrize(
    "heist, measure, key",
    [
        ("armored-car", "killer_of_guard_1", "kill_guard_1"),
        ("armored-car", "killer_of_guard_2", "kill_guard_2"),
        ("armored-car", "killer_of_guard_3", "kill_guard_3"),
        ("armored-car", "first_shot_by", "kill_guard_1"),
        ("bank", "first_shot_by", "first_shots"),
        ("bank", "killer_of_cheritto", "kill_cheritto"),
        ("bank", "shooter_of_schwartz", "shoot_schwartz"),
        ("bank", "shooter_of_shiherlis", "shoot_shiherlis"),
        ("bank", "shooter_of_shotgun_officer", "shoot_lot_officer"),
        ("drive-in", "killer_of_assassin", "kill_assassin"),
        ("drive-in", "killer_of_drop_man", "kill_driver"),
    ],
)
def test_whoever_shot_whom_agrees(heist: str, measure: str, key: str) -> None:
    """The doer of every shooting is the same man in both."""
    assert {ends(heist)[measure]} == doer(heist, key)


@pytest.mark.parametrize("measure, key", [("killer_of_bosko", "kill_bosko"), ("killer_of_breedan", "kill_breedan")])
def test_an_unnamed_killer_is_marked_as_inferred(measure: str, key: str) -> None:
    """Where no text names the doer, the sheet's is a reading: one whom the second transcription names as likely or possible."""
    found = deed("bank", key)
    assert found.by == ()
    facts = [fact for fact in sheet_of("bank").facts if measure in fact.when.text]
    named = {name for fact in facts for name in re.findall(rf"{measure} == (\w+)", fact.when.text)}
    assert facts
    assert all(fact.readings for fact in facts)
    assert all(name.capitalize() in found.doubt for name in named)


@pytest.mark.parametrize(
    "heist, measure, key",
    [
        ("bank", "wound_bosko", "kill_bosko"),
        ("bank", "wound_breedan", "kill_breedan"),
        ("bank", "wound_shotgun_officer", "shoot_lot_officer"),
    ],
)
def test_where_a_shot_hits_agrees(heist: str, measure: str, key: str) -> None:
    """The part of the body is the same in both."""
    (finer,) = (fact.finer.text for fact in sheet_of(heist).facts if measure in fact.finer.text)
    assert finer == f"{measure} == {deed(heist, key).body}"


def test_wider_words_for_a_wound_are_chosen_on_purpose() -> None:
    """Head holds the forehead and shoulder the clavicle: the sheet takes the wider word, the second transcription the narrower."""
    finer = {fact.id: fact.finer.text for fact in sheet_of("bank").facts}
    assert (finer["CHE-09"], deed("bank", "kill_cheritto").body) == ("wound_cheritto == head", "forehead")
    assert (finer["SHOOT-28"], deed("bank", "shoot_shiherlis").body) == ("wound_shiherlis == shoulder", "clavicle")


@pytest.mark.parametrize(
    "heist, name, key", [("armored-car", "rounds_at_guard_2", "kill_guard_2"), ("armored-car", "rounds_at_guard_3", "kill_guard_3")]
)
def test_rounds_agree(heist: str, name: str, key: str) -> None:
    """The number of rounds is the same in the sheet's number, its finer test and the deed."""
    (fact,) = (fact for fact in sheet_of(heist).facts if name in fact.finer.text)
    assert fact.finer.text == f"{name} == {deed(heist, key).rounds}"


STATES = {"away": "away", "dead": "dead", "active": "active"}


@pytest.mark.parametrize("who", ["cheritto", "breedan", "bosko", "hanna", "drucker", "casals", "mccauley"])
def test_how_everybody_ends_agrees(who: str) -> None:
    """Each actor's fate in the bank's sheet is the state in which the second transcription leaves him."""
    (found,) = (end for end in STREET.ends if walk.ACTORS.get(end.who, end.who) == who)
    assert ends("bank")[f"fate_{who}"] == STATES[found.state]


def test_shiherlis_is_wounded_and_away_in_both() -> None:
    """The one end whose word differs: the second transcription says wounded and, in the text, away."""
    (found,) = (end for end in STREET.ends if end.who == "shiherlis")
    assert (found.state, found.text.split(",")[0]) == ("wounded", "away")
    assert ends("bank")["fate_shiherlis"] == "away"


@pytest.mark.parametrize("heist, men", [("armored-car", 5), ("depository", 3)])
def test_as_many_get_away(heist: str, men: int) -> None:
    """The number of robbers who end as away is the sheet's."""
    away = [end.who for part in SECOND[heist] for end in part.ends if end.state == "away" and "wagon" not in end.who]
    assert len(away) == men == ends(heist)["crew_free"]

"""The fight in the street: order by cause, the dead do nothing, money adds up, levers that move what they should."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario, load
from heatsim.study.results import Results
from heatsim.study.run import simulate
from heatsim.trace import Trace
from support.outcomes import mean, out_of_order, outcomes, share
from support.outcomes import times as times_of

FILE = Path(__file__).parents[2] / "scenarios" / "bank.yaml"
FOUGHT = ("all_away_after_fight", "shootout_some_away", "all_down_or_captured")
Expected = Callable[[Results, Results], bool]

# Section C3 (a) of the facts: earlier, later. Where both happen, every first occurrence is in this order.
ORDER = [pair.split() for pair in (
    "E28 E29", "E29 E30", "E30 E31", "E30 E32", "E32 E33", "E32 E34", "E34 E35", "E35 E36", "E36 E37", "E37 E38", "E37 E39",
    "E23 E39", "E38 E40", "E40 E41", "E41 E42", "E42 E43", "E43 E44", "E39 E44", "E36 E45", "E44 E45", "E44 E46", "E45 E46",
    "E46 E47", "E46 E48", "E48 E49", "E49 E50", "E50 E51", "E51 E52", "E52 E53", "E53 E54", "E54 E55", "E55 E56", "E56 E57",
    "E47 E58", "E49 E58", "E57 E59", "E58 E60", "E60 E61", "E59 E62", "E60 E62", "E61 E63", "E62 E63", "E63 E64", "E37 E40",
    "E57 E63",
)]  # fmt: skip
MEN = ("mccauley", "shiherlis", "cheritto", "breedan", "hanna", "drucker", "casals", "bosko", "schwartz")


times = partial(times_of, "BANK")
violations = partial(out_of_order, "BANK")


@pytest.fixture(scope="module")
def film() -> Scenario:
    """The bank with the film's morning pinned, so that every replication comes to the contact."""
    return load(FILE).variant("film")


@pytest.fixture(scope="module")
def fights(film: Scenario) -> Results:
    return outcomes(film, 200)


def test_what_the_facts_order_is_in_order(fights: Results) -> None:
    """Every pair of events that the facts order comes in that order in every fight."""
    assert violations(fights, ORDER) == set()


def test_the_order_check_can_fail(fights: Results) -> None:
    """Turned round, most pairs are violated by some fight."""
    assert len(violations(fights, [(later, earlier) for earlier, later in ORDER])) > len(ORDER) / 2


def test_order_rests_on_causes_not_on_delays(film: Scenario) -> None:
    """With slow sprints, fast cars, long pauses and ties turned round the order still holds."""
    odd = {
        "dash": "2 m/s",
        "flight_speed": "12 m/s",
        "rear_run": "7 m/s",
        "leg_pause": "0.5 s",
        "round_the_corner": "0 s",
        "kneel_time": "0 s",
    }
    assert violations(outcomes(film.vary(odd), 60, seed=7, reverse=True), ORDER) == set()


def test_every_ending_of_the_fight_is_reached(fights: Results) -> None:
    """Once there is a contact the fight ends in one of three ways, each of which comes up; the film's is neither rare nor sure."""
    assert set(fights["ending"].astype(str)) == set(FOUGHT)
    assert fights.canon_ending == "shootout_some_away"
    assert 0.25 < share(fights, "shootout_some_away") < 0.7


def test_nobody_is_sure_to_live_or_to_die(fights: Results) -> None:
    """Of those whom the film kills each lives in some fight, and of those who live in it each falls in some."""
    for name in MEN:
        fates = set(fights[f"fate_{name}"].astype(str))
        assert "dead" in fates
        assert fates - {"dead"}


def test_money_is_neither_made_nor_lost(fights: Results) -> None:
    """What is kept is what those have who get away; what was loaded stays twelve million, whoever falls."""
    assert (fights["loot_loaded"] == 12e6).all()
    assert (fights["loot_kept"] <= fights["loot_carried"]).all()
    assert (fights["loot_kept"][fights["crew_free"] == 4] == 12e6).all()
    assert (fights["loot_kept"][fights["crew_free"] == 0] == 0).all()
    assert len(set(fights["loot_kept"])) >= 3


def test_everybody_of_the_crew_ends_somewhere(fights: Results) -> None:
    """Dead, captured and away add up to the four, and nobody is left lying."""
    assert (fights["crew_dead"] + fights["crew_captured"] + fights["crew_free"] == 4).all()
    assert not (fights["fate_mccauley"] == "down").any()


Deeds = list[tuple[str, int]]


def deeds_of_the_fallen(trace: Trace, names: dict[str, str]) -> tuple[Deeds, Deeds]:
    """What those do whom a hit puts out, before that moment and after it."""
    fell = {
        names[name]: one.time for one in trace.events if one.kind == "hit" for name in [one.text.split(":")[0]] if out(one.text)
    }
    done = [(one.actor, one.time) for one in trace.events if one.actor in fell and one.kind in ("shot", "move", "reload", "done")]
    return [one for one in done if one[1] < fell[one[0]]], [one for one in done if one[1] > fell[one[0]]]


def out(hit: str) -> bool:
    return hit.endswith((", dead", ", down"))


def test_the_fallen_do_nothing(film: Scenario) -> None:
    """Over a few fights whoever has been put out fires, runs and loads no more; before that all of them did."""
    names = {actor.name: actor.title or actor.name for actor in film.resolved.actors if actor.count is None}
    names |= {f"{one.name}[{k}]": f"{one.title} {k}" for one in film.resolved.actors for k in range(1, 1 + (one.count or 0))}
    before, after = set(), []
    for replication in range(5):
        earlier, later = deeds_of_the_fallen(simulate(film, seed=1995, replication=replication), names)
        before |= {who for who, _ in earlier}
        after += later
    assert len(before) > 8
    assert after == []


def test_hits_are_rounds_that_were_fired(fights: Results) -> None:
    """No side hits more often than it fires; the hit rate per round stays within published ones."""
    for side in ("crew", "police"):
        fired, hit = fights[f"{side}_rounds_fired"], fights[f"{side}_rounds_hit"]
        assert (hit <= fired).all()
        assert 0 < hit.sum() / fired.sum() < 0.18  # New York gunfights, at a few metres: 18 % (RAND 2008)


def fewer(name: str) -> Expected:
    return lambda film, other: mean(other, name) < mean(film, name)


def more(name: str) -> Expected:
    return lambda film, other: mean(other, name) > mean(film, name)


def more_of(*endings: str) -> Expected:
    return lambda film, other: share(other, *endings) > share(film, *endings)


def never(name: str) -> Expected:
    return lambda film, other: not other[name].any() and bool(film[name].any())


def both(*several: Expected) -> Expected:
    return lambda film, other: all(one(film, other) for one in several)


# variant, the same with the lever left where it was, what must come of it
LEVERS: list[tuple[str, Expected]] = [
    ("better_vest", fewer("bosko_out")),
    ("tire_missed", both(never("tires_shot"), more("crew_free"))),
    ("side_street", both(more_of("all_away_after_fight"), more("crew_free"))),
    ("no_roadblock", both(never("roadblock_cars"), more("crew_free"))),
    ("late_roadblock", more_of("all_away_after_fight")),
    ("no_vests", both(more("crew_dead"), fewer("crew_free"))),
    ("few_rounds", both(fewer("crew_rounds_fired"), fewer("officers_hit"))),
    ("no_suppression", more("police_rounds_hit")),
    ("looks_left", fewer("hit_from_the_left")),
    ("leaves_shiherlis", never("carried")),
    ("empty_lot", never("line_blocked")),
    ("stays_with_them", both(never("separated"), never("hostage_taken"))),
    ("no_hostage", never("hostage_taken")),
    ("surrender", never("hostage_taken")),
]


@pytest.mark.statistical
@pytest.mark.parametrize("variant, expected", LEVERS, ids=[lever[0] for lever in LEVERS])
def test_levers(variant: str, expected: Expected, film: Scenario, fights: Results) -> None:
    """Pulled, a lever moves the fight as the facts say, on the same luck; left alone, it moves nothing."""
    (pulled,) = [one for one in film.resolved.variants if one.name == variant]
    changed = outcomes(film.vary(dict(told(pulled.name))), len(fights))
    assert expected(fights, changed)
    assert not expected(fights, fights)


def told(variant: str) -> list[tuple[str, str]]:
    """What a variant sets, as the file says it."""
    line = next(line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith(f"  {variant}: "))
    inside = line[line.index("set: {") + 6 : line.rindex("}}")]
    return [(name.strip(), text.strip()) for name, text in (one.split(":", 1) for one in inside.split(","))]


def test_every_variant_of_the_street_is_tried(film: Scenario) -> None:
    """Levers BANK-V09 to V16 each have a variant, and each variant of theirs is tried above."""
    wanted = {f"BANK-V{number}" for number in range(10, 17)}
    named = {one.name for one in film.resolved.variants if any(lever in one.text for lever in wanted)} | {"better_vest"}
    assert {lever for one in film.resolved.variants for lever in wanted if lever in one.text} == wanted
    assert named == {lever[0] for lever in LEVERS}


def test_an_unknown_lever_is_refused(film: Scenario) -> None:
    """A lever that is misspelt is refused with the name it should have."""
    with pytest.raises(UsageError, match="crew_vest"):
        film.vary({"crew_vests": "0"})

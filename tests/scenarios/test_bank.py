"""The bank up to the contact: order by cause, levers that move what they should, and the film as one believable outcome. The fight
after it is in `test_bank_street.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from heatsim.canon.compare import compare
from heatsim.draws.address import Address
from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.errors import ScenarioError
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario, load, loads
from heatsim.scenario.resolved import Parameter
from heatsim.study.results import Results
from support.outcomes import mean, out_of_order, share
from support.outcomes import outcomes as played
from support.outcomes import times as times_of

FILE = Path(__file__).parents[2] / "scenarios" / "bank.yaml"
REPLICATIONS = 160
FIRST_SHOT = """
  end_of_this_part:
    - wait: contact_made
    - wait: shooting
      for: 15 s
    - stop: run

responses:
"""
LOW, HIGH = 1e-9, 1 - 1e-9
Expected = Callable[[Results, Results], bool]
Loose = tuple[Scenario, Results]

# Section C3 of the facts: earlier, later. Where both happen, every first occurrence is in this order.
ORDER = [pair.split() for pair in (
    "E01 E02", "E01 E03", "E02 E07", "E03 E04", "E03 E05", "E03 E06", "E05 E07", "E07 E08", "E08 E09", "E09 E10", "E10 E11",
    "E11 E12", "E11 E13", "E10 E12", "E10 E13", "E13 E14", "E14 E15", "E15 E16", "E14 E17", "E16 E18", "E18 E19", "E19 E20",
    "E20 E21", "E06 E22", "E22 E23", "E23 E24", "E21 E25", "E25 E26", "E26 E27", "E25 E28", "E27 E28", "E28 E29",
)]  # fmt: skip
STRICT = {("E10", "E12"), ("E13", "E14"), ("E16", "E18"), ("E18", "E19"), ("E19", "E20"), ("E20", "E21"), ("E23", "E24"),
          ("E21", "E25"), ("E26", "E27"), ("E27", "E28")}  # fmt: skip
GOES_AHEAD = 0.7  # at least so many of the jobs are not called off


outcomes = partial(played, replications=REPLICATIONS)
times = partial(times_of, "BANK")
violations = partial(out_of_order, "BANK", strict=STRICT)


def up_to_the_first_shot(text: str) -> str:
    """The text with a process more, which ends the story when somebody fires: all that happens before is as it was."""
    assert text.count("\nresponses:\n") == 1
    return text.replace("\nresponses:\n", FIRST_SHOT)


@pytest.fixture(scope="module")
def text() -> str:
    return up_to_the_first_shot(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scenario(text: str) -> Scenario:
    return loads(text, name="the bank up to the first shot")


@pytest.fixture(scope="module")
def whole() -> Results:
    """The bank with the street."""
    return outcomes(load(FILE))


@pytest.fixture(scope="module")
def base(scenario: Scenario) -> Results:
    return outcomes(scenario)


def test_what_the_facts_order_is_in_order(base: Results) -> None:
    """Every pair of events that the facts order comes in that order in every replication."""
    assert violations(base, ORDER) == set()


def test_the_order_check_can_fail(base: Results) -> None:
    """Each strict pair turned round is violated, so that each is tried by some replication."""
    assert violations(base, [(later, earlier) for earlier, later in STRICT]) == {(b, a) for a, b in STRICT}


def test_order_rests_on_causes_not_on_delays(scenario: Scenario) -> None:
    """With slow doors, slow bags, a long morning for the leak and ties turned round the order still holds."""
    odd = {
        "door_time": {"uniform": ["1 s", "2 min"]},
        "fill": "150 s",
        "trejo_lead": "31 min",
        "call_time": "1 s",
        "plaza_width": "5 m",
    }
    assert violations(outcomes(scenario.vary(odd), seed=7, replications=150, reverse=True), ORDER) == set()


def test_blow_and_rifles_come_together(base: Results) -> None:
    """Guard struck and rifles out within five seconds, both after cough and masks; nobody is tied before."""
    apart = np.abs(times(base, "E12") - times(base, "E13"))
    assert np.nanmax(apart) <= 5
    assert np.nanmin(times(base, "E14") - times(base, "E12")) > 0


def test_the_way_out_is_one_by_one(scenario: Scenario, base: Results) -> None:
    """Each man sets off only when the one before him is seated; walking out together the last may be first at the car."""
    assert violations(base, [("E26", "E27"), ("E27", "E28")]) == set()
    assert violations(outcomes(scenario.variant("exit_together")), [("E26", "E28"), ("E27", "E28")])


def test_the_money_adds_up(base: Results) -> None:
    """Twelve million in three bags, one for each man, whenever the word to leave is given; nothing leaves a bank not visited."""
    left = np.isfinite(times(base, "E25"))
    assert left.mean() > 0.6
    for name, value in {"loot_loaded": 12e6, "bags": 3, "bags_mccauley": 1, "bags_cheritto": 1, "bags_shiherlis": 1}.items():
        assert (base[name][left] == value).all()
        assert (base[name][base["called_off"].astype(bool)] == 0).all()
    reached = np.isfinite(times(base, "E28"))
    assert (base["loot_carried"][reached] == 12e6).all()
    assert (base["loot_carried"] <= base["loot_loaded"]).all()


def test_contact_needs_police(base: Results) -> None:
    """Before a contact the place was called out and a car has come; at a clean getaway the four are not in place."""
    seen = base["contact"].astype(bool)
    assert seen.any()
    assert (times(base, "E29") >= times(base, "E28"))[seen].all()
    assert (times(base, "E23") < times(base, "E29"))[seen].all()
    assert not np.isfinite(times(base, "E29"))[~seen].any()
    away = base["ending"] == "clean_getaway"
    assert (base["margin"][away & np.isfinite(base["margin"])] > 0).all()
    assert (base["crew_free"][away] == 4).all()


def test_what_comes_before_the_first_shot_knows_nothing_of_the_street(base: Results, whole: Results) -> None:
    """Ended at the first shot, replications are to that point what they are with the whole fight, which goes on from there."""
    end = base["end_time"].astype(float)
    for event in (f"E{number:02}" for number in range(3, 31)):
        before = np.where(times(whole, event) > end, np.nan, times(whole, event))
        assert np.array_equal(times(base, event), before, equal_nan=True)
    for name in ("contact", "driver", "loot_carried"):
        assert np.array_equal(base[name], whole[name])
    fired = base["first_shot_by"] != "nobody"
    assert fired.any()
    assert np.array_equal(base["first_shot_by"][fired], whole["first_shot_by"][fired])
    assert whole["crew_rounds_fired"].sum() > 10 * base["crew_rounds_fired"].sum()


def test_the_film_is_one_believable_outcome(base: Results, whole: Results) -> None:
    """The film's ending is neither rare nor sure; the tip comes during the robbery in a good part of the replications."""
    assert whole.canon_ending == "shootout_some_away"
    assert 0.03 < share(whole, "shootout_some_away") < 0.3
    assert 0.1 < mean(base, "contact") < 0.4
    during = (times(base, "E10") <= times(base, "E22")) & (times(base, "E22") <= times(base, "E25"))
    assert 0.3 < during.mean() < 0.7


def fewer(name: str) -> Expected:
    return lambda film, other: mean(other, name) < mean(film, name) - 0.01


def more(name: str) -> Expected:
    return lambda film, other: mean(other, name) > mean(film, name) + 0.01


def more_of(*endings: str) -> Expected:
    return lambda film, other: share(other, *endings) > share(film, *endings) + 0.02


def fewer_of(*endings: str) -> Expected:
    return lambda film, other: share(other, *endings) < share(film, *endings) - 0.02


def both(*several: Expected) -> Expected:
    return lambda film, other: all(one(film, other) for one in several)


def only(*endings: str) -> Expected:
    return lambda film, other: share(other, *endings) == 1 > share(film, *endings)


def no_detectives(film: Results, other: Results) -> bool:
    return bool(film["contact"].any()) and not other["contact"].any() and not other["detectives_in_place"].any()


def trejo_at_the_wheel(film: Results, other: Results) -> bool:
    return bool((other["driver"] == "trejo").all()) and not bool((film["driver"] == "trejo").any())


def police_earlier(film: Results, other: Results) -> bool:
    """On the same luck no first police car comes later, and many come sooner."""
    gain = film["police_after_arrival"] - other["police_after_arrival"]
    return bool((gain[np.isfinite(gain)] >= 0).all()) and float(np.nanmean(gain)) > 30


def same_contacts_later_shots(film: Results, other: Results) -> bool:
    unmoved = np.array_equal(film["contact"], other["contact"])
    first = other["first_shot_by"].astype(str) == "shiherlis"
    return unmoved and not first.any() and bool(film["contact"].any())


# variant, what stands in for its parameter when it is disconnected, what the facts' logic says must come of it
LEVERS: list[tuple[str, dict[str, str], Expected]] = [
    ("no_tip", {"tip": "comes"}, both(no_detectives, more_of("clean_getaway"))),
    ("early_tip", {"tip_delay": "4 min"}, both(fewer_of("clean_getaway"), more("contact"))),
    ("late_tip", {"tip_delay": "4 min"}, both(more_of("clean_getaway"), fewer("contact"))),
    ("wrong_bank", {"tip": "comes"}, both(no_detectives, more_of("clean_getaway"))),
    ("no_waingro", {"waingro_at_large": "true"}, both(no_detectives, trejo_at_the_wheel, more_of("clean_getaway"))),
    ("trejo_drives", {"on_trejo_call": "substitute"}, both(trejo_at_the_wheel, more("warned"), fewer("called_off"))),
    ("alarm_works", {"alarm": "reprogrammed"}, both(police_earlier, more_of("stopped_inside"), fewer_of("clean_getaway"))),
    ("alarm_off_early", {"alarm_off_ahead": "15 min"}, both(fewer("alarm_off"), more("alarm_raised"))),
    ("two_bags", {"bags_taken": "3"}, both(fewer("time_in_vault"), fewer("loot_loaded"), more_of("clean_getaway"))),
    ("two_loaders", {"loaders": "1"}, both(fewer("time_in_vault"), more("shots_inside"), more_of("clean_getaway"))),
    ("exit_together", {"exit_order": "one_by_one"}, both(more_of("clean_getaway"), fewer("contact"))),
    ("side_door", {"exit_door": "front"}, both(more("tip_to_place"), fewer_of("arrested_at_car"))),
    ("car_close", {"plaza_width": "40 m"}, both(more_of("clean_getaway"), fewer("contact"))),
    ("uhaul_stays", {"uhaul_moves": "0.6"}, both(more_of("arrested_at_car"), fewer("contact"))),
    ("police_enter", {"police_plan": "ambush"}, both(more_of("stopped_inside"), fewer_of("arrested_at_car"))),
    ("police_at_doors", {"police_plan": "ambush"}, both(more_of("arrested_at_doors"), fewer("contact"))),
    ("police_block_car", {"police_plan": "ambush"}, both(more_of("blocked_car"), fewer("contact"))),
    ("holds_fire", {"on_contact": "fire"}, same_contacts_later_shots),
    ("four_behind_the_truck", {"hanna_and_bosko": "sidewalk"}, more("seen_at_contact")),
    ("cancelled", {"on_trejo_call": "substitute"}, only("called_off")),
    ("quit_when_watched", {"on_surveillance": "go"}, only("called_off")),
]


# what the facts say most about; the other levers are pulled with the long tests
ALWAYS = ("early_tip", "no_waingro", "alarm_works", "two_bags", "exit_together")
PULLED = [pytest.param(*one, id=one[0], marks=() if one[0] in ALWAYS else pytest.mark.statistical) for one in LEVERS]


@pytest.mark.parametrize("variant, defaults, expected", PULLED)
def test_levers(
    variant: str, defaults: dict[str, str], expected: Expected, scenario: Scenario, base: Results, loose: Loose
) -> None:
    """Pulled, a lever moves the outcome as the facts say; disconnected, it moves nothing."""
    assert expected(base, outcomes(scenario.variant(variant)))
    unmoved, still = loose
    moved = outcomes(unmoved.variant(variant), replications=len(still))
    assert not expected(still, moved)
    for name in ("ending", "driver", "event.BANK-E22", "event.BANK-E28"):
        assert np.array_equal(still[name], moved[name], equal_nan=still[name].dtype.kind == "f")


@pytest.fixture(scope="module")
def loose(text: str) -> Loose:
    """The scenario with every lever disconnected, and what comes of it: in it no variant may do anything."""
    unmoved = loads(disconnected(text, {name: value for lever in LEVERS for name, value in lever[1].items()}), name="disconnected")
    return unmoved, outcomes(unmoved, replications=20)


def disconnected(text: str, defaults: dict[str, str]) -> str:
    """The text with every use of some parameters replaced by what they are by default."""
    told, variants = text.split("\nvariants:\n")
    parameters, happens = told.split("\nactors:\n")
    for name, default in defaults.items():
        a_word = default.isidentifier() and default not in ("true", "false")
        for comparison, flag in (
            (f"== {default}", "true"),
            (f"!= {default}", "false"),
            ("== [a-z_]+", "false"),
            ("!= [a-z_]+", "true"),
        ):
            happens = re.sub(rf"\b{name} {comparison}\b", flag, happens)
        if not a_word:
            happens = re.sub(rf"\b{name}\b(?!:)", default, happens)
            parameters = re.sub(rf"(?<!  )\b{name}\b(?!:)", default, parameters)
        used = f"{name} == {default}" if a_word else name
        happens = happens.replace("\nmeasures:\n", f"\nmeasures:\n  still_used_{name}: {{value: {used}}}\n")
    return f"{parameters}\nactors:\n{happens}\nvariants:\n{variants}"


def test_levers_answer_every_question_of_the_facts(scenario: Scenario) -> None:
    """Levers BANK-V01 to V17 each have a named variant that says so, and each variant before the street is tried above."""
    variants = {variant.name: variant.text for variant in scenario.resolved.variants}
    wanted = {f"BANK-V{number:02}" for number in range(1, 18)}
    assert {lever for text in variants.values() for lever in re.findall(r"BANK-V\d\d", text)} == wanted
    street = {name for name, text in variants.items() if re.search(r"BANK-V1[0-6]", text)} | {"better_vest"}
    assert {lever[0] for lever in LEVERS} == set(variants) - {"film"} - street


def test_a_clean_getaway_is_no_escape_of_a_wounded_man(whole: Results) -> None:
    """ESC-10 holds where McCauley and a wounded Shiherlis get away, and so nowhere without a fight."""
    shown = next(fact for fact in compare(whole, sheet=FILE.parents[1] / "seeds" / "bank.yaml").facts if fact.id == "ESC-10")
    both = (whole["fate_mccauley"] == "away") & (whole["fate_shiherlis"] == "away")
    wounded = both & (whole["wound_shiherlis"] != "none")
    assert 0 < shown.count == wounded.sum() < both.sum()
    assert not (wounded & (whole["ending"] == "clean_getaway")).any()


def test_a_later_tip_spoils_no_clean_getaway(scenario: Scenario) -> None:
    """On the same luck whoever gets away clean still does when the call comes later, and more do minute by minute."""
    before = None
    for minutes in (-3, 0, 3):
        clean = outcomes(scenario.vary({"tip_delay": f"{minutes:+} min"}))["ending"] == "clean_getaway"
        if before is not None:
            assert not (before & ~clean).any()
            assert clean.sum() > before.sum()
        before = clean


def test_the_alarm_moves_no_other_luck(scenario: Scenario, base: Results) -> None:
    """With the alarm at work the morning, the takeover and the vault go on as they would; another seed changes them."""
    works, other = outcomes(scenario.variant("alarm_works")), outcomes(scenario, seed=7)
    for name in ("event.BANK-E03", "event.BANK-E06", "event.BANK-E10", "event.BANK-E16"):
        assert np.array_equal(works[name], base[name], equal_nan=True)
        assert not np.array_equal(other[name], base[name], equal_nan=True)


def film_facts(results: Results) -> np.ndarray:
    """In which replications the core facts of the bank hold, with the order of its events."""
    held = np.ones(len(results), dtype=bool)
    for earlier, later in (*ORDER, ("E10", "E22"), ("E22", "E25"), ("E23", "E25"), ("E24", "E29")):
        held &= times(results, earlier) <= times(results, later)
    for name, value in {"driver": "breedan", "police_called_by": "benny", "first_shot_by": "shiherlis"}.items():
        held &= results[name] == value
    for name, number in {"crew_present": 4, "bags": 3, "loot_carried": 12e6, "detectives_in_place": 4, "staff_struck": 2}.items():
        held &= results[name] == number
    for name in ("shots_inside", "killed_inside", "arrests", "warned"):
        held &= results[name].astype(float) == 0
    return np.asarray(held & results["contact"].astype(bool))


@pytest.mark.parametrize("seed", [1995, *(pytest.param(seed, marks=pytest.mark.statistical) for seed in (1, 77))])
def test_film_pins_make_the_film_whatever_the_rest(seed: int, scenario: Scenario) -> None:
    """With the film's decisions, accidents and race pinned the core facts hold under any seed, and the rest still varies."""
    results = outcomes(scenario.variant("film"), seed=seed, replications=80)
    assert film_facts(results).all()
    assert np.std(times(results, "E28")) > 5
    assert np.std(times(results, "E03")) > 600


@pytest.mark.parametrize("crew, police", [(LOW, LOW), (LOW, HIGH), (HIGH, LOW), (HIGH, HIGH)])
def test_film_pins_hold_at_the_extremes(crew: float, police: float, scenario: Scenario) -> None:
    """Whatever is not pinned may come as fast or as slow as it can, for either side, and the film still comes out."""
    film = scenario.variant("film")
    program = compile_scenario(film.resolved)
    drawn = "call_time|pass_on|shout|muster|drive_speed|car_gap|posting|coercion"
    them = re.compile(rf"(hanna|drucker|casals|benny|van_zant_men|waingro)/|parameters/({drawn})")
    free = {str(Address(site.name, n)): police if them.match(site.name) else crew for site in program.sites for n in range(4)}
    pinned = {str(Address.parse(site)): u for site, u in film.pins.items()}
    row = get("simpy").rows(program, [Draws(1995, 0, pins={**free, **pinned})])[0]
    happened = {column.name: value for column, value in zip(program.columns, row.values, strict=True)}
    assert happened["contact"]
    assert happened["BANK-E10"] <= happened["BANK-E22"] <= happened["BANK-E25"]
    assert happened["BANK-E24"] <= happened["BANK-E28"] <= happened["BANK-E29"]
    assert happened["detectives_in_place"] == 4


PINS = [
    "mccauley/Breedan says yes",
    "parameters/tip_delay",
    "driver/the driver notices",
    "shiherlis/the U-Haul moves",
    "drucker/takes it seriously",
]


@pytest.fixture(scope="module")
def one_less(text: str) -> Scenario:
    """The scenario with more variants, each the film's without one of the pins."""
    told, rest = text.split("  film:\n")
    film, rest = rest.split("  no_tip:")
    lines = [next(line for line in film.splitlines(keepends=True) if line.startswith(f"      {pin}: ")) for pin in PINS]
    less = [f"  less_{number}:\n{film.replace(line, '')}" for number, line in enumerate(lines)]
    return loads(f"{told}  film:\n{film}{''.join(less)}  no_tip:{rest}", name="one pin less")


@pytest.mark.parametrize("pin", [*PINS[:2], *(pytest.param(pin, marks=pytest.mark.statistical) for pin in PINS[2:])])
def test_each_pin_is_needed(pin: str, one_less: Scenario, base: Results) -> None:
    """Without one of the pins, as without any, the film does not come out every time."""
    loose = one_less.variant(f"less_{PINS.index(pin)}")
    assert len(loose.pins) == len(one_less.variant("film").pins) - 1
    assert not film_facts(outcomes(loose, replications=120)).all()
    assert 0.05 < film_facts(base).mean() < 0.4


def baseless(parameters: Iterable[Parameter]) -> list[str]:
    """Parameters that do not say what they rest on, or assume a number without saying how far it might be off."""
    supports = {"canon": "facts", "cited": "source", "assumed": "why"}
    return [
        one.name
        for one in parameters
        if not getattr(one, supports.get(one.basis, ""), None) or (one.kind == "number" and (one.low is None or one.high is None))
    ]


def test_every_number_says_what_it_rests_on(scenario: Scenario) -> None:
    """Every parameter has a basis with its fact, source or reason, and every number its range."""
    assert baseless(scenario.resolved.parameters) == []


def test_a_missing_reason_is_noticed() -> None:
    """A parameter whose reason is taken away does not pass, and is named."""
    text = re.sub(r'(muster_time: .*basis: assumed), why: "[^"]*"', r"\1", FILE.read_text(encoding="utf-8"))
    with pytest.raises(ScenarioError, match="'muster_time' is assumed, so it needs 'why'"):
        loads(text, name="no reason")


def test_film_values_are_declared(scenario: Scenario) -> None:
    """What the film gives as a number stands in the measures: three bags, twelve million, half past eleven, four detectives."""
    canon = {measure.name: measure.canon for measure in scenario.resolved.measures}
    assert canon["bags"] == 3
    assert canon["loot_loaded"] == pytest.approx(12_000_000)
    assert canon["arrived_at"] == pytest.approx(11.5)
    assert canon["detectives_in_place"] == 4

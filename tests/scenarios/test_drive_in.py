"""The drive-in: order by cause, a fight without a script, levers that move what they should, the film as one believable outcome."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from heatsim.scenario.load import Scenario, load
from heatsim.study.results import Results
from support.outcomes import out_of_order, outcomes
from support.outcomes import times as times_of

FILE = Path(__file__).parents[2] / "scenarios" / "drive-in.yaml"
REPLICATIONS = 80
Expected = Callable[[Results, Results], bool]

# The sheet's order and what follows from the model's causes: earlier, later. Where both happen, in this order.
ORDER = [pair.split() for pair in (
    "E01 E04", "E02 E04", "E03 E04", "E04 E05", "E05 E06", "E06 E07", "E07 E08", "E08 E09", "E09 E10", "E10 E11", "E09 E12",
    "E12 E13", "E11 E14", "E14 E15", "E13 E16", "E16 E17", "E17 E18", "E13 E19", "E19 E20", "E20 E21", "E06 E22", "E18 E22",
    "E21 E22",
)]  # fmt: skip
STRICT = [pair for pair in ORDER if pair[0] not in ("E06", "E10", "E16", "E17")]


times = partial(times_of, "BOND")
violations = partial(out_of_order, "BOND")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(FILE)


@pytest.fixture(scope="module")
def base(scenario: Scenario) -> Results:
    return outcomes(scenario, 160)


def share(results: Results, *endings: str) -> float:
    return float(np.isin(results["ending"].astype(str), endings).mean())


def mean(results: Results, name: str) -> float:
    return float(np.nanmean(results[name].astype(float)))


def is_word(results: Results, name: str, *words: str) -> np.ndarray:
    return np.isin(results[name].astype(str), words)


def test_what_the_sheet_orders_is_in_order(base: Results) -> None:
    """Every pair of events that the sheet orders comes in that order in every replication."""
    assert violations(base, ORDER) == set()


def test_the_order_check_can_fail(base: Results) -> None:
    """Each pair that takes time, turned round, is violated, so that each is tried by some replication."""
    turned = [(later, earlier) for earlier, later in STRICT]
    assert violations(base, turned) == set(turned)


def test_order_rests_on_causes_not_on_delays(scenario: Scenario) -> None:
    """With quick eyes, a slow killer, a slow car, a fast pickup and ties turned round the order still holds."""
    odd = {"notice_mean": "0.5 s", "slip_time": "8 s", "into_reverse": "3 s", "roll_time": "0.3 s", "flight_speed": "18 m/s"}
    assert violations(outcomes(scenario.vary(odd), 60, seed=7, reverse=True), ORDER) == set()


def test_every_event_happens_somewhere(base: Results) -> None:
    """Each of the events BOND-E01 to BOND-E22 happens in some replication, and from E05 on none in all."""
    happened = [np.isfinite(times(base, f"E{number:02d}")) for number in range(1, 23)]
    assert [number for number, one in enumerate(happened, 1) if not one.any()] in ([], [17, 18], [18])  # both rare
    assert not any(one.all() for one in happened[4:])


def test_the_film_is_one_believable_outcome(base: Results) -> None:
    """The film's ending is neither rare nor sure; the others come out too, with nobody paid and nobody idle."""
    assert base.canon_ending == "counter_ambush"
    assert 0.2 < share(base, "counter_ambush") < 0.45
    assert 0.25 < share(base, "mccauley_killed") < 0.55
    assert share(base, "hurt_and_away") > 0.05 < share(base, "driver_gets_away", "left_lying")
    assert share(base, "paid", "only_paper") == 0


def test_each_end_says_who_lives(base: Results) -> None:
    """In the film's ending both attackers are dead and nobody is hurt; in McCauley's end he is dead or down."""
    film, killed = is_word(base, "ending", "counter_ambush"), is_word(base, "ending", "mccauley_killed")
    assert (base["attackers_dead"][film] == 2).all()
    assert (base["crew_hurt"][film] == 0).all()
    assert (is_word(base, "fate_mccauley", "dead", "down") == killed).all()
    assert (base["crew_hurt"][killed] >= 1).all()


def test_who_is_out_does_nothing(base: Results) -> None:
    """A man who is shot down opens no package, runs nobody over and gets nowhere; a dead killer was killed by somebody."""
    assert not np.isfinite(times(base, "E22"))[is_word(base, "fate_mccauley", "dead", "down")].any()
    assert (base["rounds_cheritto"][~np.isfinite(times(base, "E19"))] == 0).all()
    for name in ("assassin", "drop_man"):
        assert (is_word(base, f"fate_{name}", "dead") != is_word(base, f"killer_of_{name}", "nobody")).all()


def test_nobody_hits_without_firing(base: Results) -> None:
    """Hits come out of rounds, and the killer's whole magazine hits less often than published rates for pistols."""
    assert (base["hits_by_mccauley"] <= base["rounds_mccauley"]).all()
    assert (base["hits_by_shiherlis"] <= base["rounds_shiherlis"]).all()
    assert 0 < base["mccauley_hits"].sum() / base["rounds_assassin"].sum() < 0.18  # New York gunfights (RAND 2008)


def test_whoever_reverses_in_time_lives_more_often(base: Results) -> None:
    """McCauley is shot down far more often where the killer could have fired before the car moved."""
    killed, late = is_word(base, "fate_mccauley", "dead", "down"), base["margin"] < 0
    assert killed[late].mean() > 0.8
    assert killed[base["margin"] > 0].mean() < 0.5


def less(name: str) -> Expected:
    return lambda film, other: mean(other, name) < mean(film, name) - 0.02


def more(name: str) -> Expected:
    return lambda film, other: mean(other, name) > mean(film, name) + 0.02


def more_of(*endings: str) -> Expected:
    return lambda film, other: share(other, *endings) > share(film, *endings) + 0.02


def less_of(*endings: str) -> Expected:
    return lambda film, other: share(other, *endings) < share(film, *endings) - 0.02


def always(ending: str) -> Expected:
    return lambda film, other: share(other, ending) == 1 > share(film, ending)


def never(name: str) -> Expected:
    return lambda film, other: not other[name].any() and bool(film[name].any())


def both(*several: Expected) -> Expected:
    return lambda film, other: all(one(film, other) for one in several)


# variant, what must come of it
LEVERS: list[tuple[str, Expected]] = [
    ("seen_early", both(less_of("mccauley_killed"), less("foot_hurt"))),
    ("seen_sooner", both(more("warned_in_time"), more("margin"), less_of("mccauley_killed"))),
    ("seen_late", both(less("warned_in_time"), more_of("mccauley_killed"), less_of("counter_ambush"))),
    ("from_the_bed", both(more_of("mccauley_killed"), never("foot_hurt"))),
    ("no_ambush", both(always("only_paper"), never("rounds_shiherlis"))),
    ("he_pays", both(always("paid"), more("paid"), never("attackers_dead"))),
    ("no_overwatch", both(never("warned_in_time"), never("hits_by_shiherlis"), more_of("mccauley_killed"))),
    ("no_exit_guard", both(never("emptied_shotgun"), more_of("driver_gets_away"), less_of("counter_ambush"))),
    ("no_headset", both(never("warned_in_time"), less("foot_hurt"), more_of("mccauley_killed"))),
    ("no_room_behind", both(never("backed_out"), never("run_over"), more_of("mccauley_killed"))),
    ("far_row", both(less("hits_by_shiherlis"), less_of("counter_ambush"))),
    ("clear_line", both(never("windshield_broken"), less_of("mccauley_killed"), more_of("counter_ambush"))),
    ("mercy", both(never("run_over"), more_of("left_lying"), less_of("counter_ambush"))),
]


@pytest.fixture(scope="module")
def few(base: Results) -> Results:
    """The first replications of the scenario as it stands, for pairs with the variants."""
    return base.select(np.arange(len(base)) < REPLICATIONS)


@pytest.mark.parametrize("variant, expected", LEVERS, ids=[lever[0] for lever in LEVERS])
def test_levers(variant: str, expected: Expected, scenario: Scenario, few: Results) -> None:
    """Pulled, a lever moves the outcome on the same luck as one would think; left alone, or turned round, it does not."""
    pulled = outcomes(scenario.variant(variant), REPLICATIONS)
    assert expected(few, pulled)
    assert not expected(few, few)
    assert not expected(pulled, few)


def test_every_lever_of_the_sheet_has_a_variant(scenario: Scenario) -> None:
    """Levers BOND-V01 to BOND-V07 each have a variant that says so, and each variant is tried above."""
    variants = {one.name: one.text for one in scenario.resolved.variants}
    assert {lever for text in variants.values() for lever in re.findall(r"BOND-V\d\d", text)} == {
        f"BOND-V0{n}" for n in range(1, 8)
    }
    assert set(variants) == {lever[0] for lever in LEVERS}


def test_sharper_eyes_never_hurt(scenario: Scenario) -> None:
    """On the same luck the warning comes more often, and McCauley falls less often, the sooner a watcher sees."""
    several = [outcomes(scenario.vary({"notice_mean": mean_s}), 60) for mean_s in ("1 s", "4 s", "16 s")]
    warned = [mean(one, "warned_in_time") for one in several]
    killed = [share(one, "mccauley_killed") for one in several]
    assert warned == sorted(warned, reverse=True)
    assert killed == sorted(killed)
    assert killed[0] < killed[-1] - 0.1


def test_another_parking_place_moves_no_other_luck(scenario: Scenario, few: Results) -> None:
    """A hundred metres from the roof all is as it was, until the killer is seen; a new seed changes it."""
    far, other = outcomes(scenario.variant("far_row"), 20), outcomes(scenario, 20, seed=7)
    for name in ("event.BOND-E04", "event.BOND-E07", "event.BOND-E08", "parameter.creep_speed"):
        assert np.array_equal(far[name], few[name][:20], equal_nan=True)
        assert not np.array_equal(other[name], few[name][:20], equal_nan=True)


def test_every_parameter_says_what_it_rests_on(scenario: Scenario) -> None:
    """Each has a basis; whatever is assumed has a reason, and every number how far it might be off."""
    for one in scenario.resolved.parameters:
        assert {"canon": one.facts, "cited": one.source, "assumed": one.why}[one.basis], one.name
        assert one.kind != "number" or None not in (one.low, one.high), one.name

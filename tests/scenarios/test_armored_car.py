"""The armored car: the film's order by cause, and the film as one believable outcome."""

from __future__ import annotations

import numpy as np
import pytest

from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario
from heatsim.study.results import Results
from heatsim.study.run import run
from heatsim.trace import Trace

EVENTS = [f"AC-E{number:02d}" for number in range(1, 46)]
REPLICATIONS = 400

# Section C1 of the facts: earlier, later. Where both happen, every first occurrence is in this order.
ORDER = [pair.split() for pair in (
    "E01 E05", "E02 E05", "E03 E04", "E04 E06", "E03 E07", "E07 E08", "E05 E09", "E06 E09", "E08 E09", "E09 E10", "E10 E11",
    "E11 E12", "E11 E13", "E12 E14", "E13 E14", "E13 E15", "E14 E15", "E15 E16", "E15 E17", "E17 E18", "E18 E19", "E19 E20",
    "E16 E21", "E21 E22", "E21 E23", "E23 E24", "E23 E25", "E19 E26", "E23 E27", "E20 E28", "E24 E29", "E28 E29", "E29 E30",
    "E22 E30", "E27 E31", "E28 E31", "E31 E32", "E24 E33", "E32 E33", "E31 E33", "E33 E34", "E34 E35", "E35 E36", "E36 E37",
    "E37 E38", "E26 E38", "E38 E39", "E17 E40", "E26 E41", "E40 E41", "E39 E41", "E41 E42", "E39 E43", "E43 E44", "E44 E45",
)]  # fmt: skip
STRICT = {("E14", "E15"), ("E17", "E20"), ("E28", "E31"), ("E31", "E33"), ("E33", "E34"), ("E34", "E35"), ("E35", "E36"),
          ("E36", "E37"), ("E26", "E41"), ("E39", "E41")}  # fmt: skip


@pytest.fixture(scope="module")
def traces(scenario: Scenario) -> list[Trace]:
    """The first replications, with everything that happens in them."""
    program = compile_scenario(scenario.resolved)
    return [get("simpy").trace(program, Draws(1995, number)) for number in range(REPLICATIONS)]


def violations(traces: list[Trace], pairs: list[list[str]]) -> set[tuple[str, str]]:
    """Pairs of events that some trace has in the wrong order."""
    wrong = set()
    for trace in traces:
        times = trace.times()
        for earlier, later in pairs:
            first, second = times.get(f"AC-{earlier}"), times.get(f"AC-{later}")
            if first is None or second is None:
                continue
            if first > second or (first == second and (earlier, later) in STRICT):
                wrong.add((earlier, later))
    return wrong


def test_what_the_facts_order_is_in_order(traces: list[Trace]) -> None:
    """Every pair of events that the facts order comes in that order in every replication."""
    assert violations(traces, ORDER) == set()


def test_the_order_check_can_fail(traces: list[Trace]) -> None:
    """Each strict constraint turned round is violated, so that each is tried by some replication."""
    assert violations(traces, [[later, earlier] for earlier, later in STRICT]) == {(b, a) for a, b in STRICT}


def test_order_rests_on_causes_not_on_delays(scenario: Scenario) -> None:
    """With slow masks, slow dispatch, a long approach and a near patrol car the order still holds."""
    odd = {"mask_time": {"uniform": ["1 s", "40 s"]}, "radio_delay": "60 s", "first_unit_median": "90 s", "go_at": "60 yd"}
    program = compile_scenario(scenario.vary(odd).resolved)
    assert violations([get("simpy").trace(program, Draws(7, number)) for number in range(150)], ORDER) == set()


def test_four_masks_before_any_wheel_turns(traces: list[Trace]) -> None:
    """All four men are masked before the go call, and both vehicles move together on it."""
    for trace in traces:
        masks = [event.time for event in trace if "AC-E10" in event.ids]
        times = trace.times()
        assert len(masks) == 4
        assert max(masks) <= times["AC-E11"] <= times["AC-E12"] == times["AC-E13"]


def test_what_overlaps_in_the_film_overlaps(traces: list[Trace]) -> None:
    """Custody, street cover and search are under way together; block and ramming run overlap."""
    for times in (trace.times() for trace in traces):
        if "AC-E31" in times:
            assert max(times["AC-E24"], times["AC-E25"], times["AC-E27"]) < times["AC-E31"]
        assert times["AC-E12"] < times["AC-E15"]
        assert times["AC-E13"] < times["AC-E14"]


def test_every_event_happens_somewhere(traces: list[Trace]) -> None:
    """Each of the forty-five events occurs under its id in some replication."""
    seen = {name for trace in traces for name in trace.times()}
    assert set(EVENTS) <= seen


def test_the_film_is_one_believable_outcome(film: Results) -> None:
    """The film's ending is neither rare nor certain, and all other endings but a missed ambush occur."""
    shares = {name: float(np.mean(film["ending"] == name)) for name in set(film["ending"])}
    assert 0.1 < shares["score_with_killings"] < 0.5
    assert set(shares) == {"clean_score", "score_with_killings", "aborted_empty", "killings_for_nothing", "intercepted"}
    assert film.canon_ending == "score_with_killings"


def test_the_film_as_told_comes_out(film: Results) -> None:
    """Some replication has the whole of it: blow, three killers in turn, the bonds, and police just behind."""
    whole = (
        film["blow"]
        & (film["killer_of_guard_1"] == "waingro")
        & (film["killer_of_guard_2"] == "mccauley")
        & (film["killer_of_guard_3"] == "cheritto")
        & (film["bonds_kept"] == 1_600_000)
        & (film["margin"] > 0)
        & (film["margin"] < 60)
    )
    assert whole.any()


def test_nobody_dies_but_by_waingros_first_shot(film: Results) -> None:
    """No guard is dead unless Waingro has shot guard 1, and every killer is the film's."""
    assert ((film["guards_killed"] > 0) == (film["killer_of_guard_1"] == "waingro")).all()
    assert set(film["killer_of_guard_2"]) == {"mccauley", "nobody"}
    assert set(film["killer_of_guard_3"]) == {"cheritto", "nobody"}
    assert (film["killer_of_guard_2"][film["guards_killed"] == 3] == "mccauley").all()


def test_who_leaves_before_the_police_is_not_boxed_in(film: Results) -> None:
    """A negative margin is an interception, and one of the film's ending is never negative."""
    assert (film["ending"][film["margin"] < 0] == "intercepted").all()
    assert not (film["margin"][film["ending"] == "score_with_killings"] < 0).any()


def test_nothing_rests_on_the_order_of_simultaneous_events(scenario: Scenario, film: Results) -> None:
    """With the ranks of all processes turned round every replication ends the same way, to the microsecond."""
    reverse = run(scenario, replications=len(film), seed=1995, workers=1, chunk=len(film), reverse_ranks=True)
    assert (reverse["ending"] == film["ending"]).all()
    assert np.array_equal(reverse.table.values, film.table.values, equal_nan=True)


def test_the_caught_keep_nothing(film: Results) -> None:
    """Whoever is caught has not driven off in the wagon, and whoever has is free."""
    caught = film["ending"] == "intercepted"
    assert not (caught & film["switched"]).any()
    assert (film["crew_captured"] == np.where(caught, 5, 0)).all()


def test_late_masks_miss_the_ambush(scenario: Scenario) -> None:
    """If the men are not masked in time there is no go call, and the armored car drives on."""
    late = run(scenario.vary({"mask_time": "60 s"}), replications=5, workers=1)
    assert set(late["ending"]) == {"missed"}
    assert np.isnan(late["event.AC-E11"]).all()

"""What holds for every heist: random small scenarios, random worlds."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.program.compile import compile_scenario
from heatsim.program.model import Program
from heatsim.scenario.load import loads
from heatsim.testing import assert_reproducible, draws, scenario_texts, small_scenarios
from heatsim.trace import Event, Row, Trace

TEXTS = scenario_texts()
MANY = settings().max_examples
FEW = MANY // 2  # where a program is run several times, or made twice


def program_of(text: str) -> Program:
    return compile_scenario(loads(text).resolved)


def value(program: Program, row: Row, name: str) -> float:
    return row.values[[column.name for column in program.columns].index(name)]


def every_event_is_within_the_run(trace: Trace) -> None:
    """Events are in order of time, none before the beginning or after the end."""
    times = [event.time for event in trace]
    assert times == sorted(times), "time went back"
    assert all(0 <= time <= trace.end_time for time in times), "an event outside the run"


def the_dead_do_nothing(trace: Trace) -> None:
    """After an actor is out, its process reports nothing more."""
    out: set[str] = set()
    for event in trace:
        assert event.process not in out, f"{event.process} acts after it is out: {event}"
        name, _, state = event.text.partition(" is ")
        if event.kind == "state" and state in ("dead", "captured"):
            out.add(name)


def what_is_done_has_taken_its_time(trace: Trace) -> None:
    """A task is done no sooner than its duration after it began."""
    begun: dict[tuple[str, str], list[float]] = {}  # the earliest ends of what is being done; orders may interleave several
    for event in trace:
        if event.kind in ("begin", "move") and event.value is not None:
            begun.setdefault((event.process, event.text), []).append(event.time + math.floor(event.value + 0.5))
        if event.kind == "done":
            ends = begun[event.process, event.text]
            assert event.time >= min(ends), f"done too soon: {event}"
            ends.remove(min(ends))


def signals_come_when_they_are_sent(trace: Trace) -> None:
    """The time kept of a signal, which is when those who waited for it go on, is that of its first sending."""
    sent: dict[str, int] = {}
    for event in trace:
        if event.kind == "signal":
            sent.setdefault(event.text, event.time)
    for name, index in dict(trace.program.signals).items():
        time = trace.values[index]
        assert math.isnan(time) or time == sent[name], f"{name} came at another time than it was sent"


RULES = (every_event_is_within_the_run, the_dead_do_nothing, what_is_done_has_taken_its_time, signals_come_when_they_are_sent)


def what_a_row_may_be(program: Program, row: Row) -> None:
    """It ended, reached its horizon, or failed with a reason and where; nothing that is carried was made or lost."""
    if row.status == "failed":
        assert row.error
        assert "rerun: python -m heatsim replay" in row.error
        assert row.ending is None
    else:
        assert row.status in ("ended", "horizon")
        assert row.ending in ("bloody", "quiet")
        assert 0 <= row.end_time <= program.horizon
        assert value(program, row, "total") == 10.0


@given(TEXTS, draws())
@settings(max_examples=MANY)
def test_every_run_keeps_the_rules(text: str, one: Draws) -> None:
    """A run ends or fails as documented, and its trace keeps every rule; one program for all, since making it takes longest."""
    program = program_of(text)
    row = on_simpy.rows(program, [one])[0]
    what_a_row_may_be(program, row)
    if row.status != "failed":
        trace = on_simpy.trace(program, one)
        for rule in RULES:
            rule(trace)


KNOCK = """
heatsim: 1
scenario: knock
horizon: 10 min
actors: {ann: {side: crew}, bob: {side: crew}}
processes:
  ann:
    - {do: pick the lock, takes: 20 s}
    - {signal: open}
    - {do: look round, takes: 5 s}
  bob:
    - {wait: open}
    - {do: go in, takes: 5 s}
    - {put: bob, state: captured}
measures: {total: "10"}
endings: {bloody: {when: crew.dead > 0}, quiet: {}}
"""

SHIFT: dict[Callable[[Trace], None], tuple[str, Callable[[Event], Event], str]] = {
    every_event_is_within_the_run: ("signal", lambda event: replace(event, time=event.time - 10**9), "back|outside"),
    the_dead_do_nothing: ("begin", lambda event: replace(event, kind="state", text="ann is dead"), "acts after it is out"),
    what_is_done_has_taken_its_time: ("begin", lambda event: replace(event, value=1e9), "done too soon"),
    signals_come_when_they_are_sent: ("signal", lambda event: replace(event, time=event.time + 1), "at another time"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_noticed(rule: Callable[[Trace], None]) -> None:
    """A trace with one event changed breaks the rule that it kept."""
    trace = on_simpy.trace(program_of(KNOCK), Draws(1))
    rule(trace)
    kind, change, complaint = SHIFT[rule]
    place = next(number for number, event in enumerate(trace.events) if event.kind == kind)
    events = [*trace.events]
    events[place] = change(events[place])
    with pytest.raises(AssertionError, match=complaint):
        rule(replace(trace, events=tuple(events)))


@pytest.mark.parametrize(
    "wrong", [{"ending": "late"}, {"end_time": 10**12}, {"status": "lost"}, {"status": "failed", "error": "no"}]
)
def test_a_wrong_row_is_noticed(wrong: dict[str, Any]) -> None:
    """A row that is not as documented, or that has made something out of nothing, is seen."""
    program = program_of(KNOCK)
    row = on_simpy.rows(program, [Draws(1)])[0]
    what_a_row_may_be(program, row)
    with pytest.raises(AssertionError):
        what_a_row_may_be(program, replace(row, **wrong))
    with pytest.raises(AssertionError):
        what_a_row_may_be(program, replace(row, values=(11.0, *row.values[1:])))


@given(small_scenarios())
@settings(max_examples=FEW)
def test_a_replication_is_the_same_alone_in_a_batch_and_traced(scenario: Any) -> None:
    """Any replication alone equals the same one inside a batch, in any order, and with tracing on."""
    assert_reproducible(scenario, replications=6)


@given(TEXTS, draws(), st.randoms(use_true_random=False))
@settings(max_examples=FEW)
def test_the_order_in_which_processes_are_started_changes_nothing(text: str, one: Draws, random: Any) -> None:
    """SimPy's processes may be created in any order: ranks decide who goes first."""
    program = program_of(text)
    order = list(range(len(program.processes)))
    random.shuffle(order)
    assert repr(on_simpy.rows(program, [one])) == repr(on_simpy.rows(program, [one], start_order=order))


@given(TEXTS, draws())
@settings(max_examples=FEW)
def test_an_unrelated_process_or_step_moves_no_draw(text: str, one: Draws) -> None:
    """A process that touches nothing and a coin tossed first by all, with draws of their own, leave every result as it was."""
    data = json.loads(text)
    for process in data["processes"].values():
        (process["steps"] if isinstance(process, dict) else process).insert(0, {"chance": 0.5, "name": "an idle coin"})
    data["processes"]["bystander"] = [{"do": "stroll", "takes": {"exponential": {"mean": "3 s"}}}]
    before, after = program_of(text), program_of(json.dumps(data))
    old, new = on_simpy.rows(before, [one])[0], on_simpy.rows(after, [one])[0]
    if old.status == "ended" and new.status == "ended":
        names = ["total", "counted", "beat", "dead", "apart"]
        assert [repr(value(before, old, name)) for name in names] == [repr(value(after, new, name)) for name in names]


@given(TEXTS, st.integers(0, 2**32))
@settings(max_examples=FEW)
def test_the_complement_of_every_draw_is_the_antithetic_replication(text: str, seed: int) -> None:
    """Pinning 1 - u at every address gives what antithetic draws give."""
    program = program_of(text)
    plain = Draws(seed, 3)
    pins = {(site.name, k): 1.0 - plain.uniform(site.name, k) for site in program.sites for k in range(40)}
    pinned, mirrored = Draws(seed, 3, pins=pins), Draws(seed, 3, antithetic=True)
    rows = on_simpy.rows(program, [pinned, mirrored])
    if "failed" not in {row.status for row in rows}:
        assert repr(rows[0]) == repr(rows[1])


DOORS = """
heatsim: 1
scenario: doors
horizon: 1 min
variables: {door: 0}
processes:
  ann:
    - choose: {left: {weight: 3, steps: [{set: {door: 1}}]}, middle: {weight: 2, steps: [{set: {door: 2}}]}%s}
      name: which door
measures: {door: door}
endings: {over: {}}
"""


def test_taking_an_option_away_changes_no_other_choice() -> None:
    """Whoever had not picked the option that is taken away picks the same as before."""
    all_draws = [Draws(7, number) for number in range(2000)]
    three = on_simpy.rows(program_of(DOORS % ", right: {weight: 1, steps: [{set: {door: 3}}]}"), all_draws)
    two = on_simpy.rows(program_of(DOORS % ""), all_draws)
    moved = [(a.values, b.values) for a, b in zip(three, two, strict=True) if a.values != (3.0,) and a.values != b.values]
    assert moved == []
    assert any(a.values == (3.0,) for a in three), "the option was never picked, so nothing was shown"

"""What holds for every heist: random small scenarios, random worlds."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.errors import SimulationError
from heatsim.program.compile import compile_scenario
from heatsim.program.model import Program
from heatsim.scenario.load import loads
from heatsim.testing import assert_reproducible, draws, scenario_texts, small_scenarios
from heatsim.trace import Row, Trace

TEXTS = scenario_texts()


def program_of(text: str) -> Program:
    return compile_scenario(loads(text).resolved)


def value(program: Program, row: Row, name: str) -> float:
    return row.values[[column.name for column in program.columns].index(name)]


def traced(text: str, one: Draws) -> Trace | None:
    """The trace, or nothing when the replication stops with the documented error."""
    try:
        return on_simpy.trace(program_of(text), one)
    except SimulationError:
        return None


@given(TEXTS, draws())
def test_every_run_ends_or_stops_with_the_documented_error(text: str, one: Draws) -> None:
    """A replication ends, reaches its horizon, or fails with a reason, the process, the step and its line."""
    program = program_of(text)
    row = on_simpy.rows(program, [one])[0]
    if row.status == "failed":
        assert row.error
        assert "rerun: python -m heatsim replay" in row.error
        assert row.ending is None
    else:
        assert row.status in ("ended", "horizon")
        assert row.ending in ("bloody", "quiet")
        assert 0 <= row.end_time <= program.horizon


@given(TEXTS, draws())
def test_time_never_goes_back(text: str, one: Draws) -> None:
    """Events of a trace are in order of time, within the run."""
    trace = traced(text, one)
    times = [event.time for event in trace] if trace else []
    assert times == sorted(times)
    assert all(0 <= time <= trace.end_time for time in times) if trace else True


@given(TEXTS, draws())
def test_the_dead_do_nothing(text: str, one: Draws) -> None:
    """After an actor is out, its process reports nothing more."""
    trace = traced(text, one)
    out: set[str] = set()
    for event in trace or ():
        assert event.process not in out, f"{event.process} acts after it is out: {event}"
        name, _, state = event.text.partition(" is ")
        if event.kind == "state" and state in ("dead", "captured"):
            out.add(name)


@given(TEXTS, draws())
def test_what_is_carried_is_conserved(text: str, one: Draws) -> None:
    """Nothing is made or lost by taking and handing over."""
    program = program_of(text)
    row = on_simpy.rows(program, [one])[0]
    assert row.status == "failed" or value(program, row, "total") == 10.0


@given(TEXTS, draws())
def test_nothing_is_done_before_it_has_been_begun_for_its_time(text: str, one: Draws) -> None:
    """A task is done no sooner than its duration after it began."""
    trace = traced(text, one)
    begun: dict[tuple[str, str], list[float]] = {}  # the earliest ends of what is being done; orders may interleave several
    for event in trace or ():
        if event.kind in ("begin", "move") and event.value is not None:
            begun.setdefault((event.process, event.text), []).append(event.time + math.floor(event.value + 0.5))
        if event.kind == "done":
            ends = begun[event.process, event.text]
            assert event.time >= min(ends), event
            ends.remove(min(ends))


@given(TEXTS, draws())
def test_a_condition_is_met_no_sooner_than_its_cause(text: str, one: Draws) -> None:
    """Whoever waited for a signal goes on at the moment it was sent or later."""
    trace = traced(text, one)
    sent: dict[str, int] = {}
    for event in trace or ():
        if event.kind == "signal":
            sent.setdefault(event.text, event.time)
    final = dict(trace.program.signals if trace else ())
    for name, index in final.items():
        time = trace.values[index] if trace else math.nan
        assert math.isnan(time) or time == sent[name]


@given(small_scenarios())
@settings(max_examples=25)
def test_a_replication_is_the_same_alone_in_a_batch_and_traced(scenario: Any) -> None:
    """Any replication alone equals the same one inside a batch, in any order, and with tracing on."""
    assert_reproducible(scenario, replications=6)


@given(TEXTS, draws(), st.randoms(use_true_random=False))
def test_the_order_in_which_processes_are_started_changes_nothing(text: str, one: Draws, random: Any) -> None:
    """SimPy's processes may be created in any order: ranks decide who goes first."""
    program = program_of(text)
    order = list(range(len(program.processes)))
    random.shuffle(order)
    assert repr(on_simpy.rows(program, [one])) == repr(on_simpy.rows(program, [one], start_order=order))


@given(TEXTS, draws())
def test_an_unrelated_process_moves_no_draw(text: str, one: Draws) -> None:
    """A process that touches nothing, with draws of its own, leaves every other result as it was."""
    data = json.loads(text)
    data["processes"]["bystander"] = [{"do": "stroll", "takes": {"exponential": {"mean": "3 s"}}}]
    before, after = program_of(text), program_of(json.dumps(data))
    old, new = on_simpy.rows(before, [one])[0], on_simpy.rows(after, [one])[0]
    if old.status == "ended" and new.status == "ended":
        names = ["total", "counted", "beat", "dead", "apart"]
        assert [repr(value(before, old, name)) for name in names] == [repr(value(after, new, name)) for name in names]


@given(TEXTS, st.integers(0, 2**32))
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

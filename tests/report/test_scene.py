"""What the replay is told of a world is what the trace says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from heatsim.report.scene import scene
from heatsim.report.stage import lanes, stage
from heatsim.report.worlds import World
from heatsim.scenario.expression import STATES
from heatsim.scenario.load import Scenario, load
from heatsim.study.run import simulate
from heatsim.trace import Trace
from report.conftest import write_heist

DRIVE_IN = Path(__file__).parents[2] / "scenarios" / "drive-in.yaml"
SHOT_AT = 3  # a replication in which both fire


@pytest.fixture
def trace(heist: Scenario) -> Trace:
    return simulate(heist, replication=SHOT_AT)


@pytest.fixture
def told(trace: Trace) -> dict[str, Any]:
    return scene(World("x", "X", "why", trace), lanes(trace.program, [trace]))


def test_everybody_is_where_the_trace_has_them(trace: Trace, told: dict[str, Any]) -> None:
    """At any moment the last way of an actor leads through its position."""
    for actor in range(len(trace.program.actors)):
        for time in (0.0, 3.0, 6.5, 40.0, 62.0, 64.4):
            way = [one for one in told["ways"] if one[1] == actor and one[0] <= time][-1]
            _, _, x, y, to_x, to_y, start, end, aboard = way
            assert aboard == -1
            share = 0.0 if end is None else min(1.0, max(0.0, (time - start) / (end - start)))
            here = (x + share * (to_x - x), y + share * (to_y - y))
            assert here == pytest.approx(trace.position(actor, time * 1e6), abs=0.02)


def test_every_shot_is_there(trace: Trace, told: dict[str, Any]) -> None:
    """As many pulls of the trigger, rounds and hits as in the trace."""
    fired = [event for event in trace if event.kind in ("shot", "hit")]
    assert len(told["shots"]) == len(fired) > 0
    assert [shot[0] for shot in told["shots"]] == [round(event.time / 1e6, 3) for event in fired]
    assert sum(shot[3] for shot in told["shots"]) == sum(event.value or 0 for event in fired)


def test_who_is_out_at_the_end_is_told_to_be(trace: Trace, told: dict[str, Any]) -> None:
    """The last state told of each actor is the one in which the trace leaves it."""
    for number, actor in enumerate(trace.program.actors):
        states = [state for _, who, state, _ in told["states"] if who == number]
        assert (states or ["active"])[-1] == STATES[int(trace.values[actor.state])]


def test_a_hit_changes_a_state_when_it_falls(tmp_path: Path) -> None:
    """Who is only wounded is so from the moment of the hit on, by whoever fired; not only from the end, nor from the beginning."""
    path = write_heist(tmp_path)
    wounds = "wounds: {limb: {share: 100 %, wounded: 100 %}}"
    path.write_text(path.read_text(encoding="utf-8").replace("hit_state: down", wounds), encoding="utf-8")
    trace = simulate(load(path), replication=SHOT_AT)
    told = scene(World("x", "X", "why", trace), lanes(trace.program, [trace]))
    names = [actor.name for actor in trace.program.actors]
    owners = {process.name: process.actor for process in trace.program.processes}
    hits = [event for event in trace if event.kind == "hit"]
    assert hits
    for event in hits:
        name, _, rest = event.text.partition(": ")
        expected = [round(event.time / 1e6, 3), names.index(name), rest.rpartition(", ")[2], owners[event.process]]
        assert expected in told["states"]


def test_on_the_ground_from_the_first_move_boarding_or_shot() -> None:
    """Whoever sits in a car is there with it, and so is the car; who lies in wait only once he joins the fight."""
    trace = simulate(load(DRIVE_IN), replication=0)
    told = scene(World("x", "X", "why", trace), lanes(trace.program, [trace]))
    on = dict(zip([actor.name for actor in trace.program.actors], told["on"], strict=True))
    first = min(shot[0] for shot in told["shots"])
    assert [on[name] for name in ("mccauley", "car", "pickup")] == [0, 0, 0]
    assert 0 < on["shiherlis"] < first + 60


def test_who_only_works_is_not_on_the_ground(trace: Trace, told: dict[str, Any]) -> None:
    """What is done in a step `do` may be anywhere: patrol cars, which have no place, are never on the ground."""
    busy = {event.actor for event in trace if event.kind == "begin"}
    on = dict(zip([actor.title for actor in trace.program.actors], told["on"], strict=True))
    assert any(on[title] is None for title in busy)


def test_clocks_run_as_in_the_trace(trace: Trace, told: dict[str, Any]) -> None:
    """A clock that runs down by itself is written once; every event's reading follows from it."""
    ((begun, clock, seconds, left),) = told["clocks"]
    assert (clock, left) == (0, 1)
    for event in trace:
        for _, value, _ in event.clocks:
            assert seconds - (event.time / 1e6 - begun) == pytest.approx(value / 1e6, abs=0.001)


def test_a_fight_is_told_from_work_and_waits(told: dict[str, Any]) -> None:
    """Each stretch has its kind, and nobody does anything before the beginning, after the end or when out."""
    assert {span[1] for span in told["spans"]} == {"do", "move", "fight", "wait"}
    assert all(0 <= span[3] < span[4] <= told["end"] for span in told["spans"])


def test_the_stage_names_everybody_once(heist: Scenario, trace: Trace) -> None:
    """Two letters each, no two alike; who has a place, and whose side fights; patrol cars are nowhere on the ground."""
    made = stage(heist, trace.program, lanes(trace.program, [trace]))
    shorts = [actor["short"] for actor in made["actors"]]
    assert shorts == ["An", "Bo", "Gu", "P1", "P2"]
    assert [actor["settled"] for actor in made["actors"]] == [True, True, True, False, False]
    assert [actor["fights"] for actor in made["actors"]] == [True, True, True, False, False]

"""One world of a replay as plain data: who is where, who fires at whom, who is out, what everybody does, what the clocks say.

Times are seconds since the start, to a millisecond; actors, lanes and clocks are numbers in the lists of the stage.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from heatsim.beatsheet.beats import beats
from heatsim.beatsheet.outcome import measures, words
from heatsim.beatsheet.sheet import together
from heatsim.beatsheet.spans import spans
from heatsim.beatsheet.telling import Telling
from heatsim.figures.shots import shots
from heatsim.scenario.expression import OUT, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heatsim.errors import Where
    from heatsim.program.model import Program
    from heatsim.report.stage import Lanes
    from heatsim.report.worlds import World
    from heatsim.trace import Trace

__all__ = ["scene"]

STATE = re.compile(r"(?P<name>.+) is (?P<state>\w+)")
HIT = re.compile(r"(?P<name>.+): \d+ hit, .+, (?P<state>\w+)")
SHOT = ("shot", "hit")
KINDS = {"first": "wait"}  # of several hazards, whichever comes first: nobody works at that
DRIFT = 2  # a clock is written down again when it is off by so many microseconds from where it would have run


def scene(world: World, rows: Lanes) -> dict[str, Any]:
    """Everything that the replay shows of one world."""
    trace = world.trace
    ending = next((one for one in trace.program.endings if one.name == trace.ending), None)
    return {
        "id": world.id,
        "label": world.label,
        "why": world.why,
        "ending": words(trace.ending or "no ending"),
        "told": ending.text if ending is not None else "",
        "asFilm": ending is not None and ending.canon,
        "end": _s(trace.end_time),
        "ways": [_way(one) for one in trace.ways],
        "on": _on_stage(trace),
        "states": list(_states(trace)),
        "shots": _shots(trace),
        "clocks": list(_clocks(trace)),
        "spans": list(_spans(trace, rows)),
        "beats": list(_beats(trace)),
        "outcomes": [[words(one.column.name), one.here, one.film] for one in measures(trace)],
    }


def _s(time: float) -> float:
    return round(time / 1e6, 3)


def _way(one: Any) -> list[Any]:
    """[time, actor, x, y, to x, to y, start, end, aboard]; start and end are None at rest, aboard is -1 on one's own."""
    moving = one.end == one.end
    at = [round(value, 2) for value in (one.x, one.y, one.to_x, one.to_y)]
    return [_s(one.time), one.actor, *at, _s(one.start) if moving else None, _s(one.end) if moving else None, one.aboard]


def _on_stage(trace: Trace) -> list[float | None]:
    """From when on each actor takes part on the ground: when it first moves, boards, carries somebody or joins a fight.

    None for who never does.
    """
    program = trace.program
    first: dict[int, int] = {}
    start: dict[int, tuple[float, float]] = {}
    for way in trace.ways:
        here = start.setdefault(way.actor, (way.x, way.y))
        if way.end == way.end or way.aboard >= 0 or (way.x, way.y) != here:
            first.setdefault(way.actor, way.time)
        if way.aboard >= 0:
            first.setdefault(way.aboard, way.time)
    joins, numbers = _joins(program), _numbers(program)
    joined: dict[int, int] = {
        info.actor: 0 for info in program.combatants if program.variables[info.joined].initial
    }  # fmt: skip
    for event in trace.events:
        number = numbers.get(event.process, -1)
        if event.kind == "begin" and (number, event.where) in joins:
            joined.setdefault(program.processes[number].actor, event.time)
    found: list[float | None] = []
    for actor in range(len(program.actors)):
        times = [table[actor] for table in (first, joined) if actor in table]
        found.append(_s(min(times)) if times else None)
    return found


def _states(trace: Trace) -> Iterator[list[Any]]:
    """[time, actor, state, who did it or -1] for every change of an actor's state; the state of who is absent from the start."""
    numbers = {actor.name: number for number, actor in enumerate(trace.program.actors)}
    owners = {process.name: process.actor for process in trace.program.processes}
    told = set()
    for event in trace.events:
        found = {"state": STATE, "hit": HIT}[event.kind].fullmatch(event.text) if event.kind in ("state", "hit") else None
        if found and found["name"] in numbers and found["state"] in STATES:
            number = numbers[found["name"]]
            told.add(number)
            by = event.value if event.kind == "state" else owners[event.process]  # the value of a hit is its rounds
            yield [_s(event.time), number, found["state"], int(by) if by is not None else -1]
    for number, actor in enumerate(trace.program.actors):
        state = STATES[int(trace.values[actor.state])]
        if number not in told and state != STATES[0]:
            out = trace.values[actor.out]
            yield [_s(out) if out == out else 0.0, number, state, int(trace.values[actor.by])]


def _shots(trace: Trace) -> list[list[Any]]:
    """[time, shooter, target, rounds, hits] for every pull of the trigger."""
    if not any(event.kind in SHOT for event in trace.events):
        return []
    return [[_s(one.time), one.shooter, one.target, one.rounds, one.hits] for one in shots(trace)]


def _clocks(trace: Trace) -> Iterator[list[Any]]:
    """[time, clock, seconds, left] where a clock starts or jumps (seconds None where it stops); `left` is 1 when it runs down."""
    numbers = {clock.name: number for number, clock in enumerate(trace.program.clocks)}
    last: dict[str, tuple[int, int]] = {}
    for event in trace.events:
        for name in last.keys() - {name for name, _, _ in event.clocks}:
            del last[name]
            yield [_s(event.time), numbers[name], None, 0]
        for name, value, left in event.clocks:
            time, before = last.get(name, (event.time, -1))
            expected = before + (time - event.time if left else event.time - time)
            if name not in last or abs(expected - value) > DRIFT:
                yield [_s(event.time), numbers[name], _s(value), int(left)]
            last[name] = (event.time, value)


def _spans(trace: Trace, rows: Lanes) -> Iterator[list[Any]]:
    """[lane, kind, text, begin, end] of every stretch: `do`, `move`, `fight`, and `wait`, whatever is waited for.

    Who is out does nothing any more.
    """
    program, joins, numbers, telling = trace.program, _joins(trace.program), _numbers(trace.program), Telling(trace.program)
    over: dict[int, float] = {}
    for time, actor, state, _ in _states(trace):
        if state in OUT:
            over.setdefault(actor, time)
    for span in spans(trace):
        event, number = trace.events[span.first], numbers.get(span.process, -1)
        end = min(_s(span.end), over.get(program.processes[number].actor, math.inf))
        if span.process in rows.of and end > _s(span.begin):
            kind = "fight" if (number, event.where) in joins else KINDS.get(span.kind, span.kind)
            text = telling.text(event).removesuffix(" …").replace("\N{NO-BREAK SPACE}", " ")
            yield [rows.of[span.process], kind, text, _s(span.begin), end]


def _joins(program: Program) -> set[tuple[int, Where]]:
    """Process and place of the steps with which somebody joins a fight."""
    return {(code.process, code.where) for code in program.code if code.op == "join"}


def _numbers(program: Program) -> dict[str, int]:
    return {process.name: number for number, process in enumerate(program.processes)}


def _beats(trace: Trace) -> Iterator[list[Any]]:
    """[time, who, what, kind] for every beat of the story."""
    for beat in beats(trace):
        yield [_s(beat.event.time), together(beat.who), beat.text.replace("\N{NO-BREAK SPACE}", " "), beat.event.kind]

"""What all worlds of a replay share: who there is and on which side, places and walls, the lanes of the timeline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heatsim.beatsheet.outcome import words
from heatsim.figures import style
from heatsim.report.initials import initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heatsim.program.model import Program
    from heatsim.scenario.load import Scenario
    from heatsim.trace import Trace

__all__ = ["Lanes", "lanes", "stage"]

MEMBER = re.compile(r"\[\d+\]$")
CROWD = 3  # members of a larger group share a lane


@dataclass(frozen=True, slots=True)
class Lanes:
    """The rows of the timeline: a title and a side (-1: nobody's) each, and in which of them a process is shown."""

    rows: tuple[tuple[str, int], ...]
    of: dict[str, int]


def stage(scenario: Scenario, program: Program, rows: Lanes) -> dict[str, Any]:
    """The shared part, as plain data. Positions are metres."""
    sides = _sides(program)
    colours = style.side_colours(sides)
    settled = {actor.name for actor in scenario.resolved.actors if actor.at is not None}
    fighting = {info.actor for info in program.combatants}
    short = initials([actor.title for actor in program.actors])
    return {
        "startOfDay": None if program.start_of_day is None else program.start_of_day / 1e6,
        "sides": [{"name": words(side), "colour": colours[side]} for side in sides],
        "actors": [
            {
                "title": actor.title,
                "short": short[number],
                "side": sides.index(_side(program, number)),
                "settled": bool(program.bodies) and MEMBER.sub("", actor.name) in settled,
                "fights": number in fighting,
                "lane": next((rows.of[name] for name in _processes(program, number) if name in rows.of), -1),
            }
            for number, actor in enumerate(program.actors)
        ],
        "places": [{"name": words(name), "x": x, "y": y} for name, x, y in program.places],
        "walls": [list(wall) for wall in program.walls],
        "clocks": [words(clock.name) for clock in program.clocks],
        "lanes": [{"title": title, "side": side} for title, side in rows.rows],
    }


def lanes(program: Program, traces: Sequence[Trace]) -> Lanes:
    """A lane for each actor, or for a group that is a crowd, who does something in one of the traces; then the other processes."""
    busy = {event.process for trace in traces for event in trace.events if event.process}
    members: dict[str, int] = {}
    for actor in program.actors:
        group = MEMBER.sub("", actor.name)
        members[group] = members.get(group, 0) + 1
    sides = _sides(program)
    rows: list[tuple[str, int]] = []
    keys: dict[str, int] = {}
    of: dict[str, int] = {}
    owned = sorted((one for one in program.processes if one.name in busy), key=lambda one: one.actor if one.actor >= 0 else 10**6)
    for process in owned:
        key, title, side = MEMBER.sub("", process.name), words(MEMBER.sub("", process.name)), -1
        if process.actor >= 0:
            actor = program.actors[process.actor]
            group = MEMBER.sub("", actor.name)
            crowd = members[group] > CROWD
            key = f"{group}[]" if crowd else actor.name
            title = f"{actor.title.rpartition(' ')[0] or actor.title} ({members[group]})" if crowd else actor.title
            side = sides.index(_side(program, process.actor))
        if key not in keys:
            keys[key] = len(rows)
            rows.append((title, side))
        of[process.name] = keys[key]
    return Lanes(tuple(rows), of)


def _sides(program: Program) -> list[str]:
    return list(dict.fromkeys(_side(program, number) for number in range(len(program.actors))))


def _processes(program: Program, actor: int) -> list[str]:
    return [program.processes[number].name for number in program.actors[actor].processes]


def _side(program: Program, number: int) -> str:
    """An actor without a side is one of its own."""
    actor = program.actors[number]
    return actor.side or MEMBER.sub("", actor.name)

"""Fights that nobody can end: somebody waits in one for enemies who never came to it, and nothing else can happen any more.

Who has taken no step `fight` can neither fire nor be fired at, and is not out either, so his enemies' step goes on. A story that
stops so has no error: it ends early, or at its horizon, with an ending that says nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.beatsheet.spans import spans
from heatsim.scenario.expression import STATES

if TYPE_CHECKING:
    from heatsim.beatsheet.spans import Span
    from heatsim.program.model import CombatantInfo, Program
    from heatsim.trace import Trace

__all__ = ["Standstill", "standstills"]

FIRST_OUT = STATES.index("down")


@dataclass(frozen=True, slots=True)
class Standstill:
    """Who waits in which fight for whom, by name."""

    fighter: str
    fight: str
    enemies: tuple[str, ...]

    def __str__(self) -> str:
        who = f"{', '.join(self.enemies[:3])}{' and others' if len(self.enemies) > 3 else ''}"
        return f"'{self.fighter}' waits in the fight '{self.fight}' for {who}, who never came to it"


def standstills(trace: Trace) -> tuple[Standstill, ...]:
    """All who wait so at the end of a trace; none where the story was stopped (`stop: run`) or work was still going on."""
    program = trace.program
    open_spans = [span for span in spans(trace) if span.how == "open" and span.kind in ("do", "move")] if program.fights else []
    fighting = [span for span in open_spans if _is_fight(trace, span)]
    if not fighting or (trace.status != "horizon" and (len(fighting) < len(open_spans) or _was_stopped(trace))):
        return ()
    owners = {program.processes[number].name: place for place, actor in enumerate(program.actors) for number in actor.processes}
    waiting = {owners.get(span.process) for span in fighting}
    found = (_standstill(trace, info) for info in program.combatants if info.actor in waiting)
    return tuple(one for one in found if one is not None)


def _is_fight(trace: Trace, span: Span) -> bool:
    where = trace.events[span.first].where
    return any(trace.program.code[engagement.block].where == where for engagement in trace.program.engagements)


def _was_stopped(trace: Trace) -> bool:
    """Whether the last that acted can stop the story, and so has, as far as a trace can tell."""
    program, last = trace.program, trace.events[-1].process
    starts = sorted(process.pc for process in program.processes)
    begin = next((process.pc for process in program.processes if process.name == last), len(program.code))
    end = next((pc for pc in starts if pc > begin), len(program.code))
    return any(instruction.op == "endrun" for instruction in program.code[begin:end])


def _standstill(trace: Trace, info: CombatantInfo) -> Standstill | None:
    """One who is in his fight and able, without any enemy there, though some who are not out have a side in it."""
    program = trace.program
    able = _able(trace, program.combatants)
    others = [one for one in able if one.fight == info.fight and one.side != info.side]
    if info not in able or not trace.values[info.joined] or any(trace.values[one.joined] for one in others) or not others:
        return None
    return Standstill(_name(program, info), program.fights[info.fight].name, tuple(_name(program, one) for one in others))


def _able(trace: Trace, combatants: Sequence[CombatantInfo]) -> list[CombatantInfo]:
    return [one for one in combatants if trace.values[trace.program.actors[one.actor].state] < FIRST_OUT]


def _name(program: Program, info: CombatantInfo) -> str:
    return program.actors[info.actor].name

"""A fight as a trace tells it: every pull of the trigger with its places, who fell, and the phases in between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.scenario.expression import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heatsim.trace import Event, Trace

__all__ = ["Fall", "Phase", "Shot", "engaged", "falls", "phases", "shots"]

HIT = re.compile(r"(?P<target>.+): (?P<hits>\d+) hit, ")
OUT = frozenset(STATES[STATES.index("down") :]) - {"absent"}


@dataclass(frozen=True, slots=True)
class Shot:
    """One pull of the trigger: when (microseconds), who at whom (actors' numbers), rounds, and how many of them hit."""

    time: int
    shooter: int
    target: int
    rounds: int
    hits: int


@dataclass(frozen=True, slots=True)
class Fall:
    """Somebody goes out of the fight: down, captured, away or dead."""

    time: int
    actor: int
    state: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a fight, from `begin` until before `end` (microseconds), with what was fired in it and who fell."""

    begin: int
    end: int
    shots: tuple[Shot, ...]
    falls: tuple[Fall, ...]


def shots(trace: Trace) -> tuple[Shot, ...]:
    """Every pull of the trigger, in order. UsageError when not a shot was fired."""
    owners = {process.name: process.actor for process in trace.program.processes}
    numbers = {actor.name: number for number, actor in enumerate(trace.program.actors)}
    found = tuple(_shot(event, owners, numbers) for event in trace.events if event.kind in ("shot", "hit"))
    if not found:
        raise UsageError(f"not a shot was fired in replication {trace.replication}")
    return found


def _shot(event: Event, owners: dict[str, int], numbers: dict[str, int]) -> Shot:
    hit = HIT.match(event.text)
    name, hits = (hit["target"], int(hit["hits"])) if hit else (event.text, 0)
    return Shot(event.time, owners[event.process], numbers[name], int(event.value or 0), hits)


def engaged(trace: Trace, until: int) -> set[int]:
    """Who has fired, been fired at or gone out by a moment (microseconds): whoever else there is has yet to come, or looks on."""
    fired = {actor for shot in shots(trace) if shot.time < until for actor in (shot.shooter, shot.target)}
    return fired | {fall.actor for fall in falls(trace) if fall.time < until}


def falls(trace: Trace) -> tuple[Fall, ...]:
    """Everybody who took part and goes out, and when first, in order."""
    program = trace.program
    found = []
    for info in program.combatants:
        time = trace.values[program.actors[info.actor].out]
        if time == time:
            state = STATES[int(trace.values[program.actors[info.actor].state])]
            if state in OUT:
                found.append(Fall(int(time), info.actor, state))
    return tuple(sorted(found, key=lambda fall: fall.time))


def phases(trace: Trace, most: int, cuts: Sequence[int] = ()) -> tuple[Phase, ...]:
    """The fight in at most `most` phases, cut where somebody goes out so that each holds about as much shooting; or at `cuts`."""
    fired, fell = shots(trace), falls(trace)
    begin, end = fired[0].time, fired[-1].time + 1
    fell = tuple(fall for fall in fell if fall.time >= begin)
    if fell and fell[-1].time < end + 1_000_000:
        end = max(end, fell[-1].time + 1)
    chosen = sorted({cut for cut in cuts if begin < cut < end}) or _cuts(fired, fell, most)
    edges = [begin, *chosen, end]
    return tuple(
        Phase(
            low,
            high,
            tuple(shot for shot in fired if low <= shot.time < high),
            tuple(fall for fall in fell if low <= fall.time < high),
        )
        for low, high in pairwise(edges)
    )


def _cuts(fired: Sequence[Shot], fell: Sequence[Fall], most: int) -> list[int]:
    """Just after falls: of all, those nearest to equal shares of the shots."""
    moments = sorted({fall.time + 1 for fall in fell if fall.time < fired[-1].time})
    if len(moments) < most:
        return moments
    done = {moment: sum(shot.time < moment for shot in fired) / len(fired) for moment in moments}
    return sorted({min(moments, key=lambda moment: abs(done[moment] - part / most)) for part in range(1, most)})

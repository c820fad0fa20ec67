"""What tracing adds: closures that write events into the log. They never change the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from heatsim.engines.life import Life, LinkedOrder
from heatsim.errors import Where
from heatsim.program.evaluate import Value, closure
from heatsim.program.model import CombatantInfo, Instruction
from heatsim.scenario.expression import STATES
from heatsim.trace import Event

if TYPE_CHECKING:
    from heatsim.engines.link import Linked

__all__ = ["free_note", "note_closure", "order_note", "state_note"]

Note = Callable[[list[float], Life], None]


def note_closure(linked: Linked, i: Instruction, place: int) -> Callable[[list[float], Life], int]:
    """The closure of a `note` instruction."""
    kind, text, *ids = i.t.split("\t")
    value = closure(i.x) if i.x is not None else None
    write = _writer(linked, i.process, kind, text, tuple(ids), i.facts, value, i.where)
    after = linked.after[place]

    def note(values: list[float], life: Life) -> int:
        write(values, life)
        return after

    return note


def state_note(linked: Linked, i: Instruction) -> Note:
    """Writes that an actor's state has changed."""
    info = linked.program.actors[i.a]
    return _writer(linked, i.process, "state", f"{info.name} is {STATES[i.b]}", (), (), closure(("var", info.by)), i.where)


ShotNote = Callable[[list[float], Life, int, int, int], None]


def shot_notes(linked: Linked, i: Instruction, shooter: CombatantInfo) -> ShotNote:
    """Writes who fires at whom, how many rounds, and where they hit."""
    program = linked.program
    writers: dict[tuple[int, str], Note] = {}

    def note(values: list[float], life: Life, target: int, rounds: int, hits: int) -> None:
        at = program.combatants[target]
        name = program.actors[at.actor].name
        text = f"{name}"
        if hits:
            state = STATES[int(values[program.actors[at.actor].state])]
            text = f"{name}: {hits} hit, {program.wound_names[int(values[at.wound])]}, {state}"
        writer = writers.get((rounds, text))
        if writer is None:
            kind = "hit" if hits else "shot"
            writer = writers[rounds, text] = _writer(linked, i.process, kind, text, (), (), lambda v: float(rounds), i.where)
        writer(values, life)

    return note


def order_note(life: Life, order: LinkedOrder) -> None:
    """Writes that a standing order breaks in."""
    free_note(life, "order", order.name)


def free_note(life: Life, kind: str, text: str, ids: tuple[str, ...] = ()) -> None:
    """Writes what stands in no instruction."""
    _writer(life.linked, life.number, kind, text, ids, (), None, Where())(life.replication.values, life)


def _writer(
    linked: Linked,
    process: int,
    kind: str,
    text: str,
    ids: tuple[str, ...],
    facts: tuple[str, ...],
    value: Value | None,
    where: Where,
) -> Note:
    program = linked.program
    name = program.processes[process].name if process >= 0 else ""
    owner = program.processes[process].actor if process >= 0 else -1
    actor = program.actors[owner].title if owner >= 0 else ""
    clocks = [(clock.name, clock.started, closure(clock.runs) if clock.runs is not None else None) for clock in program.clocks]

    def write(values: list[float], life: Life) -> None:
        now = values[0]
        readings = []
        for clock, started, runs in clocks:
            if values[started] == values[started]:
                elapsed = now - values[started]
                readings.append((clock, round(runs(values) - elapsed if runs else elapsed), runs is not None))
        number = float(value(values)) if value else None
        event = Event(int(now), name, actor, kind, text, ids, facts, tuple(readings), number, where)
        life.replication.log.append(event)
        linked.look(life.replication)

    return write

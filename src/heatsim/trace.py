"""What an engine reports of one replication, and how it folds into one row of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from heatsim.errors import Where
from heatsim.program.evaluate import Value, closure
from heatsim.program.model import MeasureInfo, Program

__all__ = ["Event", "Fold", "Row", "Trace", "Way", "fold", "folder"]

MISSING = float("nan")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `time` is microseconds since the start; `kind` is one of begin, done, cut, wait, met, late, at, move, signal, mark, say, chance,
    choose, first, came, hand, set, clock, order, state, shot, hit, reload; `ids` are event ids, `facts` canon fact ids. `clocks`
    is the reading of each running clock in microseconds (time left, or elapsed when it only counts up), `value` what the event is
    about (a duration, an amount, 1.0 for a chance that came), None if nothing.
    """

    time: int
    process: str
    actor: str
    kind: str
    text: str
    ids: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    clocks: tuple[tuple[str, int, bool], ...] = ()
    value: float | None = None
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Row:
    """One replication in a table: `values` follow the program's columns, in internal units, NaN where missing.

    `status` is ended, horizon or failed; a failed row has no ending and its `error` says why.
    """

    replication: int
    status: str
    ending: str | None
    end_time: int
    error: str | None
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Where an actor is from a time on (microseconds), until its next one: places in metres.

    On its way from `x`, `y` to `to_x`, `to_y` between `start` and `end` (NaN: at rest), or wherever the actor `aboard` is (-1: on
    its own).
    """

    time: int
    actor: int
    x: float
    y: float
    to_x: float
    to_y: float
    start: float
    end: float
    cover: float
    aboard: int


@dataclass(frozen=True, repr=False)
class Trace:
    """All that happened in one replication, in order, and the state in which it ended."""

    program: Program
    seed: int
    replication: int
    events: tuple[Event, ...]
    end_time: int
    status: str
    values: tuple[float, ...]
    ways: tuple[Way, ...] = ()  # in order of time; empty where there are no places

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    @property
    def row(self) -> Row:
        """The same replication as a row of a table."""
        return fold(self.program, self)

    @property
    def ending(self) -> str | None:
        """Name of the ending."""
        return self.row.ending

    def times(self) -> dict[str, int]:
        """First time of every event id that occurred, microseconds."""
        first: dict[str, int] = {}
        for event in self.events:
            for name in event.ids:
                first.setdefault(name, event.time)
        return first

    def position(self, actor: int, time: float) -> tuple[float, float]:
        """Where an actor (by number) is at a time in microseconds: x and y in metres, (0, 0) where there are no places."""
        way = None
        for one in self.ways:
            if one.actor == actor and (way is None or one.time <= time):
                way = one
            elif one.time > time and way is not None:
                break
        if way is None:
            return 0.0, 0.0
        if way.aboard >= 0:
            return self.position(way.aboard, time)
        if way.end != way.end:
            return way.x, way.y
        share = min(1.0, max(0.0, (time - way.start) / (way.end - way.start))) if way.end > way.start else 1.0
        return way.x + share * (way.to_x - way.x), way.y + share * (way.to_y - way.y)

    def __repr__(self) -> str:
        try:
            ending = self.ending or "none"
        except (ArithmeticError, ValueError):  # of a measure
            ending = "cannot be worked out"
        return f"<Trace {self.program.name}, seed {self.seed}, replication {self.replication}, ending {ending}, {len(self)} events>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For Hypothesis and IPython, which would spell out every field."""
        printer.text(repr(self))

    def __str__(self) -> str:
        from heatsim.beatsheet import text

        return text(self)


def fold(program: Program, trace: Trace) -> Row:
    """The row of a trace. Times of events are taken from the events, everything else from the final state."""
    row = folder(program)(list(trace.values), trace.replication, trace.end_time, trace.status)
    first = trace.times()
    events = [float(first.get(event.id, MISSING)) for event in program.events]
    kept = len(row.values) - len(events)
    return Row(row.replication, row.status, row.ending, row.end_time, row.error, (*row.values[:kept], *events))


Fold = Callable[[list[float], int, int, str], Row]


def folder(program: Program) -> Fold:
    """A function that makes the row of a final state, replication number, end time (microseconds) and status."""
    measures = [_measure(info) for info in program.measures]
    drawn = {column.name for column in program.columns if column.group == "parameter"}
    kept = [info.variable for info in program.parameters if info.name in drawn]
    kept += [*program.fates, *(event.variable for event in program.events)]
    take = itemgetter(*kept) if len(kept) > 1 else lambda values: [values[index] for index in kept]
    endings = [(info.name, closure(info.when if info.when is not None else ("const", 1.0))) for info in program.endings]

    def make(values: list[float], replication: int, end_time: int, status: str) -> Row:
        values[0] = float(end_time)
        ending = None
        for name, when in endings:
            if when(values):
                ending = name
                break
        measured = [float(measure(values)) for measure in measures]
        return Row(replication, status, ending, end_time, None, (*measured, *take(values)))

    return make


def _measure(info: MeasureInfo) -> Value:
    """A measure's value, or the number of the case that holds first (the last word if none does)."""
    if info.value is not None:
        return closure(info.value)
    cases = [closure(case) for case in info.cases]
    return lambda values: next((number for number, case in enumerate(cases) if case(values)), len(cases))

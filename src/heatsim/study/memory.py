"""Where finished replications go when they are not written anywhere: into this process's memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from heatsim.study.columns import Shape
from heatsim.study.jobs import Span
from heatsim.study.provenance import Provenance
from heatsim.study.stored import StoredTable
from heatsim.study.table import Table, join, put, room

__all__ = ["Keeper", "Memory"]

MOST_ROOM = 1 << 32  # bytes that are asked for before anything has come; what is not used costs nothing


class Keeper(Protocol):
    """Takes the finished replications of one study, and gives them back as one table."""

    finished: int  # replications that it has
    failed: int  # of them
    resumed: int  # of them, those that an earlier run had finished

    def begin(self, provenance: Provenance, shape: Shape, behaviours: Mapping[str, object] | None) -> None:
        """Say which study it is; only once."""

    def missing(self, replications: int) -> list[Span]:
        """Which of the replications 0, 1, ... it does not have."""

    def earlier(self) -> Iterable[Table]:
        """The replications of an earlier run, in order."""

    def add(self, table: Table) -> None:
        """Take a finished job's table. Jobs come in any order."""

    def table(self, limit: int) -> Table | StoredTable:
        """Replications below `limit`, those that it has."""


class Memory:
    """Keeps everything in memory, each row where it will stay, so that the whole is never there twice."""

    def __init__(self) -> None:
        self.finished = self.failed = self.resumed = 0
        self._spans: list[Span] = []
        self._errors: dict[int, str] = {}
        self._parts: list[Table] = []  # where there is no room for all that may come
        self._room: Table | None = None
        self._width = 0

    def begin(self, provenance: Provenance, shape: Shape, behaviours: Mapping[str, object] | None) -> None:
        self._width = len(shape.declared)

    def missing(self, replications: int) -> list[Span]:
        if replications * self._width * 8 <= MOST_ROOM:
            self._room = room(replications, self._width)
        return [(0, replications)]

    def earlier(self) -> list[Table]:
        return []

    def add(self, table: Table) -> None:
        if self._room is None:
            self._parts.append(table)
        elif len(table):
            start = int(table.replication[0])
            put(table, self._room, start)
            self._spans.append((start, start + len(table)))
            self._errors |= table.errors
        self.finished += len(table)
        self.failed += len(table.errors)

    def table(self, limit: int) -> Table:
        whole = join(self._parts, self._width) if self._room is None else self._filled(self._room)
        return whole if not len(whole) or whole.replication[-1] < limit else whole.rows(0, int((whole.replication < limit).sum()))

    def _filled(self, whole: Table) -> Table:
        """The rows that have come: with gaps only after an interrupt."""
        spans: list[Span] = []
        for start, stop in sorted(self._spans):
            spans[-1:] = [(spans[-1][0], stop)] if spans and spans[-1][1] == start else [*spans[-1:], (start, stop)]
        whole = replace(whole, errors=dict(sorted(self._errors.items())))
        return whole.rows(*spans[0]) if len(spans) == 1 else join([whole.rows(*span) for span in spans], self._width)

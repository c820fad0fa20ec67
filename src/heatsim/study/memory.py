"""Where finished replications go when they are not written anywhere: into this process's memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from heatsim.study.columns import Shape
from heatsim.study.jobs import Span
from heatsim.study.provenance import Provenance
from heatsim.study.stored import StoredTable
from heatsim.study.table import Table, join

__all__ = ["Keeper", "Memory"]


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
    """Keeps everything in memory."""

    def __init__(self) -> None:
        self.finished = self.failed = self.resumed = 0
        self._parts: list[Table] = []
        self._width = 0

    def begin(self, provenance: Provenance, shape: Shape, behaviours: Mapping[str, object] | None) -> None:
        self._width = len(shape.declared)

    def missing(self, replications: int) -> list[Span]:
        return [(0, replications)]

    def earlier(self) -> list[Table]:
        return []

    def add(self, table: Table) -> None:
        self._parts.append(table)
        self.finished += len(table)
        self.failed += len(table.errors)

    def table(self, limit: int) -> Table:
        whole = join(self._parts, self._width)
        return whole if not len(whole) or whole.replication[-1] < limit else whole.rows(0, int((whole.replication < limit).sum()))

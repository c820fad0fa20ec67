"""The columns of a results table: those that every table has, and what the scenario's own are called."""

from __future__ import annotations

from dataclasses import dataclass, replace

from heatsim.program.model import Column, EndingInfo
from heatsim.study.table import STATUSES

__all__ = ["FIXED", "WORDS", "Shape", "column_name", "fixed_columns"]

FIXED = ("replication", "status", "ending", "end_time", "error")
WORDS = ("category", "choice")  # kinds whose values are words, kept as indexes


def fixed_columns(endings: tuple[EndingInfo, ...]) -> tuple[Column, ...]:
    """In the order of `FIXED`; the film's ending is the canon value of `ending`."""
    film = next((ending.name for ending in endings if ending.canon), None)
    names = tuple(ending.name for ending in endings)
    return (
        Column("replication", "run", "number", text="number of the replication"),
        Column("status", "run", "category", words=STATUSES, text="ended by itself, stopped at the horizon, or failed"),
        Column("ending", "run", "category", words=names, canon=film, text="the ending that held"),
        Column("end_time", "run", "time", "s", text="simulated time at the end"),
        Column("error", "run", "text", text="why a failed replication failed"),
    )


def column_name(column: Column) -> str:
    """A column's name in a results table: measures plain, parameters and events under a prefix, so that none can clash."""
    if column.group == "measure" and column.name not in FIXED:
        return column.name
    return f"{column.group}.{column.name}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the columns of a scenario's tables are."""

    declared: tuple[Column, ...]
    endings: tuple[EndingInfo, ...]

    @property
    def ending_names(self) -> tuple[str, ...]:
        return tuple(ending.name for ending in self.endings)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns by the names that they have in a table, in its order."""
        return (*fixed_columns(self.endings), *(replace(column, name=column_name(column)) for column in self.declared))

"""Which measures there is room for on a page: all that vary, else those that the scenario marks as headlines, else the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from heatsim.study.columns import WORDS, column_name
from heatsim.study.overview import is_constant
from heatsim.study.results import Results

if TYPE_CHECKING:
    from heatsim.program.model import Column

__all__ = ["Page", "page"]

LINES = 40  # about as many as a terminal shows
BESIDE = 16  # of which headings, gaps, and what is said below the tables


@dataclass(frozen=True, slots=True)
class Page:
    """The measures shown, how many are not, and how many of those are the same in every replication."""

    shown: frozenset[str]
    hidden: int
    constant: int


def page(results: Results, summary: dict[str, Any]) -> Page:
    """What of a summary to show first."""
    every = [(index, column) for index, column in enumerate(results.declared) if column.group == "measure"]
    rows = {column_name(column): _rows(results, summary, index, column) for index, column in every}
    room = LINES - BESIDE - len(summary["endings"])
    if sum(rows.values()) <= room:
        shown = [name for name in rows if rows[name]]
    else:
        shown = [column_name(column) for _, column in every if column.headline] or _first(rows, [one for _, one in every], room)
    hidden = [name for name in rows if name not in shown]
    return Page(frozenset(shown), len(hidden), sum(not rows[name] for name in hidden))


def _first(rows: dict[str, int], columns: list[Column], room: int) -> list[str]:
    """Margins, then whatever comes first and varies, while there is room; one at least."""
    shown: list[str] = []
    for column in sorted(columns, key=lambda one: not one.margin):
        name = column_name(column)
        if rows[name] and (not shown or rows[name] <= room):
            shown.append(name)
            room -= rows[name]
    return shown


def _rows(results: Results, summary: dict[str, Any], index: int, column: Column) -> int:
    """How many lines a measure takes: a word each for a measure in words, none for what never varies."""
    if column.kind in WORDS:
        codes = np.unique(results.table.column(index))
        return 0 if len(codes) == 1 < len(results) else len(codes)
    return 0 if is_constant(summary["measures"][column_name(column)]) else 1

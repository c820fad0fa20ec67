"""Two tables of the same replications, side by side: what changed, by how much, in how many of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.whatif.gain import Gain, variance_reduction
from heatsim.analysis.whatif.made import Change, Flip
from heatsim.study.columns import WORDS, column_name
from heatsim.study.intervals import Interval, mean_interval, wilson
from heatsim.study.paired import paired_share_interval
from heatsim.study.results import in_unit

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.study.table import Table

__all__ = ["endings_changed", "flips", "measures_changed"]

Floats = NDArray[np.float64]


def endings_changed(programs: tuple[Program, Program], tables: tuple[Table, Table], level: float) -> Iterator[Change]:
    """The share of every ending of either scenario; a failed replication has none."""
    base, other = (_ending_names(program) for program in programs)
    for name in dict.fromkeys((*base, *other)):
        had = _ended(tables[0], base.index(name) if name in base else -2)
        has = _ended(tables[1], other.index(name) if name in other else -2)
        yield _change(name, "ending", True, "", had, has, level)


def measures_changed(programs: tuple[Program, Program], tables: tuple[Table, Table], level: float) -> Iterator[Change]:
    """Every measure with a mean (a number or a yes or no) that both scenarios have in the same unit."""
    others = {column.name: (index, column) for index, column in enumerate(programs[1].columns) if column.group == "measure"}
    for index, column in enumerate(programs[0].columns):
        if column.group != "measure" or column.kind in WORDS or column.name not in others:
            continue
        place, same = others[column.name]
        if (same.kind == "flag") != (column.kind == "flag") or same.unit != column.unit:
            continue
        had, has = in_unit(tables[0].values[:, index], column.unit), in_unit(tables[1].values[:, place], column.unit)
        unit = column.unit if column.unit != "number" else ""
        yield _change(column_name(column), "measure", column.kind == "flag", unit, had, has, level)


def flips(programs: tuple[Program, Program], tables: tuple[Table, Table]) -> tuple[Flip, ...]:
    """The replications that end otherwise, in the order of their numbers."""
    before, after = (_words(table, _ending_names(program)) for table, program in zip(tables, programs, strict=True))
    numbers = tables[0].replication.tolist()
    return tuple(Flip(number, a, b) for number, a, b in zip(numbers, before, after, strict=True) if a != b)


def _change(name: str, group: str, is_share: bool, unit: str, base: Floats, other: Floats, level: float) -> Change:
    had, has = np.isfinite(base), np.isfinite(other)
    both = had & has
    x, y = base[both], other[both]
    more, less, pairs = int(np.count_nonzero(y > x)), int(np.count_nonzero(y < x)), len(x)
    if is_share:
        change = (more - less) / pairs if pairs else math.nan
        interval = paired_share_interval(more, less, pairs, level)
    else:
        change, interval = _mean(y - x, level)
    before, after = _known(x, is_share), _known(y, is_share)
    gain = variance_reduction(x, y) if pairs else Gain(math.nan, math.nan, math.nan)
    missing = int(np.count_nonzero(had & ~has)), int(np.count_nonzero(has & ~had))
    return Change(
        name, group, is_share, unit, *before, *after, change, *interval, more, less, pairs, *missing, *gain
    )  # fmt: skip


def _known(values: Floats, is_share: bool) -> tuple[float, float, float]:
    """A share or a mean with its own interval."""
    if is_share:
        hits = int(np.count_nonzero(values))
        return (hits / len(values) if len(values) else math.nan), *wilson(hits, len(values))
    mean, interval = _mean(values, 0.95)
    return mean, *interval


def _mean(values: Floats, level: float) -> tuple[float, Interval]:
    count = len(values)
    if not count:
        return math.nan, Interval(-math.inf, math.inf)
    mean = math.fsum(values) / count
    sd = math.sqrt(math.fsum((values - mean) ** 2) / (count - 1)) if count > 1 else math.nan
    return mean, mean_interval(mean, sd, count, level)


def _ending_names(program: Program) -> list[str]:
    return [ending.name for ending in program.endings]


def _ended(table: Table, code: int) -> Floats:
    return np.equal(table.ending, code).astype(np.float64)


def _words(table: Table, names: Sequence[str]) -> list[str | None]:
    return [names[code] if code >= 0 else None for code in table.ending.tolist()]

"""The outcome of many replications: a table whose columns know their units."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.errors import UsageError, nearest
from heatsim.study.columns import FIXED, WORDS, Shape, column_name
from heatsim.study.provenance import Execution, Provenance
from heatsim.study.table import STATUSES, Table
from heatsim.units import unit_dimension

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from heatsim.program.model import Column, EndingInfo
    from heatsim.study.stored import StoredTable

__all__ = ["Results", "from_unit", "in_unit"]

MOST_COLUMNS = 10_000  # that a name is compared with, once


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """One row per replication, in the order of their numbers.

    `results["margin"]` is a numpy array of length `len(results)` in the column's unit (`results.column("margin").unit`:
    seconds, metres, US dollars or what the scenario says); flags are bool, categories and choices str. Missing is NaN, and
    None among flags and words. Columns are `replication`, `status`, `ending`, `end_time` (seconds), `error`, then the
    measures, the parameters as `parameter.NAME` and the times of the events as `event.ID`; `declared` are the scenario's own.

    The results of a large run that was written to a folder stay in its file: a column is read when it is asked for. What needs many
    columns of very many rows should go through `results.table.blocks()`.
    """

    table: Table | StoredTable
    declared: tuple[Column, ...]
    endings: tuple[EndingInfo, ...]
    provenance: Provenance
    execution: Execution

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name in FIXED:
            return self._fixed(name)
        return self.values(self._find(name))

    def __repr__(self) -> str:
        return f"<Results of '{self.provenance.scenario}': {len(self)} replications, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        from heatsim.study.overview import to_html

        return to_html(self)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What is known about every column, in the order of the table: name, kind, unit, the film's value, text, facts."""
        return Shape(self.declared, self.endings).columns

    @property
    def meta(self) -> dict[str, Any]:
        """What was run and how, as plain data: scenario, title, seed, overrides, variant, engine and so on."""
        return {**asdict(self.provenance), **asdict(self.execution)}

    @property
    def failures(self) -> dict[int, str]:
        """Replication and reason of every replication that failed."""
        return dict(sorted(self.table.errors.items()))

    @property
    def canon_ending(self) -> str | None:
        """The film's ending, if the scenario marks one."""
        return next((ending.name for ending in self.endings if ending.canon), None)

    def column(self, name: str) -> Column:
        """What is known about one column; UsageError when there is none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise self._unknown(name)

    def values(self, index: int) -> NDArray[Any]:
        """The array of `declared[index]` in its unit."""
        column, raw = self.declared[index], self.table.column(index)
        if column.kind == "flag":
            return _flags(raw)
        if column.kind in WORDS:
            return _words(raw, column.words)
        return in_unit(raw, column.unit)

    def numbers(self, index: int) -> NDArray[np.float64]:
        """The values of `declared[index]`, a number or a flag (0 and 1), in its unit and without the missing ones."""
        raw = self.table.column(index)
        return in_unit(raw[np.isfinite(raw)], self.declared[index].unit)

    def first(self, count: int) -> Results:
        """The first `count` replications, in memory; the same results if there are no more."""
        return self if count >= len(self) else replace(self, table=self.table.rows(0, count))

    def select(self, rows: Any = None, **equal: object) -> Results:
        """Some of the rows, as in `results.select(results["margin"] > 0)` or `results.select(ending="away")`."""
        from heatsim.study.selection import select

        return select(self, rows, **equal)

    def group(self, name: str) -> dict[Any, Results]:
        """The rows by the value they have in a column."""
        from heatsim.study.selection import group

        return group(self, name)

    def summary(self) -> dict[str, Any]:
        """Shares, means and quantiles with intervals, beside the film: what `summary.json` holds."""
        from heatsim.study.summary import summarise

        return summarise(self)

    def to_arrow(self) -> pyarrow.Table:
        """The table for Arrow, with units, texts and facts in the fields' metadata."""
        from heatsim.study.arrow import to_arrow

        return to_arrow(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Lets whatever reads Arrow take results as they are: `polars.DataFrame(results)`, `pyarrow.table(results)`."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pandas.DataFrame:
        """The table for pandas (which must be installed)."""
        return self.to_arrow().to_pandas()

    def _fixed(self, name: str) -> NDArray[Any]:
        table = self.table
        if name == "replication":
            return table.replication
        if name == "end_time":
            return np.where(table.failed, np.nan, table.end_time / 1e6)
        if name == "status":
            return _words(table.status, STATUSES)
        if name == "ending":
            return _words(table.ending, tuple(ending.name for ending in self.endings))
        errors = table.errors
        return np.array([errors.get(number) for number in table.replication.tolist()], dtype=object)

    def _find(self, name: str) -> int:
        for index, column in enumerate(self.declared):
            if column_name(column) == name:
                return index
        raise self._unknown(name)

    def _unknown(self, name: str) -> UsageError:
        names = [column.name for column in self.columns]
        return UsageError(f"the results have no column '{name}'{nearest(name, names, MOST_COLUMNS)}")


def in_unit(values: NDArray[np.float64], unit: str) -> NDArray[np.float64]:
    """Internal values in a unit; a division, so that 80 s are 80.0 exactly."""
    size = unit_dimension(unit)[0] if unit and unit != "number" else 1.0
    return values / size


def from_unit(values: NDArray[np.float64], unit: str) -> NDArray[np.float64]:
    """Values in a unit as internal ones, such that `in_unit` gives the same values again to the last bit.

    What was a whole number of microseconds or cents is that number again.
    """
    size = unit_dimension(unit)[0] if unit and unit != "number" else 1.0
    if size == 1.0:
        return values
    raw = values * size
    whole = np.rint(raw)
    raw = np.where(whole / size == values, whole, raw)
    for side in (-np.inf, np.inf):
        beside = np.nextafter(raw, side)
        raw = np.where((raw / size != values) & (beside / size == values), beside, raw)
    return raw


def _flags(raw: NDArray[np.float64]) -> NDArray[Any]:
    missing = np.isnan(raw)
    flags: NDArray[Any] = raw == 1.0
    if missing.any():
        flags = flags.astype(object)
        flags[missing] = None
    return flags


def _words(codes: NDArray[Any], words: tuple[str, ...]) -> NDArray[Any]:
    """Words by their indexes; -1 and NaN are None."""
    index = np.where(np.isfinite(codes), codes, -1).astype(np.int64)
    return np.array([*words, None], dtype=object)[index]

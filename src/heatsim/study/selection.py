"""Parts of results: some of the rows, the rows by a column's values, and several runs in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.errors import UsageError
from heatsim.study.table import Table, join

if TYPE_CHECKING:
    import pyarrow

    from heatsim.study.results import Results

__all__ = ["concatenate", "group", "select"]

MOST_GROUPS = 100


def select(results: Results, rows: Any = None, **equal: object) -> Results:
    """The rows where `rows` (one true or false per row) holds and every named column has the value given.

    Names with a dot go through a mapping: `select(results, **{"parameter.work": 80.0})`. UsageError for an unknown column, a word
    the column does not know, and for `rows` of another length or kind.
    """
    mask = np.ones(len(results), dtype=np.bool_) if rows is None else _mask(results, rows)
    for name, value in equal.items():
        column = results.column(name)
        if column.words and value is not None and value not in column.words:
            raise UsageError(f"'{name}' is never '{value}'; it is one of {', '.join(column.words)}")
        mask &= _equals(results[name], value)
    return replace(results, table=_taken(results, mask))


def group(results: Results, name: str) -> dict[Any, Results]:
    """The rows by the value they have in a column: words in the order of the scenario, then others ascending, missing last.

    Only values that occur. UsageError for an unknown column, and for one with more than a hundred different values.
    """
    column, values = results.column(name), results[name]
    found = {_plain(value) for value in values.tolist()}
    if len(found) > MOST_GROUPS:
        raise UsageError(f"'{name}' has {len(found)} different values; group by one with at most {MOST_GROUPS}, or select rows")
    there = found - {None}
    ordered = [word for word in column.words if word in there] if column.words else sorted(there)
    missing = [None] if None in found else []
    return {value: replace(results, table=_taken(results, _equals(values, value))) for value in [*ordered, *missing]}


def concatenate(runs: Mapping[str, Results]) -> pyarrow.Table:
    """Several runs as one Arrow table: a first column `run` with their names, then all columns; what a run lacks is null."""
    import pyarrow as pa

    if not runs:
        raise UsageError("there is nothing to concatenate")
    tables = []
    for name, results in runs.items():
        table = results.to_arrow().replace_schema_metadata(None)
        tables.append(table.add_column(0, "run", pa.array([name] * len(results), pa.string())))
    return pa.concat_tables(tables, promote_options="permissive").unify_dictionaries()


def _mask(results: Results, rows: Any) -> NDArray[np.bool_]:
    array = np.asarray(rows)
    if array.dtype == object and array.shape == (len(results),):
        array = np.array([value is True or value is np.True_ for value in array.tolist()])  # missing flags are not true
    if array.dtype != np.bool_ or array.shape != (len(results),):
        raise UsageError(f"rows are chosen by one true or false for each of {len(results)} rows, such as results['margin'] > 0")
    return array.copy()


def _equals(values: NDArray[Any], value: object) -> NDArray[np.bool_]:
    """Where an array has a value; None and NaN are where it is missing."""
    if _plain(value) is None:
        return np.array([_plain(one) is None for one in values.tolist()], dtype=np.bool_)
    return np.array([one == value for one in values.tolist()], dtype=np.bool_)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


def _taken(results: Results, mask: NDArray[np.bool_]) -> Table:
    """The chosen rows, read block by block, so that a stored table is never whole in memory."""
    parts, start = [], 0
    for block in results.table.blocks():
        chosen = mask[start : start + len(block)]
        start += len(block)
        numbers = block.replication[chosen]
        kept = set(numbers.tolist())
        parts.append(
            Table(
                replication=numbers,
                status=block.status[chosen],
                ending=block.ending[chosen],
                end_time=block.end_time[chosen],
                values=block.values[chosen],
                errors={number: text for number, text in block.errors.items() if number in kept},
            )
        )
    return join([part for part in parts if len(part)], len(results.declared))

"""Tables as Arrow and back: typed columns, nulls for missing, units and texts in the metadata of each field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heatsim.errors import StoreError
from heatsim.study.columns import FIXED, SHAPE, WORDS, Shape, column_name, shape_text
from heatsim.study.results import Results, from_unit, in_unit
from heatsim.study.table import STATUSES, Table

if TYPE_CHECKING:
    from heatsim.program.model import Column

__all__ = ["arrow_table", "codes", "column_from_arrow", "from_arrow", "numbers", "schema", "to_arrow"]


def to_arrow(results: Results) -> pa.Table:
    """One row per replication; the schema depends on the scenario only, never on the values."""
    metadata = {**results.provenance.metadata(), "heatsim.replications": str(len(results))}
    shape = Shape(results.declared, results.endings)
    blocks = [arrow_table(block, shape, metadata) for block in results.table.blocks()]
    return pa.concat_tables(blocks) if blocks else schema(shape, metadata).empty_table()


def schema(shape: Shape, metadata: Mapping[str, str]) -> pa.Schema:
    """The columns of every table of a scenario."""
    types = {"replication": pa.int64(), "end_time": pa.float64(), "error": pa.string()}
    fields = []
    for column in shape.columns:
        words = column.kind in WORDS
        kind = types.get(column.name) or (CODED if words else pa.bool_() if column.kind == "flag" else pa.float64())
        about = {
            "kind": column.kind,
            "unit": column.unit,
            "text": column.text,
            "facts": json.dumps(list(column.facts)),
            "canon": json.dumps(column.canon),
        }
        fields.append(pa.field(column.name, kind, metadata=about))
    return pa.schema(fields, metadata={**metadata, SHAPE: shape_text(shape)})


CODED = pa.dictionary(pa.int32(), pa.string())


def arrow_table(table: Table, shape: Shape, metadata: Mapping[str, str]) -> pa.Table:
    """Some rows in the units that readers see."""
    errors = [table.errors.get(number) for number in table.replication.tolist()] if table.errors else [None] * len(table)
    fixed = {
        "replication": pa.array(table.replication),
        "status": _coded(table.status, STATUSES),
        "ending": _coded(table.ending, shape.ending_names),
        "end_time": pa.array(np.where(table.failed, np.nan, table.end_time / 1e6), from_pandas=True),
        "error": pa.array(errors, pa.string()),
    }
    declared = [_array(column, table.column(index)) for index, column in enumerate(shape.declared)]
    return pa.Table.from_arrays([*(fixed[name] for name in FIXED), *declared], schema=schema(shape, metadata))


def from_arrow(rows: pa.Table, shape: Shape) -> Table:
    """The same rows in internal units. StoreError if they are not of this shape."""
    count = rows.num_rows
    values = np.empty((count, len(shape.declared)), dtype=np.float64)
    try:
        for index, column in enumerate(shape.declared):
            values[:, index] = column_from_arrow(rows.column(column_name(column)), column)
        replication = numbers(rows.column("replication"))
        failed = rows.column("error").drop_null()
        ended = rows.column("end_time").to_numpy(zero_copy_only=False)
        return Table(
            replication=replication,
            status=codes(rows.column("status"), STATUSES).astype(np.int8),
            ending=codes(rows.column("ending"), shape.ending_names),
            end_time=np.rint(np.nan_to_num(ended) * 1e6).astype(np.int64),
            values=values,
            errors=_errors(replication, rows.column("error")) if len(failed) else {},
        )
    except (KeyError, ValueError, pa.ArrowException) as error:
        raise StoreError(f"the rows are of another scenario ({error})") from error


def column_from_arrow(array: pa.ChunkedArray, column: Column) -> NDArray[np.float64]:
    """A column's values in internal units: NaN for missing, -1 for no word."""
    if column.kind in WORDS:
        return codes(array, column.words).astype(np.float64)
    values = array.cast(pa.float64()) if column.kind == "flag" else array
    return from_unit(values.to_numpy(zero_copy_only=False), column.unit)


def numbers(array: pa.ChunkedArray) -> NDArray[np.int64]:
    """The numbers of replications. ValueError where one is missing."""
    if array.null_count:
        raise ValueError("a row has no replication")
    found: NDArray[np.int64] = array.to_numpy()
    return found


def codes(array: pa.ChunkedArray, words: tuple[str, ...]) -> NDArray[np.int32]:
    """Places of words in a list, -1 for null. ValueError for a word that is not in it."""
    place = {word: index for index, word in enumerate(words)}
    found = [np.empty(0, dtype=np.int32)]
    for chunk in array.chunks:
        if strange := [word for word in chunk.dictionary.to_pylist() if word not in place]:
            raise ValueError(f"{strange[0]!r} is none of its words")
        seen = np.array([place[word] for word in chunk.dictionary.to_pylist()] + [-1], dtype=np.int32)
        found.append(seen[chunk.indices.fill_null(len(seen) - 1).to_numpy(zero_copy_only=False)])
    return np.concatenate(found)


def _errors(replication: NDArray[np.int64], texts: pa.ChunkedArray) -> dict[int, str]:
    there = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
    return dict(zip(replication[there].tolist(), texts.take(there).to_pylist(), strict=True))


def _array(column: Column, raw: NDArray[np.float64]) -> pa.Array:
    if column.kind in WORDS:
        return _coded(raw, column.words)
    if column.kind == "flag":
        return pa.array(raw == 1.0, mask=np.isnan(raw))
    return pa.array(in_unit(raw, column.unit), from_pandas=True)


def _coded(codes: NDArray[Any], words: tuple[str, ...]) -> pa.Array:
    """Indexes into words, the dictionary being all words, seen or not: parts of one study then have one schema."""
    known = np.isfinite(codes) & (codes >= 0)
    indices = pa.array(np.where(known, codes, 0).astype(np.int32), mask=~known)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))

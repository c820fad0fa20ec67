"""Results as an Arrow table: typed columns, nulls for missing, units and texts in the metadata of each field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heatsim.study.columns import FIXED, WORDS
from heatsim.study.results import Results, in_unit
from heatsim.study.table import STATUSES

if TYPE_CHECKING:
    from heatsim.program.model import Column

__all__ = ["to_arrow"]


def to_arrow(results: Results) -> pa.Table:
    """One row per replication; the schema depends on the scenario only, never on the values."""
    table = results.table
    fixed = {
        "replication": pa.array(table.replication),
        "status": _coded(table.status, STATUSES),
        "ending": _coded(table.ending, tuple(ending.name for ending in results.endings)),
        "end_time": pa.array(results["end_time"], from_pandas=True),
        "error": pa.array(results["error"], pa.string()),
    }
    declared = [_array(column, table.values[:, index]) for index, column in enumerate(results.declared)]
    arrays = [fixed[name] for name in FIXED] + declared
    fields = [_field(column, array.type) for column, array in zip(results.columns, arrays, strict=True)]
    metadata = {**results.provenance.metadata(), "heatsim.replications": str(len(results))}
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=metadata))


def _array(column: Column, raw: NDArray[np.float64]) -> pa.Array:
    if column.kind in WORDS:
        return _coded(raw, column.words)
    if column.kind == "flag":
        return pa.array(raw == 1.0, mask=np.isnan(raw))
    return pa.array(in_unit(raw, column.unit), from_pandas=True)


def _field(column: Column, kind: pa.DataType) -> pa.Field:
    return pa.field(column.name, kind, metadata={"unit": column.unit, "text": column.text, "facts": json.dumps(list(column.facts))})


def _coded(codes: NDArray[Any], words: tuple[str, ...]) -> pa.Array:
    """Indexes into words, the dictionary being all words, seen or not: parts of one study then have one schema."""
    known = np.isfinite(codes) & (codes >= 0)
    indices = pa.array(np.where(known, codes, 0).astype(np.int32), mask=~known)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))

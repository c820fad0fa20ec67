"""Outcome rows as columns.

A worker turns the rows of its chunk into a `Table`, which is small to send; the study puts each table where its replications
belong, so that the whole does not depend on which worker finished first. Values stay in internal units here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from heatsim.engines.port import Columns
    from heatsim.trace import Row

__all__ = ["BLOCK", "STATUSES", "Table", "from_columns", "from_rows", "join", "put", "room"]

STATUSES = ("ended", "horizon", "failed")
BLOCK = 16_384  # rows that are looked at together where a whole table may be too large


@dataclass(frozen=True, slots=True)
class Table:
    """`n` replications: one-dimensional arrays of length `n`, and `values` with one column per program column.

    `status` and `ending` are indexes into `STATUSES` and the scenario's endings (-1: none); `end_time` is microseconds;
    `values` has internal units, NaN for missing; `errors` gives the reason of each failed replication.
    """

    replication: NDArray[np.int64]
    status: NDArray[np.int8]
    ending: NDArray[np.int32]
    end_time: NDArray[np.int64]
    values: NDArray[np.float64]
    errors: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.replication)

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Which replications failed."""
        return np.equal(self.status, STATUSES.index("failed"))

    def column(self, index: int) -> NDArray[np.float64]:
        """One column of `values`."""
        return self.values[:, index]

    def rows(self, start: int, stop: int) -> Table:
        """Rows `start` to `stop - 1`, as views."""
        replication = self.replication[start:stop]
        inside = set(replication.tolist()) if self.errors else set()
        return Table(
            replication,
            self.status[start:stop],
            self.ending[start:stop],
            self.end_time[start:stop],
            self.values[start:stop],
            {number: text for number, text in self.errors.items() if number in inside},
        )

    def blocks(self, size: int = BLOCK) -> Iterator[Table]:
        """The table in pieces of at most `size` rows, in order."""
        for start in range(0, len(self), size):
            yield self.rows(start, start + size)


def from_rows(rows: Sequence[Row], endings: Sequence[str], width: int) -> Table:
    """The table of some rows; `width` is the number of program columns."""
    code = {name: index for index, name in enumerate(endings)}
    missing = (math.nan,) * width
    return Table(
        replication=np.array([row.replication for row in rows], dtype=np.int64),
        status=np.array([STATUSES.index(row.status) for row in rows], dtype=np.int8),
        ending=np.array([-1 if row.ending is None else code[row.ending] for row in rows], dtype=np.int32),
        end_time=np.array([row.end_time for row in rows], dtype=np.int64),
        values=np.array([row.values or missing for row in rows], dtype=np.float64).reshape(len(rows), width),
        errors={row.replication: row.error or "" for row in rows if row.status == "failed"},
    )


def from_columns(found: Columns) -> Table:
    """The table of what an engine gives as arrays."""
    errors = {int(found.replication[place]): text for place, text in found.errors.items()}
    return Table(found.replication, found.status, found.ending, found.end_time, found.values, errors)


def join(parts: Sequence[Table], width: int) -> Table:
    """All parts in the order of their replications, whatever order they come in."""
    if not parts:
        return from_rows((), (), width)
    ordered = sorted(parts, key=lambda part: int(part.replication[0]) if len(part) else -1)
    return Table(
        replication=np.concatenate([part.replication for part in ordered]),
        status=np.concatenate([part.status for part in ordered]),
        ending=np.concatenate([part.ending for part in ordered]),
        end_time=np.concatenate([part.end_time for part in ordered]),
        values=np.concatenate([part.values for part in ordered]),
        errors={replication: text for part in ordered for replication, text in part.errors.items()},
    )


def room(count: int, width: int) -> Table:
    """A table to be filled in; until then whatever stood in memory is in it."""
    return Table(
        replication=np.empty(count, dtype=np.int64),
        status=np.empty(count, dtype=np.int8),
        ending=np.empty(count, dtype=np.int32),
        end_time=np.empty(count, dtype=np.int64),
        values=np.empty((count, width), dtype=np.float64),
    )


def put(part: Table, whole: Table, start: int) -> None:
    """Write the rows of a part into a larger table, from row `start` on; reasons of failures are not rows."""
    stop = start + len(part)
    whole.replication[start:stop] = part.replication
    whole.status[start:stop] = part.status
    whole.ending[start:stop] = part.ending
    whole.end_time[start:stop] = part.end_time
    whole.values[start:stop] = part.values

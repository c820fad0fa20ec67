"""A table that stays in its file: columns are read when they are asked for, rows in blocks.

It has what a `Table` has, so that whoever takes a column at a time, or a block at a time, need not know which of the two it is. The
file is opened once and kept open: a later run that puts another file in its place does not change what is read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.errors import StoreError
from heatsim.study.columns import Shape, column_name
from heatsim.study.metadata import metadata_of
from heatsim.study.table import BLOCK, STATUSES, Table, join

if TYPE_CHECKING:
    import pyarrow

__all__ = ["StoredTable", "said"]


class StoredTable:
    """The rows of a results file, as `Table` has them. StoreError if the file cannot be read or is damaged."""

    def __init__(self, path: str | Path, shape: Shape) -> None:
        import pyarrow.parquet as parquet

        from heatsim.study.arrow import schema

        self.path = Path(path)
        self.shape = shape
        with said(self.path):
            self._file = parquet.ParquetFile(self.path, page_checksum_verification=True)
            found, wanted = self._file.schema_arrow, schema(shape, {})
        if not found.equals(wanted):
            raise StoreError(f"cannot read {self.path}: its columns are those of another scenario")

    def __len__(self) -> int:
        return int(self._file.metadata.num_rows)

    @property
    def metadata(self) -> dict[str, str]:
        """What the file says about itself: scenario, seed, number of replications and so on."""
        return metadata_of(self._file.schema_arrow)

    def __reduce__(self) -> tuple[object, ...]:
        return StoredTable, (self.path, self.shape)

    @property
    def replication(self) -> NDArray[np.int64]:
        from heatsim.study.arrow import numbers

        return self._gathered("replication", np.dtype(np.int64), numbers)

    @property
    def status(self) -> NDArray[np.int8]:
        return self._coded("status", STATUSES, np.dtype(np.int8))

    @property
    def ending(self) -> NDArray[np.int32]:
        return self._coded("ending", self.shape.ending_names, np.dtype(np.int32))

    @property
    def end_time(self) -> NDArray[np.int64]:
        """Microseconds; 0 for those that failed."""

        def microseconds(array: Any) -> NDArray[np.float64]:
            seconds: NDArray[np.float64] = array.to_numpy(zero_copy_only=False)
            return np.rint(np.nan_to_num(seconds) * 1e6)

        return self._gathered("end_time", np.dtype(np.int64), microseconds)

    @property
    def values(self) -> NDArray[np.float64]:
        """All declared columns at once: eight bytes for each of them and each row."""
        return np.column_stack([self.column(index) for index in range(len(self.shape.declared))])

    @cached_property
    def errors(self) -> dict[int, str]:
        """The reason of each failed replication; a study ends when there are too many, so these are few."""
        return {number: text for block in self._tables(["replication", "error"]) for number, text in _reasons(block)}

    @property
    def failed(self) -> NDArray[np.bool_]:
        return np.equal(self.status, STATUSES.index("failed"))

    def column(self, index: int) -> NDArray[np.float64]:
        """One declared column, in internal units."""
        from heatsim.study.arrow import column_from_arrow

        column = self.shape.declared[index]
        return self._gathered(column_name(column), np.dtype(np.float64), lambda array: column_from_arrow(array, column))

    def rows(self, start: int, stop: int) -> Table:
        """Rows `start` to `stop - 1`, in memory."""
        from heatsim.study.arrow import from_arrow

        parts, first = [], 0
        for number in range(self._file.num_row_groups):
            last = first + self._file.metadata.row_group(number).num_rows
            if first < stop and last > start:
                with said(self.path):
                    group = self._file.read_row_group(number, use_threads=False)
                parts.append(from_arrow(group.slice(max(0, start - first), min(stop, last) - max(start, first)), self.shape))
            first = last
        return join(parts, len(self.shape.declared))

    def blocks(self, size: int = BLOCK) -> Iterator[Table]:
        """The table in pieces of at most `size` rows, in order, of which one at a time is in memory."""
        for start in range(0, len(self), size):
            yield self.rows(start, min(start + size, len(self)))

    def _tables(self, names: list[str]) -> Iterator[pyarrow.Table]:
        for number in range(self._file.num_row_groups):
            with said(self.path):
                group = self._file.read_row_group(number, columns=names, use_threads=False)
            yield group

    def _gathered(self, name: str, kind: np.dtype[Any], read: Any) -> NDArray[Any]:
        """One column of the file, filled in row group by row group."""
        whole, first = np.empty(len(self), dtype=kind), 0
        for group in self._tables([name]):
            with said(self.path):
                whole[first : first + group.num_rows] = read(group.column(name))
            first += group.num_rows
        return whole

    def _coded(self, name: str, words: tuple[str, ...], kind: np.dtype[Any]) -> NDArray[Any]:
        from heatsim.study.arrow import codes

        return self._gathered(name, kind, lambda array: codes(array, words))


def _reasons(block: Any) -> list[tuple[int, str]]:
    texts = block.column("error")
    if texts.null_count == len(texts):
        return []
    numbers = block.column("replication").to_pylist()
    return [(number, text) for number, text in zip(numbers, texts.to_pylist(), strict=True) if text is not None]


class said:
    """What cannot be read, as a StoreError that names the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError | ValueError):  # Arrow's own errors are of these kinds
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise StoreError(f"cannot read {self.path}: {reason}") from error

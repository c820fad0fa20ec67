"""The results file, written row group by row group: its bytes depend on the rows alone, not on how they came in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from heatsim.study.columns import Shape
from heatsim.study.table import Table, join

__all__ = ["ROW_GROUP", "regrouped", "write_rows"]

# Part of the file's bytes, so it is a constant and not a setting.
ROW_GROUP = 16_384


def write_rows(pieces: Iterable[Table], path: Path, shape: Shape, metadata: Mapping[str, str]) -> None:
    """Write pieces, which come in the order of replications, as one Parquet file; OSError if that is not possible.

    The same rows give the same bytes (with one version of pyarrow). Pages carry checksums.
    """
    import pyarrow.parquet as parquet

    from heatsim.study.arrow import arrow_table, schema

    with (
        path.open("wb") as file,  # Python's own file, so that a full disk is an OSError with its reason
        parquet.ParquetWriter(
            file, schema(shape, metadata), compression="zstd", compression_level=3, write_page_checksum=True
        ) as writer,
    ):
        for group in regrouped(pieces, len(shape.declared)):
            writer.write_table(arrow_table(group, shape, metadata), row_group_size=ROW_GROUP)


def regrouped(pieces: Iterable[Table], width: int, size: int = ROW_GROUP) -> Iterable[Table]:
    """The same rows in groups of `size`, the last of which may be smaller."""
    held: list[Table] = []
    count = 0
    for piece in pieces:
        start = 0
        while count + len(piece) - start >= size:
            stop = start + size - count
            yield join([*held, piece.rows(start, stop)], width)
            held, count, start = [], 0, stop
        if start < len(piece):
            held.append(piece.rows(start, len(piece)))
            count += len(piece) - start
    if held:
        yield join(held, width)

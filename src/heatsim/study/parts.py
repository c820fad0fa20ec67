"""Finished pieces of a study on disk: Parquet files that say of which study they are, and prove that they are whole.

A part's name holds its replications and a checksum of its content, so a part that was cut off, changed or renamed gives itself
away, and no list of parts is needed that could be out of date.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from heatsim.errors import StoreError
from heatsim.study.columns import Shape
from heatsim.study.identity import Identity, differences
from heatsim.study.jobs import Span
from heatsim.study.metadata import metadata_of
from heatsim.study.table import Table

__all__ = ["Part", "is_part", "read_part", "rows_of", "write_part"]

NAME = re.compile(r"part-(\d{9})-(\d{9})-([0-9a-f]{16})\.parquet")


@dataclass(frozen=True, slots=True)
class Part:
    """Replications start..stop-1 in a file; `failed` of them failed."""

    path: Path
    start: int
    stop: int
    failed: int

    @property
    def span(self) -> Span:
        return self.start, self.stop


def is_part(path: Path) -> bool:
    """Whether a file has the name of a part."""
    return NAME.fullmatch(path.name) is not None


def write_part(table: Table, folder: Path, shape: Shape, study: Identity) -> Part:
    """Put a table with consecutive replications into a folder; it has its name only when it is whole. OSError if it cannot be."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    from heatsim.study.arrow import arrow_table

    start = int(table.replication[0])
    stop, failed = start + len(table), int(np.count_nonzero(table.failed))
    sink = pa.BufferOutputStream()
    metadata = {**study, "part.replications": f"{start}..{stop - 1}", "part.failed": str(failed)}
    parquet.write_table(arrow_table(table, shape, metadata), sink, compression="zstd", compression_level=1)
    content = memoryview(sink.getvalue())
    path = folder / f"part-{start:09d}-{stop:09d}-{_checksum(content)}.parquet"
    unfinished = folder / ".unfinished"
    try:
        with unfinished.open("wb") as file:
            file.write(content)
        os.replace(unfinished, path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
    return Part(path, start, stop, failed)


def read_part(path: Path, study: Identity) -> Part:
    """A part that was found, after looking whether it is whole and of this study. StoreError says what is wrong with it."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    match = NAME.fullmatch(path.name)
    if match is None:
        raise StoreError("its name is not that of a part")
    start, stop = int(match[1]), int(match[2])
    try:
        content = path.read_bytes()
        if _checksum(memoryview(content)) != match[3]:
            raise StoreError("its content does not match its checksum")
        file = parquet.ParquetFile(pa.BufferReader(content))
    except (OSError, ValueError) as error:
        raise StoreError(f"it cannot be read ({error})") from error
    found = metadata_of(file.schema_arrow)
    if any(key not in found for key in study):
        raise StoreError("it does not say of which study it is")
    if unlike := differences(found, study):
        raise StoreError(f"it is of another study: {'; '.join(unlike)}")
    if stop <= start or file.metadata.num_rows != stop - start or found.get("part.replications") != f"{start}..{stop - 1}":
        raise StoreError("its name does not say what is in it")
    failed = found.get("part.failed", "")
    if not (failed.isdecimal() and failed.isascii()):
        raise StoreError("it does not say how many replications failed")
    return Part(path, start, stop, int(failed))


def rows_of(part: Part, shape: Shape) -> Iterator[Table]:
    """The rows of a part in blocks; StoreError if they are not those that it should have."""
    from heatsim.study.stored import StoredTable

    place = part.start
    for block in StoredTable(part.path, shape).blocks():
        if not np.array_equal(block.replication, np.arange(place, place + len(block))):
            raise StoreError(f"{part.path} is damaged: it has other replications than it should")
        place += len(block)
        yield block


def _checksum(content: memoryview) -> str:
    return blake2b(content, digest_size=8).hexdigest()

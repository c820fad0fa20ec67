"""Where finished replications go when a run writes to a folder: into parts on disk, so that memory stays flat and nothing is lost.

While a study runs its parts are in the hidden folder `.study`. At the end they become `results.parquet` and are removed. A study
that was killed leaves them, and goes on from there when it is resumed; so does one whose `results.parquet` lacks replications.
"""

from __future__ import annotations

import shutil
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

import numpy as np

from heatsim.errors import StoreError
from heatsim.study.columns import Shape
from heatsim.study.identity import Identity, differences, identity
from heatsim.study.jobs import Span
from heatsim.study.jsonfile import json_object
from heatsim.study.lock import locked
from heatsim.study.metadata import metadata_of
from heatsim.study.parts import Part, is_part, read_part, rows_of, write_part
from heatsim.study.provenance import Provenance
from heatsim.study.rowgroups import write_rows
from heatsim.study.store import Staging, json_text, made, remove_empty, said
from heatsim.study.stored import StoredTable
from heatsim.study.table import Table, join
from heatsim.study.unbroken import unbroken

__all__ = ["HIDDEN", "Folder", "Say", "keeping"]

HIDDEN = ".study"
RESULTS = "results.parquet"
RECORD = "study.json"
PART_ROWS = 8_192
PART_SECONDS = 2.0  # what a kill can cost
# A table of fewer rows is given back in memory, where many columns are at hand at once.
MEMORY_ROWS = 8_192

Say = Callable[[str], None]


def warned(text: str) -> None:
    """Say something to whoever called from Python."""
    warnings.warn(text, stacklevel=2)


@contextmanager
def keeping(folder: str | Path, *, resume: bool | None = None, say: Say = warned) -> Iterator[Folder]:
    """A folder for the length of a study, which nobody else writes to meanwhile.

    With `resume` an unfinished study there goes on; with False it is thrown away; with None it is refused (StoreError). When the
    block ends well everything is removed that was not published; when it fails, what is finished stays for a resume. `say` is told
    what is damaged or foreign and therefore not used.
    """
    place = Path(folder)
    new = made(place)
    hidden = place / HIDDEN
    try:
        new = [*made(hidden), *new] if not hidden.exists() else new
        with said(place), locked(hidden / "lock", place):
            store = Folder(place, hidden, resume, say)
            try:
                with said(place):
                    yield store
            except BaseException as error:
                _leave(store, error)
                raise
            shutil.rmtree(hidden, ignore_errors=True)
    finally:
        remove_empty([hidden, *new])


def _leave(store: Folder, error: BaseException) -> None:
    """After a failure: what is finished stays, unless it is worth nothing."""
    with suppress(StoreError, OSError):
        store.flush()
    shutil.rmtree(store.staging.path(""), ignore_errors=True)
    if store.worthless or not any(map(is_part, store.hidden.iterdir())):
        shutil.rmtree(store.hidden, ignore_errors=True)
    elif isinstance(error, StoreError) and store.begun:
        kept = f"; {store.kept} finished replications are kept there, and --resume goes on from them"
        raise StoreError(f"{error}{kept}") from error


class Folder:
    """The study in a folder. `staging` takes further files, which get their names when it is published."""

    def __init__(self, folder: Path, hidden: Path, resume: bool | None, say: Say) -> None:
        self.folder = folder
        self.hidden = hidden
        self.staging = Staging(folder, hidden / "staging")
        self.finished = self.failed = self.resumed = 0
        self.worthless = False  # what is finished need not be kept if the run fails
        self.begun = False
        self._resume = resume
        self._say = say
        self._parts: list[Part] = []
        self._held: list[Table] = []
        self._rows = 0
        self._written = time.monotonic()

    @property
    def kept(self) -> int:
        """Replications that are on disk."""
        return sum(part.stop - part.start for part in self._parts)

    def begin(self, provenance: Provenance, shape: Shape, behaviours: Mapping[str, object] | None = None) -> None:
        """Say which study it is. StoreError if an unfinished one is in the way, or is another than the one to be resumed."""
        self._shape, self._provenance = shape, provenance
        self._study = identity(provenance, shape, behaviours)
        with said(self.folder):
            self._settle()
            shutil.rmtree(self.hidden / "staging", ignore_errors=True)
            self.staging.path("").mkdir()
            (self.hidden / RECORD).write_text(json_text({"study": self._study}), encoding="utf-8")
            self.begun = True
            if self._resume:
                self._import_results()
        self.resumed = self.finished = self.kept
        self.failed = sum(part.failed for part in self._parts)

    def missing(self, replications: int) -> list[Span]:
        """Which of the replications 0, 1, ... are not there."""
        gaps, place = [], 0
        for part in self._parts:
            if place < min(part.start, replications):
                gaps.append((place, min(part.start, replications)))
            place = part.stop
        return [*gaps, (place, replications)] if place < replications else gaps

    def earlier(self) -> Iterator[Table]:
        """The replications of an earlier run, in order."""
        for part in list(self._parts):
            yield from rows_of(part, self._shape)

    def add(self, table: Table) -> None:
        """Take a finished job's table; now and then what was taken is written. StoreError if it cannot be."""
        self._held.append(table)
        self._rows += len(table)
        self.finished += len(table)
        self.failed += len(table.errors)
        if self._rows >= PART_ROWS or time.monotonic() - self._written >= PART_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what was taken, all of it even if Ctrl-C comes meanwhile."""
        with unbroken():
            if self._held:
                with said(self.folder):
                    for table in _runs(join(self._held, len(self._shape.declared))):
                        self._parts.append(write_part(table, self.hidden, self._shape, self._study))
                self._parts.sort(key=lambda part: part.start)
            self._held, self._rows, self._written = [], 0, time.monotonic()

    def table(self, limit: int) -> Table | StoredTable:
        """Write the results file, replications below `limit`, and give it back: in memory if it is small."""
        small = self._small()
        pieces = [small] if small is not None else self.earlier()
        if small is None:
            self.flush()
        count = len(small) if small is not None else sum(max(0, min(part.stop, limit) - part.start) for part in self._parts)
        if small is not None:
            count = int((small.replication < limit).sum())
        metadata = {**self._provenance.metadata(), "heatsim.replications": str(count)}
        path = self.staging.path(RESULTS)
        with said(self.folder):
            write_rows(_below(pieces, limit), path, self._shape, metadata)
        if small is not None:
            return small.rows(0, count)
        stored = StoredTable(path, self._shape)
        stored.path = self.folder / RESULTS  # where it will be
        return stored

    def _small(self) -> Table | None:
        if self.finished > MEMORY_ROWS:
            return None
        return join([*self.earlier(), *self._held], len(self._shape.declared))

    def _settle(self) -> None:
        """Whatever was left here: use it, throw it away, or refuse."""
        there = sorted(filter(is_part, self.hidden.iterdir()))
        if self._resume:
            self._check_same(there)
            self._use(there)
        elif there and self._resume is None:
            rows = sum(int(path.name[15:24]) - int(path.name[5:14]) for path in there)
            raise StoreError(
                f"{self.folder} holds an unfinished study with {rows} finished replications: "
                "go on with --resume, or start over with --restart"
            )
        else:
            for path in self.hidden.iterdir():
                if path.is_file() and path.name != "lock":
                    path.unlink()

    def _check_same(self, there: list[Path]) -> None:
        """StoreError if what is to be resumed is of another study."""
        record = _read_json(self.hidden / RECORD) if there else _metadata(self.folder / RESULTS)
        if unlike := differences(record, self._study):
            raise StoreError(
                f"cannot resume the study in {self.folder}: {'; '.join(unlike)}. "
                "Run it as it was, start over with --restart, or give another --out"
            )

    def _use(self, there: list[Path]) -> None:
        place = 0
        for path in there:
            try:
                part = read_part(path, self._study)
                if part.start < place:
                    raise StoreError("another part has the same replications")
            except StoreError as error:
                self._say(f"{path} is not used, and its replications are run again: {error}")
                path.unlink()
                continue
            self._parts.append(part)
            place = part.stop

    def _import_results(self) -> None:
        """The rows of a results file that was published, by a run that was interrupted or had fewer replications."""
        path = self.folder / RESULTS
        if not path.exists():
            return
        found = _metadata(path)
        if not found:
            self._say(f"{path} cannot be read, and its replications are run again")
        if not found or differences(found, self._study):
            return
        last = -1
        try:
            for block in StoredTable(path, self._shape).blocks():
                if np.any(np.diff(block.replication, prepend=last) <= 0):
                    raise StoreError("its replications are not in order")
                last = int(block.replication[-1])
                for start, stop in self._gaps(block):
                    self._held.append(block.rows(start, stop))
                self.flush()
        except StoreError as error:
            self._say(f"{path} is not used: {error}")
            self._held = []

    def _gaps(self, block: Table) -> list[Span]:
        """The stretches of a block that no part has, as places in it."""
        fresh = np.ones(len(block), dtype=np.bool_)
        for part in self._parts:
            fresh &= (block.replication < part.start) | (block.replication >= part.stop)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], fresh, [False]]).astype(np.int8)))
        return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _runs(table: Table) -> Iterator[Table]:
    """A table in stretches of consecutive replications."""
    cuts = np.flatnonzero(np.diff(table.replication) != 1) + 1
    edges = [0, *cuts.tolist(), len(table)]
    for start, stop in pairwise(edges):
        yield table.rows(start, stop)


def _below(pieces: Iterator[Table] | list[Table], limit: int) -> Iterator[Table]:
    for piece in pieces:
        if len(piece) and piece.replication[-1] >= limit:
            piece = piece.rows(0, int((piece.replication < limit).sum()))
        if len(piece):
            yield piece


def _read_json(path: Path) -> dict[str, object]:
    found = json_object(path).get("study")
    return dict(found) if isinstance(found, dict) else {}


def _metadata(path: Path) -> Identity:
    """What a results file says about itself; nothing if there is none, or it cannot be read."""
    import pyarrow.parquet as parquet

    with suppress(OSError, ValueError):
        return metadata_of(parquet.read_schema(path))
    return {}

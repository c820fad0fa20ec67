"""Writing a study to a folder: all files or none of them, and never a half-written one.

Files are made under temporary names in the folder itself (the same file system, so that a rename replaces at once) and get
their names together at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heatsim.errors import StoreError
from heatsim.study.columns import Shape
from heatsim.study.rowgroups import ROW_GROUP, write_rows

if TYPE_CHECKING:
    from heatsim.study.results import Results

__all__ = ["Staging", "json_text", "made", "opened", "remove_empty", "said", "write_json", "write_table"]


class Staging:
    """A folder's files in the making. `path(name)` is where to write; `publish()` gives everything its final name."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder = folder
        self._scratch = scratch

    def path(self, name: str) -> Path:
        """A temporary place for the file (or folder) that will be called `name`."""
        return self._scratch / name

    def publish(self) -> list[Path]:
        """Move every file to its place, replacing what was there; returns the places."""
        written = []
        with said(self.folder):
            for source in sorted(path for path in self._scratch.rglob("*") if path.is_file()):
                target = self.folder / source.relative_to(self._scratch)
                target.parent.mkdir(exist_ok=True)
                os.replace(source, target)
                written.append(target)
        return written


@contextmanager
def opened(folder: str | Path) -> Iterator[Staging]:
    """Make sure a folder can be written, before any work is done; StoreError says why not.

    Nothing is left behind when the work fails: neither temporary files nor folders made for it.
    """
    place = Path(folder)
    new = made(place)
    try:
        with said(place):
            scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=place))
    except StoreError:
        remove_empty(new)
        raise
    try:
        with said(place):
            yield Staging(place, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        remove_empty(new)


def made(place: Path) -> list[Path]:
    """Make a folder; returns the folders that were not there, innermost first. StoreError if it cannot be."""
    with said(place):
        new = [path for path in (place, *place.parents) if not path.exists()]
        if place.exists() and not place.is_dir():
            raise StoreError(f"cannot write results to {place}: it is a file, not a folder")
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError:
            remove_empty(new)
            raise
    return new


def write_table(results: Results, path: Path) -> None:
    """One Parquet file; the same results give the same bytes (with one version of pyarrow)."""
    metadata = {**results.provenance.metadata(), "heatsim.replications": str(len(results))}
    write_rows(results.table.blocks(ROW_GROUP), path, Shape(results.declared, results.endings), metadata)


def write_json(content: dict[str, Any], path: Path) -> None:
    path.write_text(json_text(content), encoding="utf-8")


def json_text(content: dict[str, Any]) -> str:
    """JSON as heatsim prints and writes it; a NaN in it would be a bug, since JSON has none."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


@contextmanager
def said(folder: Path) -> Iterator[None]:
    """What the file system refuses, as a StoreError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"cannot write results to {folder}: {reason}") from error


def remove_empty(folders: list[Path]) -> None:
    """Innermost first; one that something was put into stays."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()

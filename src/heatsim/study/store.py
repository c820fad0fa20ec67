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

if TYPE_CHECKING:
    from heatsim.study.results import Results

__all__ = ["ROW_GROUP", "Staging", "json_text", "opened", "write_json", "write_table"]

# Part of the file's bytes, so it is a constant and not a setting.
ROW_GROUP = 65_536


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
        with _said(self.folder):
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
    with _said(place):
        made = [path for path in (place, *place.parents) if not path.exists()]
        if place.exists() and not place.is_dir():
            raise StoreError(f"cannot write results to {place}: it is a file, not a folder")
        try:
            place.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=place))
        except OSError:
            _remove_empty(made)
            raise
    try:
        with _said(place):
            yield Staging(place, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        _remove_empty(made)


def write_table(results: Results, path: Path) -> None:
    """One Parquet file; the same results give the same bytes (with one version of pyarrow)."""
    import pyarrow.parquet as parquet

    parquet.write_table(results.to_arrow(), path, row_group_size=ROW_GROUP, compression="zstd", compression_level=3)


def write_json(content: dict[str, Any], path: Path) -> None:
    path.write_text(json_text(content), encoding="utf-8")


def json_text(content: dict[str, Any]) -> str:
    """JSON as heatsim prints and writes it; a NaN in it would be a bug, since JSON has none."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


@contextmanager
def _said(folder: Path) -> Iterator[None]:
    """What the file system refuses, as a StoreError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"cannot write results to {folder}: {reason}") from error


def _remove_empty(folders: list[Path]) -> None:
    """Innermost first; one that something was put into stays."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()

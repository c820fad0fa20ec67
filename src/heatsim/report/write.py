"""The page as a file: whole or not at all, and a place that cannot be written is found out before any work is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heatsim.errors import StoreError
from heatsim.study.store import opened

__all__ = ["SUFFIXES", "writing"]

SUFFIXES = (".html", ".htm")


@contextmanager
def writing(path: str | Path) -> Iterator[Path]:
    """A temporary place to write to, which takes the name `path` at the end; StoreError says why that cannot be."""
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise StoreError(f"cannot write a report to '{target}'; its name must end in {' or '.join(SUFFIXES)}")
    if target.is_dir():
        raise StoreError(f"cannot write a report to {target}: it is a folder")
    with opened(target.parent) as staging:
        yield staging.path(target.name)
        staging.publish()

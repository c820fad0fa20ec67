"""A trace as a file, in the format its suffix names; whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from heatsim.beatsheet.chrome import to_chrome
from heatsim.beatsheet.records import to_csv, to_jsonl
from heatsim.beatsheet.sheet import text
from heatsim.errors import StoreError

if TYPE_CHECKING:
    from heatsim.trace import Trace

__all__ = ["FORMATS", "export"]

FORMATS = {".txt": text, ".csv": to_csv, ".jsonl": to_jsonl, ".json": to_chrome}
SAID = ".txt (beat sheet), .csv, .jsonl (JSON Lines), .json (Chrome trace, for Perfetto)"


def export(trace: Trace, path: str | Path) -> Path:
    """Write a trace by suffix: .txt, .csv, .jsonl, or .json for a timeline viewer; returns the path.

    StoreError when the suffix is another or the file cannot be written; an existing file is replaced only by a whole one.
    """
    target = Path(path)
    make = FORMATS.get(target.suffix.lower())
    if make is None:
        raise StoreError(f"cannot export to '{target}': the suffix must be one of {SAID}")
    content = make(trace)
    try:
        _replace(target, content if content.endswith("\n") else content + "\n")
    except OSError as error:
        raise StoreError(f"cannot export to '{target}': {error.strerror or error}") from error
    return target


def _replace(target: Path, content: str) -> None:
    """Write beside the target and rename: on one file system a rename replaces at once."""
    if target.is_dir():
        raise IsADirectoryError(21, "it is a folder")
    handle, name = tempfile.mkstemp(prefix=".exporting-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(content)
        # mkstemp lets nobody else read; an exported file is an ordinary one
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise

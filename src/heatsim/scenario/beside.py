"""A file that another file names: beside it or in a neighbouring folder, and nowhere else, for files are a stranger's data."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from heatsim.errors import UsageError

__all__ = ["beside"]

SUFFIXES = (".yaml", ".yml")


def beside(named: str, folder: Path) -> Path:
    """The path of a YAML file that a file in `folder` names relative to itself.

    UsageError for a path that leads anywhere but into its own folder or a neighbour of it.
    """
    path = PurePosixPath(named)
    if path.is_absolute() or "\\" in named or ":" in named:
        raise UsageError(f"'{named}' must be a path relative to this file, written with '/'")
    if path.parts.count("..") > 1 or ".." in path.parts[1:]:
        raise UsageError(f"'{named}' may begin with one '..' and have no other")
    if path.suffix not in SUFFIXES:
        raise UsageError(f"'{named}' must be a .yaml file")
    plain = Path(os.path.normpath(folder / path))
    # Through a link to a folder, `..` leads elsewhere than the shorter path does.
    return plain if plain.exists() and (folder / path).exists() and plain.samefile(folder / path) else folder / path

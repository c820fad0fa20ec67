"""`heatsim list`: the scenarios of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from heatsim.errors import HeatsimError, ScenarioError, UsageError

__all__ = ["command"]


@click.command("list")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("scenarios"))
def command(folder: Path) -> None:
    """List the scenarios in a folder.

    FOLDER is ./scenarios by default; folders in it are searched too.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; name the one that holds your scenarios")
    rows = [(path.as_posix(), _title(path)) for path in _files(folder)]
    if not rows:
        raise UsageError(f"there are no scenarios (.yaml files) in {folder}")
    width = max(len(path) for path, _ in rows)
    for path, title in rows:
        print(f"{path.ljust(width)}  {title}")


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for suffix in ("*.yaml", "*.yml") for path in folder.rglob(suffix) if path.is_file()))


def _title(path: Path) -> str:
    from heatsim.scenario.load import load

    try:
        return load(path).title
    except ScenarioError as error:
        count = len(error.problems)
        return f"({count} problem{'s' if count != 1 else ''}; see: python -m heatsim check {path.as_posix()})"
    except HeatsimError as error:
        return f"({error})"

"""Where the canon sheet of a scenario is, and the world beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from heatsim.canon.read import read_sheet
from heatsim.canon.sheet import Sheet
from heatsim.errors import Problem, ScenarioError, UsageError, Where

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["find_sheet", "located", "named_sheet", "sheet_of_scenario", "world_beside"]

SUFFIXES = (".yaml", ".yml")
WORLD = ".world.yaml"


def located(canon: str, scenario: Path | None) -> Path:
    """The path of a sheet that a scenario names relative to itself (to the working directory when it has no file).

    A scenario is a stranger's data: UsageError for a path that leads anywhere but into its own folder or a neighbour of it.
    """
    path = PurePosixPath(canon)
    if path.is_absolute() or "\\" in canon or ":" in canon:
        raise UsageError(f"'{canon}' must be a path relative to this file, written with '/'")
    if path.parts.count("..") > 1 or ".." in path.parts[1:]:
        raise UsageError(f"'{canon}' may begin with one '..' and have no other")
    if path.suffix not in SUFFIXES:
        raise UsageError(f"'{canon}' must be a .yaml file")
    folder = Path() if scenario is None else scenario.parent
    plain = Path(os.path.normpath(folder / path))
    # Through a link to a folder, `..` leads elsewhere than the shorter path does.
    return plain if plain.exists() and (folder / path).exists() and plain.samefile(folder / path) else folder / path


def named_sheet(scenario: Scenario) -> Path | None:
    """Where the scenario says that its sheet is, None if it names none; ScenarioError at the place for a path that may not be."""
    canon = scenario.resolved.canon
    if canon is None:
        return None
    try:
        return located(canon, scenario.path)
    except UsageError as error:
        raise _at_canon(scenario, str(error)) from None


def find_sheet(scenario: Scenario) -> Path | None:
    """The scenario's sheet, None if it names none; ScenarioError at the place that names it if there is no such file."""
    path = named_sheet(scenario)
    if path is not None and not path.is_file():
        raise _at_canon(scenario, f"there is no canon sheet {path}")
    return path


def sheet_of_scenario(scenario: Scenario, readings: Mapping[str, str] | None = None) -> Sheet:
    """The scenario's sheet with the readings asked for; UsageError if it names none, ScenarioError for what is wrong with it."""
    path = find_sheet(scenario)
    if path is None:
        raise UsageError(f"'{scenario.name}' names no canon sheet; give it one with 'canon: ../seeds/{scenario.name}.yaml'")
    return read_sheet(path).select(readings or {})


def world_beside(sheet: Path) -> Path:
    """Where the world of a sheet is kept: `seeds/bank.world.yaml` beside `seeds/bank.yaml`."""
    return sheet.with_name(sheet.stem + WORLD)


def _at_canon(scenario: Scenario, message: str) -> ScenarioError:
    from heatsim.scenario.source import compose

    node = compose(scenario.file)[0].get("canon")
    where = node.where if node else Where(1, 1)
    return ScenarioError((Problem(scenario.file.name, where.line, where.column, message),))

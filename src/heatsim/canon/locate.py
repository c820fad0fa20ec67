"""Where the canon sheet of a scenario is, and the world beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from heatsim.canon.read import read_sheet
from heatsim.canon.sheet import Sheet
from heatsim.errors import Problem, ScenarioError, UsageError, Where
from heatsim.scenario.beside import beside

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["find_sheet", "located", "named_sheet", "sheet_of_scenario", "world_beside"]

WORLD = ".world.yaml"


def located(canon: str, scenario: Path | None) -> Path:
    """The path of a sheet that a scenario names relative to itself (to the working directory when it has no file).

    A scenario is a stranger's data: UsageError for a path that leads anywhere but into its own folder or a neighbour of it.
    """
    return beside(canon, Path() if scenario is None else scenario.parent)


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

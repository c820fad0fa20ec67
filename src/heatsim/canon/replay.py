"""The film's own replication: the recorded world played once more, and every fact checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from heatsim.canon.locate import find_sheet, sheet_of_scenario, world_beside
from heatsim.canon.predicates import Predicates, Row, Test, bind_sheet
from heatsim.canon.world import CanonWorld, read_world
from heatsim.engines import get
from heatsim.errors import UsageError
from heatsim.scenario.walking import sites
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.trace import Trace

__all__ = ["Checked", "Replay", "check_row", "read_film", "recorded", "replay"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One test in one replication; `excused` when the record says that this world does not meet it."""

    test: Test
    holds: bool
    excused: bool = False


@dataclass(frozen=True)
class Replay:
    """The canon world as it went. `failed` are the tests that do not hold although they should."""

    record: CanonWorld
    path: Path
    trace: Trace
    checks: tuple[Checked, ...]

    @property
    def failed(self) -> tuple[Test, ...]:
        return tuple(one.test for one in self.checks if not one.holds and not one.excused)

    @property
    def lacking(self) -> tuple[Test, ...]:
        """Details that the record says this world lacks, and that it lacks."""
        return tuple(one.test for one in self.checks if not one.holds and one.excused)


def replay(
    scenario: Scenario, *, readings: Mapping[str, str] | None = None, engine: str = "auto", world: Path | None = None
) -> Replay:
    """Play the canon world of a scenario (`world`, or the one beside its sheet) and check every fact.

    UsageError if the scenario has no sheet or no world, ScenarioError for what is wrong with either file.
    """
    work = prepare(scenario, engine)
    predicates = bind_sheet(sheet_of_scenario(scenario, readings), work.program.columns)
    path = world if world is not None else recorded(scenario)
    record = read_film(path, scenario)
    draws = record.world.draws()
    if work.pins:  # a variant's pins say what is different in it, so they win
        draws = draws.with_pins(work.pins)
    trace = get(work.engine).trace(work.program, draws)
    return Replay(record, path, trace, check_row(predicates, trace.row.values, record.lacks))


def recorded(scenario: Scenario) -> Path:
    """The file of the scenario's canon world; UsageError if there is none."""
    sheet = find_sheet(scenario)
    if sheet is None:
        raise UsageError(f"'{scenario.name}' names no canon sheet, so it has no canon world")
    path = world_beside(sheet)
    if not path.is_file():
        raise UsageError(
            f"there is no canon world {path}; look for one with: python -m heatsim canon {scenario.path or scenario.name}"
            f" --search --out {path.parent}"
        )
    return path


def read_film(path: Path, scenario: Scenario) -> CanonWorld:
    """The record of a scenario's world; UsageError if it belongs to another scenario or language version."""
    record = read_world(path, sites(scenario.resolved))
    if record.scenario != scenario.name:
        raise UsageError(f"{path} is a world of '{record.scenario}', not of '{scenario.name}'")
    if record.language != scenario.resolved.language:
        raise UsageError(
            f"{path} is a world of language version {record.language}; the scenario has version {scenario.resolved.language}"
        )
    return record


def check_row(predicates: Predicates, row: Row, lacks: tuple[str, ...] = ()) -> tuple[Checked, ...]:
    """Every test on one row; only details can be excused."""
    details = {test.id for test in predicates.details}
    return tuple(Checked(test, bool(test.holds()(row)), test.id in lacks and test.id in details) for test in predicates.tests)

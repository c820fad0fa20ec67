"""Everything a report is written from: one study, its comparison with the film, worlds to watch, what-ifs, a tornado."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heatsim.analysis.tornado import Tornado, tornado
from heatsim.analysis.whatif.ask import whatif
from heatsim.analysis.whatif.made import WhatIf
from heatsim.canon.compare import Comparison, compare
from heatsim.canon.locate import named_sheet, sheet_of_scenario, world_beside
from heatsim.canon.replay import Replay, replay
from heatsim.errors import UsageError
from heatsim.report import budget
from heatsim.report.screen import Screen, candidates, screen
from heatsim.report.worlds import World, worlds
from heatsim.study.progress import Progress
from heatsim.study.results import Results
from heatsim.study.run import prepare, run

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.scenario.load import Scenario
    from heatsim.study.jobs import Work

__all__ = ["Material", "Stages", "gather"]

Stages = Callable[[str], AbstractContextManager[Progress]]  # what is counted -> who is told how far it has come


@dataclass(frozen=True)
class Material:
    """`comparison` and `film` are None without a canon sheet or world, `whatif` without variants, `tornado` without ranges."""

    scenario: Scenario
    program: Program
    results: Results
    summary: dict[str, Any]
    comparison: Comparison | None
    film: Replay | None
    worlds: tuple[World, ...]
    whatif: WhatIf | None
    screen: Screen
    tornado: Tornado | None
    wanted: tuple[int, ...] = ()


def gather(
    scenario: Scenario,
    *,
    replications: int,
    seed: int,
    wanted: Sequence[int],
    readings: Mapping[str, str],
    workers: int | None,
    engine: str,
    behaviours: Mapping[str, Callable[..., Any]] | None,
    stages: Stages,
) -> Material:
    """Run everything. Raises ScenarioError, UsageError and SimulationError."""
    canonical = _has_sheet(scenario)
    if canonical:
        sheet_of_scenario(scenario, readings)  # what is wrong with it is said before any work is done
    elif readings:
        raise UsageError(f"'{scenario.name}' has no canon sheet, so there are no readings to choose from")
    work = prepare(scenario, engine, behaviours)
    how: dict[str, Any] = {"seed": seed, "workers": workers, "engine": engine}
    settled = {**how, "engine": work.engine}  # the page names it, and must not depend on what was loaded before
    with stages("replications") as progress:
        results = run(scenario, replications=replications, behaviours=behaviours, progress=progress, **settled)
    if len(results.failures) == len(results):
        raise UsageError(f"all {len(results)} replications failed; the first: {next(iter(results.failures.values()))}")
    comparison = compare(results, readings=readings) if canonical else None
    filmed = canonical and _has_world(scenario) and not behaviours
    film = replay(scenario, readings=readings, engine=engine) if filmed else None
    shown = worlds(work, results, film, wanted)
    asked = _whatif(scenario, replications, work, {**how, "behaviours": behaviours}, stages)
    chosen, made = (Screen((), 0, 0), None) if behaviours else _tornado(scenario, replications, work, how, stages)
    return Material(
        scenario,
        work.program,
        results,
        results.summary(),
        comparison,
        film,
        shown,
        asked,
        chosen,
        made,
        tuple(wanted),
    )  # fmt: skip


def _has_sheet(scenario: Scenario) -> bool:
    """A scenario that was copied without its sheet still gets its report."""
    path = named_sheet(scenario)
    return path is not None and path.is_file()


def _has_world(scenario: Scenario) -> bool:
    """The film's world belongs to the scenario as it stands, not to a variant of it."""
    path = named_sheet(scenario)
    return path is not None and world_beside(path).is_file() and not scenario.overrides and scenario.variant_name is None


def _whatif(scenario: Scenario, n: int, work: Work, how: dict[str, Any], stages: Stages) -> WhatIf | None:
    """Every declared variant but the one that the report is about."""
    names = [name for name in scenario.variants if name != scenario.variant_name]
    if not names:
        return None
    pairs = budget.pairs(n, len(names), len(work.program.code), compiled=work.engine == "compiled")
    with stages("replications of the what-ifs") as progress:
        return whatif(scenario, *names, replications=pairs, sample=0, progress=progress, **how)


def _tornado(scenario: Scenario, n: int, work: Work, how: dict[str, Any], stages: Stages) -> tuple[Screen, Tornado | None]:
    if not candidates(scenario) or n < 2:  # one pair has no interval
        return Screen((), 0, 0), None
    size, compiled = len(work.program.code), work.engine == "compiled"
    with stages("replications to screen the assumptions") as progress:
        chosen = screen(scenario, budget.ASSUMPTIONS, budget.screened(n, size, compiled=compiled), progress=progress, **how)
    with stages("replications of the tornado") as progress:
        tried = budget.tried(n, size, compiled=compiled)
        return chosen, tornado(scenario, only=chosen.names, replications=tried, progress=progress, **how)

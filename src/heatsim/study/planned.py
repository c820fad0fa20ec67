"""Run a plan: every point on one crew of workers, into one long table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heatsim.errors import UsageError, nearest
from heatsim.study.crew import Piece, crew
from heatsim.study.jobs import Span
from heatsim.study.plan import AS_WRITTEN, Plan, Point, points, scenario_of
from heatsim.study.planfolder import Leg, Shelf, shelved
from heatsim.study.progress import Progress, silent
from heatsim.study.provenance import Execution
from heatsim.study.response import Estimate, Response, responses
from heatsim.study.results import Results
from heatsim.study.run import prepare, provenance
from heatsim.study.store import opened
from heatsim.study.stored import StoredTable
from heatsim.study.table import Table
from heatsim.study.tolerance import STANDARD as BORNE
from heatsim.study.tolerance import allowed, stopped

if TYPE_CHECKING:
    import pyarrow

    from heatsim.scenario.load import Scenario

__all__ = ["Study", "run_plan"]


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Every point with its estimates. `results` has the whole table of each point, if they were kept.

    `failed` counts the failed replications of each point; they have no ending.
    """

    scenario: str
    points: tuple[Point, ...]
    responses: tuple[Response, ...]
    estimates: tuple[tuple[Estimate, ...], ...]
    failed: tuple[int, ...]
    replications: int
    seed: int
    results: tuple[Results, ...] = ()

    def __len__(self) -> int:
        return len(self.points)

    def rows(self) -> list[dict[str, Any]]:
        """One mapping per point and measure: point, variant, factors as `parameter.NAME`, then as in a sweep."""
        return [
            {
                "point": point.number,
                "variant": point.variant,
                **{f"parameter.{name}": value for name, value in point.shown},
                "measure": response.text,
                "unit": response.unit,
                "value": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "count": estimate.count,
                "failed": failed,
            }
            for point, estimates, failed in zip(self.points, self.estimates, self.failed, strict=True)
            for response, estimate in zip(self.responses, estimates, strict=True)
        ]

    def to_arrow(self) -> pyarrow.Table:
        """The rows for Arrow, and through it for pandas, polars or DuckDB."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.rows())

    def write_parquet(self, path: Path) -> None:
        """The rows as one Parquet file."""
        import pyarrow.parquet as parquet

        parquet.write_table(self.to_arrow(), path)


def run_plan(
    plan: Plan | Mapping[str, Any],
    *,
    keep: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
    out: str | Path | None = None,
    resume: bool | None = None,
    max_failures: float | None = BORNE,
) -> Study:
    """Run all points of a plan under the same luck. With `keep` the whole table of each point is kept.

    A mapping is taken as the fields of a `Plan`. `out` is a folder: the table of each point is written there as it comes, as
    `points/point=00007/results.parquet`, and at the end `study.parquet` with the rows and `study.json` with what was run. A study
    that was killed goes on with `resume=True` and ends with the same tables; False starts over; None refuses to overwrite an
    unfinished one. With more failed replications than `max_failures` (a number, or below 1 a share that is at least 10; None: any)
    the study ends. Raises UsageError and ScenarioError before anything runs, and StoreError for what is wrong with the folder.
    """
    plan = _from_mapping(plan) if isinstance(plan, Mapping) else plan
    if not isinstance(plan.replications, int) or isinstance(plan.replications, bool) or plan.replications < 1:
        raise UsageError(f"replications must be a whole number from 1, not {plan.replications!r}")
    if out is None and resume is not None:
        raise UsageError("resume needs out, the folder of the study")
    scenario = scenario_of(plan)
    found = points(plan, scenario)
    legs = [_leg(_at(scenario, point), point, plan) for point in found]
    wanted = [responses(plan.measures, leg.work.program) for leg in legs]
    with shelved(out, plan_record(plan, scenario, found), resume) as shelf:
        made = _Running(plan, legs, wanted, shelf, keep, allowed(max_failures, plan.replications * len(legs)))
        made.run(workers, executor, progress)
        study = Study(scenario.name, found, wanted[0], *made.found(), plan.replications, plan.seed, made.results())
        if out is not None:
            _write(study, Path(out))
    return study


class _Running:
    """A plan being run: what is left of each point goes to the crew, what comes back to the point's keeper."""

    def __init__(
        self, plan: Plan, legs: list[Leg], wanted: list[tuple[Response, ...]], shelf: Shelf, keep: bool, borne: int | None
    ) -> None:
        self.plan = plan
        self.legs = legs
        self.wanted = wanted
        self.shelf = shelf
        self.keep = keep
        self.borne = borne
        self.failures = 0
        self.estimates: dict[int, tuple[Estimate, ...]] = {}
        self.failed: dict[int, int] = {}
        self.kept: dict[int, Results] = {}

    def run(self, workers: int | None, executor: Executor | None, progress: Progress) -> None:
        todo = [(leg, span) for leg in self.legs for span in self._left(leg)]
        if not todo:
            return
        pieces = [Piece(leg.work, self.plan.seed, stop - start, start) for leg, (start, stop) in todo]
        open_ = Counter(leg.number for leg, _ in todo)
        done = 0
        with crew(pieces, workers, executor) as team:
            for place, table, last in team.parts(pieces, progress):
                leg = todo[place][0]
                self.shelf.keeper(leg).add(table)
                done += len(table)
                self.failures += len(table.errors)
                if self.borne is not None and self.failures > self.borne:
                    reason = f"; the last: {next(iter(table.errors.values()))}" if table.errors else ""
                    raise UsageError(stopped(self.failures, self.borne, done) + reason)
                open_[leg.number] -= last
                if not open_[leg.number]:
                    self._close(leg)

    def found(self) -> tuple[tuple[tuple[Estimate, ...], ...], tuple[int, ...]]:
        numbers = [leg.number for leg in self.legs]
        return tuple(self.estimates[k] for k in numbers), tuple(self.failed[k] for k in numbers)

    def results(self) -> tuple[Results, ...]:
        return tuple(self.kept[k] for k in sorted(self.kept))

    def _left(self, leg: Leg) -> list[Span]:
        """The replications that no earlier run has finished."""
        there = self.shelf.finished(leg, self.plan.replications)
        if there is not None:
            self._take(leg, self._as_results(leg, there))
            return []
        if not self.shelf.begun(leg):
            return [(0, self.plan.replications)]
        keeper = self.shelf.keeper(leg)
        self.failures += keeper.failed
        missing = keeper.missing(self.plan.replications)
        if not missing:
            self._close(leg)
        return missing

    def _close(self, leg: Leg) -> None:
        results = self._as_results(leg, self.shelf.keeper(leg).table(self.plan.replications))
        self._take(leg, results)
        self.shelf.close(leg, results)

    def _take(self, leg: Leg, results: Results) -> None:
        self.estimates[leg.number] = tuple(one.estimate(one.values(results.table)) for one in self.wanted[leg.number])
        self.failed[leg.number] = len(results.table.errors)
        if self.keep:
            self.kept[leg.number] = results

    def _as_results(self, leg: Leg, table: Table | StoredTable) -> Results:
        how = Execution(self.plan.replications, leg.work.engine)
        return Results(table, leg.work.program.columns, leg.work.program.endings, leg.origin, how)


def _from_mapping(given: Mapping[str, Any]) -> Plan:
    known = [field.name for field in fields(Plan)]
    for name in given:
        if name not in known:
            raise UsageError(f"a plan has no '{name}'{nearest(name, known)}")
    if "scenario" not in given:
        raise UsageError("a plan names its scenario: {'scenario': heist, ...}")
    return Plan(**given)


def plan_record(plan: Plan, scenario: Scenario, found: tuple[Point, ...]) -> dict[str, Any]:
    """Which plan it is, as `study.json` says it."""
    origin = provenance(scenario, plan.seed)
    listed = json.dumps([(point.variant, point.shown) for point in found])
    return {
        "heatsim": origin.heatsim,
        "scenario": origin.scenario,
        "title": origin.title,
        "path": origin.path,
        "sha256": origin.sha256,
        "seed": plan.seed,
        "engine": plan.engine,
        "replications": plan.replications,
        "measures": list(plan.measures),
        "variants": list(plan.variants),
        "factors": [name for name, _ in found[0].shown],
        "points": {"count": len(found), "digest": blake2b(listed.encode(), digest_size=8).hexdigest()},
    }


def _write(study: Study, folder: Path) -> None:
    with opened(folder) as staging:
        study.write_parquet(staging.path("study.parquet"))
        staging.publish()


def _leg(scenario: Scenario, point: Point, plan: Plan) -> Leg:
    return Leg(point.number, prepare(scenario, plan.engine), provenance(scenario, plan.seed))


def _at(scenario: Scenario, point: Point) -> Scenario:
    made = scenario if point.variant == AS_WRITTEN else scenario.variant(point.variant)
    return made.vary(dict(point.changes)) if point.changes else made

"""Run a plan: every point on one crew of workers, into one long table."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heatsim.errors import UsageError
from heatsim.study.crew import Piece, crew
from heatsim.study.plan import AS_WRITTEN, Plan, Point, points, scenario_of
from heatsim.study.progress import Progress, silent
from heatsim.study.provenance import Execution
from heatsim.study.response import Estimate, Response, responses
from heatsim.study.results import Results
from heatsim.study.run import prepare, provenance

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
) -> Study:
    """Run all points of a plan under the same luck. With `keep` the whole table of each point is kept in memory.

    A mapping is taken as the fields of a `Plan`. Raises UsageError and ScenarioError before anything runs.
    """
    plan = Plan(**plan) if isinstance(plan, Mapping) else plan
    if not isinstance(plan.replications, int) or isinstance(plan.replications, bool) or plan.replications < 1:
        raise UsageError(f"replications must be a whole number from 1, not {plan.replications!r}")
    scenario = scenario_of(plan)
    found = points(plan, scenario)
    scenarios = [_at(scenario, point) for point in found]
    pieces = [Piece(prepare(one, plan.engine), plan.seed, plan.replications) for one in scenarios]
    wanted = [responses(plan.measures, piece.work.program) for piece in pieces]
    estimates, failed, kept = [], [], []
    with crew(pieces, workers, executor) as team:
        for place, table in enumerate(team.tables(pieces, progress)):
            estimates.append(tuple(one.estimate(one.values(table)) for one in wanted[place]))
            failed.append(int(table.failed.sum()))
            if keep:
                program, how = pieces[place].work.program, Execution(plan.replications, pieces[place].work.engine)
                kept.append(Results(table, program.columns, program.endings, provenance(scenarios[place], plan.seed), how))
    return Study(scenario.name, found, wanted[0], tuple(estimates), tuple(failed), plan.replications, plan.seed, tuple(kept))


def _at(scenario: Scenario, point: Point) -> Scenario:
    made = scenario if point.variant == AS_WRITTEN else scenario.variant(point.variant)
    return made.vary(dict(point.changes)) if point.changes else made

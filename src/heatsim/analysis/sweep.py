"""Sweeps: the same luck at every point of one or two factors, so that a curve shows the factor and not the noise.

Every point has the same seed and replications, matched draw by draw; neighbouring points differ only where the factor made them.
The bands are 95 % intervals of each point by itself. They move together: a whole curve may lie high or low, but hardly its shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.crossing import Crossing, crossings
from heatsim.errors import UsageError
from heatsim.study.axis import Axis, axis, parse_axis
from heatsim.study.crew import Piece, crew
from heatsim.study.progress import Progress, silent
from heatsim.study.response import Estimate, Response, responses
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.table import Table

__all__ = ["Sweep", "SweepPoint", "sweep"]

MOST_FACTORS = 2
EVEN = {"share": 0.5, "mean": 0.0}
Ranges = Mapping[str, str | Sequence[object]] | Sequence[str]


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """One point: its places among the axes' values, an estimate per response, and how many replications failed."""

    index: tuple[int, ...]
    estimates: tuple[Estimate, ...]
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Sweep:
    """Estimates of every response at every point; points in the order of the axes, the last varying fastest.

    `crossings` tell where the first response comes to the level that was asked for.
    """

    scenario: str
    axes: tuple[Axis, ...]
    responses: tuple[Response, ...]
    points: tuple[SweepPoint, ...]
    replications: int
    seed: int
    level: float | None = None
    crossings: tuple[Crossing, ...] = ()

    def __len__(self) -> int:
        return len(self.points)

    def rows(self) -> list[dict[str, Any]]:
        """One mapping per point and response: factors as `parameter.NAME`, measure, unit, value, low, high, count, failed."""
        return [
            {
                **{
                    f"parameter.{one.name}": one.at[i] if one.is_numeric else str(one.values[i])
                    for one, i in zip(self.axes, point.index, strict=True)
                },
                "measure": response.text,
                "unit": response.unit,
                "value": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "count": estimate.count,
                "failed": point.failed,
            }
            for point in self.points
            for response, estimate in zip(self.responses, point.estimates, strict=True)
        ]

    def curve(self, measure: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Values, lower and upper ends of one response, as arrays in the shape of the axes."""
        shape = tuple(len(one.values) for one in self.axes)
        columns = zip(*((e.value, e.low, e.high) for e in (point.estimates[measure] for point in self.points)), strict=True)
        value, low, high = (np.array(column).reshape(shape) for column in columns)
        return value, low, high


def sweep(
    scenario: Scenario,
    ranges: Ranges,
    *,
    measures: Sequence[str] = (),
    replications: int = 1000,
    seed: int = 1995,
    crossing: float | str | None = None,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Sweep:
    """Run a scenario at every point of one or two factors, under the same luck.

    `ranges` are texts (`"tip_delay=0 s:10 min:6"`) or a mapping from parameters to `"0 s:10 min:6"` or a list of values.
    `measures` are texts such as `share(ending=clean)` or `mean(margin)`; by default the film's ending. With `crossing` (a level,
    or "even": a half for shares, zero for means) a sweep of one factor also finds where the first measure comes to that level.
    Raises UsageError and ScenarioError.
    """
    axes = _axes(scenario, ranges)
    pieces = [Piece(prepare(_varied(scenario, axes, index), engine), seed, _checked(replications)) for index in _grid(axes)]
    wanted = responses(measures, pieces[0].work.program)
    level = _level(crossing, wanted[0], axes)
    with crew(pieces, workers, executor) as team:
        tables = team.tables(pieces, progress)
        points = tuple(_point(index, table, wanted) for index, table in zip(_grid(axes), tables, strict=True))
        if level is None:
            return Sweep(scenario.name, axes, wanted, points, replications, seed)

        def at(x: float) -> Estimate:
            varied = scenario.vary({axes[0].name: axes[0].value(x)})
            (table,) = team.tables([Piece(prepare(varied, engine), seed, replications)])
            return wanted[0].estimate(wanted[0].values(table))

        curve = [(x, point.estimates[0]) for x, point in zip(axes[0].at, points, strict=True)]
        found = crossings(curve, level, None if axes[0].whole else at)
    return Sweep(scenario.name, axes, wanted, points, replications, seed, level, found)


def _axes(scenario: Scenario, ranges: Ranges) -> tuple[Axis, ...]:
    if isinstance(ranges, str):
        ranges = [ranges]
    if isinstance(ranges, Mapping):
        made = [
            parse_axis(scenario, f"{name}={value}") if isinstance(value, str) else axis(scenario, name, value)
            for name, value in ranges.items()
        ]
    else:
        made = [parse_axis(scenario, text) for text in ranges]
    if not 1 <= len(made) <= MOST_FACTORS:
        raise UsageError(f"a sweep has one or two factors, not {len(made)}; for more, write a plan (heatsim study FILE)")
    names = [one.name for one in made]
    if len(set(names)) < len(names):
        raise UsageError(f"'{names[0]}' is swept twice; give each factor once")
    return tuple(made)


def _grid(axes: Sequence[Axis]) -> list[tuple[int, ...]]:
    return list(product(*(range(len(one.values)) for one in axes)))


def _varied(scenario: Scenario, axes: Sequence[Axis], index: Sequence[int]) -> Scenario:
    return scenario.vary({one.name: one.values[i] for one, i in zip(axes, index, strict=True)})


def _point(index: tuple[int, ...], table: Table, wanted: Sequence[Response]) -> SweepPoint:
    failed = int(table.failed.sum())
    if failed == len(table):
        raise UsageError(f"all {failed} replications of a point failed; the first: {next(iter(table.errors.values()))}")
    return SweepPoint(index, tuple(one.estimate(one.values(table)) for one in wanted), failed)


def _level(crossing: float | str | None, response: Response, axes: Sequence[Axis]) -> float | None:
    if crossing is None:
        return None
    if len(axes) != 1 or not axes[0].is_numeric:
        raise UsageError("a crossing is looked for along one factor that has numbers")
    if crossing == "even":
        return EVEN[response.kind]
    if not isinstance(crossing, (int, float)) or not np.isfinite(crossing):
        raise UsageError(f"a crossing is a number (0.3 for 30 %) or 'even', not {crossing!r}")
    if response.kind == "share" and not 0 < crossing < 1:
        raise UsageError(f"a share crosses a level between 0 and 1, not {crossing}")
    return float(crossing)


def _checked(replications: int) -> int:
    if not isinstance(replications, int) or isinstance(replications, bool) or replications < 1:
        raise UsageError(f"replications must be a whole number from 1, not {replications!r}")
    return replications

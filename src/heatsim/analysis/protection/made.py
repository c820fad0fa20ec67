"""What an analysis gives: the path task by task, the race, and paths beside each other."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.finite import finite
from heatsim.analysis.jackknife import Ranged
from heatsim.analysis.protection.roles import Roles
from heatsim.analysis.protection.stay import Frontier
from heatsim.errors import UsageError
from heatsim.study.intervals import wilson
from heatsim.study.response import Estimate

__all__ = ["AS_WRITTEN", "Path", "Protection", "Ranked", "Task"]

AS_WRITTEN = "as written"
BINS = 30
POINTS = 61
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the path; times in seconds.

    `left` is the time the path still takes at its beginning, over the `reached` replications that come to it: mean, standard
    deviation, median, tenth and ninetieth percentile. `detected` is the probability that the first detection is there (its
    beginning included), `left_when_detected` the mean time left then (None if never), `interrupted` the probability of
    interruption given that, as written. `critical` is the share of answered attacks in which it is the last task that begins in
    time for the response; `is_critical` says so of the means.
    """

    name: str
    reached: int
    takes: float
    left: float
    left_sd: float
    left_median: float
    left_p10: float
    left_p90: float
    detected: Estimate
    left_when_detected: float | None
    interrupted: Estimate
    critical: Estimate
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Path:
    """One path against the response. Shares are of all attacks, with Wilson's 95 % intervals.

    `detected`: on the path. `answered`: of those detected, how many the response would ever come for. `interrupted`: as
    written, arrival before the end of the path. `neutralised`: of those interrupted. `effective`: interrupted and neutralised.
    `separately`: neutralised in worlds where the response always meets the adversary; `product` is P(interrupted) times that, less
    `effective`: what multiplying the two gets wrong. The three are None where the scenario has no word for neutralisation.
    `agrees`: the share of attacks in which the race run to its end has the same winner as the scenario as written.
    `textbook` is the formula with the measured moments, `skew` the race (run to its end) less that.
    `given_up`: attacks in which the path has no end. `response` is the mean and standard deviation of the response time, seconds.
    `margins` (arrival less end of path) and `lefts` (time left at an answered detection) are arrays in seconds.
    """

    label: str
    tasks: tuple[Task, ...]
    before: Estimate
    detected: Estimate
    answered: Estimate
    interrupted: Estimate
    neutralised: Estimate | None
    effective: Estimate | None
    separately: Estimate | None
    product: Ranged | None
    agrees: float
    textbook: float
    skew: Ranged
    response: tuple[float, float]
    given_up: int
    replications: int
    failed: int
    margins: Floats = field(repr=False)
    lefts: Floats = field(repr=False)

    @property
    def critical(self) -> Task | None:
        """The critical detection point in the mean: the last task that begins with more time left than the response takes."""
        return next((task for task in self.tasks if task.is_critical), None)

    def at_response(self, seconds: float) -> Estimate:
        """The probability of interruption if every response took exactly so long from the first detection."""
        count = int(np.count_nonzero(self.lefts > seconds))
        return Estimate(count / self.replications, *wilson(count, self.replications), self.replications)

    def curve(self, points: int = POINTS) -> tuple[Floats, tuple[Estimate, ...]]:
        """Response times from zero to where hardly anything is interrupted, and the probability at each."""
        most = float(np.quantile(self.lefts, 0.995)) if len(self.lefts) else 1.0
        longest = max(1.25 * most, self.response[0] + self.response[1] if math.isfinite(self.response[0]) else 1.0)
        times = np.linspace(0.0, longest, points)
        return times, tuple(self.at_response(float(time)) for time in times)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, the arrays as a histogram and a curve."""
        content = {name: getattr(self, name) for name in Path.__slots__ if name not in ("margins", "lefts")}
        content["tasks"] = [asdict(task) for task in self.tasks]
        for name in ("before", "detected", "answered", "interrupted", "neutralised", "effective", "separately"):
            content[name] = None if content[name] is None else asdict(content[name])
        for name in ("product", "skew"):
            content[name] = None if content[name] is None else content[name]._asdict()
        content["critical"] = None if self.critical is None else self.critical.name
        content["response"] = {"mean": self.response[0], "sd": self.response[1], "unit": "s"}
        counts, edges = np.histogram(self.margins, BINS) if len(self.margins) else (np.zeros(0, int), np.zeros(0))
        content["margin"] = {"unit": "s", "edges": edges.tolist(), "counts": counts.tolist()}
        times, shares = self.curve()
        content["by_response_time"] = [{"seconds": float(t), **asdict(one)} for t, one in zip(times, shares, strict=True)]
        return content


@dataclass(frozen=True, slots=True)
class Ranked:
    """A path among others: the response's chance against it, and the paired change against the first.

    `value` is the effectiveness where there is neutralisation, else the probability of interruption. `change` is None for the
    first, and for options of a choice, which are taken in different worlds.
    """

    label: str
    value: Estimate
    change: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """The scenario as written and its variants. `ranking` has the paths the response does worst against first."""

    scenario: str
    roles: Roles
    paths: tuple[Path, ...]
    ranking: tuple[Ranked, ...]
    replications: int
    seed: int
    stay: Frontier | None = None

    def __getitem__(self, label: str) -> Path:
        """One of the paths; UsageError when there is none of that name."""
        for path in self.paths:
            if path.label == label:
                return path
        raise UsageError(f"the analysis has no path '{label}'; there are {', '.join(path.label for path in self.paths)}")

    def rows(self) -> list[dict[str, Any]]:
        """One mapping per path and task, shares flattened to value, low and high."""
        return [{"path": path.label, **_flat(asdict(task))} for path in self.paths for task in path.tasks]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        content = {
            "scenario": self.scenario,
            "replications": self.replications,
            "seed": self.seed,
            "roles": {**asdict(self.roles), "inferred": dict(self.roles.inferred)},
            "paths": [path.to_dict() for path in self.paths],
            "ranking": [asdict(one) for one in self.ranking],
            "stay": None if self.stay is None else self.stay.to_dict(),
        }
        return {key: finite(value) for key, value in content.items()}

    def __str__(self) -> str:
        from heatsim.analysis.protection.words import table

        return table(self)


def _flat(content: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            made |= {key if name == "value" else f"{key}_{name}": one for name, one in value.items() if name != "count"}
        else:
            made[key] = value
    return made

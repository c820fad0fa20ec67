"""How much work an analysis of sensitivity is, before it is done: replications by method, and about how long they take here."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from heatsim.analysis.groups import by_owner, grouped
from heatsim.analysis.indices import TRAJECTORIES
from heatsim.analysis.sensitivity import SHARES, power
from heatsim.analysis.spread import uncertain, unfit
from heatsim.analysis.tornado import trials_of
from heatsim.study.executors import cores
from heatsim.study.jobs import Job, perform
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.analysis.tornado import Trial
    from heatsim.scenario.load import Scenario
    from heatsim.study.jobs import Work

__all__ = ["Outlay", "outlay"]

SPREAD = ("morris", "sobol", "variance")  # methods that draw every parameter from its range
TRIED = 10  # replications that are timed, twice: cold and warm


@dataclass(frozen=True, slots=True)
class Outlay:
    """`parts` are the methods with their replications and what these are made of; `seconds` is what all may take here."""

    parts: tuple[tuple[str, int, str], ...]
    seconds: float
    workers: int

    @property
    def replications(self) -> int:
        return sum(count for _, count, _ in self.parts)

    def __str__(self) -> str:
        parts = "; ".join(f"{name} {count:,}{f' ({what})' if what else ''}" for name, count, what in self.parts)
        workers = f"{self.workers} worker{'' if self.workers == 1 else 's'}"
        return f"{self.replications:,} replications to come, about {max(1, round(self.seconds / 60))} min on {workers}: {parts}"


def outlay(
    scenario: Scenario,
    methods: Sequence[str],
    *,
    only: Sequence[str] = (),
    groups: Mapping[str, str | Sequence[str]] | None = None,
    replications: int = 200,
    workers: int | None = None,
    engine: str = "auto",
) -> Outlay:
    """What `sensitivity` with the same arguments is going to do; plays a few replications to see how long one takes.

    UsageError for names that do not exist.
    """
    tried = trials_of(scenario, only)[0] if "tornado" in methods else []
    ranged = [one for one in uncertain(scenario, only) if not unfit(one)] if any(method in SPREAD for method in methods) else []
    work = prepare(scenario, engine)
    many = SHARES * replications
    owners = (grouped(work.program, groups) if groups else by_owner(work.program)) if "luck" in methods else {}
    names = {trial.parameter for trial in tried}
    known = {
        "tornado": (
            (len(tried) + 1) * replications,
            f"{len(names)} assumption{'' if len(names) == 1 else 's'} at {len(tried)} values, {replications} each",
        ),
        "morris": (TRAJECTORIES * (len(ranged) + 1) * max(1, replications // 4), f"{len(ranged)} parameters"),
        "sobol": (power(replications) * (len(ranged) + 3), f"{len(ranged)} parameters"),
        "variance": (4 * many, ""),
        "luck": ((len(owners) + 2) * many, f"{len(owners)} groups"),
    }
    parts = tuple((name, *known[name]) for name in known if name in methods)
    hands = cores() if workers is None else workers
    made = len(tried) + len(ranged) * sum(method in SPREAD for method in methods)
    pieces = len(tried) + len(owners)
    making, warming, pace = _costs(scenario, work, tried, engine)
    seconds = made * making + (pieces * warming + sum(count for _, count, _ in parts) * pace) / hands
    return Outlay(parts, seconds, hands)


def _costs(scenario: Scenario, work: Work, tried: Sequence[Trial], engine: str) -> tuple[float, float, float]:
    """Seconds to change the scenario, to have a changed one ready in a worker, and to play a replication of it."""
    perform(work, Job(0, 0, 1))  # what is loaded once
    begins = [time.perf_counter()]
    if tried:
        work = prepare(scenario.vary({tried[0].parameter: tried[0].value}), engine)
    for _ in range(2):
        begins.append(time.perf_counter())
        perform(work, Job(0, 0, TRIED))
    begins.append(time.perf_counter())
    making, first, second = (end - begin for begin, end in pairwise(begins))
    return making, max(0.0, first - second), second / TRIED

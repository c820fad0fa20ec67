"""Run a scenario many times, or once.

Nothing about how it is done shows in the table: replication k is a function of the scenario, the seed and k.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import TYPE_CHECKING, Any, Literal

from heatsim.errors import UsageError
from heatsim.study.jobs import Work
from heatsim.study.progress import Progress, silent
from heatsim.study.provenance import Execution, Provenance
from heatsim.study.results import Results
from heatsim.study.schedule import Schedule
from heatsim.study.table import Table, join

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.stopping.watch import Watch
    from heatsim.trace import Trace

__all__ = ["MAX_REPLICATIONS", "MAX_SEED", "MAX_WORKERS", "prepare", "provenance", "run", "simulate"]

STANDARD = 1_000  # replications, unless told otherwise
CEILING = 1_000_000  # ... and when a run stops at a precision
MAX_REPLICATIONS = 100_000_000
MAX_SEED = 2**64 - 1
MAX_WORKERS = 1024


def run(
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int = 1995,
    until: str | Sequence[str] | None = None,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    chunk: int | None = None,
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
    reverse_ranks: bool = False,
    progress: Progress | None = None,
    on_interrupt: Literal["raise", "keep"] = "raise",
) -> Results:
    """Replications 0 to `replications - 1` (999 unless told otherwise) of a scenario under a seed, one row each.

    `until` stops sooner, when something is known precisely enough: `"share(ending=clean) ± 1pt"`, `"mean(margin) ± 5 %"`,
    `"quantile(margin, 0.9) ± 30 s"`, or several of these, all of which must hold. `replications` is then the ceiling (a million
    unless told otherwise) and `results.execution.stopping` says why it stopped.
    `workers` is the number of processes (None: as many as there are processors, if that pays and no behaviours are given);
    `executor` does the jobs instead, whatever it is; `chunk` is the number of replications in a job. The table is the same for
    all of them. `behaviours` are the functions for processes that the scenario leaves to Python; `reverse_ranks` turns round the
    order of simultaneous events, to find conclusions that rest on it. `progress` is called with the replications done and
    wanted. With `on_interrupt="keep"` Ctrl-C returns what is finished (`results.execution.interrupted`), else KeyboardInterrupt
    is raised. A replication that fails is a row with its reason. Raises UsageError and ScenarioError.
    """
    wanted = replications if replications is not None else STANDARD if until is None else CEILING
    _check_range("replications", wanted, 1, MAX_REPLICATIONS)
    _check_range("seed", seed, 0, MAX_SEED)
    _check_range("workers", workers, 1, MAX_WORKERS)
    _check_range("chunk", chunk, 1, MAX_REPLICATIONS)
    began = time.monotonic()
    work = prepare(scenario, engine, behaviours, reverse_ranks)
    watch = None if until is None else _watch(until, work, wanted, progress or silent)
    schedule = Schedule(work, seed, [(0, wanted)], workers, executor, chunk)
    parts: list[Table] = []
    interrupted = False
    try:
        _collect(schedule, parts, progress or silent, watch)
    except KeyboardInterrupt:
        if on_interrupt == "raise":
            raise
        interrupted = True
        parts += [] if watch is None else watch.take()
    table = join(parts, len(work.program.columns))
    stopping = None if watch is None else watch.stopping
    execution = Execution(wanted, work.engine, schedule.used, time.monotonic() - began, interrupted, stopping)
    return Results(table, work.program.columns, work.program.endings, provenance(scenario, seed, reverse_ranks), execution)


def simulate(
    scenario: Scenario,
    *,
    seed: int = 1995,
    replication: int = 0,
    engine: str = "auto",
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
    reverse_ranks: bool = False,
) -> Trace:
    """One replication with everything that happens in it. Raises SimulationError, UsageError and ScenarioError."""
    from heatsim.draws.world import Draws
    from heatsim.engines import get

    _check_range("seed", seed, 0, MAX_SEED)
    _check_range("replication", replication, 0, MAX_SEED)
    work = prepare(scenario, engine, behaviours, reverse_ranks)
    draws = Draws(seed, replication, pins=work.pins)
    return get(work.engine).trace(work.program, draws, behaviours=behaviours, reverse_ranks=reverse_ranks)


def prepare(
    scenario: Scenario,
    engine: str,
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
    reverse_ranks: bool = False,
) -> Work:
    """Compile a scenario and settle which engine runs it. UsageError for what engines there are not."""
    from heatsim.engines import choose, get
    from heatsim.program.compile import compile_scenario

    program = compile_scenario(scenario.resolved, file=scenario.file.name, words=scenario.words)
    name = choose(engine, program)
    get(name)
    return Work(program, name, dict(scenario.pins), behaviours, reverse_ranks)


def provenance(scenario: Scenario, seed: int, reverse_ranks: bool = False) -> Provenance:
    """What the results of a scenario under a seed are a function of."""
    return Provenance(
        scenario=scenario.name,
        title=scenario.title,
        path=None if scenario.path is None else str(scenario.path),
        sha256=scenario.sha256,
        seed=seed,
        language=scenario.resolved.language,
        overrides=dict(scenario.overrides),
        variant=scenario.variant_name,
        reverse_ranks=reverse_ranks,
        canon=scenario.resolved.canon,
    )


def _watch(until: str | Sequence[str], work: Work, ceiling: int, progress: Progress) -> Watch:
    from heatsim.study.stopping.watch import Watch, subjects

    return Watch(subjects(until, work.program), ceiling, progress)


def _collect(schedule: Schedule, parts: list[Table], progress: Progress, watch: Watch | None) -> None:
    """Tables into `parts` as they come; on the way out, whatever the reason, workers are stopped."""
    if watch is not None:
        with closing(schedule.tables()) as tables:
            for table in watch.passing(tables):
                parts.append(table)
        return
    done, wanted = 0, schedule.jobs.left
    progress(0, wanted)
    with closing(schedule.tables()) as tables:
        for table in tables:
            parts.append(table)
            done += len(table)
            progress(done, wanted)


def _check_range(name: str, value: object, low: int, high: int) -> None:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise UsageError(f"{name} must be a whole number from {low} to {high}, not {value!r}")

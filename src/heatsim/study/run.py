"""Run a scenario many times, or once.

Nothing about how it is done shows in the table: replication k is a function of the scenario, the seed and k.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from heatsim.errors import UsageError
from heatsim.study.columns import Shape
from heatsim.study.executors import check_executor, employed
from heatsim.study.folder import Folder, keeping
from heatsim.study.jobs import Work
from heatsim.study.memory import Keeper, Memory
from heatsim.study.progress import Progress, silent
from heatsim.study.provenance import Execution, Provenance
from heatsim.study.results import Results
from heatsim.study.schedule import Schedule
from heatsim.study.table import Table
from heatsim.study.tolerance import STANDARD as BORNE
from heatsim.study.tolerance import allowed, stopped

if TYPE_CHECKING:
    from heatsim.draws.world import World
    from heatsim.program.model import Program
    from heatsim.scenario.load import Scenario
    from heatsim.study.stopping.watch import Watch
    from heatsim.trace import Trace

__all__ = ["MAX_REPLICATIONS", "MAX_SEED", "MAX_WORKERS", "prepare", "provenance", "publish", "run", "simulate"]

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
    out: str | Path | Folder | None = None,
    resume: bool | None = None,
    max_failures: float | None = BORNE,
) -> Results:
    """Replications 0 to `replications - 1` (999 unless told otherwise) of a scenario under a seed, one row each.

    `until` stops sooner, when something is known precisely enough: `"share(ending=clean) ± 1pt"`, `"mean(margin) ± 5 %"`,
    `"quantile(margin, 0.9) ± 30 s"`, or several of these, all of which must hold. `replications` is then the ceiling (a million
    unless told otherwise) and `results.execution.stopping` says why it stopped.
    `workers` is the number of processes, or of threads where the engine is the compiled one (None: as many as there are
    processors, if that pays and no behaviours are given); `executor` does the jobs instead, whatever it is; `chunk` is the number
    of replications in a job. The table is the same for all of them. `behaviours` are the functions for processes that the
    scenario leaves to Python; `reverse_ranks` turns round the order of simultaneous events, to find conclusions that rest on it.
    `progress` is called with the replications done and wanted. With `on_interrupt="keep"` Ctrl-C returns what is finished
    (`results.execution.interrupted`), else KeyboardInterrupt is raised.

    `out` is a folder for the results: finished replications are written there as they come, so that memory stays flat, and at the
    end are its `results.parquet`, beside a `run.json`. A run that was killed goes on with `resume=True` and ends with the same
    table; False starts over; None refuses to overwrite an unfinished one.

    A replication that fails is a row with its reason. With more of them than `max_failures` (a number, or below 1 a share of the
    replications that is at least 10; None: any) the run stops; `results.execution.stopped` says so.
    Raises UsageError, ScenarioError, and StoreError for what is wrong with the folder.
    """
    wanted = replications if replications is not None else STANDARD if until is None else CEILING
    _check_range("replications", wanted, 1, MAX_REPLICATIONS)
    _check_range("seed", seed, 0, MAX_SEED)
    _check_range("workers", workers, 1, MAX_WORKERS)
    _check_range("chunk", chunk, 1, MAX_REPLICATIONS)
    check_executor(executor)
    workers = workers if workers is None or executor is not None else employed(workers, wanted)
    borne = allowed(max_failures, wanted)
    began = time.monotonic()
    alone = executor is None and workers in (None, 1)
    work = prepare(scenario, engine, behaviours, reverse_ranks, wanted if alone else None)
    watch = None if until is None else _watch(until, work, wanted, progress or silent)
    shape = Shape(work.program.columns, work.program.endings)
    origin = provenance(scenario, seed, reverse_ranks)
    with _keeper(out, resume) as keeper:
        keeper.begin(origin, shape, behaviours)
        schedule = Schedule(work, seed, keeper.missing(wanted), workers, executor, chunk)
        interrupted, why = False, ""
        try:
            why = _collect(schedule, keeper, progress or silent, watch, wanted, borne)
        except KeyboardInterrupt:
            if on_interrupt == "raise":
                raise
            interrupted = True
            if watch is not None:
                watch.take()
        stopping = None if watch is None else watch.stopping
        table = keeper.table(wanted if stopping is None else stopping.replications)
        seconds = time.monotonic() - began
        execution = Execution(wanted, work.engine, schedule.used, seconds, interrupted, stopping, keeper.resumed, why)
        results = Results(table, shape.declared, shape.endings, origin, execution)
        if isinstance(keeper, Folder) and keeper is not out:
            publish(results, keeper)
    return results


@contextmanager
def _keeper(out: str | Path | Folder | None, resume: bool | None) -> Iterator[Keeper]:
    if out is None:
        if resume is not None:
            raise UsageError("resume needs out, the folder of the study")
        yield Memory()
    elif isinstance(out, Folder):
        yield out
    else:
        with keeping(out, resume=resume) as folder:
            yield folder


def publish(results: Results, folder: Folder) -> None:
    """Give what is written of some results its names in the folder, with a `run.json` beside it."""
    from heatsim.study.record import record
    from heatsim.study.store import write_json

    write_json(record(results), folder.staging.path("run.json"))
    folder.staging.publish()


def simulate(
    scenario: Scenario,
    *,
    seed: int = 1995,
    replication: int = 0,
    world: World | None = None,
    engine: str = "auto",
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
    reverse_ranks: bool = False,
) -> Trace:
    """One replication with everything that happens in it; or a `world`, which has a seed, a replication and pins of its own.

    Raises SimulationError, ScenarioError and UsageError, also for a pin at a site of chance that the scenario does not have.
    """
    from heatsim.draws.world import Draws
    from heatsim.engines import get
    from heatsim.program.chance import check_sites

    _check_range("seed", seed, 0, MAX_SEED)
    _check_range("replication", replication, 0, MAX_SEED)
    work = prepare(scenario, engine, behaviours, reverse_ranks)
    draws = Draws(seed, replication, pins=work.pins)
    if world is not None:
        check_sites(work.program, (address.site for address in world.pins))
        draws = Draws(world.seed, world.replication, pins=work.pins).with_pins(world.pins)
    return get(work.engine).trace(work.program, draws, behaviours=behaviours, reverse_ranks=reverse_ranks)


def prepare(
    scenario: Scenario,
    engine: str,
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
    reverse_ranks: bool = False,
    replications: int | None = None,
) -> Work:
    """Compile a scenario and settle which engine runs it, or so many replications. UsageError for what engines there are not."""
    from heatsim.engines import choose, get

    program = _compiled(_Same(scenario))
    name = choose(engine, program, replications)
    get(name)
    return Work(program, name, dict(scenario.pins), behaviours, reverse_ranks)


class _Same:
    """A scenario that is equal to nothing but itself: comparing what two say would take longer than to compile one."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.scenario is self.scenario


@lru_cache(maxsize=1)  # a property-based test plays one scenario hundreds of times, and engines keep what they prepare per program
def _compiled(same: _Same) -> Program:
    from heatsim.program.compile import compile_scenario

    scenario = same.scenario
    return compile_scenario(scenario.resolved, file=scenario.file.name, words=scenario.words)


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


def _collect(schedule: Schedule, keeper: Keeper, progress: Progress, watch: Watch | None, wanted: int, borne: int | None) -> str:
    """Tables to the keeper as they come; on the way out, whatever the reason, workers are stopped. Returns why it stopped early."""
    with closing(_kept(schedule, keeper)) as tables:
        if watch is not None:
            for _ in watch.passing(chain(keeper.earlier() if keeper.resumed else (), tables)):
                if borne is not None and keeper.failed > borne:
                    return stopped(keeper.failed, borne, keeper.finished)
            return ""
        progress(keeper.finished, wanted)
        for _ in tables:
            if borne is not None and keeper.failed > borne:
                return stopped(keeper.failed, borne, keeper.finished)
            progress(keeper.finished, wanted)
    return ""


def _kept(schedule: Schedule, keeper: Keeper) -> Generator[Table, None, None]:
    with closing(schedule.tables()) as tables:
        for table in tables:
            keeper.add(table)
            yield table


def _check_range(name: str, value: object, low: int, high: int) -> None:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise UsageError(f"{name} must be a whole number from {low} to {high}, not {value!r}")

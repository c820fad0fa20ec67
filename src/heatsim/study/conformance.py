"""What any executor must do to carry a study: one set of checks, shipped, for those that come with heatsim and for yours.

    from concurrent.futures import ThreadPoolExecutor
    from heatsim.study.conformance import verify

    with ThreadPoolExecutor(2) as executor:
        verify(executor)

An executor is anything with `submit(function, *arguments)` that returns a `concurrent.futures.Future`. Whatever it does with the
jobs, in whatever order and wherever: the table has the same bytes as when this process does them one by one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from heatsim.study.executors import on_executor
from heatsim.study.folder import keeping
from heatsim.study.jobs import Job, Parcel, cut, unpack
from heatsim.study.run import prepare, run
from heatsim.study.store import write_table

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.results import Results

__all__ = ["CHECKS", "SCENARIO", "reference", "scenario", "table_bytes", "verify"]

REPLICATIONS = 60

# Small, random, with words, flags and missing values; and one replication in four fails.
SCENARIO = """\
heatsim: 1
scenario: conformance
title: A crew against a response
horizon: 4 min
parameters:
  work: {lognormal: {median: 100 s, p90: 200 s}, basis: assumed, why: any, text: how long the job takes}
  response: {exponential: {mean: 180 s}, basis: assumed, why: any, text: how long the police take}
actors:
  crew: {side: robbers}
  police: {side: law}
processes:
  crew:
    - do: open the safe
      takes: work
      event: MUSEUM-1
  police:
    - do: drive
      takes: response
      event: MUSEUM-2
measures:
  margin: {value: time_of(MUSEUM-2) - time_of(MUSEUM-1), unit: s, text: how far the crew is ahead}
  ahead: {value: time_of(MUSEUM-1) < time_of(MUSEUM-2), text: whether it is}
  winner: {cases: {crew: time_of(MUSEUM-1) < time_of(MUSEUM-2)}, otherwise: police, text: who is}
  luck: {value: "if(work > 1 min, 1, 1 / 0)", text: fails in a replication of short work}
endings:
  away: {when: time_of(MUSEUM-1) < time_of(MUSEUM-2)}
  caught: {}
"""


@lru_cache(maxsize=1)
def scenario() -> Scenario:
    """The scenario that executors are tried with."""
    from heatsim.scenario.load import loads

    return loads(SCENARIO)


@lru_cache(maxsize=1)
def reference() -> bytes:
    """The results file that this process writes when it does all by itself."""
    return table_bytes(_run(workers=1))


def table_bytes(results: Results) -> bytes:
    """The bytes of the results file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "results.parquet")
        write_table(results, path)
        return path.read_bytes()


def verify(executor: Executor) -> None:
    """Try an executor with every check. AssertionError says what it gets wrong."""
    for check in CHECKS.values():
        check(executor)


def same_bytes(executor: Executor) -> None:
    """The table is the same for jobs of one replication, of a few, and of all."""
    for chunk in (1, 7, 5000, None):
        got = table_bytes(_run(executor=executor, chunk=chunk))
        assert got == reference(), f"with jobs of {chunk or 'adapted'} replications the table is another than in one process"


def failures_come_back(executor: Executor) -> None:
    """A replication that fails is a row with its reason, and its neighbours are none the worse."""
    here, there = _run(workers=1), _run(executor=executor, chunk=5)
    assert here.failures, "the scenario should have replications that fail"
    assert there.failures == here.failures, "failures do not come back as they are in one process"


def left_running(executor: Executor) -> None:
    """A study leaves its executor as it was: it takes further jobs."""
    _run(executor=executor, chunk=20)
    parcel = Parcel.of(prepare(scenario(), "simpy"))
    job = next(_jobs())
    assert len(executor.submit(unpack, parcel, job).result(timeout=60)) == len(job), "after a study it takes no more jobs"


def stops_when_told(executor: Executor) -> None:
    """When the caller has enough, jobs that have not begun are dropped and the executor is free again."""
    with closing(on_executor(prepare(scenario(), "simpy"), _jobs(), executor)) as tables:
        assert len(next(iter(tables))), "a job came back empty"
    same_bytes(executor)


def resumes(executor: Executor) -> None:
    """A study that ended in the middle goes on with this executor, and ends with the same file."""
    with tempfile.TemporaryDirectory() as folder:
        _abandon(Path(folder))
        results = _run(executor=executor, chunk=4, out=folder, resume=True)
        assert results.execution.resumed, "nothing was resumed"
        assert Path(folder, "results.parquet").read_bytes() == reference(), "a resumed study ends with another file"


def plans_too(executor: Executor) -> None:
    """A study of several points, which share the executor, finds the same as in one process."""
    from heatsim.study.planned import run_plan

    plan = {"scenario": scenario(), "factors": {"response": ["*0.5", "*2"]}, "replications": REPLICATIONS, "engine": "simpy"}
    there = run_plan(plan, executor=executor, keep=True, max_failures=None)
    here = run_plan(plan, workers=1, keep=True, max_failures=None)
    for point, (got, wanted) in enumerate(zip(there.results, here.results, strict=True)):
        assert table_bytes(got) == table_bytes(wanted), f"point {point} of a plan has another table than in one process"


CHECKS: dict[str, Callable[[Executor], None]] = {
    "same bytes": same_bytes,
    "failures come back": failures_come_back,
    "left running": left_running,
    "stops when told": stops_when_told,
    "resumes": resumes,
    "plans too": plans_too,
}


def _run(**how: object) -> Results:
    return run(scenario(), replications=REPLICATIONS, engine="simpy", max_failures=None, **how)  # type: ignore[arg-type]


def _jobs() -> Iterator[Job]:
    return cut(1995, 0, REPLICATIONS, 3)


class _Enough(Exception):
    """Ends a study in the middle."""


def _abandon(folder: Path) -> None:
    def enough(done: int, total: int) -> None:
        if done >= REPLICATIONS // 2:
            raise _Enough

    try:
        with keeping(folder) as store:
            _run(workers=1, chunk=7, out=store, progress=enough)
    except _Enough:
        return

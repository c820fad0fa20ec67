"""Who does the jobs: this process, its threads, worker processes, or anything with the interface of `concurrent.futures.Executor`.

Each function takes jobs and yields their tables in the order in which they get done. Only a few jobs are handed out ahead, so
that memory stays flat and an interrupt has little to wait for. `clock` is told each job's replications and seconds.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from itertools import chain, islice
from typing import TypeVar

from heatsim.errors import UsageError
from heatsim.study import workers
from heatsim.study.jobs import Done, Job, Parcel, Work, timed, unlocked, unpack_timed
from heatsim.study.table import Table

__all__ = [
    "LEAST_AHEAD",
    "RESTARTS",
    "Clock",
    "breadth",
    "broken",
    "check_executor",
    "cores",
    "employed",
    "handed",
    "on_executor",
    "on_processes",
    "on_workers",
    "packed",
    "processes",
    "result",
    "serially",
    "threads",
]

T = TypeVar("T")
Clock = Callable[[int, float], None]
Sent = Parcel | Work
Running = dict["Future[Done]", Job]

LEAST_AHEAD = 16
# A worker that ends, out of memory or killed, does not end the study. If they keep ending, something is wrong.
RESTARTS = 5
UNMINDED = "the thread that brings the workers' results has ended"
LOOK = 1.0  # seconds between two looks at whether there is anybody left who would bring a result


def cores() -> int:
    """The number of processors this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def breadth(executor: Executor) -> int:
    """How many jobs an executor can do at a time, as far as it says."""
    for name in ("_max_workers", "num_workers"):  # pools of Python and Dask have the one, those of mpi4py the other
        said = getattr(executor, name, None)
        if isinstance(said, int) and said > 0:
            return said
    return cores()


def employed(workers: int, replications: int) -> int:
    """Of the workers asked for, those that have something to do; a warning says so if these are fewer."""
    if workers <= replications:
        return workers
    noun = "replication" if replications == 1 else "replications"
    warnings.warn(f"{workers} workers for {replications} {noun}: {replications} of them will do", stacklevel=3)
    return replications


def check_executor(executor: object) -> None:
    """UsageError for what cannot take jobs."""
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise UsageError(f"an executor has the interface of concurrent.futures.Executor, with submit(); {executor!r} has not")


def serially(work: Work, jobs: Iterable[Job], clock: Clock | None = None) -> Generator[Table, None, None]:
    """One job after the other, here."""
    for job in jobs:
        yield _noted(timed(work, job), clock)


def on_workers(work: Work, jobs: Iterable[Job], count: int, clock: Clock | None = None) -> Generator[Table, None, None]:
    """On `count` threads where the engine runs without the interpreter's lock, else on as many processes."""
    if unlocked(work):
        with threads(count) as pool:
            yield from _flow(packed(work, pool), iter(jobs), pool, count + 2, {}, clock)
    else:
        yield from on_processes(work, jobs, count, clock)


def on_processes(work: Work, jobs: Iterable[Job], count: int, clock: Clock | None = None) -> Generator[Table, None, None]:
    """On `count` worker processes, which end with this one.

    If one of them dies, the rest is done by new ones. UsageError if they cannot be started, or keep dying.
    """
    parcel, coming, running, starts = packed(work, None), iter(jobs), Running(), 0
    while True:
        finished = 0
        try:
            with processes(count, import_main=work.behaviours is not None) as pool:
                for table in _flow(parcel, coming, pool, count + 2, running, clock):
                    finished += 1
                    yield table
            return
        except BrokenExecutor as error:
            starts += 1
            if not finished or starts > RESTARTS:
                raise broken(error) from error
            coming = chain(list(running.values()), coming)
            running.clear()


def on_executor(
    work: Work, jobs: Iterable[Job], executor: Executor, ahead: int | None = None, clock: Clock | None = None
) -> Generator[Table, None, None]:
    """On any executor, with at most `ahead` jobs handed out and not collected. The executor is left running."""
    most = max(LEAST_AHEAD, 2 * breadth(executor)) if ahead is None else ahead
    try:
        yield from _flow(packed(work, executor), iter(jobs), executor, most, {}, clock)
    except BrokenExecutor as error:
        raise broken(error) from error


@contextmanager
def processes(count: int, *, import_main: bool = False, finish: bool = True) -> Generator[Executor, None, None]:
    """Worker processes for several runs in turn or at a time, as an executor that ends with the `with` block.

    What is running then is finished, which should be a fraction of a second's work; without `finish` it is dropped.
    """
    pool = ProcessPoolExecutor(count, mp_context=workers.context(import_main=import_main), initializer=workers.prepare)
    try:
        yield pool
    finally:
        started = list((getattr(pool, "_processes", None) or {}).values())
        if not finish:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in started:
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)
        for process in started:
            if process.is_alive():  # nobody told it that there is no more to do
                process.kill()
                process.join()


def _unminded(executor: Executor) -> bool:
    """Whether the thread that brings the results of worker processes has ended, or could not be started: it had no memory.

    Python's own pool does not notice, and who waits for a result would wait for ever.
    """
    thread = getattr(executor, "_executor_manager_thread", None)
    return thread is not None and not thread.is_alive()


class Threads(ThreadPoolExecutor):
    """Threads of this process, which are given work as it is."""


@contextmanager
def threads(count: int) -> Generator[Executor, None, None]:
    """The same with threads of this process."""
    pool = Threads(count)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _flow(
    parcel: Sent, coming: Iterator[Job], executor: Executor, ahead: int, running: Running, clock: Clock | None
) -> Generator[Table, None, None]:
    """Keep an executor busy. When it breaks, `running` holds the jobs that it was given and has not done."""
    try:
        while True:
            for job in islice(coming, ahead - len(running)):
                _submit(executor, parcel, job, running)
            if not running:
                return
            for future in _finished(running, executor):
                done = result(future, executor)
                del running[future]
                yield _noted(done, clock)
    finally:
        for future in running:
            future.cancel()


def _finished(running: Iterable[Future[T]], executor: Executor) -> set[Future[T]]:
    while True:
        unminded = _unminded(executor)  # asked first: what its thread said last counts
        finished = wait(running, 0 if unminded else LOOK, FIRST_COMPLETED).done
        if finished:
            return finished
        if unminded:
            raise MemoryError(UNMINDED)


def _submit(executor: Executor, parcel: Sent, job: Job, running: Running) -> None:
    try:
        running[handed(executor, parcel, job)] = job
    except BrokenExecutor:
        running[Future()] = job  # it was taken from those to come, so it counts as lost with the others
        raise


def handed(executor: Executor, sent: Sent, job: Job) -> Future[Done]:
    """Hand out a job. BrokenExecutor if a worker has died; UsageError if the executor was shut down."""
    try:
        if isinstance(sent, Work):
            return executor.submit(timed, sent, job)
        return executor.submit(unpack_timed, sent, job)
    except BrokenExecutor:
        raise
    except RuntimeError as error:  # what executors raise after their shutdown
        if _unminded(executor):
            raise MemoryError(UNMINDED) from error
        raise UsageError(f"the executor takes no jobs: {error}") from error


def result(future: Future[T], executor: Executor) -> T:
    """What became of a job. BrokenExecutor if its worker died, MemoryError if there was none left; UsageError if it was dropped."""
    try:
        _finished([future], executor)
        return future.result()
    except CancelledError as error:
        raise UsageError("the executor dropped a job that it had taken; was it shut down?") from error


def _noted(done: Done, clock: Clock | None) -> Table:
    if clock is not None:
        clock(len(done.table), done.seconds)
    return done.table


def broken(error: BrokenExecutor) -> UsageError:
    """The sentence for workers that die and are not replaced."""
    return UsageError(
        f"a worker ended unexpectedly, out of memory or killed ({error}); with one worker everything runs in this process"
    )


def packed(work: Work, executor: Executor | None) -> Sent:
    """Work for sending; behaviours are the caller's own objects and may refuse to be sent."""
    if isinstance(executor, Threads):
        return work
    try:
        return Parcel.of(work)
    except Exception as error:
        raise UsageError(
            f"this run cannot be sent to workers ({error}); behaviours must be functions of a module, or run with workers=1"
        ) from error

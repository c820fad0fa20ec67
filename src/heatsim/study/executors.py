"""Who does the jobs: this process, worker processes, or anything with the interface of `concurrent.futures.Executor`.

Each function takes jobs and yields their tables in the order in which they get done. Only a few jobs are handed out ahead, so
that memory stays flat and an interrupt has little to wait for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice

from heatsim.errors import UsageError
from heatsim.study import workers
from heatsim.study.jobs import Job, Parcel, Work, perform, unpack
from heatsim.study.table import Table

__all__ = ["cores", "on_executor", "on_processes", "serially"]


def cores() -> int:
    """The number of processors this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def serially(work: Work, jobs: Iterable[Job]) -> Iterator[Table]:
    """One job after the other, here."""
    for job in jobs:
        yield perform(work, job)


def on_processes(work: Work, jobs: Iterable[Job], count: int) -> Iterator[Table]:
    """On `count` worker processes, which end with this one. UsageError if they cannot be started."""
    with _pool(work, count) as pool:
        yield from on_executor(work, jobs, pool, ahead=count + 2)


def on_executor(work: Work, jobs: Iterable[Job], executor: Executor, ahead: int = 16) -> Iterator[Table]:
    """On any executor, with at most `ahead` jobs handed out and not collected. The executor is left running."""
    parcel = _packed(work)
    coming = iter(jobs)
    running: set[Future[Table]] = set()
    try:
        while True:
            running |= {_submit(executor, parcel, job) for job in islice(coming, ahead - len(running))}
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except BrokenExecutor as error:
        raise UsageError(
            f"a worker ended unexpectedly, out of memory or killed ({error}); with one worker everything runs in this process"
        ) from error
    finally:
        for future in running:
            future.cancel()


def _submit(executor: Executor, parcel: Parcel, job: Job) -> Future[Table]:
    try:
        return executor.submit(unpack, parcel, job)
    except BrokenExecutor:
        raise
    except RuntimeError as error:  # what executors raise after their shutdown
        raise UsageError(f"the executor takes no jobs: {error}") from error


@contextmanager
def _pool(work: Work, count: int) -> Iterator[Executor]:
    context = workers.context(import_main=work.behaviours is not None)
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=workers.prepare)
    try:
        yield pool
    finally:
        # What is queued is dropped; what is running is a fraction of a second's work and is waited for.
        pool.shutdown(wait=True, cancel_futures=True)


def _packed(work: Work) -> Parcel:
    """Work for sending; behaviours are the caller's own objects and may refuse to be sent."""
    try:
        return Parcel.of(work)
    except Exception as error:
        raise UsageError(
            f"this run cannot be sent to workers ({error}); behaviours must be functions of a module, or run with workers=1"
        ) from error

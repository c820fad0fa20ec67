"""Every executor passes the checks that ship with heatsim, and one that errs does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from time import sleep
from typing import Any

import pytest

from heatsim.study.conformance import CHECKS, reference, scenario, verify
from heatsim.study.executors import processes
from heatsim.study.table import Table


class Immediate(Executor):
    """Does a job when it is given, as pools of one do."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Shuffling(Executor):
    """Does the jobs that wait in any order, not in that of their coming."""

    def __init__(self) -> None:
        self.random = Random(5)
        self.waiting: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.thread = ThreadPoolExecutor(1)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        self.thread.submit(self._one)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.thread.shutdown(wait)

    def _one(self) -> None:
        sleep(0.001)  # until more are waiting
        future, call = self.waiting.pop(self.random.randrange(len(self.waiting)))
        if future.set_running_or_notify_cancel():
            future.set_result(call())


class Losing(Immediate):
    """Gets one value of one replication wrong."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        done = fn(*args, **kwargs)
        if isinstance(done, tuple) and 17 in done[0].replication:
            done = done._replace(table=_spoilt(done[0]))
        future.set_result(done)
        return future


def _spoilt(table: Table) -> Table:
    values = table.values.copy()
    values[table.replication == 17] += 1.0
    return replace(table, values=values)


@contextmanager
def own_processes() -> Iterator[Executor]:
    """Two processes as heatsim starts them."""
    with processes(2) as pool:
        yield pool


EXECUTORS: dict[str, Callable[[], Any]] = {
    "immediate": Immediate,
    "shuffling": Shuffling,
    "one thread": lambda: ThreadPoolExecutor(1),
    "three threads": lambda: ThreadPoolExecutor(3),
    "worker processes": own_processes,
    "a process pool of the caller": lambda: ProcessPoolExecutor(2, mp_context=_spawn()),
}


def _spawn() -> Any:
    import multiprocessing

    return multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module", params=EXECUTORS)
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Each of the executors."""
    with EXECUTORS[request.param]() as found:
        yield found


@pytest.mark.parametrize("check", CHECKS)
def test_the_executor_passes(executor: Executor, check: str) -> None:
    """Same bytes for any size of jobs, failures as rows, the executor left as it was, resumed or not."""
    CHECKS[check](executor)


def test_one_that_errs_is_found() -> None:
    """Negative control: an executor that spoils one value of one replication does not pass."""
    with pytest.raises(AssertionError, match="the table is another than in one process"):
        verify(Losing())


def test_the_scenario_is_a_fair_trial() -> None:
    """It has words, flags, missing values and failures, so that none of them can go wrong unseen."""
    from heatsim.study.run import run

    results = run(scenario(), replications=60, max_failures=None)
    assert 5 <= len(results.failures) <= 30
    assert {column.kind for column in results.declared} >= {"time", "flag", "category", "number"}
    assert any(value is None for value in results["winner"])
    assert len(reference()) > 1000

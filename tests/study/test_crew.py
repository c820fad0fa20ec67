"""Many pieces by one crew: the same tables whoever does them, jobs of the right size, and a death on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from heatsim.errors import UsageError
from heatsim.study.crew import FIRST_CHUNK, Crew, Piece, crew
from heatsim.study.jobs import Job
from heatsim.study.run import prepare
from heatsim.study.schedule import CHUNK_SECONDS, MAX_CHUNK

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.table import Table


class Sizes(Executor):
    """Does a job at once and writes down its size; dies at the job of that number."""

    def __init__(self, dies: int | None = None) -> None:
        self.jobs: list[Job] = []
        self.dies = dies

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.jobs.append(args[1])
        if len(self.jobs) == self.dies:
            future.set_exception(BrokenExecutor("killed"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture
def pieces(race: Scenario) -> list[Piece]:
    """Two points of a study, and some replications from the middle of a third."""
    works = [prepare(race, "simpy"), prepare(race.variant("hurry"), "simpy")]
    return [Piece(works[0], 1995, 150), Piece(works[1], 1995, 70), Piece(works[0], 7, 40, 30)]


def same(some: list[Table], others: list[Table]) -> bool:
    """Whether two lists of tables have the same rows."""
    return len(some) == len(others) and all(
        np.array_equal(one.replication, other.replication)
        and np.array_equal(one.ending, other.ending)
        and np.array_equal(one.values, other.values, equal_nan=True)
        for one, other in zip(some, others, strict=True)
    )


def here(pieces: list[Piece]) -> list[Table]:
    """What this process makes of the pieces."""
    return list(Crew().tables(pieces))


def test_everybody_makes_the_same_tables(pieces: list[Piece]) -> None:
    """Threads that do the jobs in whatever order, and one executor after the other, make what this process makes."""
    assert [len(table) for table in here(pieces)] == [150, 70, 40]
    with ThreadPoolExecutor(3) as threads:
        assert same(list(Crew(threads).tables(pieces)), here(pieces))
    assert not same(here([pieces[0]]), here([pieces[1]]))


@pytest.mark.parametrize("pace, size", [(0.0, FIRST_CHUNK), (CHUNK_SECONDS / 7, 7), (10.0, 1), (1e-9, MAX_CHUNK)])
def test_jobs_are_a_tenth_of_a_second(pace: float, size: int, race: Scenario) -> None:
    """The size of a job follows the pace, between one replication and the largest job."""
    executor = Sizes()
    next(Crew(executor, pace=pace).tables([Piece(prepare(race, "simpy"), 1995, min(2 * size, 50))]))
    assert len(executor.jobs[0]) == min(size, 50)


def test_the_pace_is_learnt(pieces: list[Piece]) -> None:
    """After the first jobs the crew knows how long replications take."""
    team = Crew()
    list(team.tables(pieces))
    assert 0 < team.pace < 0.1


def test_a_death_is_not_seen_in_the_tables(pieces: list[Piece]) -> None:
    """What a dying worker took with it is done by the next."""
    second = Sizes()
    team = Crew(Sizes(dies=5), lambda: second, pace=0.01)
    assert same(list(team.tables(pieces)), here(pieces))
    assert second.jobs[0].start == 40


def test_a_killed_process_is_replaced(pieces: list[Piece]) -> None:
    """The same with a worker process that is killed in the middle."""
    killed: list[int] = []

    def progress(done: int, total: int) -> None:
        if done and not killed:
            pool: Any = team.executor
            killed.append(min(pool._processes))
            os.kill(killed[0], signal.SIGKILL)

    with crew(pieces, workers=2) as team:
        assert same(list(team.tables(pieces, progress)), here(pieces))
    assert killed


def test_the_compiled_engine_needs_no_processes(race: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces for an engine that runs without the interpreter's lock are done by threads, with the same tables."""
    pytest.importorskip("numba")
    pieces = [Piece(prepare(each, "compiled"), 1995, 150) for each in (race, race.variant("hurry"))]
    monkeypatch.setattr("heatsim.study.crew.processes", lambda *_, **__: pytest.fail("processes were started"))
    with crew(pieces, workers=2) as team:
        assert same(list(team.tables(pieces)), here(pieces))
        assert isinstance(team.executor, ThreadPoolExecutor)
    mixed = [pieces[0], Piece(prepare(race, "simpy"), 1995, 10)]
    with pytest.raises(pytest.fail.Exception), crew(mixed, workers=2):
        pass


@pytest.mark.parametrize("workers", [0, -1, 1.5, True])
def test_nobody_is_no_crew(pieces: list[Piece], workers: Any) -> None:
    """A number of workers that is none, is broken or is no number is refused."""
    with pytest.raises(UsageError, match="workers must be a whole number from 1"), crew(pieces, workers=workers):
        pass


def test_who_dies_at_once_is_said(pieces: list[Piece]) -> None:
    """Workers that never get anything done, and an executor that nobody can start anew, end the study with a sentence."""
    for team in (Crew(Sizes(dies=1), lambda: Sizes(dies=1)), Crew(Sizes(dies=3))):
        with pytest.raises(UsageError, match="a worker ended unexpectedly"):
            list(team.tables(pieces))

"""Jobs cover every replication once; how many workers and how large jobs are is decided by the time it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.study import schedule as module
from heatsim.study.jobs import Job, Jobs, Parcel, Work, cut, unpack
from heatsim.study.schedule import MAX_CHUNK, Schedule


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 60))
def test_jobs_cover_everything_once(start: int, count: int, chunk: int) -> None:
    """Jobs lie end to end, none is empty, none is larger than asked."""
    jobs = list(cut(1, start, start + count, chunk))
    assert [k for job in jobs for k in range(job.start, job.stop)] == list(range(start, start + count))
    assert all(0 < len(job) <= chunk for job in jobs)


def test_spans_are_kept_apart() -> None:
    """A job never reaches over replications that are not wanted, and each has the size asked for at its turn."""
    jobs = Jobs(1, [(3, 5), (9, 20)])
    assert jobs.left == 13
    sizes = iter([1, 9, 2, 100, 100])
    assert [(job.start, job.stop) for job in jobs.cut(lambda: next(sizes))] == [(3, 4), (4, 5), (9, 11), (11, 20)]
    assert jobs.left == 0
    assert jobs.take(5) is None


PROGRAM: Any = "a program"
WORK = Work(PROGRAM, "simpy")


class Clock:
    """A clock that moves when a job is done: `pace` seconds a replication."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, pace: float, cores: int = 4) -> None:
        self.now, self.pace, self.jobs = 0.0, pace, []  # type: tuple[float, float, list[tuple[str, Job]]]
        monkeypatch.setattr(module.time, "perf_counter", lambda: self.now)
        monkeypatch.setattr(module, "perform", lambda work, job: self._did("pilot", job))
        monkeypatch.setattr(module, "serially", lambda work, jobs, clock: self._do("here", jobs, clock))
        monkeypatch.setattr(module, "on_workers", lambda work, jobs, count, clock: self._do(f"{count} workers", jobs, clock))
        monkeypatch.setattr(module, "on_executor", lambda work, jobs, executor, clock: self._do("executor", jobs, clock))
        monkeypatch.setattr(module, "cores", lambda: cores)

    def _do(self, where: str, jobs: Iterator[Job], clock: Callable[[int, float], None]) -> Iterator[None]:
        for job in jobs:
            self._did(where, job)
            clock(len(job), self.pace * len(job))
            yield

    def _did(self, where: str, job: Job) -> None:
        self.now += self.pace * len(job)
        self.jobs.append((where, job))

    def run(self, work: Work = WORK, *, replications: int, **asked: Any) -> list[str]:
        """Where the jobs were done, after checking that all of them were."""
        for _ in Schedule(work, 1, [(0, replications)], **asked).tables():
            pass
        done = sorted(k for _, job in self.jobs for k in range(job.start, job.stop))
        assert done == list(range(replications))
        return list(dict.fromkeys(where for where, _ in self.jobs))

    def largest(self, where: str) -> int:
        """The largest job done there."""
        return max(len(job) for place, job in self.jobs if place == where)


def test_a_short_run_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less time than starting workers is done without them."""
    assert Clock(monkeypatch, 0.0004).run(replications=1000) == ["pilot", "here"]


def test_a_long_run_goes_to_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer goes to as many workers as there are processors, in jobs of a tenth of a second, smaller at the end."""
    clock = Clock(monkeypatch, 0.001)
    assert clock.run(replications=10_000) == ["pilot", "4 workers"]
    assert 90 <= clock.largest("4 workers") <= 100
    assert len(clock.jobs[-1][1]) <= 10


def test_jobs_follow_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """When replications take longer than the first ones did, jobs get smaller; when they take less, larger."""
    clock = Clock(monkeypatch, 0.001)
    schedule = Schedule(WORK, 1, [(0, 100_000)], workers=2)
    tables = schedule.tables()
    sizes = []
    for count, _ in enumerate(tables):
        clock.pace = 0.001 if count < 20 else 0.01 if count < 40 else 0.0001
        sizes.append(len(clock.jobs[-1][1]))
    assert 90 <= sizes[19] <= 100
    assert 9 <= sizes[39] <= 10
    assert 900 <= sizes[55] <= 1000


def test_one_worker_is_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for one worker, or on one processor, a run stays in this process however long it takes."""
    assert Clock(monkeypatch, 0.001).run(replications=5000, workers=1) == ["pilot", "here"]
    assert Clock(monkeypatch, 0.001, cores=1).run(replications=5000) == ["pilot", "here"]


def test_behaviours_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller's own functions go to other processes only when workers were asked for."""
    own = Work(PROGRAM, "simpy", behaviours={})
    assert Clock(monkeypatch, 0.001).run(own, replications=5000) == ["pilot", "here"]
    assert Clock(monkeypatch, 0.001).run(own, replications=5000, workers=2) == ["pilot", "2 workers"]


def test_the_asked_chunk_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """With chunk and workers given nothing is left to measure, and every job has that size."""
    clock = Clock(monkeypatch, 0.001)
    assert clock.run(replications=50, workers=2, chunk=7) == ["2 workers"]
    assert [len(job) for _, job in clock.jobs] == [7] * 7 + [1]


def test_no_more_workers_than_replications(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that would have nothing to do are not started."""
    assert Clock(monkeypatch, 0.001).run(replications=3, workers=64, chunk=1) == ["3 workers"]


def test_slow_replications_go_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replication of ten seconds is a job of its own, after one to measure it."""
    clock = Clock(monkeypatch, 10.0)
    clock.run(replications=9)
    assert [len(job) for _, job in clock.jobs] == [1] * 9


def test_immeasurably_fast_replications_have_a_largest_job() -> None:
    """If time stands still jobs still end."""
    assert Schedule(WORK, 1, [(0, 10**9)], pace=0.0)._chunk() == MAX_CHUNK


def test_no_job_is_larger_than_jobs_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """However fast replications are, those that are timed first come in jobs that memory has room for."""
    clock = Clock(monkeypatch, 1e-9)
    assert clock.run(replications=20 * MAX_CHUNK) == ["pilot", "here"]
    assert 1 < clock.largest("pilot") <= MAX_CHUNK == clock.largest("here")


def test_work_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that gets the same work with many jobs opens it once."""
    opened: list[Work] = []
    monkeypatch.setattr("heatsim.study.jobs.perform", lambda work, job: opened.append(work))
    for start in range(3):
        unpack(Parcel.of(Work(PROGRAM, "simpy", {"a/b": 0.5})), Job(1, start, start + 1))
    assert opened[0] == Work(PROGRAM, "simpy", {"a/b": 0.5})
    assert opened[0] is opened[1] is opened[2]
    unpack(Parcel.of(Work(PROGRAM, "other")), Job(1, 0, 1))
    assert opened[3].engine == "other"

"""The table is the same whoever computes it, and whoever dies on the way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from heatsim.errors import UsageError
from heatsim.study import executors, workers
from heatsim.study.executors import breadth, cores, employed
from heatsim.study.jobs import Job, Parcel, unpack
from heatsim.study.run import run
from heatsim.study.store import write_table

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.results import Results


class Dying(Executor):
    """Breaks with its first job."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("the cluster is gone"))
        return future


def suicide() -> None:
    """What a worker does that dies at its start."""
    os._exit(3)


def written(results: Results, path: Path) -> bytes:
    """The bytes of the results file."""
    write_table(results, path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def expected(race: Scenario, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file that 120 replications in this process give."""
    return written(run(race, replications=120, workers=1), tmp_path_factory.mktemp("expected") / "results.parquet")


WAYS: dict[str, dict[str, Any]] = {
    "here, one by one": {"workers": 1, "chunk": 1},
    "here, in one piece": {"workers": 1, "chunk": 5000},
    "two workers": {"workers": 2, "chunk": 11},
    "three workers, one by one": {"workers": 3, "chunk": 1},
    "as it pays": {},
}


@pytest.mark.parametrize("way", WAYS)
def test_same_bytes_for_any_workers_and_chunks(race: Scenario, expected: bytes, way: str, tmp_path: Path) -> None:
    """Neither the number of workers nor the size of jobs is seen in the file."""
    assert written(run(race, replications=120, engine="simpy", **WAYS[way]), tmp_path / "results.parquet") == expected


def test_other_seeds_are_seen(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """Negative control: another seed, or one replication fewer, gives another file."""
    assert written(run(race, replications=120, seed=1), tmp_path / "results.parquet") != expected
    assert written(run(race, replications=119), tmp_path / "results.parquet") != expected


def test_fewer_replications_are_the_first_of_more(race: Scenario) -> None:
    """Replication k does not depend on how many there are."""
    np.testing.assert_array_equal(run(race, replications=10)["margin"], run(race, replications=50)["margin"][:10])


def test_a_dying_executor_is_said(race: Scenario) -> None:
    """An executor that breaks is an error with a sentence, and nothing hangs."""
    with pytest.raises(UsageError, match=r"a worker ended unexpectedly.*the cluster is gone"):
        run(race, replications=10, executor=Dying(), chunk=1)


def test_a_killed_worker_is_replaced(race: Scenario, tmp_path: Path) -> None:
    """A worker process that is killed in the middle takes no replication with it: the table is the same."""
    killed: list[int] = []

    def progress(done: int, total: int) -> None:
        if done >= 300 and not killed:
            killed.extend(child.pid for child in multiprocessing.active_children() if child.pid is not None)
            os.kill(killed[0], signal.SIGKILL)

    results = run(race, replications=2000, workers=2, chunk=20, progress=progress, engine="simpy")
    assert killed
    assert written(results, tmp_path / "a") == written(run(race, replications=2000, workers=1), tmp_path / "b")


def test_workers_that_die_at_their_start_are_said(race: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that never get to work end the run with a sentence, not with a new attempt for ever."""
    monkeypatch.setattr(workers, "prepare", suicide)
    with pytest.raises(UsageError, match="a worker ended unexpectedly"):
        run(race, replications=100, workers=2, chunk=5, engine="simpy")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_pool_without_its_thread_is_said(race: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """If there is no memory for the thread that brings results, nobody waits for them, and no worker is left over."""

    def exhausted(self: object) -> None:
        raise MemoryError

    monkeypatch.setattr("concurrent.futures.process._ExecutorManagerThread.wait_result_broken_or_wakeup", exhausted)
    before = set(multiprocessing.active_children())
    with pytest.raises(MemoryError, match="the thread that brings the workers' results"):
        run(race, replications=100, workers=2, chunk=5, engine="simpy")
    assert set(multiprocessing.active_children()) <= before


def test_executors_say_how_broad_they_are() -> None:
    """Whichever way an executor tells its number of workers, as many jobs are handed out ahead."""
    executor = Dying()
    assert breadth(executor) == cores()
    vars(executor).update(_max_workers=None, num_workers=300)
    assert breadth(executor) == 300
    with ThreadPoolExecutor(5) as threads:
        assert breadth(threads) == 5


def test_more_workers_than_replications(race: Scenario) -> None:
    """Of 50 workers asked for as many are started as there are replications for them, and it is said."""
    with pytest.warns(UserWarning, match="^50 workers for 3 replications: 3 of them will do$"):
        results = run(race, replications=3, workers=50, chunk=1)
    assert (len(results), results.execution.workers) == (3, 3)


def test_one_replication_is_one() -> None:
    """The warning counts as people do."""
    with pytest.warns(UserWarning, match="^3 workers for 1 replication: 1 of them will do$"):
        assert employed(3, 1) == 1


def test_a_slow_job_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as somebody is there to bring it, a result is waited for, not asked for again and again."""
    waits: list[float] = []
    monkeypatch.setattr(executors, "wait", lambda running, limit, when: waits.append(limit) or futures.wait(running, limit, when))
    with ThreadPoolExecutor(1) as pool:
        assert executors.result(pool.submit(lambda: time.sleep(0.1)), pool) is None
    assert len(waits) == 1 < 10 * waits[0]


def test_a_worker_with_another_version_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that has another heatsim does not open what it is sent."""
    with pytest.raises(UsageError, match=r"this study is of heatsim 99\.0: install the same"):
        unpack(Parcel(b"digest", b"content", "99.0"), Job(1, 0, 1))


def test_a_closed_executor_is_said(race: Scenario) -> None:
    """An executor that has been shut down is an error with a sentence."""
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(UsageError, match="the executor takes no jobs"):
        run(race, replications=10, executor=executor, chunk=1)


def test_behaviours_that_cannot_be_sent_are_said(race: Scenario) -> None:
    """A local function cannot go to a worker; the message says what can."""
    with pytest.raises(UsageError, match=r"cannot be sent to workers.*workers=1"):
        run(race, replications=10, workers=2, chunk=2, behaviours={"crew": lambda: None})


def test_a_script_without_a_guard_runs_once(race: Scenario, tmp_path: Path) -> None:
    """A script that calls `run` at its top level is not run again by its workers."""
    (tmp_path / "race.yaml").write_text(race.source)
    script = tmp_path / "script.py"
    script.write_text(
        "import heatsim as hs\nprint(len(hs.run(hs.load('race.yaml'), replications=40, workers=2, chunk=5)), 'done')\n"
    )
    done = subprocess.run([sys.executable, script.name], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "40 done\n", "")

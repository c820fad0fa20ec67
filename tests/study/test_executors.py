"""The table is the same whoever computes it: this process, workers, threads, or an executor that shuffles."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from heatsim.errors import UsageError
from heatsim.study.run import run
from heatsim.study.store import write_table

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.results import Results


class Shuffling(Executor):
    """Does nothing until asked for a result, then everything that waits, in a random order."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        if len(self.waiting) > 5:
            random.Random(len(self.waiting)).shuffle(self.waiting)
            for waiting, call in self.waiting:
                waiting.set_result(call())
            self.waiting.clear()
        return future


class Dying(Executor):
    """Breaks with its first job."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("the cluster is gone"))
        return future


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
    assert written(run(race, replications=120, **WAYS[way]), tmp_path / "results.parquet") == expected


def test_same_bytes_on_threads(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """Any executor of `concurrent.futures` will do, and is left running."""
    with ThreadPoolExecutor(2) as executor:
        results = run(race, replications=120, executor=executor, chunk=7)
        assert executor.submit(int).result() == 0
    assert written(results, tmp_path / "results.parquet") == expected


def test_same_bytes_when_shuffled(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """Jobs done in another order give the same file."""
    results = run(race, replications=120, executor=Shuffling(), chunk=5)
    assert written(results, tmp_path / "results.parquet") == expected


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

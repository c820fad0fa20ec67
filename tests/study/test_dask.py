"""A real Dask cluster of two worker processes on this machine: it passes the checks, and may lose a worker on the way."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from heatsim.errors import MissingExtra, UsageError
from heatsim.study import on_dask
from heatsim.study.conformance import CHECKS, table_bytes
from heatsim.study.on_dask import cluster
from heatsim.study.run import run

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """A scheduler and two worker processes."""
    distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed: pip install 'heatsim[dask]'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50, host="127.0.0.1"
    ) as found:
        yield found


@pytest.mark.parametrize("check", CHECKS)
def test_the_cluster_passes(workers: Any, check: str) -> None:
    """What every executor must do, over the network."""
    with cluster(workers.scheduler_address) as executor:
        CHECKS[check](executor)


def test_a_killed_worker_is_not_seen_in_the_table(workers: Any, race: Scenario) -> None:
    """One of the two workers is killed in the middle of a study, which ends with the same table."""
    killed: list[int] = []
    with cluster(workers.scheduler_address) as executor:

        def progress(done: int, total: int) -> None:
            if done >= 400 and not killed:
                killed.append(min(executor.pids()))
                os.kill(killed[0], signal.SIGKILL)

        results = run(race, replications=3000, executor=executor, chunk=25, progress=progress)
        assert killed
        assert killed[0] not in executor.pids()
    assert table_bytes(results) == table_bytes(run(race, replications=3000, workers=1))


def test_nobody_at_the_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where no scheduler answers is refused with the address."""
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed: pip install 'heatsim[dask]'")
    monkeypatch.setattr(on_dask, "PATIENCE", "500 ms")
    with pytest.raises(UsageError, match=r"there is no Dask scheduler at tcp://127\.0\.0\.1:9"), cluster("tcp://127.0.0.1:9"):
        raise AssertionError("there is nobody")


@pytest.mark.parametrize("address", ["nonsense", "nowhere://x:1", "tcp://10.0.0.5", "tcp://:8786", "two words:1", ""])
def test_what_is_no_address_is_said_at_once(address: str) -> None:
    """A text of another form is refused before anybody is asked; host and port, with or without a protocol, are an address."""
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed: pip install 'heatsim[dask]'")
    with pytest.raises(UsageError, match="an address is of the form tcp://HOST:PORT"), cluster(address):
        raise AssertionError("there is nobody")
    assert all(map(on_dask.ADDRESS.fullmatch, ("localhost:8786", "tls://10.0.0.5:1", "tcp://[::1]:8786", "inproc://10.0.0.5/12/1")))


def test_another_version_on_the_workers_is_said(workers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers with another heatsim might play another model, so they are refused."""
    monkeypatch.setattr(on_dask, "__version__", "99.0")
    with (
        pytest.raises(UsageError, match=r"have heatsim .*, here it is 99\.0: install the same"),
        cluster(workers.scheduler_address),
    ):
        raise AssertionError("they must not be used")


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Dask is not installed the message says how to install it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install 'heatsim\[dask\]'"), cluster("tcp://127.0.0.1:9"):
        raise AssertionError("there is no Dask")

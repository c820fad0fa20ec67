"""A Dask cluster as an executor. The only module that knows Dask."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from heatsim.errors import HeatsimError, MissingExtra, UsageError
from heatsim.version import __version__

__all__ = ["DaskExecutor", "cluster"]

PATIENCE = "10 s"  # for the scheduler to answer
# A client that is given anything else fails only after half a minute, and noisily.
ADDRESS = re.compile(r"(?:(?:tcp|tls|ucxx?|wss?)://)?(?:\[[^\]\s]+\]|[^\s/:]+):\d+|inproc://\S+")


class DaskExecutor(Executor):
    """The workers of a Dask client, with the interface of `concurrent.futures`. The client is left open.

    Work that a worker took with it when it died is done again by another, which is Dask's doing and changes no table.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._inner: Executor = client.get_executor(pure=False)
        self._max_workers = max(1, sum(client.nthreads().values()))

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._inner.submit(fn, *args, **kwargs)

    def pids(self) -> list[int]:
        """The processes of the workers."""
        return sorted(self._client.run(os.getpid).values())


@contextmanager
def cluster(address: str) -> Iterator[DaskExecutor]:
    """The cluster whose scheduler is at an address, such as `tcp://10.0.0.5:8786`.

    MissingExtra without the extra `dask`; UsageError if nobody answers, there are no workers or they have another heatsim.
    """
    try:
        import distributed
    except ImportError as error:
        raise MissingExtra("a Dask cluster", "dask") from error
    if not ADDRESS.fullmatch(address):
        raise UsageError(f"there is no Dask scheduler at {address}: an address is of the form tcp://HOST:PORT")
    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"there is no Dask scheduler at {address}: {_line(error)}") from error
    try:
        _check_workers(client, address)
        yield DaskExecutor(client)
    except HeatsimError:
        raise
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("distributed", "dask"):
            raise UsageError(f"the Dask cluster at {address} gave up: {type(error).__name__}: {_line(error)}") from error
        raise
    finally:
        client.close()


def _check_workers(client: Any, address: str) -> None:
    if not client.nthreads():
        raise UsageError(f"the Dask cluster at {address} has no workers")
    try:
        versions = client.run(installed)
    except ImportError as error:
        raise UsageError(f"heatsim is not installed on the workers of {address} ({error})") from error
    if others := sorted(set(versions.values()) - {__version__}):
        raise UsageError(f"the workers of {address} have heatsim {', '.join(others)}, here it is {__version__}: install the same")


def installed() -> str:
    """The version of heatsim where this is called."""
    from heatsim.version import __version__ as there

    return there


def _line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]

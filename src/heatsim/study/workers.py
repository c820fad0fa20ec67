"""How worker processes are started, and what they do about signals and the end of their parent.

They are never forked from this process: a fork copies threads' locks in whatever state they are, and numpy and Arrow have threads.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, resource_tracker
from multiprocessing.context import BaseContext
from types import ModuleType

__all__ = ["context", "prepare"]

# A fork server where there is one, else a fresh interpreter.
STANDARD = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")


def context(*, import_main: bool) -> BaseContext:
    """A way to start processes that is safe with threads.

    Without `import_main` the workers do not import the caller's script, which nothing in a job refers to. So a script may call
    `run` at its top level; with the standard context it would be run again by every worker.
    """
    return Importing() if import_main else Detached()


class Worker(STANDARD.Process):  # type: ignore[name-defined, misc]
    """A worker that Ctrl-C does not reach while it starts."""

    @staticmethod
    def _Popen(process: object) -> object:
        with _shielded():
            return STANDARD.Process._Popen(process)  # type: ignore[attr-defined]


class DetachedWorker(STANDARD.Process):  # type: ignore[name-defined, misc]
    """A worker that does not import the caller's script either."""

    @staticmethod
    def _Popen(process: object) -> object:
        with _hidden_main():
            return Worker._Popen(process)


class Importing(type(STANDARD)):  # type: ignore[misc]
    Process = Worker


class Detached(type(STANDARD)):  # type: ignore[misc]
    Process = DetachedWorker


@contextmanager
def _hidden_main() -> Iterator[None]:
    """An empty `__main__` while a process is being described, which is when its imports are decided."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _shielded() -> Iterator[None]:
    """Hold back Ctrl-C while a worker starts: it would hit it before `prepare` does. It is delivered afterwards, not lost."""
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    resource_tracker.ensure_running()  # it changes the mask when it starts, so it must not start in here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def prepare() -> None:
    """What each worker does first: leave Ctrl-C to the parent, and end when the parent does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)

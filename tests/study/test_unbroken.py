"""Ctrl-C waits until what must not be torn is whole."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from heatsim.study.unbroken import unbroken


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """Ctrl-C is listened to even where pytest was started with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Torn:
    """Ctrl-C comes while this is thrown away, where Python only reports it."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


def whole(done: list[str]) -> None:
    with unbroken():
        Torn()
        done.append("whole")


def test_an_interrupt_comes_at_the_end_of_the_block() -> None:
    """The block runs to its end, then KeyboardInterrupt is raised, even if it came inside a `__del__` that would swallow it."""
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        whole(done)
    assert done == ["whole"]


def test_afterwards_all_is_as_it_was() -> None:
    """Whoever listened before listens again, also after an error in the block."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError), unbroken():
        _ = 1 / 0
    assert signal.getsignal(signal.SIGINT) is before


def test_elsewhere_than_in_the_main_thread_nothing_is_done() -> None:
    """Only the main thread may say who listens, and only it is interrupted."""
    seen = []

    def work() -> None:
        with unbroken():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]

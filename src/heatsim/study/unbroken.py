"""Ctrl-C waits until what must not be torn is whole.

Python raises KeyboardInterrupt wherever the main thread happens to be. Inside another library's `__del__` it is reported and
forgotten, and a study would go on as if nobody had asked; between a file and the note that it is there, the note would be lost.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["unbroken"]


@contextmanager
def unbroken() -> Iterator[None]:
    """Whoever listens for SIGINT is told at the end of the block, once. Elsewhere than in the main thread nothing is held back."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            before(came[0], None)

"""Whether somebody looks at the output, wants it bold and dim, and is still there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["emphasised", "read_or_not"]


def emphasised() -> bool:
    """On a terminal that can, unless NO_COLOR asks for plain text (no-color.org); never in a pipe or a file."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def read_or_not() -> Iterator[None]:
    """What is printed here may find its reader gone (`| head`): that is no error, and what follows is printed for nobody."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

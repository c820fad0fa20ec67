"""Progress on standard error: a bar on a terminal, otherwise a plain line for every tenth.

A progress is anything that is called with (replications done, replications wanted).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

__all__ = ["Progress", "lines", "shown", "silent"]

Progress = Callable[[int, int], None]

# A run that is over sooner needs no progress; lines and bars would only flicker by.
QUIET_SECONDS = 1.0


def silent(done: int, total: int) -> None:
    """Shows nothing."""


@contextmanager
def shown(stream: TextIO | None = None) -> Iterator[Progress]:
    """The progress that suits a stream (standard error by default), for the length of a `with` block."""
    stream = sys.stderr if stream is None else stream
    if stream.isatty():
        with _bar(stream) as progress:
            yield progress
    else:
        yield lines(stream)


def lines(stream: TextIO, quiet_seconds: float | None = None) -> Progress:
    """A line for each tenth that is finished; none while the run is younger than `quiet_seconds`."""
    quiet = QUIET_SECONDS if quiet_seconds is None else quiet_seconds
    began = time.monotonic()
    reached = 0

    def progress(done: int, total: int) -> None:
        nonlocal reached
        tenth = 10 * done // total if total else 10
        if tenth > reached and time.monotonic() - began >= quiet:
            reached = tenth
            print(f"{10 * tenth:3d} %  {done} of {total} replications", file=stream, flush=True)

    return progress


@contextmanager
def _bar(stream: TextIO) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(file=stream), transient=True) as bars:
        task = bars.add_task("replications", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)

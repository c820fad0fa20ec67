"""Progress on standard error: a bar on a terminal, otherwise a plain line for every tenth.

A progress is anything that is called with (replications done, replications wanted). One that also has a method `note(text)` is
told how precise things are by now, when that decides about the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

__all__ = ["Progress", "lines", "shown", "silent"]

Progress = Callable[[int, int], None]

# A run that is over sooner needs no progress; lines and bars would only flicker by.
QUIET_SECONDS = 1.0
NOTE_SECONDS = 2.0


def silent(done: int, total: int) -> None:
    """Shows nothing."""


@contextmanager
def shown(stream: TextIO | None = None, what: str = "replications") -> Iterator[Progress]:
    """The progress that suits a stream (standard error by default), for the length of a `with` block; `what` is counted."""
    stream = sys.stderr if stream is None else stream
    if stream.isatty():
        with _bar(stream, what) as progress:
            yield progress
    else:
        yield lines(stream, what=what)


def lines(stream: TextIO, quiet_seconds: float | None = None, what: str = "replications") -> Progress:
    """A line for each tenth that is finished; none while the run is younger than `quiet_seconds`.

    Where a precision decides about the end, a line every few seconds, since nobody knows yet what the whole is.
    """
    return _Lines(stream, QUIET_SECONDS if quiet_seconds is None else quiet_seconds, what)


class _Lines:
    def __init__(self, stream: TextIO, quiet: float, what: str) -> None:
        self.stream = stream
        self.what = what
        self.due = time.monotonic() + quiet
        self.reached = 0
        self.text = ""

    def __call__(self, done: int, total: int) -> None:
        if self.text:
            if time.monotonic() >= self.due:
                self.due = time.monotonic() + NOTE_SECONDS
                print(f"{done} of about {total} {self.what}: {self.text}", file=self.stream, flush=True)
            return
        tenth = 10 * done // total if total else 10
        if tenth > self.reached and time.monotonic() >= self.due:
            self.reached = tenth
            print(f"{10 * tenth:3d} %  {done} of {total} {self.what}", file=self.stream, flush=True)

    def note(self, text: str) -> None:
        self.text = text


@contextmanager
def _bar(stream: TextIO, what: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    # Drawing takes some milliseconds: ten times a second, as is rich's habit, it would cost a twentieth of the run.
    with Bars(*columns, console=Console(file=stream), transient=True, refresh_per_second=1) as bars:
        yield _Bar(bars)


class _Bar:
    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.task = bars.add_task("replications", total=None, note="")

    def __call__(self, done: int, total: int) -> None:
        self.bars.update(self.task, completed=done, total=total)

    def note(self, text: str) -> None:
        self.bars.update(self.task, note=text)

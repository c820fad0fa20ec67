"""Progress on standard error: a bar on a terminal, otherwise a plain line for every tenth, and every half minute.

A progress is anything that is called with (replications done, replications wanted). One that also has a method `note(text)` is
told how precise things are by now, when that decides about the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

__all__ = ["Progress", "lines", "shown", "silent"]

Progress = Callable[[int, int], None]

# A run that is over sooner needs no progress; lines and bars would only flicker by.
QUIET_SECONDS = 1.0
NOTE_SECONDS = 2.0
LINE_SECONDS = 30.0
LONG_SECONDS = 60.0


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
    """A line for each tenth that is finished, and each half minute; none while the run is younger than `quiet_seconds`.

    What takes minutes is said to, once, with what would make it faster. Where a precision decides about the end, a line every few
    seconds at first, then every half minute, since nobody knows yet what the whole is.
    """
    return _Lines(stream, QUIET_SECONDS if quiet_seconds is None else quiet_seconds, what)


class _Lines:
    def __init__(self, stream: TextIO, quiet: float, what: str) -> None:
        self.stream = stream
        self.what = what
        self.began = time.monotonic()
        self.due = self.began + quiet
        self.last = self.began
        self.pause = NOTE_SECONDS
        self.reached = 0
        self.first: tuple[float, int] | None = None  # when the first had come: before that, things are loaded and compiled
        self.text = ""
        self.hinted = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.first is None and done:
            self.first = (now, done)
        if now < self.due:
            return
        if self.text:
            self.due, self.pause = now + self.pause, min(1.5 * self.pause, LINE_SECONDS)
            print(f"{done} of about {total} {self.what}: {self.text}", file=self.stream, flush=True)
            return
        tenth = 10 * done // total if total else 10
        if tenth > self.reached or now >= self.last + LINE_SECONDS:
            self.reached, self.last = tenth, now
            share = 100 * done // total if total else 100
            print(f"{share:3d} %  {done} of {total} {self.what}{self._left(now, done, total)}", file=self.stream, flush=True)

    def note(self, text: str) -> None:
        self.text = text

    def _left(self, now: float, done: int, total: int) -> str:
        since, come = self.first or (now, done)
        left = (now - since) * (total - done) / (done - come) if done > come else 0.0
        if left < LONG_SECONDS:
            return ""
        hint = (
            "" if self.hinted or find_spec("numba") else "; numba (pip install 'heatsim[fast]') makes models without Python faster"
        )
        self.hinted = True
        return f", about {left / 60:.0f} min left{hint}"


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

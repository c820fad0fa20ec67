"""Many runs by one crew of workers: a study's points share the threads or processes, which are started once.

A piece is one scenario's replications under one seed and design; what comes back for it is its table, in the order of numbers,
whoever did which part. Jobs are cut to a tenth of a second by what the last ones took, and those of the next piece are handed out
while the last of a piece are still being done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from heatsim.errors import UsageError
from heatsim.study.executors import (
    LEAST_AHEAD,
    RESTARTS,
    breadth,
    broken,
    check_executor,
    cores,
    employed,
    handed,
    packed,
    processes,
    result,
    threads,
)
from heatsim.study.jobs import Done, Job, Jobs, Parcel, Work, perform, timed, unlocked
from heatsim.study.progress import Progress, silent
from heatsim.study.schedule import CHUNK_SECONDS, MAX_CHUNK
from heatsim.study.table import Table, join

__all__ = ["Crew", "Piece", "crew"]

FIRST_CHUNK = 20  # while nobody knows how long a replication takes
PILOT = 10
SERIAL_SECONDS = 1.0  # what takes less is done here; starting workers takes half of it


@dataclass(frozen=True, slots=True)
class Piece:
    """`count` replications, from number `start`, of some work."""

    work: Work
    seed: int
    count: int
    start: int = 0


class Order(NamedTuple):
    """A job with its work; `last` of its piece or not."""

    work: Work
    job: Job
    last: bool


class Crew:
    """Whoever does the pieces: this process, or an executor. `again` starts workers anew when one of them has died."""

    def __init__(self, executor: Executor | None = None, again: Callable[[], Executor] | None = None, pace: float = 0.0) -> None:
        self.executor = executor
        self.again = again
        self.pace = pace  # seconds a replication takes; 0 until it is known

    def tables(self, pieces: Sequence[Piece], progress: Progress = silent) -> Iterator[Table]:
        """The table of each piece, in order. `progress` is told replications done and wanted."""
        found: list[Table] = []
        for _, table, last in self.parts(pieces, progress):
            found.append(table)
            if last:
                yield _joined(found)
                found = []

    def parts(self, pieces: Sequence[Piece], progress: Progress = silent) -> Iterator[tuple[int, Table, bool]]:
        """The tables of each piece's jobs, in order: the piece's place in the list, the table, whether it is the piece's last."""
        wanted = sum(piece.count for piece in pieces)
        done = place = 0
        progress(0, wanted)
        for table, last in self._here(pieces) if self.executor is None else self._handed_out(pieces, self.executor):
            done += len(table)
            progress(done, wanted)
            yield place, table, last
            place += last

    def _here(self, pieces: Iterable[Piece]) -> Iterator[tuple[Table, bool]]:
        for order in self._orders(pieces):
            yield self._noted(timed(order.work, order.job)), order.last

    def _handed_out(self, pieces: Iterable[Piece], executor: Executor) -> Iterator[tuple[Table, bool]]:
        """Results in the order of the jobs; those that a dead worker took with it are handed out again."""
        coming, parcels = self._orders(pieces), _Parcels()
        waiting: list[Order] = []
        running: list[Future[Done]] = []
        ahead = max(LEAST_AHEAD, 2 * breadth(executor))
        finished = starts = 0
        try:
            while True:
                waiting += islice(coming, ahead - len(waiting))
                if not waiting:
                    return
                try:
                    for order in waiting[len(running) :]:
                        running.append(handed(executor, parcels.of(order.work, executor), order.job))
                    done = result(running[0], executor)
                except BrokenExecutor as error:
                    starts += 1
                    if self.again is None or not finished or starts > RESTARTS:
                        raise broken(error) from error
                    self.executor = executor = self.again()
                    running.clear()
                    finished = 0
                    continue
                finished += 1
                order = waiting.pop(0)
                del running[0]
                yield self._noted(done), order.last
        finally:
            for future in running:
                future.cancel()

    def _orders(self, pieces: Iterable[Piece]) -> Iterator[Order]:
        for piece in pieces:
            jobs = Jobs(piece.seed, [(piece.start, piece.start + piece.count)])
            for job in jobs.cut(self._chunk):
                yield Order(piece.work, job, not jobs.left)

    def _chunk(self) -> int:
        return max(1, min(int(CHUNK_SECONDS / self.pace), MAX_CHUNK)) if self.pace else FIRST_CHUNK

    def _noted(self, done: Done) -> Table:
        """Half of what is believed of the pace is what was last seen."""
        seen = done.seconds / len(done.table)
        self.pace = (self.pace + seen) / 2 if self.pace else seen
        return done.table


class _Parcels:
    """The parcel of each work, made once for all jobs that follow each other."""

    def __init__(self) -> None:
        self._work: Work | None = None
        self._parcel: Parcel | Work | None = None

    def of(self, work: Work, executor: Executor) -> Parcel | Work:
        if self._parcel is None or work is not self._work:
            self._work, self._parcel = work, packed(work, executor)
        return self._parcel


@contextmanager
def crew(pieces: Sequence[Piece], workers: int | None = None, executor: Executor | None = None) -> Iterator[Crew]:
    """Whoever should do these pieces: the executor, or `workers` threads or processes, or as many as pay.

    Threads where every piece's engine runs without the interpreter's lock.
    """
    check_executor(executor)
    if executor is not None:
        yield Crew(executor)
        return
    if workers is not None and (not isinstance(workers, int) or isinstance(workers, bool) or workers < 1):
        raise UsageError(f"workers must be a whole number from 1, not {workers!r}")
    pace = _pace(pieces) if workers is None else 0.0
    count = _paying(pieces, pace) if workers is None else employed(workers, max(1, sum(piece.count for piece in pieces)))
    if count < 2:
        yield Crew(pace=pace)
        return
    if all(unlocked(piece.work) for piece in pieces):
        with threads(count) as pool:
            yield Crew(pool, pace=pace)
        return
    importing = any(piece.work.behaviours is not None for piece in pieces)
    with ExitStack() as stack:

        def start() -> Executor:
            stack.close()  # whatever is left of those before
            return stack.enter_context(processes(count, import_main=importing))

        yield Crew(start(), start, pace)


def _pace(pieces: Sequence[Piece]) -> float:
    """Seconds a replication of the first piece takes here; 0 if nothing may be tried."""
    if not pieces or any(piece.work.behaviours is not None for piece in pieces):
        return 0.0
    first = pieces[0]
    perform(first.work, Job(first.seed, first.start, first.start + 1))  # what it costs to begin
    began = time.perf_counter()
    size = min(PILOT, first.count)
    perform(first.work, Job(first.seed, first.start, first.start + size))
    return (time.perf_counter() - began) / size


def _paying(pieces: Sequence[Piece], pace: float) -> int:
    """One worker if all of it takes less time than starting others would, or if nothing may be sent anywhere."""
    return 1 if pace * sum(piece.count for piece in pieces) < SERIAL_SECONDS else cores()


def _joined(parts: Sequence[Table]) -> Table:
    """The parts of one piece as they come, not sorted: under a design several rows may have one replication's number."""
    if len(parts) == 1:
        return parts[0]
    import numpy as np

    width = parts[0].values.shape[1]
    whole = join(parts[:1], width)
    return replace(
        whole,
        replication=np.concatenate([part.replication for part in parts]),
        status=np.concatenate([part.status for part in parts]),
        ending=np.concatenate([part.ending for part in parts]),
        end_time=np.concatenate([part.end_time for part in parts]),
        values=np.concatenate([part.values for part in parts]),
        errors={number: text for part in parts for number, text in part.errors.items()},
    )

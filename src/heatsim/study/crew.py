"""Many runs by one crew of workers: a study's points share the processes, which are started once.

A piece is one scenario's replications under one seed and design; what comes back for it is its table, in the order of numbers,
whoever did which part. Jobs of the next piece are handed out while the last ones of a piece are still being done.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

from heatsim.errors import UsageError
from heatsim.study import workers as processes
from heatsim.study.executors import cores
from heatsim.study.jobs import Job, Parcel, Work, cut, perform, unpack
from heatsim.study.progress import Progress, silent
from heatsim.study.table import Table, join

__all__ = ["Crew", "Piece", "crew"]

CHUNK = 100  # replications in a job: 10 to 200 ms of the reference engine
AHEAD = 16
PILOT = 10
SERIAL_SECONDS = 1.0  # what takes less is done here; starting workers takes half of it


@dataclass(frozen=True, slots=True)
class Piece:
    """`count` replications, from number `start`, of some work."""

    work: Work
    seed: int
    count: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Crew:
    """Whoever does the pieces: this process, or an executor."""

    executor: Executor | None = None

    def tables(self, pieces: Sequence[Piece], progress: Progress = silent) -> Iterator[Table]:
        """The table of each piece, in order. `progress` is told replications done and wanted."""
        wanted = sum(piece.count for piece in pieces)
        done = 0
        parts: list[Table] = []
        progress(0, wanted)
        for table, last in self._parts(pieces):
            parts.append(table)
            done += len(table)
            progress(done, wanted)
            if last:
                yield _joined(parts)
                parts = []

    def _parts(self, pieces: Iterable[Piece]) -> Iterator[tuple[Table, bool]]:
        if self.executor is None:
            for piece in pieces:
                for job in _jobs(piece):
                    yield perform(piece.work, job), job.stop == piece.start + piece.count
            return
        coming = _parcels(pieces)
        waiting: list[tuple[Future[Table], bool]] = []
        try:
            while True:
                for parcel, job, last in islice(coming, AHEAD - len(waiting)):
                    waiting.append((self.executor.submit(unpack, parcel, job), last))
                if not waiting:
                    return
                future, last = waiting.pop(0)
                yield future.result(), last
        except BrokenExecutor as error:
            raise UsageError(f"a worker ended unexpectedly ({error}); with one worker everything runs in this process") from error
        finally:
            for future, _ in waiting:
                future.cancel()


@contextmanager
def crew(pieces: Sequence[Piece], workers: int | None = None, executor: Executor | None = None) -> Iterator[Crew]:
    """Whoever should do these pieces: the executor, `workers` processes, or as many as pay."""
    if executor is not None:
        yield Crew(executor)
        return
    if workers is not None and (not isinstance(workers, int) or isinstance(workers, bool) or workers < 1):
        raise UsageError(f"workers must be a whole number from 1, not {workers!r}")
    count = _paying(pieces) if workers is None else workers
    if count < 2:
        yield Crew()
        return
    importing = any(piece.work.behaviours is not None for piece in pieces)
    pool = ProcessPoolExecutor(count, mp_context=processes.context(import_main=importing), initializer=processes.prepare)
    try:
        yield Crew(pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _paying(pieces: Sequence[Piece]) -> int:
    """One worker if all of it takes less time than starting others would."""
    if not pieces or any(piece.work.behaviours is not None for piece in pieces):
        return 1
    first = pieces[0]
    perform(first.work, Job(first.seed, first.start, first.start + 1))  # what it costs to begin
    began = time.perf_counter()
    size = min(PILOT, first.count)
    perform(first.work, Job(first.seed, first.start, first.start + size))
    pace = (time.perf_counter() - began) / size
    return 1 if pace * sum(piece.count for piece in pieces) < SERIAL_SECONDS else cores()


def _jobs(piece: Piece) -> Iterator[Job]:
    return cut(piece.seed, piece.start, piece.start + piece.count, CHUNK)


def _parcels(pieces: Iterable[Piece]) -> Iterator[tuple[Parcel, Job, bool]]:
    """Jobs with the parcel of their work; pieces of one work in a row share it."""
    before: Work | None = None
    parcel: Parcel | None = None
    for piece in pieces:
        if parcel is None or piece.work is not before:
            before, parcel = piece.work, Parcel.of(piece.work)
        for job in _jobs(piece):
            yield parcel, job, job.stop == piece.start + piece.count


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

"""Jobs: pieces of a study as plain data, and the one function that does a piece.

A job says which replications of which seed; the `Work` says of what. Both can be pickled, so any executor can carry them, and
a job's table depends on nothing else: neither on the worker nor on the other jobs.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from heatsim.draws.consecutive import Consecutive
from heatsim.draws.designs import PLAIN, Design, Plain
from heatsim.draws.world import Draws
from heatsim.errors import UsageError
from heatsim.study.table import Table, from_columns, from_rows
from heatsim.version import __version__

if TYPE_CHECKING:
    from heatsim.program.model import Program

__all__ = ["Done", "Job", "Jobs", "Parcel", "Span", "Work", "cut", "perform", "timed", "unlocked", "unpack", "unpack_timed"]

Span = tuple[int, int]  # replications start, start + 1, ... stop - 1


@dataclass(frozen=True, slots=True)
class Work:
    """What all jobs of a run share: program, engine (by name), pinned draws, behaviours written in Python, order of ties.

    `design` says which draws replication k of a seed has.
    """

    program: Program
    engine: str
    pins: Mapping[str, float] = field(default_factory=dict)
    behaviours: Mapping[str, Callable[..., Any]] | None = None
    reverse_ranks: bool = False
    design: Design = PLAIN


@dataclass(frozen=True, slots=True)
class Job:
    """Replications start, start + 1, ... stop - 1 under a seed."""

    seed: int
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


class Done(NamedTuple):
    """A finished job's table, and the seconds it took."""

    table: Table
    seconds: float


class Jobs:
    """Jobs cut one by one from the replications that are to be done, each as large as the one who asks for it wants."""

    def __init__(self, seed: int, spans: Sequence[Span]) -> None:
        self._seed = seed
        self._spans = list(reversed(spans))
        self.left = sum(stop - start for start, stop in spans)

    def take(self, size: int) -> Job | None:
        """The next job, of at most `size` replications; None when there are no more."""
        if not self._spans:
            return None
        start, stop = self._spans.pop()
        job = Job(self._seed, start, min(start + size, stop))
        if job.stop < stop:
            self._spans.append((job.stop, stop))
        self.left -= len(job)
        return job

    def cut(self, size: Callable[[], int]) -> Iterator[Job]:
        """All that are left; `size` is asked each time."""
        while (job := self.take(size())) is not None:
            yield job


@dataclass(frozen=True, slots=True)
class Parcel:
    """Work in its pickled form. A worker unpacks it once however many jobs it comes with; `digest` tells parcels apart."""

    digest: bytes
    content: bytes
    heatsim: str = __version__

    @classmethod
    def of(cls, work: Work) -> Parcel:
        content = pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL)
        return cls(blake2b(content, digest_size=16).digest(), content)


def cut(seed: int, start: int, stop: int, chunk: int) -> Iterator[Job]:
    """Jobs of `chunk` replications that cover start..stop-1."""
    return Jobs(seed, [(start, stop)] if start < stop else []).cut(lambda: chunk)


def perform(work: Work, job: Job) -> Table:
    """Run a job's replications here."""
    from heatsim.engines import get

    program, engine, draws = work.program, get(work.engine), _draws(work, job)
    if hasattr(engine, "columns") and not work.behaviours:
        return from_columns(engine.columns(program, draws, reverse_ranks=work.reverse_ranks))
    rows = engine.rows(program, draws, behaviours=work.behaviours, reverse_ranks=work.reverse_ranks)
    return from_rows(rows, [ending.name for ending in program.endings], len(program.columns))


def _draws(work: Work, job: Job) -> Sequence[Draws]:
    if isinstance(work.design, Plain):
        return Consecutive(job.seed, job.start, job.stop, work.pins)
    return [work.design.draws(job.seed, number, work.pins) for number in range(job.start, job.stop)]


def unlocked(work: Work) -> bool:
    """Does the engine run without the interpreter's lock, so that threads are as good as processes and need no start?"""
    from heatsim.engines import get

    return not work.behaviours and hasattr(get(work.engine), "columns")


def timed(work: Work, job: Job) -> Done:
    """The same, by the clock."""
    began = time.perf_counter()
    table = perform(work, job)
    return Done(table, time.perf_counter() - began)


def unpack(parcel: Parcel, job: Job) -> Table:
    """Run a job's replications in a worker. UsageError if the worker has another version of heatsim."""
    return perform(_opened(parcel), job)


def unpack_timed(parcel: Parcel, job: Job) -> Done:
    """The same, by the clock."""
    return timed(_opened(parcel), job)


@lru_cache(maxsize=8)
def _opened(parcel: Parcel) -> Work:
    if parcel.heatsim != __version__:
        raise UsageError(f"a worker has heatsim {__version__}, and this study is of heatsim {parcel.heatsim}: install the same")
    # Made by `Parcel.of`, in the process that started this worker.
    work = pickle.loads(parcel.content)
    assert isinstance(work, Work)
    return work

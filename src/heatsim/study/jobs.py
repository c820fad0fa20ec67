"""Jobs: pieces of a study as plain data, and the one function that does a piece.

A job says which replications of which seed; the `Work` says of what. Both can be pickled, so any executor can carry them, and
a job's table depends on nothing else: neither on the worker nor on the other jobs.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from heatsim.study.table import Table, from_rows

if TYPE_CHECKING:
    from heatsim.program.model import Program

__all__ = ["Job", "Parcel", "Work", "cut", "perform", "unpack"]


@dataclass(frozen=True, slots=True)
class Work:
    """What all jobs of a run share: program, engine (by name), pinned draws, behaviours written in Python, order of ties."""

    program: Program
    engine: str
    pins: Mapping[str, float] = field(default_factory=dict)
    behaviours: Mapping[str, Callable[..., Any]] | None = None
    reverse_ranks: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """Replications start, start + 1, ... stop - 1 under a seed."""

    seed: int
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Parcel:
    """Work in its pickled form. A worker unpacks it once however many jobs it comes with; `digest` tells parcels apart."""

    digest: bytes
    content: bytes

    @classmethod
    def of(cls, work: Work) -> Parcel:
        content = pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL)
        return cls(blake2b(content, digest_size=16).digest(), content)


def cut(seed: int, start: int, stop: int, chunk: int) -> Iterator[Job]:
    """Jobs of `chunk` replications that cover start..stop-1."""
    for first in range(start, stop, chunk):
        yield Job(seed, first, min(first + chunk, stop))


def perform(work: Work, job: Job) -> Table:
    """Run a job's replications here."""
    from heatsim.draws.world import Draws
    from heatsim.engines import get

    program = work.program
    draws = [Draws(job.seed, number, pins=work.pins) for number in range(job.start, job.stop)]
    rows = get(work.engine).rows(program, draws, behaviours=work.behaviours, reverse_ranks=work.reverse_ranks)
    return from_rows(rows, [ending.name for ending in program.endings], len(program.columns))


def unpack(parcel: Parcel, job: Job) -> Table:
    """Run a job's replications in a worker."""
    return perform(_opened(parcel), job)


@lru_cache(maxsize=8)
def _opened(parcel: Parcel) -> Work:
    # Made by `Parcel.of`, in the process that started this worker.
    work = pickle.loads(parcel.content)
    assert isinstance(work, Work)
    return work

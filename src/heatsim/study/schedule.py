"""How the replications of a run are cut into jobs, and who does them.

A few replications are timed here first. What is then left is done here if that takes less time than starting workers would,
else by workers, in jobs of about a tenth of a second: long enough that handing them out costs nothing, short enough to stop.
Every job that comes back tells how long replications take now, and the next ones are cut accordingly.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from heatsim.study.executors import breadth, cores, on_executor, on_workers, serially
from heatsim.study.jobs import Jobs, Span, Work, perform
from heatsim.study.table import Table

__all__ = ["Schedule"]

PILOT_SECONDS = 0.05
CHUNK_SECONDS = 0.1
MAX_CHUNK = 5_000
# Jobs get smaller towards the end, so that workers end together; this small is small enough.
LAST_CHUNKS_SECONDS = 0.01
# Starting workers and importing what they need takes about this long.
SERIAL_SECONDS = 0.5

Tables = Generator[Table, None, None]


@dataclass(slots=True)
class Schedule:
    """A run as asked for; `workers`, `executor` and `chunk` may be left to be found out.

    While it runs, one replication takes `pace` seconds, and `used` is the number of workers.
    """

    work: Work
    seed: int
    spans: Sequence[Span]
    workers: int | None = None
    executor: Executor | None = None
    chunk: int | None = None
    pace: float = 0.0
    used: int = 1
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.seed, self.spans)

    def tables(self) -> Tables:
        """The tables of all jobs, in the order in which they get done."""
        if self.chunk is None or (self.workers is None and self.executor is None):
            yield from self._pilot()
        if self.jobs.left:
            yield from self._rest()

    def _pilot(self) -> Tables:
        """One replication, then two, four, ... until a job takes long enough to be timed; what it costs to begin fades out.

        None is larger than jobs may be, so that what is in memory does not depend on how fast replications are.
        """
        size, seconds = 1, 0.0
        while size <= MAX_CHUNK and seconds < PILOT_SECONDS and (job := self.jobs.take(size)) is not None:
            began = time.perf_counter()
            table = perform(self.work, job)
            seconds = time.perf_counter() - began
            self.pace, size = seconds / len(job), 2 * size
            yield table

    def _rest(self) -> Tables:
        self.used = self._workers()
        jobs = self.jobs.cut(self._chunk)
        if self.executor is not None:
            yield from on_executor(self.work, jobs, self.executor, clock=self._told)
        elif self.used > 1:
            yield from on_workers(self.work, jobs, self.used, clock=self._told)
        else:
            yield from serially(self.work, jobs, clock=self._told)

    def _workers(self) -> int:
        if self.executor is not None:
            return breadth(self.executor)
        if self.workers is not None:
            return min(self.workers, self.jobs.left)
        if self.work.behaviours is not None:
            return 1  # the caller's functions may not be sent anywhere, nor share state there, unless workers were asked for
        return 1 if self.jobs.left * self.pace < SERIAL_SECONDS else cores()

    def _told(self, replications: int, seconds: float) -> None:
        """A job is done: half of what is believed is what was last seen."""
        self.pace = (self.pace + seconds / replications) / 2 if self.pace else seconds / replications

    def _chunk(self) -> int:
        """Replications for a tenth of a second, but enough jobs to keep every worker busy to the end."""
        if self.chunk is not None:
            return self.chunk
        if not self.pace:
            return MAX_CHUNK
        least = int(LAST_CHUNKS_SECONDS / self.pace)
        share = max(least, -(-self.jobs.left // (4 * self.used)))
        return max(1, min(int(CHUNK_SECONDS / self.pace), share, MAX_CHUNK))

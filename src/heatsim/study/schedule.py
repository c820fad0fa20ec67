"""How the replications of a run are cut into jobs, and who does them.

A few replications are timed here first. What is then left is done here if that takes less time than starting workers would,
else by workers, in jobs of about a tenth of a second: long enough that handing them out costs nothing, short enough to stop.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from concurrent.futures import Executor
from dataclasses import dataclass

from heatsim.study.executors import cores, on_executor, on_processes, serially
from heatsim.study.jobs import Job, Work, cut, perform
from heatsim.study.table import Table

__all__ = ["Schedule"]

PILOT_SECONDS = 0.05
CHUNK_SECONDS = 0.1
MAX_CHUNK = 5_000
# Starting workers and importing what they need takes about this long.
SERIAL_SECONDS = 0.5

Tables = Generator[Table, None, None]


@dataclass(slots=True)
class Schedule:
    """A run as asked for; `workers`, `executor` and `chunk` may be left to be found out.

    While it runs, `done` replications are finished here, one taking `pace` seconds, and `used` is the number of workers.
    """

    work: Work
    seed: int
    replications: int
    workers: int | None = None
    executor: Executor | None = None
    chunk: int | None = None
    done: int = 0
    pace: float = 0.0
    used: int = 1

    def tables(self) -> Tables:
        """The tables of all jobs, in the order in which they get done."""
        if self.chunk is None or (self.workers is None and self.executor is None):
            yield from self._pilot()
        if self.done < self.replications:
            yield from self._rest()

    def _pilot(self) -> Tables:
        """One replication, then two, four, ... until a job takes long enough to be timed; what it costs to begin fades out."""
        size, seconds = 1, 0.0
        while self.done < self.replications and seconds < PILOT_SECONDS:
            job = Job(self.seed, self.done, min(self.done + size, self.replications))
            began = time.perf_counter()
            table = perform(self.work, job)
            seconds = time.perf_counter() - began
            self.done, self.pace, size = job.stop, seconds / len(job), 2 * size
            yield table

    def _rest(self) -> Tables:
        self.used = self._workers()
        jobs = cut(self.seed, self.done, self.replications, self.chunk or self._chunk())
        if self.executor is not None:
            yield from on_executor(self.work, jobs, self.executor)
        elif self.used > 1:
            yield from on_processes(self.work, jobs, self.used)
        else:
            yield from serially(self.work, jobs)

    def _workers(self) -> int:
        if self.workers is not None:
            return min(self.workers, self.replications - self.done)
        if self.work.behaviours is not None:
            return 1  # the caller's functions may not be sent anywhere, nor share state there, unless workers were asked for
        return 1 if (self.replications - self.done) * self.pace < SERIAL_SECONDS else cores()

    def _chunk(self) -> int:
        """Replications for a tenth of a second, but enough jobs to keep every worker busy to the end."""
        by_time = int(CHUNK_SECONDS / self.pace) if self.pace > 0 else MAX_CHUNK
        by_share = -(-(self.replications - self.done) // (4 * self.used))
        return max(1, min(by_time, by_share, MAX_CHUNK))

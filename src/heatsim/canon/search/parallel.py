"""Independent searches on worker processes. Which worker does which changes nothing: their draws are addressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import islice
from typing import Any, TypeVar

from heatsim.canon.search.climb import Climb, Hill, Level, repeat
from heatsim.canon.search.moves import Settings
from heatsim.errors import UsageError
from heatsim.study.executors import processes, result

__all__ = ["climbs", "in_order"]

T = TypeVar("T")


def climbs(
    hill: Hill, settings: Settings, levels: Sequence[Level], count: int, workers: int, done: Callable[[int, int], None]
) -> list[Climb]:
    """`count` independent climbs, in the order of their numbers (from 1)."""
    found: list[Climb] = []
    for climb in in_order(repeat, [(hill, settings, levels, number) for number in range(1, count + 1)], min(workers, count)):
        found.append(climb)
        done(len(found), count)
    return found


def in_order(work: Callable[..., T], jobs: Iterable[tuple[Any, ...]], workers: int) -> Iterator[T]:
    """`work` of each job, in the order of the jobs; of which there may be no end: who stops asking, stops the workers."""
    if workers <= 1:
        yield from (work(*job) for job in jobs)
        return
    coming, running = iter(jobs), list[Future[T]]()
    with processes(workers, finish=False) as pool:
        try:
            while True:
                running += [pool.submit(work, *job) for job in islice(coming, 2 * workers - len(running))]
                if not running:
                    return
                yield result(running.pop(0), pool)
        except BrokenExecutor as error:
            raise UsageError(f"a worker of the search ended unexpectedly ({error}); with --workers 1 there is none") from error

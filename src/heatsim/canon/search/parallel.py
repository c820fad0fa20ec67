"""Independent climbs on worker processes. Which worker does which climb changes nothing: their draws are addressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor

from heatsim.canon.search.climb import Climb, Hill, Level, repeat
from heatsim.canon.search.moves import Settings
from heatsim.errors import UsageError
from heatsim.study.executors import processes, result

__all__ = ["climbs"]


def climbs(
    hill: Hill, settings: Settings, levels: Sequence[Level], count: int, workers: int, done: Callable[[int, int], None]
) -> list[Climb]:
    """`count` independent climbs, in the order of their numbers (from 1)."""
    found: list[Climb] = []
    if workers <= 1:
        for number in range(1, count + 1):
            found.append(repeat(hill, settings, levels, number))
            done(len(found), count)
        return found
    with processes(min(workers, count)) as pool:
        futures = [pool.submit(repeat, hill, settings, levels, number) for number in range(1, count + 1)]
        try:
            for future in futures:
                found.append(result(future, pool))
                done(len(found), count)
        except BrokenExecutor as error:
            raise UsageError(f"a worker of the search ended unexpectedly ({error}); with --workers 1 there is none") from error
        finally:
            for future in futures:
                future.cancel()
    return found

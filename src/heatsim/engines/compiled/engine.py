"""The compiled engine. Whatever the kernel cannot do is left to the SimPy engine, replication by replication.

A replication that fails is run again there, for the words of its error; so is one where the kernel has the least doubt. A trace is
the SimPy engine's, and if the kernel is at hand its row must be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.engines.compiled import layout as at
from heatsim.engines.compiled.building import kernel
from heatsim.engines.compiled.encoding import encode
from heatsim.engines.compiled.expressions import TooDeep
from heatsim.engines.compiled.limits import why_not
from heatsim.engines.compiled.worlds import Worlds, worlds
from heatsim.engines.port import Behaviours, Columns
from heatsim.errors import SimulationError, UsageError
from heatsim.program.model import Program
from heatsim.trace import Row, Trace, fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["columns", "rows", "trace"]

if find_spec("numba") is None:
    raise ModuleNotFoundError("No module named 'numba'", name="numba")

STATUSES = ("ended", "horizon", "failed")
LEAST_PART = 64  # fewer replications are not worth a thread


class Prepared(NamedTuple):
    """The arrays of a program; `values` and `scratch` are what V and S are made from, without room for pins."""

    whole: NDArray[np.int64]
    real: NDArray[np.float64]
    values: NDArray[np.float64]
    scratch: int
    sites: tuple[str, ...]


def rows(
    program: Program,
    draws: Sequence[Draws],
    *,
    behaviours: Behaviours | None = None,
    reverse_ranks: bool = False,
) -> list[Row]:
    """Run replications, one row each; one that cannot go on is a row with status `failed`."""
    if behaviours or prepared(program) is None:
        return on_simpy.rows(program, draws, behaviours=behaviours, reverse_ranks=reverse_ranks)
    found = columns(program, draws, reverse_ranks=reverse_ranks)
    names = (*(ending.name for ending in program.endings), None)  # -1 is the last
    return [
        Row(number, STATUSES[status], names[ending], end_time, found.errors.get(place), tuple(values))
        for place, (number, status, ending, end_time, values) in enumerate(
            zip(
                found.replication.view(np.uint64).tolist(),
                found.status.tolist(),
                found.ending.tolist(),
                found.end_time.tolist(),
                found.values.tolist(),
                strict=True,
            )
        )
    ]


def columns(program: Program, draws: Sequence[Draws], *, reverse_ranks: bool = False, threads: int = 1) -> Columns:
    """The same as arrays, one entry per replication; what `threads` do is the same for any number of them."""
    ready = prepared(program)
    if ready is None:
        return Columns.of(on_simpy.rows(program, draws, reverse_ranks=reverse_ranks), program)
    given = worlds(draws, ready.sites)
    count, width = len(draws), len(program.columns)
    values, ends = np.empty((count, width)), np.empty((count, 3), dtype=np.int64)
    parts = max(1, min(threads, count // LEAST_PART))
    bounds = [count * part // parts for part in range(parts + 1)]

    def work(part: int) -> None:
        start, stop = bounds[part], bounds[part + 1]
        _run(ready, given.part(start, stop) if parts > 1 else given, values[start:stop], ends[start:stop], reverse_ranks)

    if parts == 1:
        work(0)
    else:
        with ThreadPoolExecutor(parts) as pool:
            list(pool.map(work, range(parts)))
    found = Columns(given.each[:, 1].copy(), ends[:, 0].astype(np.int8), ends[:, 1].astype(np.int32), ends[:, 2], values, {})
    _mend(program, draws, found, reverse_ranks)
    return found


def trace(program: Program, draws: Draws, *, behaviours: Behaviours | None = None, reverse_ranks: bool = False) -> Trace:
    """The SimPy engine's trace. SimulationError if it cannot go on, or if the kernel, where it is loaded, has another row."""
    told = on_simpy.trace(program, draws, behaviours=behaviours, reverse_ranks=reverse_ranks)
    if kernel.cache_info().currsize and prepared(program) is not None:
        mine, theirs = rows(program, [draws], reverse_ranks=reverse_ranks)[0], fold(program, told)
        if repr(mine) != repr(theirs):
            reason = "the two engines disagree about this replication: please report it, with the scenario"
            raise SimulationError(
                reason, scenario=program.file, seed=draws.seed, replication=draws.replication, words=program.words
            )
    return told


@lru_cache(maxsize=8)  # programs are compared by identity
def prepared(program: Program) -> Prepared | None:
    """The program's arrays; None where the kernel cannot run it."""
    if why_not(program) is not None:
        return None
    try:
        made = encode(program)
    except (TooDeep, UsageError):
        return None
    real = np.array(made.real)
    for place, kind, numbers in made.tables:
        kernel().fill(real, place, kind == "gamma_table", *numbers)
    values = np.array([0.0] * len(program.variables) + made.values)
    return Prepared(np.array(made.whole, dtype=np.int64), real, values, made.scratch, made.sites)


def _run(ready: Prepared, given: Worlds, values: NDArray[np.float64], ends: NDArray[np.int64], reverse_ranks: bool) -> None:
    """Run replications in arrays of their own, so that several threads may."""
    V = np.concatenate([ready.values, np.zeros(given.most_pins)])
    S = np.zeros(ready.scratch + given.most_pins, dtype=np.int64)
    S[at.REVERSED] = reverse_ranks
    kernel().run(
        ready.whole,
        ready.real,
        V,
        S,
        given.each.reshape(-1),
        given.supplies.reshape(-1),
        given.pin_keys,
        given.pin_values,
        len(given.each),
        values.shape[1],
        values.reshape(-1),
        ends.reshape(-1),
    )


def _mend(program: Program, draws: Sequence[Draws], found: Columns, reverse_ranks: bool) -> None:
    """Run again on the SimPy engine what has failed or is in doubt."""
    doubtful = np.flatnonzero(found.status == at.FAILED).tolist()
    if not doubtful:
        return  # the SimPy engine's tables of a large program take their time
    again = on_simpy.rows(program, [draws[place] for place in doubtful], reverse_ranks=reverse_ranks)
    for place, row in zip(doubtful, again, strict=True):
        found.put(place, row, program)

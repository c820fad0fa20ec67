"""What an engine is: two functions on plain data, and a third where it has a faster way."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from heatsim.draws.world import Draws
from heatsim.program.model import Program
from heatsim.trace import Row, Trace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Behaviour", "Behaviours", "Columns", "Engine"]

Behaviour = Callable[..., Generator[Any, Any, Any]]
Behaviours = Mapping[str, Behaviour]
STATUSES = ("ended", "horizon", "failed")


class Columns(NamedTuple):
    """Rows as arrays of one length: `status` indexes ended, horizon, failed, `ending` the program's endings (-1: none).

    `end_time` is microseconds; `values` has a column per column of the program, in internal units, NaN for missing. `errors` are by
    place, not by number of the replication.
    """

    replication: NDArray[np.int64]
    status: NDArray[np.int8]
    ending: NDArray[np.int32]
    end_time: NDArray[np.int64]
    values: NDArray[np.float64]
    errors: dict[int, str]

    @classmethod
    def of(cls, rows: Sequence[Row], program: Program) -> Columns:
        """The columns of some rows."""
        import numpy as np

        count = len(rows)
        made = cls(
            np.array([row.replication for row in rows], dtype=np.int64),
            np.zeros(count, dtype=np.int8),
            np.zeros(count, dtype=np.int32),
            np.zeros(count, dtype=np.int64),
            np.full((count, len(program.columns)), np.nan),
            {},
        )
        for place, row in enumerate(rows):
            made.put(place, row, program)
        return made

    def put(self, place: int, row: Row, program: Program) -> None:
        """Write a row where it belongs."""
        names = [ending.name for ending in program.endings]
        self.status[place] = STATUSES.index(row.status)
        self.ending[place] = -1 if row.ending is None else names.index(row.ending)
        self.end_time[place] = row.end_time
        self.values[place] = row.values
        if row.error is not None:
            self.errors[place] = row.error


class Engine(Protocol):
    """An engine may have a third function, `columns(program, draws, reverse_ranks=...)`, which gives rows as arrays."""

    def trace(self, program: Program, draws: Draws, *, behaviours: Behaviours | None = None, reverse_ranks: bool = False) -> Trace:
        """Run one replication and report everything; SimulationError if it cannot go on."""

    def rows(
        self,
        program: Program,
        draws: Sequence[Draws],
        *,
        behaviours: Behaviours | None = None,
        reverse_ranks: bool = False,
    ) -> list[Row]:
        """Run replications, one row each; one that cannot go on is a row with status `failed`."""

"""What an engine is: two functions on plain data."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, Protocol

from heatsim.draws.world import Draws
from heatsim.program.model import Program
from heatsim.trace import Row, Trace

__all__ = ["Behaviour", "Behaviours", "Engine"]

Behaviour = Callable[..., Generator[Any, Any, Any]]
Behaviours = Mapping[str, Behaviour]


class Engine(Protocol):
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

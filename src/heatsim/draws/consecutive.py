"""The draws of consecutive replications of one seed, made when they are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from heatsim.draws.world import Draws

__all__ = ["Consecutive"]


@dataclass(frozen=True, slots=True)
class Consecutive(Sequence[Draws]):
    """Replications start, start + 1, ... stop - 1 of a seed, all with the same pins. An engine may take it as a whole."""

    seed: int
    start: int
    stop: int
    pins: Mapping[Any, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.stop - self.start

    @overload
    def __getitem__(self, index: int) -> Draws: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Draws]: ...
    def __getitem__(self, index: int | slice) -> Draws | Sequence[Draws]:
        chosen = range(self.start, self.stop)[index]
        if isinstance(chosen, int):
            return Draws(self.seed, chosen, pins=self.pins)
        return [Draws(self.seed, number, pins=self.pins) for number in chosen]

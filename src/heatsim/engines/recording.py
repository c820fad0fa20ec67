"""Which draws did a replication use? Lists of uniforms that write down every number taken from them."""

from __future__ import annotations

from collections.abc import Sequence

from heatsim.draws.address import Address
from heatsim.draws.batch import Block

__all__ = ["Taken", "Watched", "WatchedBlocks", "watched", "watched_blocks"]

Taken = dict[Address, float]  # in the order of use


class Watched(list[float]):
    """The draws of one site. An engine reads each of them by its index, once, when it is drawn."""

    __slots__ = ("site", "taken")

    def __init__(self, uniforms: Sequence[float], site: str, taken: Taken) -> None:
        super().__init__(uniforms)
        self.site = site
        self.taken = taken

    def __getitem__(self, occurrence: int) -> float:  # type: ignore[override]  # never sliced
        u = super().__getitem__(occurrence)
        self.taken[Address(self.site, occurrence)] = u
        return u

    def __add__(self, more: list[float]) -> Watched:  # type: ignore[override]  # an engine fetches further draws this way
        return Watched([*self, *more], self.site, self.taken)


class WatchedBlocks(list[Block]):
    """The shots of one engagement; of each, all four words count as used."""

    __slots__ = ("site", "taken")

    def __init__(self, blocks: Sequence[Block], site: str, taken: Taken) -> None:
        super().__init__(blocks)
        self.site = site
        self.taken = taken

    def __getitem__(self, occurrence: int) -> Block:  # type: ignore[override]  # never sliced
        words = super().__getitem__(occurrence)
        for number, u in enumerate(words):
            self.taken[Address(self.site, occurrence, number)] = u
        return words

    def __add__(self, more: list[Block]) -> WatchedBlocks:  # type: ignore[override]
        return WatchedBlocks([*self, *more], self.site, self.taken)


def watched_blocks(blocks: Sequence[Sequence[Block]], sites: Sequence[str], taken: Taken) -> list[list[Block]]:
    """The same shots, watched."""
    return [WatchedBlocks(column, site, taken) for column, site in zip(blocks, sites, strict=True)]


def watched(uniforms: Sequence[Sequence[float]], sites: Sequence[str], taken: Taken) -> list[list[float]]:
    """The same lists, watched."""
    return [Watched(column, site, taken) for column, site in zip(uniforms, sites, strict=True)]

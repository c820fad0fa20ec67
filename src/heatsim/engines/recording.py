"""Which draws did a replication use? Lists of uniforms that write down every number taken from them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from heatsim.draws.address import WORDS_PER_BLOCK, Address

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


class WatchedBlocks(array):  # type: ignore[type-arg]  # array[float], from Python 3.12 on
    """The shots of one engagement, four words each; each word counts as used when it is read."""

    __slots__ = ("site", "taken")
    site: str
    taken: Taken

    def __new__(cls, numbers: Sequence[float], site: str, taken: Taken) -> WatchedBlocks:
        made: WatchedBlocks = super().__new__(cls, "d", numbers)  # type: ignore[assignment]
        made.site, made.taken = site, taken
        return made

    def __getitem__(self, place: int) -> float:  # type: ignore[override]  # never sliced
        u: float = super().__getitem__(place)
        self.taken[Address(self.site, *divmod(place, WORDS_PER_BLOCK))] = u
        return u

    def __add__(self, more: array[float]) -> WatchedBlocks:
        return WatchedBlocks([*self, *more], self.site, self.taken)


def watched_blocks(blocks: Sequence[Sequence[float]], sites: Sequence[str], taken: Taken) -> list[array[float]]:
    """The same shots, watched."""
    return [WatchedBlocks(column, site, taken) for column, site in zip(blocks, sites, strict=True)]


def watched(uniforms: Sequence[Sequence[float]], sites: Sequence[str], taken: Taken) -> list[list[float]]:
    """The same lists, watched."""
    return [Watched(column, site, taken) for column, site in zip(uniforms, sites, strict=True)]

"""Designs: which draws replication `k` of a study has, when it is not simply those of its own number.

All of them go through addressed draws: a design supplies some numbers (pins, or another world's draws at some sites) over the
background of a seed and a replication. What a design itself leaves to chance it draws under purpose 2, so that it moves no draw
of the model (0) nor of the search for worlds (1). A design is plain data, so any worker makes the same draws of it.

`Antithetic`, `LatinHypercube` and `SobolPoints` come in blocks of `size` replications. Blocks are independent of each other,
replications within a block are not: an honest standard error is that of the block means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from heatsim.draws.batch import further, prefetch
from heatsim.draws.world import Draws
from heatsim.errors import MissingExtra, UsageError

__all__ = ["DESIGN", "PLAIN", "Antithetic", "Blocked", "Design", "LatinHypercube", "Mixed", "Plain", "Points", "SobolPoints"]

DESIGN = 2  # the purpose of what designs leave to chance
SOBOL_BITS = 30  # of the deterministic points; the random shift has all 52
CELLS = 52  # bits of a uniform number


class Design(Protocol):
    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        """The draws of replication `number` under `seed`; pins win over whatever the design supplies."""


class Blocked(Design, Protocol):
    """A design in independent blocks of `size` replications."""

    @property
    def size(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """Every replication has the draws of its own number."""

    size: int = 1

    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        return Draws(seed, number, pins=pins)


PLAIN = Plain()


@dataclass(frozen=True, slots=True)
class Antithetic:
    """Pairs: the second of each has 1 - u for every u of the first, or only at `sites`."""

    sites: tuple[str, ...] | None = None

    @property
    def size(self) -> int:
        return 2

    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        pair, mirrored = divmod(number, 2)
        if not mirrored:
            return Draws(seed, pair, pins=pins)
        if self.sites is None:
            return Draws(seed, pair, pins=pins, antithetic=True)
        opposite = Draws(seed, pair, antithetic=True)
        return Draws(seed, pair, pins=pins, others=dict.fromkeys(self.sites, opposite))


@dataclass(frozen=True, slots=True)
class LatinHypercube:
    """Blocks of `size`: at each of `sites` the first draws fall one into each of `size` equal cells, in random order.

    Source: McKay, Beckman and Conover 1979. Where in its cell a number lies is its own plain draw.
    """

    sites: tuple[str, ...]
    size: int = 64

    def __post_init__(self) -> None:
        _check(self.sites, self.size)

    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        block, row = divmod(number, self.size)
        us = _hypercube(seed, block, self.sites, self.size)[row]
        return Draws(seed, number, pins={**dict(zip(self.sites, us, strict=True)), **pins})


@dataclass(frozen=True, slots=True)
class SobolPoints:
    """Blocks of `size` (a power of two) Sobol' points for the first draws at `sites`, each block under a random digital shift.

    Source: Sobol' 1967, Cranley and Patterson 1976 for the randomisation. Needs the extra `analysis`.
    """

    sites: tuple[str, ...]
    size: int = 64

    def __post_init__(self) -> None:
        _check(self.sites, self.size)
        if self.size & (self.size - 1):
            raise UsageError(f"Sobol' points come in powers of two, not {self.size}")

    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        block, row = divmod(number, self.size)
        pairs = zip(_sobol(len(self.sites), self.size)[row], _shifts(seed, block, self.sites), strict=True)
        us = [_shifted(word, shift) for word, shift in pairs]
        return Draws(seed, number, pins={**dict(zip(self.sites, us, strict=True)), **pins})


@dataclass(frozen=True, slots=True)
class Points:
    """Given numbers at given addresses, the same luck for all points: replication `number` is point `number // each`.

    `luck` gives each point the number of the first replication whose luck it sees; row `i` of `values` holds the numbers at
    `addresses` (written addresses; a site stands for its first draw).
    """

    addresses: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    each: int = 1
    luck: tuple[int, ...] | None = None

    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        point, offset = divmod(number, self.each)
        first = 0 if self.luck is None else self.luck[point]
        return Draws(seed, first + offset, pins={**dict(zip(self.addresses, self.values[point], strict=True)), **pins})


@dataclass(frozen=True, slots=True)
class Mixed:
    """Replication `k`, but for `sites`, whose numbers come from another world: the same `k` under purpose 2.

    With `second` it is the other way round: all from the other world but for `sites`. With no sites the two are two
    independent worlds.
    """

    sites: tuple[str, ...] = ()
    second: bool = False

    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        own, other = (DESIGN, 0) if self.second else (0, DESIGN)
        supplied = dict.fromkeys(self.sites, Draws(seed, number, other))
        return Draws(seed, number, own, pins=pins, others=supplied)


def _check(sites: tuple[str, ...], size: int) -> None:
    if not sites:
        raise UsageError("a design needs at least one site")
    if len(set(sites)) < len(sites):
        raise UsageError("a design names each site once")
    if size < 2:
        raise UsageError(f"a design has at least two points, not {size}")


@lru_cache(maxsize=4)
def _hypercube(seed: int, block: int, sites: tuple[str, ...], size: int) -> list[tuple[float, ...]]:
    """The numbers of a block by row, then site."""
    first = block * size
    plain = prefetch([Draws(seed, first + row) for row in range(size)], sites, [1] * len(sites))
    cells = [_order(seed, block, site, size) for site in sites]
    return [
        tuple((cell[row] + column[0]) / size for cell, column in zip(cells, columns, strict=True))
        for row, columns in enumerate(plain)
    ]


def _order(seed: int, block: int, site: str, size: int) -> list[int]:
    """A random order of 0..size-1: the ranks of `size` draws of the design's own."""
    lots = further(Draws(seed, block, DESIGN), f"latin/{site}", 0, size)
    ranks = [0] * size
    for rank, row in enumerate(sorted(range(size), key=lots.__getitem__)):
        ranks[row] = rank
    return ranks


@lru_cache(maxsize=4)
def _sobol(dimensions: int, size: int) -> list[tuple[int, ...]]:
    """The first Sobol' points as whole numbers of SOBOL_BITS bits, by row."""
    try:
        from scipy.stats import qmc
    except ImportError as error:
        raise MissingExtra("a design of Sobol' points", "analysis") from error
    made = qmc.Sobol(dimensions, scramble=False, bits=SOBOL_BITS).random_base2(size.bit_length() - 1)
    return [tuple(int(x * 2**SOBOL_BITS) for x in row) for row in made]


@lru_cache(maxsize=4)
def _shifts(seed: int, block: int, sites: tuple[str, ...]) -> tuple[float, ...]:
    own = Draws(seed, block, DESIGN)
    return tuple(own.uniform(f"sobol/{site}") for site in sites)


def _shifted(word: int, shift: float) -> float:
    """A point under a digital shift: exclusive or of the bits, the middle of the cell."""
    cell = (word << (CELLS - SOBOL_BITS)) ^ int(shift * 2**CELLS)
    return (cell + 0.5) * 2.0**-CELLS

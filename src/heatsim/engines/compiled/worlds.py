"""The draws of many replications as numbers: each one's world, what other worlds supply, and pins.

A world is six numbers: seed, replication, purpose, whether every draw is turned round, and how many of the supplied sites and of
the pins that follow belong to it. Pins are ordered by site, occurrence and word within each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from heatsim.draws.consecutive import Consecutive
from heatsim.draws.world import Draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Worlds", "worlds"]

FARTHEST = 1 << 38  # no replication draws as often at one site
Places = Mapping[str, Sequence[int]]


class Worlds(NamedTuple):
    """`each` has a row of six for every replication; `most_pins` is the largest number of pins of any."""

    each: NDArray[np.int64]
    supplies: NDArray[np.int64]
    pin_keys: NDArray[np.int64]
    pin_values: NDArray[np.float64]
    most_pins: int

    def part(self, start: int, stop: int) -> Worlds:
        """The same for some of the replications."""
        before, inside = self.each[:start, 4:].sum(axis=0), self.each[start:stop, 4:].sum(axis=0)
        supplied, pinned = (slice(int(first), int(first + more)) for first, more in zip(before, inside, strict=True))
        return Worlds(
            self.each[start:stop], self.supplies[supplied], self.pin_keys[pinned], self.pin_values[pinned], self.most_pins
        )


def worlds(draws: Sequence[Draws], sites: Sequence[str]) -> Worlds:
    """What the kernel must know of the draws; `sites` are the program's, by number."""
    if isinstance(draws, Consecutive):
        return _consecutive(draws, sites)
    places = _places(sites)
    each: list[tuple[int, ...]] = []
    supplies: list[tuple[int, ...]] = []
    pins: list[tuple[int, float]] = []
    for one in draws:
        supplied, pinned = _special(one, places) if one.pins or one.others else ([], [])
        each.append((*_background(one), len(supplied), len(pinned)))
        supplies += supplied
        pins += pinned
    return _worlds(np.array(each, dtype=np.int64).reshape(-1, 6), supplies, pins)


def _consecutive(draws: Consecutive, sites: Sequence[str]) -> Worlds:
    """Many replications of one seed, all with the same pins."""
    count = len(draws)
    each = np.zeros((count, 6), dtype=np.int64)
    each[:, 0] = _signed(draws.seed)
    each[:, 1] = np.arange(draws.start, draws.stop, dtype=np.uint64).view(np.int64)
    pinned = _special(draws[0], _places(sites))[1] if count and draws.pins else []
    each[:, 5] = len(pinned)
    one = _worlds(each, [], pinned)
    return one._replace(pin_keys=np.tile(one.pin_keys, count), pin_values=np.tile(one.pin_values, count))


def _worlds(each: NDArray[np.int64], supplies: Sequence[tuple[int, ...]], pins: Sequence[tuple[int, float]]) -> Worlds:
    return Worlds(
        each,
        np.array(supplies, dtype=np.int64).reshape(-1, 5),
        np.array([key for key, _ in pins], dtype=np.int64),
        np.array([u for _, u in pins], dtype=np.float64),
        int(each[:, 5].max(initial=0)),
    )


def _places(sites: Sequence[str]) -> dict[str, list[int]]:
    """Numbers by name; more than one if two engagements should share a site."""
    places: dict[str, list[int]] = {}
    for number, name in enumerate(sites):
        places.setdefault(name, []).append(number)
    return places


def _background(draws: Draws) -> tuple[int, int, int, int]:
    return _signed(draws.seed), _signed(draws.replication), _signed(draws.purpose), int(draws.antithetic)


def _special(draws: Draws, places: Places) -> tuple[list[tuple[int, ...]], list[tuple[int, float]]]:
    """Sites that another world supplies, each with the world it comes from in the end; and all pins, the outermost winning."""
    supplied: list[tuple[int, ...]] = []
    pinned: dict[int, float] = {}
    for name in draws.others:
        for number in places.get(name, ()):
            other, chain = draws, []
            while name in other.others:
                other = other.others[name]
                chain.append(other)
            supplied.append((number, *_background(other)))
            for world in reversed(chain):
                for (site, occurrence, word), u in world.pins.items():
                    if site == name and occurrence < FARTHEST:
                        pinned[_key(number, occurrence, word)] = u
    for (name, occurrence, word), u in draws.pins.items():
        for number in places.get(name, ()):
            if occurrence < FARTHEST:
                pinned[_key(number, occurrence, word)] = u
    return supplied, sorted(pinned.items())


def _key(number: int, occurrence: int, word: int) -> int:
    return (number << 40) | (occurrence << 2) | word


def _signed(word: int) -> int:
    """The same 64 bits as a signed number."""
    return word - (1 << 64) if word >> 63 else word

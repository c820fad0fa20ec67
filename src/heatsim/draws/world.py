"""The draws of one replication, some of which may be supplied by someone else.

Pinned draws ("in the film this went so"), antithetic pairs, designs and counterfactuals are all the same mechanism: a mapping
from addresses to numbers over the background of a seed and a replication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from heatsim.draws.address import WORDS_PER_BLOCK, Address, site_number
from heatsim.draws.philox import philox4x64
from heatsim.draws.uniform import MODEL, check_counter_word, to_uniform
from heatsim.errors import UsageError

__all__ = ["Draws", "World"]

# Keys are addresses, written or parsed; a mapping's key type is invariant, so anything narrower would refuse a dict of strings.
Pins = Mapping[Any, float]


@dataclass(frozen=True, slots=True)
class Draws:
    """Every random number of one replication, by address.

    `pins` supplies exact numbers at addresses and wins over everything; `others` leaves all numbers of a site to the draws of
    another world (pins included); `antithetic` gives 1 - u wherever nobody else supplies u. UsageError for a seed, replication or
    purpose outside 0..2**64 - 1 and for pins that are not strictly between 0 and 1.
    """

    seed: int
    replication: int = 0
    purpose: int = MODEL
    pins: Pins = field(default_factory=dict, hash=False)
    antithetic: bool = False
    others: Mapping[str, Draws] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        check_counter_word("seed", self.seed)
        check_counter_word("replication", self.replication)
        check_counter_word("purpose", self.purpose)
        object.__setattr__(self, "pins", _addressed(self.pins))
        for site, other in self.others.items():
            if not isinstance(other, Draws):
                raise UsageError(f"the numbers of site '{site}' can only be left to other Draws, not to {other!r}")

    def uniform(self, site: str, occurrence: int = 0, word: int = 0) -> float:
        """The number at an address, 0 < u < 1."""
        if self.pins:
            pinned = self.pins.get((site, occurrence, word))
            if pinned is not None:
                return pinned
        if self.others and site in self.others:
            return self.others[site].uniform(site, occurrence, word)
        if occurrence < 0 or not 0 <= word < WORDS_PER_BLOCK:
            Address(site, occurrence, word).checked()
        u = to_uniform(philox4x64((occurrence, site_number(site), self.replication, self.purpose), (self.seed, 0))[word])
        return 1.0 - u if self.antithetic else u

    def with_pins(self, pins: Pins) -> Draws:
        """The same draws with further pins, which win over pins already there."""
        return replace(self, pins={**self.pins, **_addressed(pins)})


@dataclass(frozen=True, slots=True, repr=False)
class World:
    """A replication that can be written down: a seed, a replication number and pinned draws, for canon replays and stories."""

    seed: int
    replication: int = 0
    pins: Pins = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pins", self.draws().pins)

    def __repr__(self) -> str:
        pins = {str(address): u for address, u in self.pins.items()}
        return f"World({self.seed}, {self.replication}{f', {pins!r}' if pins else ''})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For Hypothesis and IPython, which would spell out every field."""
        printer.text(repr(self))

    def __getitem__(self, address: Address | str) -> float:
        """The number this world has at an address."""
        return self.draws().uniform(*_address(address))

    def draws(self, *, antithetic: bool = False) -> Draws:
        """What an engine needs to run this world."""
        return Draws(self.seed, self.replication, pins=self.pins, antithetic=antithetic)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: seed, replication and pins by written address, sorted."""
        pins = {str(address): u for address, u in sorted(self.pins.items())}
        return {"seed": self.seed, "replication": self.replication, "pins": pins}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> World:
        """Read what `to_dict` wrote; replication and pins may be left out. UsageError says what is wrong."""
        unknown = sorted(str(key) for key in set(data) - {"seed", "replication", "pins"})
        if unknown:
            raise UsageError(f"a world has seed, replication and pins, not {', '.join(unknown)}")
        if "seed" not in data:
            raise UsageError("a world needs a seed")
        pins = data.get("pins", {})
        if not isinstance(pins, Mapping):
            raise UsageError("the pins of a world are a mapping from addresses to numbers between 0 and 1")
        return cls(data["seed"], data.get("replication", 0), pins)


def _addressed(pins: Pins) -> dict[Address, float]:
    """Pins by checked address, each a float strictly between 0 and 1, no address twice."""
    result: dict[Address, float] = {}
    for key, u in pins.items():
        address = _address(key)
        if not _is_inside(u):
            raise UsageError(f"pin '{address}' must be a number strictly between 0 and 1, not {u!r}")
        if address in result:
            raise UsageError(f"pin '{address}' is given twice")
        result[address] = float(u)
    return result


def _is_inside(u: object) -> bool:
    return isinstance(u, int | float) and 0.0 < u < 1.0


def _address(key: object) -> Address:
    if isinstance(key, str):
        return Address.parse(key)
    if isinstance(key, tuple) and len(key) <= 3:
        return Address(*key).checked()
    raise UsageError(f"an address is written site, site#occurrence or site#occurrence.word, not {key!r}")

"""The fewest supplied draws that still make the film, over the background of a replication that is near it already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from heatsim.draws.address import Address
from heatsim.draws.world import Draws, World
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.engines.recording import Taken
from heatsim.program.model import Program
from heatsim.trace import Row

__all__ = ["shortened", "used_pins"]

DIGITS = range(2, 9)
Good = Callable[[Row], bool]
Pins = dict[Address, float]


def shortened(program: Program, found: Taken, good: Good, seed: int, backgrounds: Sequence[int]) -> World:
    """The world with the fewest supplied draws, over one of the replications `backgrounds` of `seed`, in which `good` holds.

    `found` is a complete world in which it holds. Draws are taken out by halves, quarters, ... as long as it goes on holding, and
    those that stay are rounded. What the shorter world does not use is not in it.
    """
    best: World | None = None
    for replication in backgrounds:
        pins = _without(program, dict(found), good, Draws(seed, replication))
        if best is None or len(pins) < len(best.pins):
            best = World(seed, replication, pins)
    assert best is not None
    background = Draws(seed, best.replication)
    return World(seed, best.replication, _rounded(program, dict(best.pins), good, background))


def used_pins(program: Program, draws: Draws) -> Pins:
    """The supplied draws that the replication really uses."""
    ((_, used),) = rows_and_draws(program, [draws])
    return {address: u for address, u in draws.pins.items() if address in used}


def _without(program: Program, pins: Pins, good: Good, background: Draws) -> Pins:
    """Pins left when all that can go has gone."""
    size = len(pins)
    while size > 0:
        for part in list(_parts(sorted(pins), size)):
            fewer = {address: u for address, u in pins.items() if address not in part}
            if len(fewer) < len(pins) and _holds(program, good, background.with_pins(fewer)):
                pins = used_pins(program, background.with_pins(fewer))
        size = min(size, len(pins)) // 2
    return pins


def _rounded(program: Program, pins: Pins, good: Good, background: Draws) -> Pins:
    """Each number with as few digits as it needs."""
    for address, u in sorted(pins.items()):
        for digits in DIGITS:
            short = round(u, digits)
            if 0 < short < 1 and _holds(program, good, background.with_pins({**pins, address: short})):
                pins = {**pins, address: short}
                break
    return used_pins(program, background.with_pins(pins))


def _parts(addresses: Sequence[Address], size: int) -> Iterator[frozenset[Address]]:
    for first in range(0, len(addresses), size):
        yield frozenset(addresses[first : first + size])


def _holds(program: Program, good: Good, draws: Draws) -> bool:
    ((row, _),) = rows_and_draws(program, [draws])
    return row.status != "failed" and good(row)

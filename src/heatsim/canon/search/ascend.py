"""From replications that are near the film to a world that is it, with as few supplied draws as there were turns to take.

A story of any length is chaotic: one other draw, and everything after it comes differently. So one supplied draw shortly before a
story leaves the film is a new try at what follows, and a world is built draw by draw, each of them worth a beat or more. What was
supplied for later in the story goes. This finds a world, quickly and a short one; it says nothing of how likely the film is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from heatsim.canon.search.climb import SEARCH, Hill, key
from heatsim.canon.search.moves import entity
from heatsim.canon.search.score import prepared
from heatsim.draws.address import Address
from heatsim.draws.batch import further
from heatsim.draws.world import Draws, World
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.engines.recording import Taken

__all__ = ["Turned", "ascend"]

ASCENT = 254  # the number of the climb under which its draws are addressed
TRIES = 60  # in a round
KEPT = 60  # worlds from which a round tries
ALIKE = (
    12  # of them with as many tests that hold: some are kept that have not come so far, for what comes far may have come to an end
)
LATE = 3.0  # how much sooner a late draw is taken than an early one
RANKED = 2.0  # and a better world than a worse one
WHEN = 0.7  # of the draws taken from a shot, those that say when it is fired: they turn most
CONSTANT = 0.3  # of all turns, those of a parameter, which is drawn at the start and may not matter before much later


@dataclass(frozen=True, slots=True)
class Turned:
    """A replication with some draws supplied, all the draws it used in their order, its score, and the round that made it."""

    replication: int
    pins: dict[Address, float]
    used: Taken
    score: float
    made: int

    def world(self, seed: int) -> World:
        """The same as a world, without what is supplied and not used."""
        return World(seed, self.replication, {address: u for address, u in self.pins.items() if address in self.used})


def ascend(hill: Hill, replications: Sequence[int], patience: int) -> Turned:
    """The best world found when the top is reached, or when `patience` tries in a row have found none that is better."""
    kept = _best(_played(hill, [(number, {}) for number in replications], 0))
    tried = number = 0
    while kept[0].score < hill.top and tried < patience:
        number += 1
        found = _played(hill, [_turn(hill, kept, number, index) for index in range(TRIES)], number)
        found = [one for one in found if not any(_same(one, other) for other in kept)]
        better = max((one.score for one in found), default=-1.0) > kept[0].score
        tried = 0 if better else tried + TRIES
        kept = _best([*kept, *found])
    return kept[0]


def _turn(hill: Hill, kept: Sequence[Turned], number: int, index: int) -> tuple[int, dict[Address, float]]:
    """One of the kept worlds with one more draw supplied, most likely a good world and a late draw."""
    chance = Draws(hill.seed, key(ASCENT, number, 0, index), SEARCH)
    which, where, when, constant, u = further(chance, "turn", 0, 5)
    world = kept[int(len(kept) * which**RANKED)]
    used = list(world.used)
    parameters = [address for address in used if entity(address.site) == address.site]
    if constant < CONSTANT and parameters:
        return world.replication, {**world.pins, parameters[int(len(parameters) * where)]: u}
    place = len(used) - 1 - int(len(used) * where**LATE)
    while when < WHEN and used[place].word:
        place -= 1
    before = {address: world.pins[address] for address in used[:place] if address in world.pins}
    return world.replication, {**before, used[place]: u}


def _same(one: Turned, other: Turned) -> bool:
    """Is it the same story, however many draws differ?"""
    return one.score == other.score and one.used.keys() == other.used.keys() and list(one.used) == list(other.used)


def _played(hill: Hill, worlds: Sequence[tuple[int, dict[Address, float]]], made: int) -> list[Turned]:
    score = prepared(hill.gauge)
    draws = [Draws(hill.seed, replication, pins=pins) for replication, pins in worlds]
    return [
        Turned(replication, pins, used, score(row.values) if row.status != "failed" else -1.0, made)
        for (replication, pins), (row, used) in zip(worlds, rows_and_draws(hill.program, draws), strict=True)
    ]


def _best(worlds: Sequence[Turned]) -> list[Turned]:
    """Those with the highest score, of equals the newest, and not too many that are alike."""
    found: list[Turned] = []
    alike: Counter[int] = Counter()
    for one in sorted(worlds, key=lambda one: (-one.score, -one.made, len(one.pins))):
        alike[int(one.score)] += 1
        if alike[int(one.score)] <= ALIKE:
            found.append(one)
    return found[:KEPT]

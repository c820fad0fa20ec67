"""From replications that are near the film to a world that is it, with as few supplied draws as there were turns to take.

A story of any length is chaotic: one other draw, and everything after it comes differently. So one supplied draw shortly before a
story leaves the film is a new try at what follows, and a world is built draw by draw, each of them worth a beat or more. Worlds
that have not come so far are kept as well, for what has come far may get no further (a man has no rounds left).

Each beginning has its ascent, which knows nothing of the others: what is ahead of all others now would crowd out what gets there
in the end. The better half is tried again, with twice the patience and other luck, and so on (successive halving). This finds a
world, and a short one; it says nothing of how likely the film is.

Rows come from the fastest engine there is, since the engines agree; which draws a world uses is asked only of those to be turned.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from heatsim.canon.search.climb import SEARCH, Hill, key
from heatsim.canon.search.parallel import in_order
from heatsim.canon.search.score import prepared
from heatsim.canon.search.shorten import Pins, used_pins
from heatsim.draws.address import Address
from heatsim.draws.batch import further
from heatsim.draws.world import Draws
from heatsim.engines import choose, get
from heatsim.engines.on_simpy import rows_and_draws

__all__ = ["Ascent", "Turned", "ascend", "ascents", "beginnings"]

Say = Callable[[str], None]
ASCENT = 254  # the number of the climb under which its draws are addressed
BLOCK = 2000  # replications scored at a time
BEGIN = 200  # replications to begin with
PATIENCE = 12_000  # worlds in a row that are no better, and an ascent ends; twice as many in the next attempt, of the better half
PARENTS, TRIES = 8, 400  # in a round: worlds that are turned, and how often each
EQUAL = 6  # worlds of a round that are kept though they are no better than what they come from
HEIGHTS, KEPT = 14, 25  # heights of which worlds are kept, and worlds at each
DOWN = 0.35  # how fast heights below the best are turned less
AGE = 40.0  # rounds by which luck makes a world younger
MORE = (0.75, 0.875)  # beyond which a turn is of two draws, and of three
ANYWHERE = 0.12  # of all turns, those of any draw: one from early in the story may matter only late
LATE = 3.0  # how much sooner a late draw is taken than an early one, otherwise
NUMBERS = 10  # that a turn takes


@dataclass(frozen=True, slots=True)
class Turned:
    """A replication with some draws supplied, its score, and when it was found, in rounds, made a little younger by luck."""

    replication: int
    pins: Pins
    score: float
    born: float

    def draws(self, seed: int) -> Draws:
        return Draws(seed, self.replication, pins=self.pins)


def beginnings(hill: Hill, replications: int) -> list[Turned]:
    """The best of the first `replications` replications."""
    found: list[Turned] = []
    for first in range(0, replications, BLOCK):
        numbers = range(first, min(first + BLOCK, replications))
        scores = _scores(hill, [Draws(hill.seed, number) for number in numbers])
        found += [Turned(number, {}, score, 0.0) for number, score in zip(numbers, scores, strict=True)]
        found = sorted(found, key=lambda one: (-one.score, one.replication))[:BEGIN]
    return found


@dataclass(frozen=True, slots=True)
class Ascent:
    """Where an ascent ended, and how many worlds it tried."""

    best: Turned
    tried: int


def ascents(hill: Hill, begin: Sequence[Turned], most: int, workers: int, say: Say = lambda text: None) -> Turned:
    """The first world at the top, by the order of the beginnings, or the best when `most` worlds have been tried.

    The same for any number of workers.
    """
    field, best, tried = list(enumerate(begin)), max(begin, key=lambda one: one.score), 0
    for attempt in count():
        say(f"{len(field)} ascents, each until {PATIENCE << attempt:,} worlds are no better")
        reached: list[float] = []
        for ascent in in_order(ascend, ((hill, one, PATIENCE << attempt, attempt, place) for place, one in field), workers):
            reached.append(ascent.best.score)
            tried += ascent.tried
            if ascent.best.score > best.score:
                best = ascent.best
                held = f"{int(best.score)} of {int(hill.top)} hold, with {len(best.pins)} supplied draws"
                say(f"from replication {best.replication}, after {tried:,} worlds: {held}")
            if best.score >= hill.top or tried >= most:
                return best
        order = sorted(range(len(field)), key=lambda index: -reached[index])
        field = [field[index] for index in order[: -(-len(field) // 2)]]
    raise AssertionError


def ascend(hill: Hill, begin: Turned, patience: int, attempt: int = 0, place: int = 0) -> Ascent:
    """From one world, until the top is reached or `patience` worlds in a row were no better; without pins that are not used.

    Other luck for each `attempt` (up to 65,535) and `place`.
    """
    kept: dict[int, list[Turned]] = defaultdict(list)
    kept[int(begin.score)].append(begin)
    used: dict[int, list[Address]] = {}  # by the identity of what is kept
    best = begin
    tried = since = number = 0
    while best.score < hill.top and since < patience:
        number += 1
        chance = Draws(hill.seed, key(ASCENT, number & 0xFFFF, attempt, place), SEARCH)
        for one in _round(hill, kept, used, chance, number):
            kept[int(one.score)].append(one)
            if one.score > best.score:
                best, since = one, 0
        tried, since = tried + PARENTS * TRIES, since + PARENTS * TRIES
        _thin(kept, used)
    return Ascent(Turned(best.replication, used_pins(hill.program, best.draws(hill.seed)), best.score, best.born), tried)


def _round(
    hill: Hill, kept: dict[int, list[Turned]], used: dict[int, list[Address]], chance: Draws, number: int
) -> Iterator[Turned]:
    """Some worlds are turned; what came of it that is better than what it comes from, and a little of what is as good."""
    lots = further(chance, "parents", 0, 2 * PARENTS)
    parents = [_parent(kept, which, where) for which, where in zip(lots[::2], lots[1::2], strict=True)]
    turns: list[tuple[Turned, Pins]] = []
    for place, parent in enumerate(parents):
        if id(parent) not in used:
            ((_, taken),) = rows_and_draws(hill.program, [parent.draws(hill.seed)])
            used[id(parent)] = list(taken)
        turns += [(parent, pins) for pins in _turns(parent, used[id(parent)], chance, place)]
    scores = _scores(hill, [Draws(hill.seed, parent.replication, pins=pins) for parent, pins in turns])
    luck = further(chance, "luck", 0, len(turns))
    equal: list[tuple[float, Turned]] = []
    for (parent, pins), score, young in zip(turns, scores, luck, strict=True):
        one = Turned(parent.replication, pins, score, number + AGE * young)
        if score > parent.score:
            yield one
        elif score == parent.score:
            equal.append((young, one))
    yield from (one for _, one in sorted(equal, key=lambda pair: -pair[0])[:EQUAL])


def _parent(kept: dict[int, list[Turned]], which: float, where: float) -> Turned:
    """One of the worlds, of the best height most likely."""
    heights = sorted(kept, reverse=True)
    worlds = kept[heights[min(int(-math.log1p(-which) / DOWN), len(heights) - 1)]]
    return worlds[int(len(worlds) * where)]


def _turns(parent: Turned, used: Sequence[Address], chance: Draws, place: int) -> Iterator[Pins]:
    """The draws of a world with one more supplied, or two, or three, most likely late ones."""
    numbers = further(chance, f"turns {place}", 0, NUMBERS * TRIES)
    for first in range(0, len(numbers), NUMBERS):
        many, *lots = numbers[first : first + NUMBERS]
        pins = dict(parent.pins)
        for turn in range(1 + sum(many > more for more in MORE)):
            anywhere, where, u = lots[3 * turn : 3 * turn + 3]
            back = where if anywhere < ANYWHERE else where**LATE
            pins[used[len(used) - 1 - int(len(used) * back)]] = u
        yield pins


def _scores(hill: Hill, draws: Sequence[Draws]) -> list[float]:
    score = prepared(hill.gauge)
    rows = get(choose("auto", hill.program)).rows(hill.program, draws)
    return [score(row.values) if row.status != "failed" else -1.0 for row in rows]


def _thin(kept: dict[int, list[Turned]], used: dict[int, list[Address]]) -> None:
    """The best and youngest of the greatest heights stay."""
    for height in sorted(kept)[:-HEIGHTS]:
        del kept[height]
    for height, worlds in kept.items():
        kept[height] = sorted(worlds, key=lambda one: (-one.score, -one.born))[:KEPT]
    alive = {id(one) for worlds in kept.values() for one in worlds}
    for identity in [identity for identity in used if identity not in alive]:
        del used[identity]

"""Sequential Monte Carlo on the draws: a population of worlds climbs, level by level, to worlds in which everything holds.

At each level the worlds that reach it survive and are copied to the full number, then every one of them is moved about within the
level. The product of the surviving shares estimates the probability of reaching the top (multilevel splitting; F. Cérou and
A. Guyader 2007, J. Bect and others 2017 for subset simulation). A level counts worlds at it as reaching it, so ties do no harm.

`explore` finds levels, step sizes and numbers of sweeps as it goes. `repeat` climbs the levels it is given with the settings it is
given: then the estimate has no bias. Every random number has an address in (repeat, level, sweep, particle).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from heatsim.canon.search.moves import Settings, propose
from heatsim.canon.search.score import Gauge, Score, prepared
from heatsim.draws.batch import further
from heatsim.draws.world import Draws
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.engines.recording import Taken
from heatsim.program.model import Program

__all__ = ["SEARCH", "Climb", "Hill", "Level", "Particle", "explore", "key", "repeat", "start"]

SEARCH = 1  # the purpose of the search's draws; 0 is the model's
KEEP = 0.4  # the share that should survive a level
MOVED = 2.0  # how often a world's draws should have been renewed at a level
FEWEST_SWEEPS, MOST_SWEEPS = 3, 16
MOST_LEVELS = 400
MOST_PATIENCE = 5  # as many times `patience` worlds in all
BEHIND, AHEAD = 0.02, 0.06  # how far the window reaches, as a share of the longest story
ACCEPTANCE = (0.2, 0.4)  # of steps; outside it the size changes


Rest = tuple[int, bool]


@dataclass(frozen=True)
class Hill:
    """What is climbed: a program, the score of its rows, and how many worlds climb together."""

    program: Program
    gauge: Gauge
    top: float
    seed: int
    count: int


@dataclass(frozen=True, slots=True)
class Particle:
    """A world by the draws it used (in order of use), its score, and which world of the first population it comes from."""

    world: Taken
    score: float
    ancestor: int


@dataclass(frozen=True, slots=True)
class Level:
    """One level as the exploration found it: its height, and the settings for moving about in it."""

    height: float
    size: float
    sweeps: int
    window: tuple[int, int] = (0, 0)
    longest: int = 0

    def settings(self, usual: Settings) -> Settings:
        """The usual settings, as they are at this level."""
        return replace(usual, size=self.size, window=self.window, longest=max(self.longest, usual.longest))


@dataclass
class Climb:
    """What came of one climb. `shares` are those that survived each level; `tried` and `accepted` count moves."""

    number: int
    shares: list[float] = field(default_factory=list)
    particles: list[Particle] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    evaluations: int = 0
    levels: list[Level] = field(default_factory=list)

    @property
    def probability(self) -> float:
        """The product of the shares."""
        product = 1.0
        for share in self.shares:
            product *= share
        return product

    @property
    def ancestors(self) -> int:
        return len({particle.ancestor for particle in self.particles})

    @property
    def worlds(self) -> int:
        return len({tuple(particle.world.items()) for particle in self.particles})


def key(number: int, level: int, sweep: int, particle: int) -> int:
    """The replication number under which the search draws: 8, 16, 16 and 24 bits."""
    return number << 56 | level << 40 | sweep << 24 | particle


def start(hill: Hill, number: int) -> Climb:
    """A climb with its first population: plain worlds."""
    climb = Climb(number)
    draws = [Draws(hill.seed, key(number, 0, 0, place), SEARCH) for place in range(hill.count)]
    climb.particles = [replace(one, ancestor=place) for place, one in enumerate(_played(hill, climb, draws))]
    return climb


def explore(hill: Hill, settings: Settings, climb: Climb, patience: int) -> Climb:
    """Climb to the top if that can be done, finding levels on the way; `climb.levels` ends at the top only if it was reached.

    It gives up after `patience` worlds none of which was better than the best so far, or five times as many in all.
    """
    height, number, better = float("-inf"), 0, climb.evaluations
    most = climb.evaluations + MOST_PATIENCE * patience
    while height < hill.top and climb.evaluations < min(better + patience, most) and number < MOST_LEVELS:
        number += 1
        found = _next_height([particle.score for particle in climb.particles], height, hill.top)
        if found is not None:
            height, better = found, climb.evaluations
            _select(hill, climb, height, number)
        settings, sweeps = _settle(hill, climb, settings, height, number)
        if found is not None:
            climb.levels.append(Level(height, settings.size, sweeps, settings.window, settings.longest))
        elif not climb.tried:  # nothing that could be moved: the worlds draw nothing
            break
    return climb


def repeat(hill: Hill, settings: Settings, levels: Sequence[Level], number: int) -> Climb:
    """An independent climb of known levels; nobody may reach one of them, and then the estimate is zero."""
    climb = start(hill, number)
    for place, level in enumerate(levels, 1):
        _select(hill, climb, level.height, place)
        if not climb.particles:
            break
        for sweep in range(1, level.sweeps + 1):
            _sweep(hill, climb, level.settings(settings), level.height, (place, sweep))
    return climb


def _next_height(scores: Sequence[float], height: float, top: float) -> float | None:
    """The lowest score above `height` that at most KEEP of the worlds reach, or the highest there is; None if none is above."""
    higher = sorted({min(score, top) for score in scores if score > height})
    for candidate in higher:
        if sum(score >= candidate for score in scores) <= KEEP * len(scores):
            return candidate
    return higher[-1] if higher else None


def _select(hill: Hill, climb: Climb, height: float, number: int) -> None:
    """Who reaches the level survives; each is copied equally often, and lots decide about the rest."""
    alive = [particle for particle in climb.particles if particle.score >= height]
    climb.shares.append(len(alive) / len(climb.particles))
    if not alive:
        climb.particles = []
        return
    times, rest = divmod(hill.count, len(alive))
    lots = further(Draws(hill.seed, key(climb.number, number, 0, 0), SEARCH), "survivors", 0, len(alive))
    lucky = sorted(range(len(alive)), key=lambda place: lots[place])[:rest]
    climb.particles = [*(alive * times), *(alive[place] for place in lucky)]


def _settle(hill: Hill, climb: Climb, settings: Settings, height: float, number: int) -> tuple[Settings, int]:
    """Sweeps until the worlds have moved enough, the size of steps and the window adapting to what is accepted."""
    moved, sweep, rests = 0.0, 0, list[Rest]()
    settings = replace(settings, longest=max(settings.longest, *(len(particle.world) for particle in climb.particles)))
    while sweep < MOST_SWEEPS and (sweep < FEWEST_SWEEPS or moved < MOVED * len(climb.particles)):
        sweep += 1
        tried, accepted = climb.tried["step"], climb.accepted["step"]
        found, seen = _sweep(hill, climb, settings, height, (number, sweep))
        moved, rests = moved + found, rests + seen
        rate = (climb.accepted["step"] - accepted) / max(1, climb.tried["step"] - tried)
        factor = 0.7 if rate < ACCEPTANCE[0] else 1.3 if rate > ACCEPTANCE[1] else 1.0
        settings = replace(settings, size=min(1.0, settings.size * factor), window=window(rests, settings.longest))
    return settings, sweep


def window(rests: Sequence[Rest], longest: int) -> tuple[int, int]:
    """About how much of a story must be kept to stay at the level: less mostly fails, more mostly does.

    `rests` are moves that kept a story up to a number of draws and left the rest to chance, and whether they were accepted.
    """
    ordered = sorted(rests)
    best = right = sum(good for _, good in ordered)  # as if all were beyond the edge
    edge = 0
    for kept, good in ordered:
        right += -1 if good else 1
        if right > best:
            best, edge = right, kept
    return max(0, edge - int(BEHIND * longest)), edge + int(AHEAD * longest)


def _sweep(hill: Hill, climb: Climb, settings: Settings, height: float, place: tuple[int, int]) -> tuple[float, list[Rest]]:
    """Each world proposes one move, and makes it if it stays at the level; how much was renewed, and what became of moves `rest`.

    What a new world does not use is not kept: it would be a draw that was selected for what it did in another world.
    """
    level, sweep = place
    proposals, draws, movers = [], [], []
    for index, particle in enumerate(climb.particles):
        chance = Draws(hill.seed, key(climb.number, level, sweep, index + 1), SEARCH)
        proposal = propose(particle.world, settings, chance)
        if proposal.supplied != particle.world:
            proposals.append(proposal)
            movers.append(index)
            draws.append(chance.with_pins(proposal.supplied))
    moved, rests = 0.0, []
    for proposal, index, new in zip(proposals, movers, _played(hill, climb, draws), strict=True):
        climb.tried[proposal.move] += 1
        good = new.score >= height
        if proposal.move == "rest":
            rests.append((proposal.kept, good))
        if good:
            climb.accepted[proposal.move] += 1
            moved += _renewed(climb.particles[index].world, new.world)
            climb.particles[index] = Particle(new.world, new.score, climb.particles[index].ancestor)
    return moved, rests


def _renewed(before: Taken, after: Taken) -> float:
    """The share of a world's draws that are others than they were."""
    return sum(before.get(address) != u for address, u in after.items()) / max(1, len(after))


def _played(hill: Hill, climb: Climb, draws: Sequence[Draws]) -> list[Particle]:
    score: Score = prepared(hill.gauge)
    climb.evaluations += len(draws)
    return [
        Particle(used, score(row.values) if row.status != "failed" else -1.0, 0)
        for row, used in rows_and_draws(hill.program, draws)
    ]

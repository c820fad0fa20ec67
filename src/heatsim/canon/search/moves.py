"""Ways to change some draws of a world a little, or some of them altogether.

Each move is reversible for the law of all draws (independent and uniform), whichever of them a replication happens to use: what it
does to an address never depends on whether the world uses it. So a move that is accepted whenever the new world is good enough
keeps the law of good enough worlds. A proposal says what is supplied; every other draw is fresh.

Half of the proposals keep the first draws of a world as they are, up to somewhere in the level's window: a story that must go on as
it began is best changed where it has just come to. What is kept is used first whatever comes of the rest, so these moves are
reversible too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

from heatsim.draws.batch import further
from heatsim.draws.world import Draws
from heatsim.engines.recording import Taken
from heatsim.program.model import Program

__all__ = ["MOVES", "Proposal", "Settings", "entity", "propose", "settings_for"]

NORMAL = NormalDist()
EDGE = 2.0**-53
PARTS = (0.01, 0.1, 0.3, 1.0)  # of the draws that a step moves, one of the longest story at least
FEW = (0.001, 0.005, 0.02, 0.05, 0.15)  # of the draws that are redrawn


@dataclass(frozen=True, slots=True)
class Settings:
    """What moves need to know besides the world.

    `size` is that of a step, 0 to 1; `longest` the most draws any world used; `window` the fewest and the most draws that are kept.
    """

    entities: tuple[str, ...]
    longest: int
    size: float = 0.4
    window: tuple[int, int] = (0, 0)


def settings_for(program: Program, longest: int) -> Settings:
    """The settings of a program's worlds."""
    return Settings(tuple(sorted({entity(site.name) for site in program.sites})), longest)


def entity(site: str) -> str:
    """Whose draw it is: what stands before the slash; each parameter stands for itself."""
    owner, _, _ = site.partition("/")
    return site if owner == "parameters" else owner


def _step(world: Taken, settings: Settings, chance: Draws, v: float) -> Taken:
    """Some draws move a little: in normal space, towards fresh ones."""
    part = max(PARTS[int(v * len(PARTS))], 1 / settings.longest)
    chosen, noise = _uniforms(chance, "step which", len(world)), _uniforms(chance, "step where", len(world))
    keep = math.sqrt(1.0 - settings.size**2)
    moved = {}
    for (address, u), which, xi in zip(world.items(), chosen, noise, strict=True):
        if which < part:
            u = NORMAL.cdf(keep * NORMAL.inv_cdf(u) + settings.size * NORMAL.inv_cdf(xi))
            u = min(max(u, EDGE), 1.0 - EDGE)
        moved[address] = u
    return moved


def _few(world: Taken, settings: Settings, chance: Draws, v: float) -> Taken:
    """Some draws are drawn again."""
    part = max(FEW[int(v * len(FEW))], 1 / settings.longest)
    return {
        address: u for (address, u), which in zip(world.items(), _uniforms(chance, "few", len(world)), strict=True) if which >= part
    }


def _one(world: Taken, settings: Settings, chance: Draws, v: float) -> Taken:
    """Everything that one entity draws is drawn again."""
    who = settings.entities[int(v * len(settings.entities))]
    return {address: u for address, u in world.items() if entity(address.site) != who}


def _rest(world: Taken, settings: Settings, chance: Draws, v: float) -> Taken:
    """The story up to some draw stays, and chance takes over: what a world draws next depends only on what it drew before."""
    kept = int(v * settings.longest)
    return dict(list(world.items())[:kept])


@dataclass(frozen=True, slots=True)
class Proposal:
    """The move that was made, the draws it supplies, and how many of the first ones it keeps."""

    move: str
    supplied: Taken
    kept: int


Move = Callable[[Taken, Settings, Draws, float], Taken]
MOVES: dict[str, Move] = {"step": _step, "few": _few, "one entity": _one, "rest": _rest}


def propose(world: Taken, settings: Settings, chance: Draws) -> Proposal:
    """What to change; `chance` is the search's own, a fresh one for each proposal."""
    which, how, where = _uniforms(chance, "move", 3)
    name = tuple(MOVES)[int(which * len(MOVES))]
    low, high = settings.window
    kept = low + int((2.0 * where - 1.0) * (high - low + 1)) if where >= 0.5 else 0
    if name == "rest":
        kept = kept or int(how * settings.longest)
        return Proposal(name, dict(list(world.items())[:kept]), kept)
    begun = list(world.items())
    return Proposal(name, {**dict(begun[:kept]), **MOVES[name](dict(begun[kept:]), settings, chance, how)}, kept)


def _uniforms(chance: Draws, site: str, count: int) -> list[float]:
    # No site of a model has a name without a slash, so the search's own draws meet none of the worlds' fresh ones.
    return further(chance, site, 0, count) if count else []

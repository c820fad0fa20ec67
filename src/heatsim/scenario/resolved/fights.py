"""What a gunfight is fought with: weapons, wounds, walls, and who fights whom."""

from __future__ import annotations

from dataclasses import dataclass

from heatsim.errors import Where
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved.values import Value

__all__ = [
    "Fight",
    "Wall",
    "Weapon",
    "Wound",
]


@dataclass(frozen=True, slots=True)
class Wound:
    """Where a round may hit, by its share of all hits, and what that does; what is left of 1 after the three does nothing."""

    name: str
    share: Expression
    dead: Expression
    down: Expression
    wounded: Expression
    armoured: bool = False  # body armour covers it
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Weapon:
    """`hit` is the chance of a round at an exposed, unsuppressed target; with `dispersion` (radians) it follows from the range."""

    name: str
    every: Value  # time between pulls of the trigger
    rounds: int = 1  # per pull
    hit: Expression | None = None
    dispersion: Expression | None = None
    reach: Expression | None = None  # no fire beyond this distance
    magazine: int | None = None  # None: never reloaded
    carried: int | None = None  # rounds in all, magazine included; None: enough
    reload: Value | None = None
    suppresses: Expression | None = None  # added to the suppression of a target by each round fired at it
    text: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Wall:
    """What nobody sees or shoots through: a straight line between two points, metres."""

    name: str
    ax: float
    ay: float
    bx: float
    by: float
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Fight:
    """Who fights whom: all members of the sides. With `geometry` sight, range and cover count; without, all face all."""

    name: str
    sides: tuple[str, ...]
    wounds: tuple[Wound, ...] = ()  # empty: every hit puts the target in the state `hit_state`
    hit_state: str = "dead"
    geometry: bool = False
    target_radius: Expression | None = None  # of a standing person as a disc, for dispersion
    half_life: Expression | None = None  # of suppression
    moving: Expression | None = None  # factor (0..1) on hit probability at or by somebody on the move
    text: str = ""
    where: Where = Where()

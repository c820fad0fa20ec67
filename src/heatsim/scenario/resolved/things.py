"""What there is: parameters, actors, places, quantities, variables, clocks."""

from __future__ import annotations

from dataclasses import dataclass

from heatsim.errors import Where
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved.values import Value

__all__ = [
    "Actor",
    "Clock",
    "Parameter",
    "Place",
    "Quantity",
    "Variable",
]


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    value: Value
    dimension: tuple[int, int, int]  # powers of time, distance, money
    kind: str = "number"  # number | flag | choice
    options: tuple[str, ...] = ()
    drawn: str = "once"
    basis: str = ""
    facts: tuple[str, ...] = ()
    source: str = ""
    why: str = ""
    low: float | None = None  # declared range, internal units
    high: float | None = None
    text: str = ""
    scale: float = 1.0  # set by relative overrides: value * scale + shift
    shift: float = 0.0
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor, or a group of `count` of them."""

    name: str
    side: str
    title: str
    count: int | None = None  # None: a single actor
    at: str | None = None
    speed: Expression | None = None
    present: Expression | None = None
    text: str = ""
    where: Where = Where()
    armour: Expression | None = None  # share of hits on armoured places that it stops
    endurance: int = 1  # hits that put it out, where the fight has no wounds
    weapon: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    x: float
    y: float
    text: str = ""
    cover: Expression | None = None  # share of a person there that is hidden
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Quantity:
    name: str
    unit: str  # usd | number
    holders: tuple[str, ...]  # every holder: actors (members by `group[i]`), places, stores
    start: tuple[tuple[str, Expression], ...]
    text: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    value: Expression
    dimension: tuple[int, int, int]
    kind: str = "number"  # number | flag
    text: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Clock:
    name: str
    runs: Expression | None
    text: str = ""
    facts: tuple[str, ...] = ()
    where: Where = Where()

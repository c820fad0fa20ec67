"""A whole scenario: what there is, what happens, what is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field

from heatsim.errors import Where
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved.fights import Fight, Wall, Weapon
from heatsim.scenario.resolved.steps import Order, Step
from heatsim.scenario.resolved.things import Actor, Clock, Parameter, Place, Quantity, Variable

__all__ = [
    "Ending",
    "Measure",
    "Process",
    "Resolved",
    "Variant",
]


@dataclass(frozen=True, slots=True)
class Process:
    name: str
    steps: tuple[Step, ...]
    of: str | None = None  # actor or group
    count: int | None = None  # a group of processes (of actors or not); None: one process
    at_start: bool = True
    orders: tuple[Order, ...] = ()
    python: str | None = None
    signals: tuple[str, ...] = ()  # that its behaviour in Python may send; empty for steps
    events: tuple[str, ...] = ()  # ... and make happen
    text: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, time, amount or flag (`value`), or a category (`cases`: word and condition, then `otherwise`)."""

    name: str
    value: Expression | None
    kind: str  # number | time | distance | speed | money | rate | flag | category
    unit: str
    cases: tuple[tuple[str, Expression], ...] = ()
    otherwise: str = ""
    canon: float | str | bool | None = None  # the film's value in `unit`
    facts: tuple[str, ...] = ()
    text: str = ""
    margin: bool = False
    headline: bool = False  # among the first to look at
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Ending:
    name: str
    when: Expression | None
    text: str = ""
    canon: bool = False
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Variant:
    name: str
    text: str = ""
    sets: tuple[tuple[str, object], ...] = ()
    pins: tuple[tuple[str, float], ...] = ()
    steps: tuple[tuple[str, object], ...] = ()
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A whole scenario. Orders of all tuples are orders of declaration."""

    language: int
    name: str
    title: str
    description: str
    canon: str | None
    horizon: int
    start_of_day: int | None
    event_limit: int
    parameters: tuple[Parameter, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    variables: tuple[Variable, ...]
    clocks: tuple[Clock, ...]
    signals: tuple[str, ...]
    processes: tuple[Process, ...]
    measures: tuple[Measure, ...]
    endings: tuple[Ending, ...]
    variants: tuple[Variant, ...]
    weapons: tuple[Weapon, ...] = ()
    walls: tuple[Wall, ...] = ()
    fights: tuple[Fight, ...] = ()
    events: tuple[str, ...] = field(default=())  # every event id that steps carry, in order of first appearance

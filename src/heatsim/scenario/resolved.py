"""What a scenario file means once everything implicit has been said: the resolved model.

The resolver makes it from what people write, the checker reads it, the compiler turns it into a Program. Times are
microseconds, distances metres, money cents (see `heatsim.units`). Every expression is typed and bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from heatsim.errors import Where
from heatsim.scenario.expression import Expression

__all__ = [
    "Actor",
    "Assign",
    "At",
    "Board",
    "Chance",
    "Choose",
    "Clock",
    "Distribution",
    "Do",
    "Ending",
    "Engage",
    "Fight",
    "First",
    "Hand",
    "If",
    "Mark",
    "Measure",
    "Meta",
    "Move",
    "Option",
    "Order",
    "Parameter",
    "Place",
    "Process",
    "Put",
    "Quantity",
    "Repeat",
    "Resolved",
    "Signal",
    "Start",
    "Step",
    "Stop",
    "Variable",
    "Variant",
    "Wait",
    "Wall",
    "Watch",
    "Weapon",
    "Wound",
]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution by its kind and its arguments in the order `heatsim.draws.distributions.KINDS` gives them."""

    kind: str
    args: tuple[Expression, ...]
    options: tuple[str, ...] = ()  # categorical and ordinal: the words, in declaration order
    where: Where = Where()


Value = Expression | Distribution


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


@dataclass(frozen=True, slots=True)
class Meta:
    """What any step may carry. `site` is the step's name within its process, `label` what messages call it."""

    site: str | None = None
    label: str = ""
    text: str | None = None
    events: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Option:
    """One branch of `choose` (value: a weight) or of `first` (value: a time)."""

    name: str
    value: Value
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Order:
    on: Expression
    steps: tuple[Step, ...]
    then: str = "resume"  # resume | skip | stop | leave
    again: bool = False
    name: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Do:
    meta: Meta
    takes: Value
    until: Expression | None = None
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    meta: Meta
    condition: Expression
    limit: Value | None = None
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class At:
    meta: Meta
    clock: str
    reading: Expression
    remaining: bool
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    meta: Meta
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class If:
    meta: Meta
    condition: Expression
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Chance:
    meta: Meta
    probability: Expression
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Choose:
    meta: Meta
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class First:
    meta: Meta
    hazards: tuple[Option, ...]
    until: Expression | None = None
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """`times` or `condition` is set, never both (`repeat` and `while`)."""

    meta: Meta
    times: Expression | None
    condition: Expression | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Start:
    meta: Meta
    kind: str  # clock | process | group
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    meta: Meta
    kind: str  # clock | process | group | me | run
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Move some of a quantity from one holder to another; `amount` None means all. `me` stands for the acting actor."""

    meta: Meta
    quantity: str
    source: str
    target: str
    amount: Expression | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    meta: Meta
    pairs: tuple[tuple[str, Expression], ...]  # add is resolved to set


@dataclass(frozen=True, slots=True)
class Put:
    """`actor` is `me`, an actor, a member `group[i]`, or a whole group; `by` an actor, `me` or None."""

    meta: Meta
    actor: str
    state: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    meta: Meta
    target: str
    speed: Expression
    until: Expression | None = None
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Engage:
    """The step `fight`: take part until no enemy is left (`then`), or until cut short or out of ammunition (`else`)."""

    meta: Meta
    fight: str
    weapon: str
    target: str = "random"  # random | nearest | dangerous | attacker | assigned
    assigned: tuple[str, ...] = ()  # actors, most wanted first
    reaction: Value | None = None
    holds: Expression | None = None  # no fire while this holds
    until: Expression | None = None
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """`actor` is from now on wherever `carrier` is (a vehicle, or somebody who carries it); None: on its own feet again."""

    meta: Meta
    actor: str
    carrier: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    meta: Meta
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    meta: Meta
    orders: tuple[Order, ...]
    steps: tuple[Step, ...]


Step = (
    Do
    | Wait
    | At
    | Signal
    | If
    | Chance
    | Choose
    | First
    | Repeat
    | Start
    | Stop
    | Hand
    | Assign
    | Put
    | Move
    | Engage
    | Board
    | Mark
    | Watch
)


@dataclass(frozen=True, slots=True)
class Process:
    name: str
    steps: tuple[Step, ...]
    of: str | None = None  # actor or group
    count: int | None = None  # a group of processes (of actors or not); None: one process
    at_start: bool = True
    orders: tuple[Order, ...] = ()
    python: str | None = None
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

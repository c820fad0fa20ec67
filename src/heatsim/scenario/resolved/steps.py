"""What a process does, one kind of step each."""

from __future__ import annotations

from dataclasses import dataclass

from heatsim.errors import Where
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved.values import Value

__all__ = [
    "Assign",
    "At",
    "Board",
    "Chance",
    "Choose",
    "Do",
    "Engage",
    "First",
    "Hand",
    "If",
    "Mark",
    "Meta",
    "Move",
    "Option",
    "Order",
    "Put",
    "Repeat",
    "Signal",
    "Start",
    "Step",
    "Stop",
    "Wait",
    "Watch",
]


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

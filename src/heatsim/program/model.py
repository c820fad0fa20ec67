"""The Program: a closed world in tables of plain data, the same for every engine.

State is one vector of floats (`variables`). Times are microseconds, money cents, so sums of them are exact. A missing time is NaN.
Code is one list of instructions; a process is a place in it, one alarm, and the conditions it waits for. Expressions are trees of
tuples over the state vector:

    ("const", x) ("var", i) ("sent", i): variable i is not missing ("sum", ...) and the operators and functions of the language

Instructions (`op`, then what its fields mean; `next` is the following instruction):

    set      a: variable, x: value
    draw     a: variable, b: sampler, c: site, d: 1 if a negative result counts as zero
    race     a: variable, b: first of n sites, c: n, xs: weights      unordered choice
    block    x: duration or None, y: condition or None, a: where to go if the condition holds,
             c: 0 the time is work (it stops while an order is served), 1 a limit (it goes on), 2 x is a moment, not a duration
    jump     a: target
    loop     a: target, backwards; counts against the event limit
    branch   x: condition, a: target if it does not hold
    happen   a: event                                                 its first time is kept
    signal   a: variable that keeps the time of sending
    state    a: actor, b: state, x: who did it (actor number, -1 nobody)
    start    a: process        startnext a: first of n, b: n          its first idle one
    stop     a: process        halt: this process                     endrun: the replication
    arm      a: order          disarm a: order
    back                       end of the steps of an order
    depart   a: actor, x, y: where to, xs: (time it takes,)           a block with d: actor is the way there
    arrive   a: actor, x: cover there
    board    a: actor, b: carrier or -1
    join     a: combatant                                             from now on it can be shot at
    pull     a: variable that receives the time to the next shot, b: engagement
    shoot    a: where to go if nobody can be hit, b: engagement
    note     a: kind of trace event, t: text, x: optional value       only when tracing
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from heatsim.errors import Where
from heatsim.units import Dimension

__all__ = [
    "ActorInfo",
    "BodyInfo",
    "ClockInfo",
    "Column",
    "CombatantInfo",
    "EndingInfo",
    "EngagementInfo",
    "EventInfo",
    "FightInfo",
    "Instruction",
    "MeasureInfo",
    "OrderInfo",
    "ParameterInfo",
    "ProcessInfo",
    "Program",
    "Sampler",
    "Site",
    "Slot",
    "Tree",
    "WeaponInfo",
    "Whose",
    "WoundInfo",
]

Tree = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Instruction:
    op: str
    a: int = -1
    b: int = -1
    c: int = -1
    d: int = -1
    x: Tree | None = None
    y: Tree | None = None
    xs: tuple[Tree, ...] = ()
    t: str = ""
    facts: tuple[str, ...] = ()
    process: int = -1
    step: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Slot:
    """One variable of the state vector."""

    name: str
    initial: float
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Site:
    """A place where chance enters; `repeats` when it may be drawn more than once in a replication."""

    name: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Sampler:
    """A distribution by kind and argument trees; `constant` holds the arguments when they never change."""

    kind: str
    args: tuple[Tree, ...]
    constant: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class OrderInfo:
    """A standing order: its condition, its steps, and what follows: resume, skip, stop or leave (to `leave`)."""

    name: str
    condition: Tree
    pc: int
    then: str
    again: bool
    process: int
    leave: int = -1


@dataclass(frozen=True, slots=True)
class ProcessInfo:
    """`rank` is the position in the program's list. `pc` is where it starts; `actor` its actor's number or -1."""

    name: str
    pc: int
    actor: int
    at_start: bool = True
    orders: tuple[int, ...] = ()
    python: str | None = None
    watches: tuple[int, ...] = ()  # variables that any of its conditions reads
    signals: tuple[str, ...] = ()  # that its behaviour in Python may send
    events: tuple[str, ...] = ()  # ... and make happen


@dataclass(frozen=True, slots=True)
class ActorInfo:
    name: str
    title: str
    side: str
    state: int  # variables
    by: int
    since: int
    processes: tuple[int, ...] = ()
    out: int = -1  # variable: when it went out; missing while it is in


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """The variables of an actor that is somewhere: position at rest, the way it is on, cover, carrier (actor number or -1)."""

    x: int
    y: int
    to_x: int
    to_y: int
    start: int  # of the way, microseconds; missing when at rest
    end: int
    cover: int
    aboard: int


@dataclass(frozen=True, slots=True)
class CombatantInfo:
    """An actor in a fight and its variables. `side` is the number of its side in the fight."""

    actor: int
    fight: int
    side: int
    joined: int
    shots: int
    hits: int
    taken: int
    hurt_by: int
    wound: int
    rounds: tuple[int, ...]  # rounds in the magazine and besides, of each of its weapons that can run out
    suppression: int  # its value at ...
    suppressed_at: int
    attacker: int  # actor who fired at it last
    armour: Tree
    endurance: int


@dataclass(frozen=True, slots=True)
class WoundInfo:
    name: int  # number of the place among all places of wounds
    share: Tree
    dead: Tree
    down: Tree
    wounded: Tree
    armoured: bool


@dataclass(frozen=True, slots=True)
class FightInfo:
    """`left` and `here` are variables by side: how many are not out, and how many of them have joined."""

    name: str
    combatants: tuple[int, ...]
    left: tuple[int, ...]
    here: tuple[int, ...]
    wounds: tuple[WoundInfo, ...]
    hit_state: int
    body: int  # the number of the place `body`, where there are no wounds
    geometry: bool
    target_radius: Tree
    half_life: Tree
    moving: Tree
    began: int = -1  # variable: the time of the first shot


@dataclass(frozen=True, slots=True)
class WeaponInfo:
    name: str
    every: int  # sampler
    rounds: int
    hit: Tree | None
    dispersion: Tree | None
    reach: Tree | None
    magazine: int | None
    carried: int | None
    suppresses: Tree | None


@dataclass(frozen=True, slots=True)
class EngagementInfo:
    """One `fight` step: who, with what, at whom first. `site` is where its shots are drawn.

    `pull` and `block` are the places of the two instructions that lead to the next shot. `plain` says that nothing else stands
    between one shot and the next of a shooter who has rounds and sees an enemy, so that an engine may take that way at one go.
    """

    combatant: int
    weapon: int
    site: str
    target: str
    assigned: tuple[int, ...]  # combatants
    load: int = -1  # variables: rounds in the magazine, and carried besides; an actor keeps what each of its weapons has left
    spare: int = -1
    shots: int = -1  # variables: fired with this weapon, and hit; -1 where the combatant has no other, so that its own say it
    hits: int = -1
    pull: int = -1
    block: int = -1
    plain: bool = False


@dataclass(frozen=True, slots=True)
class EventInfo:
    id: str
    variable: int
    text: str
    facts: tuple[str, ...] = ()
    process: str = ""


@dataclass(frozen=True, slots=True)
class ClockInfo:
    name: str
    started: int
    frozen: int
    runs: Tree | None


@dataclass(frozen=True, slots=True)
class ParameterInfo:
    name: str
    variable: int
    dimension: Dimension
    kind: str
    options: tuple[str, ...]
    basis: str
    facts: tuple[str, ...]
    source: str
    why: str
    text: str
    shown: str  # the value or distribution, in words


@dataclass(frozen=True, slots=True)
class Whose:
    """The fighter that a column of the group `fate` tells of."""

    actor: str
    title: str
    side: str
    weapons: tuple[str, ...]  # all that it may fight with, in the order of its steps
    fight: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of results. `unit` is the reader's unit; `words` the values of a category or choice."""

    name: str
    group: str  # measure | parameter | fight | fate | event
    kind: str  # number | time | money | distance | speed | rate | flag | category | choice
    unit: str = ""
    words: tuple[str, ...] = ()
    canon: float | str | bool | None = None
    text: str = ""
    facts: tuple[str, ...] = ()
    margin: bool = False
    whose: Whose | None = None
    headline: bool = False


@dataclass(frozen=True, slots=True)
class MeasureInfo:
    """`value` for numbers and flags; for a category the cases in order, the last being what is left."""

    column: Column
    value: Tree | None
    cases: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class EndingInfo:
    name: str
    when: Tree | None
    text: str = ""
    canon: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Program:
    """Everything that can happen in one scenario. Columns are measures, then parameters, then fights and fates, then events.

    Programs are compared by identity, so that what an engine prepares for one can be kept beside it.
    """

    name: str
    title: str
    horizon: int
    start_of_day: int | None
    event_limit: int
    variables: tuple[Slot, ...]
    sites: tuple[Site, ...]
    samplers: tuple[Sampler, ...]
    code: tuple[Instruction, ...]
    setup: int
    processes: tuple[ProcessInfo, ...]
    orders: tuple[OrderInfo, ...]
    actors: tuple[ActorInfo, ...]
    events: tuple[EventInfo, ...]
    signals: tuple[tuple[str, int], ...]
    clocks: tuple[ClockInfo, ...]
    parameters: tuple[ParameterInfo, ...]
    measures: tuple[MeasureInfo, ...]
    endings: tuple[EndingInfo, ...]
    columns: tuple[Column, ...] = field(default=())
    fates: tuple[int, ...] = ()  # variables, by column of fights and fates
    bodies: tuple[BodyInfo, ...] = ()  # by actor; empty where there are no places
    walls: tuple[tuple[float, float, float, float], ...] = ()
    places: tuple[tuple[str, float, float], ...] = ()  # by name; metres
    weapons: tuple[WeaponInfo, ...] = ()
    combatants: tuple[CombatantInfo, ...] = ()
    fights: tuple[FightInfo, ...] = ()
    engagements: tuple[EngagementInfo, ...] = ()
    wound_names: tuple[str, ...] = ()
    file: str = ""  # what messages call the file, or the scenario if there is none
    words: str = ""  # how a command line says the scenario, with its changes; empty if it cannot

    def __repr__(self) -> str:
        return f"<Program {self.name}, {len(self.processes)} processes, {len(self.code)} instructions>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For Hypothesis and IPython, which would spell out every field."""
        printer.text(repr(self))

"""One process while it lives, and the replication it lives in: what instructions read and change besides the state vector.

Nothing here knows SimPy: how a process sleeps and is roused is the business of the engine, which fills in `sleep` and `rouse`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heatsim.engines.moving import freeze, proceed
from heatsim.program.evaluate import Value

if TYPE_CHECKING:
    from array import array

    from heatsim.draws.world import Draws
    from heatsim.engines.link import Linked
    from heatsim.trace import Event, Way

__all__ = ["HALT", "ROUSED", "SHOOT", "WAIT", "Frame", "Life", "LinkedOrder", "Replication"]

WAIT = -1  # instead of the next instruction: the process has blocked
HALT = -2  # ... or has come to its end
SHOOT = -3  # ... or goes on as a plain shooter (`shooting`)
ROUSED = -4  # a plain shooter has its turn before its shot
NEVER = -1  # no deadline


@dataclass(frozen=True, slots=True)
class LinkedOrder:
    number: int
    condition: Value
    pc: int
    then: str
    again: bool
    leave: int
    name: str


@dataclass(slots=True)
class Frame:
    """What an order broke into: the block, the time that was left, its deadline, and the order being served before."""

    pc: int
    left: int
    deadline: int
    ceiling: int


class Replication:
    """The state of one replication. `turns` counts against `stop_at`, which bounds the whole run and every single moment."""

    __slots__ = (
        "blocks",
        "draws",
        "lives",
        "log",
        "now",
        "occurrences",
        "over",
        "pending",
        "placed",
        "seen",
        "shots",
        "status",
        "stop_at",
        "turns",
        "uniforms",
        "values",
        "ways",
        "words",
    )

    def __init__(self, linked: Linked, draws: Draws, uniforms: list[list[float]], blocks: list[array[float]]) -> None:
        self.values: list[float] = linked.initial.copy()
        self.blocks = blocks  # by engagement: four words for every shot fetched so far
        self.shots = [0] * len(blocks)
        self.words = [0] * len(blocks)  # where the words of the shot under way stand
        self.occurrences = [0] * len(uniforms)
        self.uniforms = uniforms
        self.draws = draws
        self.lives: list[Life] = []
        self.log: list[Event] = []
        self.ways: list[Way] = []  # only when tracing
        self.placed: dict[int, Way] = {}  # the last way of each actor
        self.seen: tuple[float, ...] = ()  # everybody's place at the last look
        self.now = 0
        self.pending = 0
        self.turns = 0
        self.stop_at = linked.moment_limit
        self.over = False
        self.status = "ended"


class Life:
    """A process: where it is, what it waits for, which orders stand."""

    __slots__ = (
        "armed",
        "blocked",
        "ceiling",
        "cond",
        "deadline",
        "due",
        "engaged",
        "entry",
        "event",
        "frames",
        "fresh",
        "linked",
        "number",
        "over",
        "rank",
        "replication",
        "running",
        "scheduled",
        "sleep",
    )

    def __init__(self, replication: Replication, linked: Linked, number: int, rank: int, entry: int, running: bool) -> None:
        self.replication = replication
        self.linked = linked
        self.number = number
        self.rank = rank
        self.entry = entry
        self.running = running
        self.sleep: Callable[[Life], None] = linked.sleep
        self.fresh = False  # started, has not run yet
        self.due = False  # will have its turn at this moment
        self.scheduled = False  # has an alarm
        self.blocked = -1  # the block it waits at
        self.deadline = NEVER
        self.cond: Value | None = None
        self.event: Any = None
        self.armed: tuple[LinkedOrder, ...] = ()
        self.frames: tuple[Frame, ...] = ()
        self.ceiling = 1 << 60  # only orders below it may break in
        self.engaged: Any = None  # how it fires, as a plain shooter
        self.over: Any = None  # what it then waits for

    def stirred(self, values: list[float]) -> bool:
        """Does anything it waits for hold?"""
        cond = self.cond
        if cond is not None and cond(values):
            return True
        return bool(self.armed) and self.breaking(values) is not None

    def breaking(self, values: list[float]) -> LinkedOrder | None:
        """The first order that stands and whose condition holds."""
        ceiling = self.ceiling
        for order in self.armed:
            if order.number < ceiling and order.condition(values):
                return order
        return None

    def serve(self, order: LinkedOrder) -> int:
        """Let the order break into the block; returns where its steps are."""
        now = self.replication.now
        left = self.deadline - now if self.deadline != NEVER else NEVER
        walker = self.linked.walkers[self.blocked]
        if walker >= 0:
            freeze(self.replication.values, self.linked.program.bodies, walker)
        self.frames = (*self.frames, Frame(self.blocked, left, self.deadline, self.ceiling))
        self.armed = tuple(other for other in self.armed if other is not order)
        self.ceiling = order.number
        self.blocked = -1
        self.cond = None
        return order.pc

    def settle(self, values: list[float]) -> int:
        """At a block, in its turn: serve an order, go on if the condition or the alarm has come, else sleep (again)."""
        pc = self.blocked
        linked = self.linked
        if self.armed and (order := self.breaking(values)) is not None:
            linked.on_order(self, order)
            return self.serve(order)
        cond = self.cond
        if cond is not None and cond(values):
            return self.cut(values, pc, linked.targets[pc])
        if self.deadline != NEVER and self.deadline <= self.replication.now:
            self.blocked = -1
            return linked.after[pc]
        self.sleep(self)
        return WAIT

    def cut(self, values: list[float], pc: int, target: int) -> int:
        """Leave a block early; whoever is on its way stops where it is."""
        linked = self.linked
        if linked.walkers[pc] >= 0:
            freeze(values, linked.program.bodies, linked.walkers[pc])
        self.blocked = -1
        return target

    def back(self, values: list[float], order: LinkedOrder) -> int:
        """The steps of an order are done."""
        *below, frame = self.frames
        self.frames = tuple(below)
        self.ceiling = frame.ceiling
        if order.again:
            self.arm(order)
        linked, pc = self.linked, frame.pc
        if order.then == "stop":
            return HALT
        if order.then == "leave":
            self.frames = ()
            self.ceiling = 1 << 60
            return order.leave
        if order.then == "skip":
            return self.cut(values, pc, linked.skips[pc])
        self.blocked = pc
        self.cond = linked.conditions[pc]
        work = frame.left != NEVER and linked.works[pc]
        self.deadline = self.replication.now + frame.left if work else frame.deadline
        if linked.walkers[pc] >= 0:
            proceed(values, linked.program.bodies, linked.walkers[pc], float(frame.left))
        return self.settle(values)

    def arm(self, order: LinkedOrder) -> None:
        others = [other for other in self.armed if other.number != order.number]
        self.armed = tuple(sorted([*others, order], key=lambda one: one.number))

    def disarm(self, number: int) -> None:
        self.armed = tuple(order for order in self.armed if order.number != number)

    def clear(self) -> None:
        """Nothing stands, nothing is waited for: idle until started again."""
        self.running = self.fresh = self.due = self.scheduled = False
        self.blocked = -1
        self.cond = None
        if self.armed or self.frames:
            self.armed = ()
            self.frames = ()
            self.ceiling = 1 << 60

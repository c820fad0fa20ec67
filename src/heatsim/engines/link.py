"""A program made ready for the SimPy engine: one closure per instruction, with what only tracing needs left out when it is off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from heatsim.engines.instructions import CLOSURES, Go
from heatsim.engines.life import Life, LinkedOrder, Replication
from heatsim.engines.noting import order_note
from heatsim.engines.shooting import PlainShooter, entrance
from heatsim.engines.whereabouts import looker
from heatsim.program.evaluate import Value, closure
from heatsim.program.model import Program

__all__ = ["Linked", "link"]

SILENT = "note"
PREFETCH_REPEATED = 4  # occurrences fetched ahead of a site that may be drawn more than once
MOMENT_LIMIT = 100_000  # turns at one moment of time before it counts as a loop without delay


@dataclass
class Linked:
    """Tables by instruction (closures, targets, ...) and by variable (who may be stirred by a change)."""

    program: Program
    traced: bool
    sleep: Callable[[Life], None]
    rouse: Callable[[Life], None]
    retire: Callable[[Life], None]
    initial: list[float] = field(default_factory=list)
    code: list[Go] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    skips: list[int] = field(default_factory=list)
    works: list[bool] = field(default_factory=list)
    walkers: list[int] = field(default_factory=list)  # the actor who is on the way during a block
    conditions: list[Value | None] = field(default_factory=list)
    orders: list[LinkedOrder] = field(default_factory=list)
    watchers: list[tuple[int, ...]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    restarted: list[bool] = field(default_factory=list)  # processes that a `start` may start
    plain: dict[int, PlainShooter] = field(default_factory=dict)  # by engagement, those that are plain
    setup: int = 0
    moment_limit: int = 0
    event_limit: int = 0
    on_order: Callable[[Life, LinkedOrder], None] = order_note
    look: Callable[[Replication], None] = field(init=False)

    def __post_init__(self) -> None:
        self.look = looker(self.program.bodies if self.traced else ())


def link(
    program: Program,
    *,
    traced: bool,
    sleep: Callable[[Life], None],
    rouse: Callable[[Life], None],
    retire: Callable[[Life], None],
) -> Linked:
    """Closures for all of a program. `sleep`, `rouse` and `retire` are the engine's."""
    linked = Linked(program, traced, sleep, rouse, retire)
    linked.initial = [slot.initial for slot in program.variables]
    linked.event_limit = program.event_limit
    linked.moment_limit = min(program.event_limit, MOMENT_LIMIT + 10 * len(program.processes))
    linked.depths = [PREFETCH_REPEATED if site.repeats else 1 for site in program.sites]
    watchers: list[list[int]] = [[] for _ in program.variables]
    for number, process in enumerate(program.processes):
        for variable in process.watches:
            watchers[variable].append(number)
    linked.watchers = [tuple(numbers) for numbers in watchers]
    linked.orders = [
        LinkedOrder(number, closure(order.condition), _follow(linked, order.pc), order.then, order.again, order.leave, order.name)
        for number, order in enumerate(program.orders)
    ]
    code = program.code
    linked.after = [_follow(linked, place + 1) for place in range(len(code))]
    linked.targets = [
        _follow(linked, i.a) if i.op in ("block", "jump", "branch", "loop", "shoot") and i.a >= 0 else -1 for i in code
    ]
    linked.works = [i.c == 0 for i in code]
    linked.skips = [after if i.c == 1 else target for i, after, target in zip(code, linked.after, linked.targets, strict=True)]
    linked.walkers = [i.d if i.op == "block" else -1 for i in code]
    linked.conditions = [closure(i.y) if i.op == "block" and i.y is not None else None for i in code]
    begun = {number for i in code if i.op in ("start", "startnext") for number in range(i.a, i.a + max(i.b, 1))}
    linked.restarted = [number in begun for number in range(len(program.processes))]
    linked.starts = [_follow(linked, process.pc) for process in program.processes]
    linked.setup = _follow(linked, program.setup)
    if not traced:
        linked.on_order = lambda life, order: None
    linked.code = [CLOSURES[i.op](linked, i, place) for place, i in enumerate(code)]
    for shooter in linked.plain.values():
        linked.code[shooter.top] = entrance(linked, shooter, linked.code[shooter.top])
    return linked


def _follow(linked: Linked, place: int) -> int:
    """Where running really goes on from `place`: past jumps, and past notes when nobody reads them."""
    code = linked.program.code
    while place < len(code):
        if code[place].op == "jump":
            place = code[place].a
        elif code[place].op == SILENT and not linked.traced:
            place += 1
        else:
            break
    return place

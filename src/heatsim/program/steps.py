"""Steps to instructions. One function per kind of step; `lay` lays a list of steps one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from heatsim.program.assembler import Assembler
from heatsim.program.lower import Lowering, const, var
from heatsim.program.model import OrderInfo, Tree
from heatsim.program.symbols import MISSING, NOW
from heatsim.scenario.expression import STATES
from heatsim.scenario.resolved import (
    Assign,
    At,
    Chance,
    Choose,
    Distribution,
    Do,
    First,
    Hand,
    If,
    Mark,
    Meta,
    Move,
    Order,
    Put,
    Repeat,
    Signal,
    Start,
    Step,
    Stop,
    Value,
    Wait,
    Watch,
)

__all__ = ["Layer"]

ENDLESS: Tree = const(1.0)


@dataclass
class Layer:
    """Lays the steps of one process. `name` is the process (its sites begin with it), `numbers` all processes by name."""

    asm: Assembler
    lower: Lowering
    name: str
    numbers: dict[str, int]
    groups: dict[str, tuple[int, ...]]
    loops: int = 0

    def lay(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            self.asm.at(step.meta)
            _LAY[type(step)](self, step)

    # what every step may carry

    def begin(self, meta: Meta, kind: str | None = None, x: Tree | None = None) -> None:
        """The start of a step: its `begins` happen, and the trace says so."""
        self.happen(meta, meta.begins)
        if kind or meta.begins:
            self.note(kind or "mark", meta, x, ids=meta.begins)

    def done(self, meta: Meta, kind: str | None = None, x: Tree | None = None) -> None:
        """The end of a step that went its way: its `event` happens, and the trace says so."""
        self.happen(meta, meta.events)
        if kind or meta.events:
            self.note(kind or "mark", meta, x, ids=meta.events)

    def happen(self, meta: Meta, events: tuple[str, ...]) -> None:
        for event in events:
            self.asm.emit("happen", a=self.asm.event(event, meta.text or meta.label, meta.facts, self.name))

    def note(self, kind: str, meta: Meta, x: Tree | None = None, *, ids: tuple[str, ...] = (), text: str | None = None) -> None:
        shown = text if text is not None else (meta.text or meta.label)
        self.asm.emit("note", t="\t".join((kind, shown, *ids)), x=x, facts=meta.facts)

    def branches(self, meta: Meta, then: tuple[Step, ...], otherwise: tuple[Step, ...], leave: list[int]) -> None:
        """`then`, and behind it `else`, which the instructions in `leave` jump to."""
        self.lay(then)
        if not otherwise:
            for place in leave:
                self.asm.aim(place)
            return
        over = self.asm.emit("jump")
        for place in leave:
            self.asm.aim(place)
        self.lay(otherwise)
        self.asm.aim(over)

    # chance

    def site(self, part: str | None) -> int:
        return self.asm.site(f"{self.name}/{part}", repeats=self.loops > 0)

    def draw(self, value: Value, site: str | None, *, duration: bool = True) -> Tree:
        """The tree of a value: lowered, or drawn into a variable of its own just before it is used."""
        if not isinstance(value, Distribution):
            return self.lower(value)
        variable = self.lower.symbols.slot(f"{self.name}/{site} drawn")
        args = tuple(self.lower(arg) for arg in value.args)
        clamp = int(duration and value.kind == "plain_normal")
        self.asm.emit("draw", a=variable, b=self.asm.sampler(value.kind, args), c=self.site(site), d=clamp)
        return var(variable)

    # steps that take time

    def do(self, step: Do) -> None:
        meta = step.meta
        takes = self.draw(step.takes, meta.site)
        self.begin(meta, "begin", takes)
        until = self.lower(step.until) if step.until else None
        block = self.asm.emit("block", x=takes, y=until, c=0)
        self.done(meta, "done")
        self.cut(meta, step.then, step.otherwise, [block])

    def cut(self, meta: Meta, then: tuple[Step, ...], otherwise: tuple[Step, ...], blocks: list[int]) -> None:
        """What follows a step that may be cut short, by its own condition or by an order that skips it."""
        self.lay(then)
        over = self.asm.emit("jump")
        for block in blocks:
            self.asm.aim(block)
        self.asm.at(meta)
        self.note("cut", meta)
        self.lay(otherwise)
        self.asm.aim(over)

    def wait(self, step: Wait) -> None:
        meta = step.meta
        limit = self.draw(step.limit, meta.site) if step.limit is not None else None
        self.begin(meta, "wait", limit)
        block = self.asm.emit("block", x=limit, y=self.lower(step.condition), c=1)
        # falls through when the limit is reached; goes to its target when the condition holds
        if limit is not None:
            self.note("late", meta)
        self.lay(step.otherwise)
        over = self.asm.emit("jump")
        self.asm.aim(block)
        self.asm.at(meta)
        self.done(meta, "met")
        self.lay(step.then)
        self.asm.aim(over)

    def at(self, step: At) -> None:
        """Wait until the clock runs, then until its reading; a clock stopped before that leads to `else`."""
        meta = step.meta
        started, _ = self.lower.symbols.clocks[step.clock]
        self.begin(meta)
        first = self.asm.emit("block", y=("sent", started), c=1)
        self.asm.aim(first)
        reading = self.lower(step.reading)
        runs = next(clock.runs for clock in self.lower.scenario.clocks if clock.name == step.clock)
        elapsed = ("-", self.lower(runs), reading) if step.remaining and runs is not None else reading
        moment: Tree = ("max", var(NOW), ("+", var(started), elapsed))
        block = self.asm.emit("block", x=moment, y=("not", ("sent", started)), c=2)
        self.done(meta, "at")
        self.cut(meta, step.then, step.otherwise, [block])

    def first(self, step: First) -> None:
        """Draw every hazard's time; the earliest wins, the first declared of equals."""
        meta = step.meta
        kept = [self.keep(f"{meta.site}/{hazard.name}", hazard.value) for hazard in step.hazards]
        soonest: Tree = ("min", *(var(index) for index in kept))
        self.begin(meta, "first", soonest)
        until = self.lower(step.until) if step.until else None
        block = self.asm.emit("block", x=soonest, y=until, c=0)
        ends: list[int] = []
        for number, (hazard, index) in enumerate(zip(step.hazards, kept, strict=True)):
            others = kept[number + 1 :]
            miss = None
            if others:
                miss = self.asm.emit("branch", x=("<=", var(index), ("min", *(var(other) for other in others))))
            self.note("came", meta, text=hazard.name)
            self.lay(hazard.steps)
            ends.append(self.asm.emit("jump"))
            if miss is not None:
                self.asm.aim(miss)
        for end in ends:
            self.asm.aim(end)
        self.asm.at(meta)
        self.done(meta)
        self.cut(meta, (), step.otherwise, [block])

    def keep(self, name: str, value: Value | Tree) -> int:
        """A variable that holds the value from here on (a drawn one has its own already)."""
        if isinstance(value, Distribution):
            return int(self.draw(value, name)[1])
        tree = value if isinstance(value, tuple) else self.lower(value)
        index = self.lower.symbols.slot(f"{self.name}/{name} kept")
        self.asm.emit("set", a=index, x=tree)
        return index

    def move(self, step: Move) -> None:
        """Go there in distance / speed; cut short, the actor stops where it has got to."""
        meta, slots = step.meta, self.lower.symbols
        x, y = slots.positions[self.lower.me or ""]
        to_x, to_y = self.lower.position(self.lower.who(step.target))
        kept = [
            self.keep(f"{meta.label} {part}", tree) for part, tree in (("from x", var(x)), ("from y", var(y)), ("to x", to_x), ("to y", to_y))
        ]
        ax, ay, bx, by = (var(index) for index in kept)
        takes = var(self.keep(f"{meta.label} takes", ("/", ("hypot", ("-", bx, ax), ("-", by, ay)), self.lower(step.speed))))
        rest = slots.slot(f"{self.name}/{meta.label} rest")
        self.begin(meta, "move", takes)
        until = self.lower(step.until) if step.until else None
        block = self.asm.emit("block", x=takes, y=until, b=rest, c=0)
        self.asm.emit("set", a=x, x=bx)
        self.asm.emit("set", a=y, x=by)
        self.done(meta, "done")
        self.lay(step.then)
        over = self.asm.emit("jump")
        self.asm.aim(block)
        self.asm.at(meta)
        share: Tree = ("if", (">", takes, const(0)), ("-", const(1), ("/", var(rest), takes)), const(1))
        for index, start, end in ((x, ax, bx), (y, ay, by)):
            self.asm.emit("set", a=index, x=("+", start, ("*", share, ("-", end, start))))
        self.note("cut", meta)
        self.lay(step.otherwise)
        self.asm.aim(over)

    # branches and loops

    def if_(self, step: If) -> None:
        self.begin(step.meta)
        miss = self.asm.emit("branch", x=self.lower(step.condition))
        self.done(step.meta)
        self.branches(step.meta, step.then, step.otherwise, [miss])

    def chance(self, step: Chance) -> None:
        meta = step.meta
        self.begin(meta)
        index = self.lower.symbols.slot(f"{self.name}/{meta.site} came")
        probability = self.lower(step.probability)
        self.asm.emit("draw", a=index, b=self.asm.sampler("bernoulli", (probability,)), c=self.site(meta.site), d=0)
        self.note("chance", meta, var(index))
        miss = self.asm.emit("branch", x=var(index))
        self.done(meta)
        self.branches(meta, step.then, step.otherwise, [miss])

    def choose(self, step: Choose) -> None:
        meta = step.meta
        self.begin(meta)
        index = self.lower.symbols.slot(f"{self.name}/{meta.site} chosen")
        sites = [self.site(f"{meta.site}/{option.name}") for option in step.options]
        weights = tuple(self.lower(option.value) for option in step.options if not isinstance(option.value, Distribution))
        self.asm.emit("race", a=index, b=sites[0], c=len(sites), xs=weights)
        ends: list[int] = []
        for number, option in enumerate(step.options):
            miss = self.asm.emit("branch", x=("==", var(index), const(number)))
            self.note("choose", meta, text=option.name)
            self.lay(option.steps)
            ends.append(self.asm.emit("jump"))
            self.asm.aim(miss)
        for end in ends:
            self.asm.aim(end)
        self.asm.at(meta)
        self.done(meta)

    def repeat(self, step: Repeat) -> None:
        meta = step.meta
        self.begin(meta)
        self.loops += 1
        if step.times is not None:
            left = self.lower.symbols.slot(f"{self.name}/{meta.label} left")
            self.asm.emit("set", a=left, x=self.lower(step.times))
            top = self.asm.here
            out = self.asm.emit("branch", x=(">=", var(left), const(1)))
            self.asm.emit("set", a=left, x=("-", var(left), const(1)))
        else:
            top = self.asm.here
            out = self.asm.emit("branch", x=self.lower(step.condition) if step.condition else ENDLESS)
        self.lay(step.steps)
        self.asm.at(meta)
        self.asm.emit("loop", a=top)
        self.asm.aim(out)
        self.loops -= 1
        self.done(meta)

    # things that happen at once

    def signal(self, step: Signal) -> None:
        self.begin(step.meta)
        for name in step.names:
            self.note("signal", step.meta, text=name)
            self.asm.emit("signal", a=self.lower.symbols.signals[name])
        self.finish(step.meta)

    def finish(self, meta: Meta) -> None:
        """The end of a step that is its own beat only if it carries something to show."""
        self.done(meta, "mark" if meta.text or meta.events or meta.facts else None)

    def assign(self, step: Assign) -> None:
        self.begin(step.meta)
        for name, expression in step.pairs:
            tree = self.lower(expression)
            self.asm.emit("set", a=self.lower.symbols.variables[name], x=tree)
            self.note("set", step.meta, var(self.lower.symbols.variables[name]), text=name)
        self.finish(step.meta)

    def hand(self, step: Hand) -> None:
        """Move what there is, at most the amount asked for."""
        meta, held = step.meta, self.lower.symbols.holdings
        self.begin(meta)
        source = held[step.quantity, self.lower.who(step.source)]
        target = held[step.quantity, self.lower.who(step.target)]
        if source != target:
            amount = var(source) if step.amount is None else ("round", ("max", const(0), ("min", var(source), self.lower(step.amount))))
            moved = self.lower.symbols.slot(f"{self.name}/{meta.label} moved")
            self.asm.emit("set", a=moved, x=amount)
            self.asm.emit("set", a=source, x=("-", var(source), var(moved)))
            self.asm.emit("set", a=target, x=("+", var(target), var(moved)))
            words = f"{step.quantity}: {self.lower.who(step.source)} to {self.lower.who(step.target)}"
            self.note("hand", meta, var(moved), text=words)
        self.finish(meta)

    def put(self, step: Put) -> None:
        self.begin(step.meta)
        # the beat stands before the change: an actor that puts itself out does nothing more
        self.finish(step.meta)
        who = self.lower.who(step.actor)
        by = const(self.lower.symbols.actors.get(self.lower.who(step.by or "me"), -1))
        for name in self.lower.symbols.groups.get(who, (who,)):
            self.asm.emit("state", a=self.lower.symbols.actors[name], b=STATES.index(step.state), x=by)

    def start(self, step: Start) -> None:
        self.begin(step.meta)
        if step.kind == "clock":
            started, _ = self.lower.symbols.clocks[step.name]
            self.asm.emit("set", a=started, x=var(NOW))
            self.note("clock", step.meta, text=f"{step.name} starts")
        elif step.kind == "process":
            self.asm.emit("start", a=self.numbers[step.name])
        else:
            numbers = self.groups[step.name]
            self.asm.emit("startnext", a=numbers[0], b=len(numbers))
        self.finish(step.meta)

    def stop(self, step: Stop) -> None:
        self.begin(step.meta)
        self.finish(step.meta)
        if step.kind == "clock":
            started, read = self.lower.symbols.clocks[step.name]
            elapsed: Tree = ("if", ("sent", started), ("-", var(NOW), var(started)), var(read))
            self.asm.emit("set", a=read, x=elapsed)
            self.asm.emit("set", a=started, x=const(MISSING))
            self.note("clock", step.meta, text=f"{step.name} stops")
        elif step.kind in ("process", "group"):
            for number in self.groups.get(step.name, (self.numbers.get(step.name, -1),)):
                self.asm.emit("stop", a=number)
        else:
            self.asm.emit("halt" if step.kind == "me" else "endrun")

    def mark(self, step: Mark) -> None:
        self.begin(step.meta)
        self.done(step.meta, "say" if step.spoken else "mark")

    # standing orders

    def watch(self, step: Watch) -> None:
        self.begin(step.meta)
        orders = self.arm(step.orders)
        self.lay(step.steps)
        self.asm.at(step.meta)
        self.close(orders)
        self.done(step.meta)

    def arm(self, orders: tuple[Order, ...]) -> list[int]:
        """Lay the steps of the orders out of the way and arm them; returns their numbers."""
        if not orders:
            return []
        over = self.asm.emit("jump")
        numbers = []
        self.loops += 1  # an order that serves again draws again
        for order in orders:
            numbers.append(len(self.asm.orders))
            name = order.name or "order"
            self.asm.orders.append(
                OrderInfo(name, self.lower(order.on), self.asm.here, order.then, order.again, self.asm.process)
            )
            self.lay(order.steps)
            self.asm.emit("back", a=numbers[-1])
        self.loops -= 1
        self.asm.aim(over)
        for number in numbers:
            self.asm.emit("arm", a=number)
        return numbers

    def close(self, orders: list[int]) -> None:
        """Here the watched steps end: `leave` leads here, and the orders no longer stand."""
        for number in orders:
            known = self.asm.orders[number]
            self.asm.orders[number] = OrderInfo(
                known.name, known.condition, known.pc, known.then, known.again, known.process, self.asm.here
            )
        for number in orders:
            self.asm.emit("disarm", a=number)


_LAY: dict[type, Callable[[Layer, Any], None]] = {
    Do: Layer.do,
    Wait: Layer.wait,
    At: Layer.at,
    First: Layer.first,
    Move: Layer.move,
    If: Layer.if_,
    Chance: Layer.chance,
    Choose: Layer.choose,
    Repeat: Layer.repeat,
    Signal: Layer.signal,
    Assign: Layer.assign,
    Hand: Layer.hand,
    Put: Layer.put,
    Start: Layer.start,
    Stop: Layer.stop,
    Mark: Layer.mark,
    Watch: Layer.watch,
}

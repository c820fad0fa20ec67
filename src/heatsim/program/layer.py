"""What laying any step needs: notes and events, draws, branches, standing orders.

What each kind of step lays is in `timed`, `branching` and `instant`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from heatsim.program.assembler import Assembler
from heatsim.program.lower import Lowering, const, var
from heatsim.program.model import OrderInfo, Tree
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import Distribution, Meta, Order, Step, Value

__all__ = ["Lay", "Layer"]

Lay = Callable[["Layer", Any], None]


@dataclass
class Layer:
    """Lays the steps of one process, one after the other.

    `name` is the process (its sites begin with it), `numbers` all processes by name, `kinds` how each kind of step is laid, `loops`
    how many loops are open: a site inside one may be drawn more than once.
    """

    asm: Assembler
    lower: Lowering
    name: str
    numbers: dict[str, int]
    groups: dict[str, tuple[int, ...]]
    kinds: Mapping[type, Lay]
    loops: int = 0
    entry: int = -1  # where a process that runs from the start has its first instruction

    def lay(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            self.asm.at(step.meta)
            self.kinds[type(step)](self, step)

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

    def site(self, part: str | None) -> int:
        return self.asm.site(f"{self.name}/{part}", repeats=self.loops > 0)

    def _may_be_negative(self, value: Expression) -> bool:
        """Is it a parameter drawn from the untruncated normal? A duration below zero then counts as zero."""
        if value.op != "parameter":
            return False
        drawn = next(p.value for p in self.lower.scenario.parameters if p.name == value.name)
        return isinstance(drawn, Distribution) and drawn.kind == "plain_normal"

    def draw(self, value: Value, site: str | None, *, duration: bool = True) -> Tree:
        """The tree of a value: lowered, or drawn into a variable of its own just before it is used."""
        if not isinstance(value, Distribution):
            tree = self.lower(value)
            return ("max", const(0.0), tree) if duration and self._may_be_negative(value) else tree
        variable = self.lower.symbols.slot(f"{self.name}/{site} drawn")
        args = tuple(self.lower(arg) for arg in value.args)
        clamp = int(duration and value.kind == "plain_normal")
        self.asm.emit("draw", a=variable, b=self.asm.sampler(value.kind, args), c=self.site(site), d=clamp)
        return var(variable)

    def keep(self, name: str, value: Value | Tree) -> int:
        """A variable that holds the value from here on (a drawn one has its own already)."""
        if isinstance(value, Distribution):
            return int(self.draw(value, name)[1])
        tree = value if isinstance(value, tuple) else self.lower(value)
        index = self.lower.symbols.slot(f"{self.name}/{name} kept")
        self.asm.emit("set", a=index, x=tree)
        return index

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

    def finish(self, meta: Meta) -> None:
        """The end of a step that is its own beat only if it carries something to show."""
        self.done(meta, "mark" if meta.text or meta.events or meta.facts else None)

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
            self.asm.orders.append(OrderInfo(name, self.lower(order.on), self.asm.here, order.then, order.again, self.asm.process))
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

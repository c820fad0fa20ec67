"""Steps that take time: do, wait, at, first, move."""

from __future__ import annotations

from heatsim.program.layer import Layer
from heatsim.program.lower import const, var
from heatsim.program.model import Tree
from heatsim.program.symbols import NOW
from heatsim.scenario.resolved import At, Do, First, Move, Wait

__all__ = ["at", "do", "first", "move", "wait"]


def do(layer: Layer, step: Do) -> None:
    meta = step.meta
    takes = layer.draw(step.takes, meta.site)
    layer.begin(meta, "begin", takes)
    until = layer.lower(step.until) if step.until else None
    block = layer.asm.emit("block", x=takes, y=until, c=0)
    layer.done(meta, "done")
    layer.cut(meta, step.then, step.otherwise, [block])


def wait(layer: Layer, step: Wait) -> None:
    meta = step.meta
    limit = layer.draw(step.limit, meta.site) if step.limit is not None else None
    layer.begin(meta, "wait", limit)
    block = layer.asm.emit("block", x=limit, y=layer.lower(step.condition), c=1)
    # falls through when the limit is reached; goes to its target when the condition holds
    if limit is not None:
        layer.note("late", meta)
    layer.lay(step.otherwise)
    over = layer.asm.emit("jump")
    layer.asm.aim(block)
    layer.asm.at(meta)
    layer.done(meta, "met")
    layer.lay(step.then)
    layer.asm.aim(over)


def at(layer: Layer, step: At) -> None:
    """Wait until the clock runs, then until its reading; a clock stopped before that leads to `else`."""
    meta = step.meta
    started, _ = layer.lower.symbols.clocks[step.clock]
    layer.begin(meta)
    first = layer.asm.emit("block", y=("sent", started), c=1)
    layer.asm.aim(first)
    reading = layer.lower(step.reading)
    runs = next(clock.runs for clock in layer.lower.scenario.clocks if clock.name == step.clock)
    elapsed = ("-", layer.lower(runs), reading) if step.remaining and runs is not None else reading
    moment: Tree = ("max", var(NOW), ("+", var(started), elapsed))
    block = layer.asm.emit("block", x=moment, y=("not", ("sent", started)), c=2)
    layer.done(meta, "at")
    layer.cut(meta, step.then, step.otherwise, [block])


def first(layer: Layer, step: First) -> None:
    """Draw every hazard's time; the earliest wins, the first declared of equals."""
    meta = step.meta
    kept = [layer.keep(f"{meta.site}/{hazard.name}", hazard.value) for hazard in step.hazards]
    soonest: Tree = ("min", *(var(index) for index in kept))
    layer.begin(meta, "first", soonest)
    until = layer.lower(step.until) if step.until else None
    block = layer.asm.emit("block", x=soonest, y=until, c=0)
    ends: list[int] = []
    for number, (hazard, index) in enumerate(zip(step.hazards, kept, strict=True)):
        others = kept[number + 1 :]
        miss = None
        if others:
            miss = layer.asm.emit("branch", x=("<=", var(index), ("min", *(var(other) for other in others))))
        layer.note("came", meta, text=hazard.name)
        layer.lay(hazard.steps)
        ends.append(layer.asm.emit("jump"))
        if miss is not None:
            layer.asm.aim(miss)
    for end in ends:
        layer.asm.aim(end)
    layer.asm.at(meta)
    layer.done(meta)
    layer.cut(meta, (), step.otherwise, [block])


def move(layer: Layer, step: Move) -> None:
    """Go there in distance / speed; cut short, the actor stops where it has got to."""
    meta, slots = step.meta, layer.lower.symbols
    x, y = slots.positions[layer.lower.me or ""]
    to_x, to_y = layer.lower.position(layer.lower.who(step.target))
    kept = [
        layer.keep(f"{meta.label} {part}", tree)
        for part, tree in (("from x", var(x)), ("from y", var(y)), ("to x", to_x), ("to y", to_y))
    ]
    ax, ay, bx, by = (var(index) for index in kept)
    takes = var(layer.keep(f"{meta.label} takes", ("/", ("hypot", ("-", bx, ax), ("-", by, ay)), layer.lower(step.speed))))
    rest = slots.slot(f"{layer.name}/{meta.label} rest")
    layer.begin(meta, "move", takes)
    until = layer.lower(step.until) if step.until else None
    block = layer.asm.emit("block", x=takes, y=until, b=rest, c=0)
    layer.asm.emit("set", a=x, x=bx)
    layer.asm.emit("set", a=y, x=by)
    layer.done(meta, "done")
    layer.lay(step.then)
    over = layer.asm.emit("jump")
    layer.asm.aim(block)
    layer.asm.at(meta)
    share: Tree = ("if", (">", takes, const(0)), ("-", const(1), ("/", var(rest), takes)), const(1))
    for index, start, end in ((x, ax, bx), (y, ay, by)):
        layer.asm.emit("set", a=index, x=("+", start, ("*", share, ("-", end, start))))
    layer.note("cut", meta)
    layer.lay(step.otherwise)
    layer.asm.aim(over)

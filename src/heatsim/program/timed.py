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
    meta, asm, lower = step.meta, layer.asm, layer.lower
    me = lower.me or ""
    actor = lower.symbols.actors[me]
    to_x, to_y = lower.position(lower.who(step.target))
    x, y = lower.position(me)
    takes = var(layer.keep(f"{meta.label} takes", ("/", ("hypot", ("-", to_x, x), ("-", to_y, y)), lower(step.speed))))
    layer.begin(meta, "move", takes)
    asm.emit("depart", a=actor, x=to_x, y=to_y, xs=(takes,))
    until = lower(step.until) if step.until else None
    block = asm.emit("block", x=takes, y=until, c=0, d=actor)
    place = next((place for place in lower.scenario.places if place.name == step.target), None)
    asm.emit("arrive", a=actor, x=lower(place.cover) if place and place.cover is not None else const(0.0))
    layer.done(meta, "done")
    layer.lay(step.then)
    over = asm.emit("jump")
    asm.aim(block)
    asm.at(meta)
    layer.note("cut", meta)
    layer.lay(step.otherwise)
    asm.aim(over)

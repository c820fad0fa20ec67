"""Steps that happen at once: signal, set, hand, put, start, stop, mark."""

from __future__ import annotations

from heatsim.program.layer import Layer
from heatsim.program.lower import const, var
from heatsim.program.model import Tree
from heatsim.program.symbols import MISSING, NOW
from heatsim.scenario.expression import STATES
from heatsim.scenario.resolved import Assign, Hand, Mark, Put, Signal, Start, Stop

__all__ = ["assign", "hand", "mark", "put", "signal", "start", "stop"]


def signal(layer: Layer, step: Signal) -> None:
    layer.begin(step.meta)
    for name in step.names:
        layer.note("signal", step.meta, text=name)
        layer.asm.emit("signal", a=layer.lower.symbols.signals[name])
    layer.finish(step.meta)


def assign(layer: Layer, step: Assign) -> None:
    layer.begin(step.meta)
    for name, expression in step.pairs:
        tree = layer.lower(expression)
        layer.asm.emit("set", a=layer.lower.symbols.variables[name], x=tree)
        layer.note("set", step.meta, var(layer.lower.symbols.variables[name]), text=name)
    layer.finish(step.meta)


def hand(layer: Layer, step: Hand) -> None:
    """Move what there is, at most the amount asked for."""
    meta, held = step.meta, layer.lower.symbols.holdings
    layer.begin(meta)
    source = held[step.quantity, layer.lower.who(step.source)]
    target = held[step.quantity, layer.lower.who(step.target)]
    if source != target:
        amount = (
            var(source) if step.amount is None else ("round", ("max", const(0), ("min", var(source), layer.lower(step.amount))))
        )
        moved = layer.lower.symbols.slot(f"{layer.name}/{meta.label} moved")
        layer.asm.emit("set", a=moved, x=amount)
        layer.asm.emit("set", a=source, x=("-", var(source), var(moved)))
        layer.asm.emit("set", a=target, x=("+", var(target), var(moved)))
        words = f"{step.quantity}: {layer.lower.who(step.source)} to {layer.lower.who(step.target)}"
        layer.note("hand", meta, var(moved), text=words)
    layer.finish(meta)


def put(layer: Layer, step: Put) -> None:
    layer.begin(step.meta)
    # the beat stands before the change: an actor that puts itself out does nothing more
    layer.finish(step.meta)
    who = layer.lower.who(step.actor)
    by = const(layer.lower.symbols.actors.get(layer.lower.who(step.by or "me"), -1))
    for name in layer.lower.symbols.groups.get(who, (who,)):
        layer.asm.emit("state", a=layer.lower.symbols.actors[name], b=STATES.index(step.state), x=by)


def start(layer: Layer, step: Start) -> None:
    layer.begin(step.meta)
    if step.kind == "clock":
        started, _ = layer.lower.symbols.clocks[step.name]
        layer.asm.emit("set", a=started, x=var(NOW))
        layer.note("clock", step.meta, text=f"{step.name} starts")
    elif step.kind == "process":
        layer.asm.emit("start", a=layer.numbers[step.name])
    else:
        numbers = layer.groups[step.name]
        layer.asm.emit("startnext", a=numbers[0], b=len(numbers))
    layer.finish(step.meta)


def stop(layer: Layer, step: Stop) -> None:
    layer.begin(step.meta)
    layer.finish(step.meta)
    if step.kind == "clock":
        started, read = layer.lower.symbols.clocks[step.name]
        elapsed: Tree = ("if", ("sent", started), ("-", var(NOW), var(started)), var(read))
        layer.asm.emit("set", a=read, x=elapsed)
        layer.asm.emit("set", a=started, x=const(MISSING))
        layer.note("clock", step.meta, text=f"{step.name} stops")
    elif step.kind in ("process", "group"):
        for number in layer.groups.get(step.name, (layer.numbers.get(step.name, -1),)):
            layer.asm.emit("stop", a=number)
    else:
        layer.asm.emit("halt" if step.kind == "me" else "endrun")


def mark(layer: Layer, step: Mark) -> None:
    layer.begin(step.meta)
    layer.done(step.meta, "say" if step.spoken else "mark")

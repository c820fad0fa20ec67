"""Steps that decide or repeat what is done: if, chance, choose, repeat and while, watch."""

from __future__ import annotations

from heatsim.program.layer import Layer
from heatsim.program.lower import const, var
from heatsim.program.model import Tree
from heatsim.scenario.resolved import Chance, Choose, Distribution, If, Repeat, Watch

__all__ = ["chance", "choose", "if_", "repeat", "watch"]

ENDLESS: Tree = const(1.0)


def if_(layer: Layer, step: If) -> None:
    layer.begin(step.meta)
    miss = layer.asm.emit("branch", x=layer.lower(step.condition))
    layer.done(step.meta)
    layer.branches(step.meta, step.then, step.otherwise, [miss])


def chance(layer: Layer, step: Chance) -> None:
    meta = step.meta
    layer.begin(meta)
    index = layer.lower.symbols.slot(f"{layer.name}/{meta.site} came")
    probability = layer.lower(step.probability)
    layer.asm.emit("draw", a=index, b=layer.asm.sampler("bernoulli", (probability,)), c=layer.site(meta.site), d=0)
    layer.note("chance", meta, var(index))
    miss = layer.asm.emit("branch", x=var(index))
    layer.done(meta)
    layer.branches(meta, step.then, step.otherwise, [miss])


def choose(layer: Layer, step: Choose) -> None:
    meta = step.meta
    layer.begin(meta)
    index = layer.lower.symbols.slot(f"{layer.name}/{meta.site} chosen")
    sites = [layer.site(f"{meta.site}/{option.name}") for option in step.options]
    weights = tuple(layer.lower(option.value) for option in step.options if not isinstance(option.value, Distribution))
    layer.asm.emit("race", a=index, b=sites[0], c=len(sites), xs=weights)
    ends: list[int] = []
    for number, option in enumerate(step.options):
        miss = layer.asm.emit("branch", x=("==", var(index), const(number)))
        layer.note("choose", meta, text=option.name)
        layer.lay(option.steps)
        ends.append(layer.asm.emit("jump"))
        layer.asm.aim(miss)
    for end in ends:
        layer.asm.aim(end)
    layer.asm.at(meta)
    layer.done(meta)


def repeat(layer: Layer, step: Repeat) -> None:
    meta = step.meta
    layer.begin(meta)
    layer.loops += 1
    if step.times is not None:
        left = layer.lower.symbols.slot(f"{layer.name}/{meta.label} left")
        layer.asm.emit("set", a=left, x=layer.lower(step.times))
        top = layer.asm.here
        out = layer.asm.emit("branch", x=(">=", var(left), const(1)))
        layer.asm.emit("set", a=left, x=("-", var(left), const(1)))
    else:
        top = layer.asm.here
        out = layer.asm.emit("branch", x=layer.lower(step.condition) if step.condition else ENDLESS)
    layer.lay(step.steps)
    layer.asm.at(meta)
    layer.asm.emit("loop", a=top)
    layer.asm.aim(out)
    layer.loops -= 1
    layer.done(meta)


def watch(layer: Layer, step: Watch) -> None:
    layer.begin(step.meta)
    orders = layer.arm(step.orders)
    layer.lay(step.steps)
    layer.asm.at(step.meta)
    layer.close(orders)
    layer.done(step.meta)

"""What happens before time starts: parameters are drawn, variables and quantities get their first values, actors their state."""

from __future__ import annotations

from heatsim.program.assembler import Assembler
from heatsim.program.lower import Lowering, const, var
from heatsim.program.model import Slot, Tree
from heatsim.program.symbols import Symbols, members
from heatsim.scenario.expression import STATES
from heatsim.scenario.resolved import Distribution, Parameter, Resolved

__all__ = ["lay_setup"]

ABSENT = STATES.index("absent")


def lay_setup(asm: Assembler, lower: Lowering, scenario: Resolved) -> int:
    """Lay the code that runs once per replication before the processes; returns its place."""
    place = asm.here
    for parameter in scenario.parameters:
        if parameter.drawn == "once":
            asm.step, asm.where = f"parameter {parameter.name}", parameter.where
            _parameter(asm, lower, parameter)
    for variable in scenario.variables:
        asm.step, asm.where = f"variable {variable.name}", variable.where
        _set(asm, lower.symbols.variables[variable.name], lower(variable.value))
    for quantity in scenario.quantities:
        asm.step, asm.where = f"quantity {quantity.name}", quantity.where
        for holder, amount in quantity.start:
            _set(asm, lower.symbols.holdings[quantity.name, holder], lower(amount))
    places = {place.name: place for place in scenario.places}
    for actor in scenario.actors:
        at = places.get(actor.at or "")
        if at is not None and at.cover is not None:
            for name in members(actor):
                _set(asm, lower.symbols.bodies[name].cover, lower(at.cover))
        if actor.present is None:
            continue
        asm.step, asm.where = f"actor {actor.name}", actor.where
        here = asm.emit("branch", x=("not", lower(actor.present)))
        for name in members(actor):
            asm.emit("state", a=lower.symbols.actors[name], b=ABSENT, x=const(-1))
        asm.aim(here)
    asm.emit("halt")
    return place


def _parameter(asm: Assembler, lower: Lowering, parameter: Parameter) -> None:
    index = lower.symbols.parameters[parameter.name]
    value = parameter.value
    moved = parameter.scale != 1.0 or parameter.shift != 0.0
    if not isinstance(value, Distribution):
        tree = _moved(lower(value), parameter)
        if tree[0] == "const":
            lower.symbols.constants[parameter.name] = tree[1]
        else:
            asm.emit("set", a=index, x=tree)
        return
    site = f"parameters/{parameter.name}"
    args = tuple(lower(arg) for arg in value.args)
    if value.kind == "categorical":
        sites = [asm.site(f"{site}/{option}") for option in value.options]
        asm.emit("race", a=index, b=sites[0], c=len(sites), xs=args)
    else:
        asm.emit("draw", a=index, b=asm.sampler(value.kind, args), c=asm.site(site), d=0)
    if moved:
        asm.emit("set", a=index, x=_moved(var(index), parameter))


def _moved(tree: Tree, parameter: Parameter) -> Tree:
    """A relative override: value * scale + shift."""
    if parameter.scale != 1.0:
        tree = const(tree[1] * parameter.scale) if tree[0] == "const" else ("*", tree, const(parameter.scale))
    if parameter.shift != 0.0:
        tree = const(tree[1] + parameter.shift) if tree[0] == "const" else ("+", tree, const(parameter.shift))
    return tree


def _set(asm: Assembler, index: int, tree: Tree) -> None:
    """A first value: written into the table when it is known, else worked out when the parameters are."""
    symbols: Symbols = asm.symbols
    if tree[0] == "const":
        slot = symbols.slots[index]
        symbols.slots[index] = Slot(slot.name, tree[1], slot.dimension)
    else:
        asm.emit("set", a=index, x=tree)

"""A program for people to read: `heatsim show`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from heatsim.program.model import Instruction, Program, Tree
from heatsim.scenario.expression import STATES, Expression
from heatsim.scenario.resolved import Distribution, Parameter
from heatsim.units import format_value

__all__ = ["listing", "value_words"]

SIGNS = frozenset({"+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "and", "or"})


def listing(program: Program, only: Collection[str] | None = None) -> str:
    """Processes with their instructions, one a line, with names instead of numbers; `only` some processes, by their names."""
    return "\n".join(_lines(program, only)) + "\n"


def _lines(program: Program, only: Collection[str] | None) -> Iterator[str]:
    yield f"program {program.name}: {len(program.processes)} processes, {len(program.code)} instructions,"
    yield f"  {len(program.variables)} variables, {len(program.sites)} sites of chance, horizon {program.horizon / 1e6:g} s"
    yield "  times in microseconds, distances in metres, money in cents"
    starts = {process.pc: f"process {process.name} (rank {rank})" for rank, process in enumerate(program.processes)}
    starts[program.setup] = "before the start"
    starts.update({order.pc: f"  order {order.name}: {words(order.condition, program)} ({order.then})" for order in program.orders})
    wanted = {process.pc: process.name in only for process in program.processes} if only is not None else {}
    shown = only is None
    for place, instruction in enumerate(program.code):
        shown = wanted.get(place, shown)
        if shown and place in starts:
            yield ""
            yield starts[place]
        if shown:
            yield f"  {place:5d}  {_instruction(instruction, program)}"


def _instruction(i: Instruction, program: Program) -> str:
    x = words(i.x, program) if i.x is not None else ""
    if i.op in ("set", "signal", "draw", "race"):
        return _assignment(i, program, x)
    if i.op == "block":
        alarm = f" {('for', 'at most', 'till')[i.c]} {x}" if i.x is not None else ""
        until = f" until {words(i.y, program)} -> {i.a}" if i.y is not None else ""
        return f"block{alarm}{until}"
    if i.op == "branch":
        return f"unless {x} -> {i.a}"
    if i.op in ("jump", "loop"):
        return f"{i.op} -> {i.a}"
    if i.op == "happen":
        return f"happen {program.events[i.a].id}"
    if i.op == "state":
        return f"state {program.actors[i.a].name} := {STATES[i.b]}"
    if i.op in ("start", "stop", "startnext"):
        return f"{i.op} {program.processes[i.a].name}" + (f" or the next of {i.b}" if i.op == "startnext" else "")
    if i.op in ("arm", "disarm", "back"):
        return f"{i.op} {program.orders[i.a].name}"
    if i.op == "note":
        kind, text, *ids = i.t.split("\t")
        return f"note {kind}: {text} {' '.join(ids)}".rstrip()
    if i.op in ("depart", "arrive", "board"):
        return f"{i.op} {program.actors[i.a].name}" + (f" {program.actors[i.b].name}" if i.b >= 0 else "")
    if i.op in ("pull", "shoot"):
        info = program.engagements[i.b]
        return f"{i.op} {program.weapons[info.weapon].name} drawn at {info.site}" + (f" else -> {i.a}" if i.op == "shoot" else "")
    if i.op == "join":
        return f"join {program.actors[program.combatants[i.a].actor].name}"
    return i.op


def _assignment(i: Instruction, program: Program, x: str) -> str:
    name = program.variables[i.a].name
    if i.op == "set":
        return f"{name} := {x}"
    if i.op == "signal":
        return f"signal {name.removesuffix(' sent')}"
    if i.op == "race":
        names = ", ".join(program.sites[i.b + number].name for number in range(i.c))
        return f"{name} := race of {names}"
    sampler = program.samplers[i.b]
    args = ", ".join(words(arg, program) for arg in sampler.args)
    return f"{name} := {sampler.kind}({args}) drawn at {program.sites[i.c].name}"


def words(tree: Tree | None, program: Program) -> str:
    """A tree as an expression in words."""
    if tree is None:
        return ""
    op = tree[0]
    if op == "const":
        return f"{tree[1]:g}"
    if op in ("var", "sent"):
        name = program.variables[tree[1]].name
        return f"'{name}'" if op == "var" else f"sent '{name.removesuffix(' sent')}'"
    if op == "place":
        return f"{program.actors[tree[1]].name}.{'xy'[tree[2]]}"
    parts = [words(part, program) for part in tree[1:]]
    if op in SIGNS:
        return f"({parts[0]} {op} {parts[1]})"
    return f"{op}({', '.join(parts)})"


def value_words(parameter: Parameter) -> str:
    """A parameter's value or distribution in words: `pert(45 s, 95 s, 170 s)`."""
    value = parameter.value
    if isinstance(value, Distribution):
        args = [_expression(arg, parameter) for arg in value.args]
        if value.options:
            args = [f"{option}: {arg}" for option, arg in zip(value.options, args, strict=False)]
        shown = f"{value.kind.replace('_', ' ')}({', '.join(args)})"
    else:
        shown = _expression(value, parameter)
    if parameter.scale != 1.0:
        shown += f" * {parameter.scale:g}"
    if parameter.shift:
        shown += f" {'+' if parameter.shift > 0 else '-'} {format_value(abs(parameter.shift), parameter.dimension)}"
    return shown


def _expression(expression: Expression, parameter: Parameter) -> str:
    if expression.op != "const":
        return expression.name or "worked out"
    if expression.kind == "choice":
        return expression.options[int(expression.value)] if expression.options else parameter.options[int(expression.value)]
    if parameter.kind == "flag" and expression.kind == "flag":
        return "true" if expression.value else "false"
    return format_value(expression.value, expression.dimension)

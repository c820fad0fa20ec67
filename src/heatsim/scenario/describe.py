"""A resolved scenario as plain data, complete and stable: what conformance files compare and other programs may read."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from heatsim.errors import Where
from heatsim.scenario.expression import OF_ACTORS, Expression
from heatsim.scenario.resolved import Distribution, Resolved
from heatsim.units import LENGTH, MONEY, NUMBER, RATE, SPEED, TIME

__all__ = ["describe", "written"]

SUFFIX = {NUMBER: "", TIME: " us", LENGTH: " m", MONEY: " cents", SPEED: " m/us", RATE: " /us"}
INFIX = ("+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "and", "or")


def describe(scenario: Resolved) -> dict[str, Any]:
    """Dicts, lists, texts and numbers only: sections by name, steps by kind; without places in the file and without defaults."""
    made: dict[str, Any] = _plain(scenario)
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Expression):
        return written(value)
    if isinstance(value, Distribution):
        args = [written(arg) for arg in value.args]
        return {value.kind: dict(zip(value.options, args, strict=True)) if value.options else args}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if is_dataclass(value):
        return _record(value)
    return value


def _record(value: Any) -> dict[str, Any]:
    """Fields that differ from their defaults; a step says its kind first and its meta fields among its own."""
    made: dict[str, Any] = {}
    names = [field.name for field in fields(value)]
    if "meta" in names:
        made["step"] = type(value).__name__.lower()
    for field in fields(value):
        one = getattr(value, field.name)
        if field.name == "where" or isinstance(one, Where) or (field.default is not MISSING and one == field.default):
            continue
        if field.name == "meta":
            made.update(_record(one))
        elif one not in ((), None, ""):
            made[field.name] = _plain(one)
    return made


def written(expression: Expression) -> str:
    """An expression in one line, fully bracketed, constants in internal units."""
    args = [written(arg) for arg in expression.args]
    if expression.op in INFIX:
        return f"({args[0]} {expression.op} {args[1]})"
    if expression.op == "const":
        return _constant(expression)
    name = f"{expression.name}[{args[0]}]" if expression.op in OF_ACTORS and args else expression.name
    word = f".{expression.word}" if expression.word else ""
    if expression.op in ("state", "count", "holding", "clock", "by", "size", "tally", "hurt_by", "wound"):
        return f"{name}{word or '.' + expression.op}"
    if expression.op in ("time_of", "happened"):
        return f"{expression.op}({name})"
    if name:
        return name
    return f"{expression.op}({', '.join(args)})" if args else expression.op


def _constant(expression: Expression) -> str:
    if expression.kind == "flag":
        return "true" if expression.value else "false"
    if expression.kind == "choice" and expression.options:
        return f"'{expression.options[int(expression.value)]}'"
    if expression.kind == "actor":
        return "nobody"
    return f"{expression.value:.12g}{SUFFIX.get(expression.dimension, f' {expression.dimension}')}"

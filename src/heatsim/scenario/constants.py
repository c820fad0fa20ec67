"""The value of an expression that does not depend on the story."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from heatsim.scenario.expression import OF_ACTORS, Expression, constant

__all__ = ["folded", "raw_value", "value_of"]


def value_of(expression: Expression, fixed: Mapping[str, float] | None = None) -> float | None:
    """The value in internal units if it is made of constants (and of `fixed` parameters) and finite, else None. True is 1.0."""
    value = raw_value(expression, fixed)
    return value if value is not None and math.isfinite(value) else None


def raw_value(expression: Expression, fixed: Mapping[str, float] | None = None) -> float | None:
    """The same, infinite if it is beyond all numbers."""
    if expression.op == "const":
        return expression.value
    if expression.op == "parameter":
        return (fixed or {}).get(expression.name)
    if not expression.args or expression.op in (*OF_ACTORS, "distance"):
        return None
    args = [raw_value(argument, fixed) for argument in expression.args]
    known = [one for one in args if one is not None]
    if len(known) < len(args):
        return None
    try:
        return float(_apply(expression.op, known))
    except OverflowError:
        return math.inf
    except (ArithmeticError, ValueError):
        return None


def folded(expression: Expression) -> Expression:
    """A constant in place of an expression made of constants."""
    value = None if expression.op == "const" else value_of(expression)
    return expression if value is None else constant(value, expression.dimension, kind=expression.kind, where=expression.where)


def _apply(op: str, args: list[float]) -> float:
    first = args[0]
    if op in _ONE:
        return float(_ONE[op](first))
    if op == "if":
        return args[1] if first else args[2]
    if op in ("min", "max"):
        return min(args) if op == "min" else max(args)
    return float(_TWO[op](first, args[1]))


_ONE: dict[str, Callable[[float], float]] = {
    "neg": lambda a: -a,
    "not": lambda a: not a,
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": lambda a: math.floor(a + 0.5),
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
}
_TWO: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "and": lambda a, b: bool(a and b),
    "or": lambda a, b: bool(a or b),
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "hypot": math.hypot,
}

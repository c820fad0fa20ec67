"""The value of an expression tree, as an interpreter and as a closure.

True is 1.0 and false 0.0. A comparison with a missing value (NaN) is false, `!=` too. `closure` is what the SimPy engine runs; the
common shapes (a variable against a constant, two variables) get closures of their own.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence

from heatsim.program.model import Tree
from heatsim.program.position import position

__all__ = ["Value", "closure", "evaluate"]

Value = Callable[[Sequence[float]], float]

LN2 = math.log(2.0)
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "hypot": math.hypot,
}
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ONE: dict[str, Callable[[float], float]] = {
    "neg": operator.neg,
    "abs": abs,
    # what is missing (NaN) or endless stays so; `x - x` is 0 for every other number
    "floor": lambda x: float(math.floor(x)) if x - x == 0 else x,
    "ceil": lambda x: float(math.ceil(x)) if x - x == 0 else x,
    "round": lambda x: float(math.floor(x + 0.5)) if x - x == 0 else x,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
}
# a variable against a constant: what nearly every condition is made of
AGAINST: dict[str, Callable[[int, float], Value]] = {
    "==": lambda i, value: lambda v: v[i] == value,
    "<": lambda i, value: lambda v: v[i] < value,
    "<=": lambda i, value: lambda v: v[i] <= value,
    ">": lambda i, value: lambda v: v[i] > value,
    ">=": lambda i, value: lambda v: v[i] >= value,
}


def evaluate(tree: Tree, values: Sequence[float]) -> float:
    """The value of `tree` in the state `values`."""
    return float(closure(tree)(values))


def closure(tree: Tree) -> Value:
    """A function of the state vector that computes `tree`."""
    op = tree[0]
    if op == "const":
        value = tree[1]
        return lambda v: value
    if op == "var":
        return operator.itemgetter(tree[1])
    if op == "sent":
        index = tree[1]
        return lambda v: v[index] == v[index]
    if op in COMPARE:
        return _comparison(op, tree[1], tree[2])
    if op in ARITHMETIC:
        return _binary(ARITHMETIC[op], tree[1], tree[2])
    if op == "place":
        actor, axis, bodies = tree[1:]
        return lambda v: position(v, bodies, actor)[axis]
    parts = [closure(part) for part in tree[1:]]
    if op == "not":
        part = parts[0]
        return lambda v: 0.0 if part(v) else 1.0
    if op in ONE:
        return _unary(ONE[op], parts[0])
    return _several(op, parts)


def _unary(apply: Callable[[float], float], part: Value) -> Value:
    return lambda v: apply(part(v))


def _binary(apply: Callable[[float, float], float], left: Tree, right: Tree) -> Value:
    if left[0] == "var" and right[0] == "var":
        i, j = left[1], right[1]
        return lambda v: apply(v[i], v[j])
    if left[0] == "var" and right[0] == "const":
        i, value = left[1], right[1]
        return lambda v: apply(v[i], value)
    a, b = closure(left), closure(right)
    return lambda v: apply(a(v), b(v))


def _comparison(op: str, left: Tree, right: Tree) -> Value:
    if left[0] == "var" and right[0] == "const":
        return AGAINST[op](left[1], right[1])
    apply, a, b = COMPARE[op], closure(left), closure(right)
    return lambda v: apply(a(v), b(v))


def _several(op: str, parts: list[Value]) -> Value:
    if op == "!=":
        a, b = parts
        return lambda v: (x := a(v)) == x and (y := b(v)) == y and x != y
    if op == "and":
        a, b = parts
        return lambda v: a(v) and b(v)
    if op == "or":
        a, b = parts
        return lambda v: a(v) or b(v)
    if op == "if":
        condition, yes, no = parts
        return lambda v: yes(v) if condition(v) else no(v)
    if op == "decayed":  # value, when, half-life, now
        value, when, half, now = parts
        return lambda v: value(v) * math.exp(-LN2 * (now(v) - when(v)) / half(v)) if when(v) == when(v) else 0.0
    if op == "sum":
        return _sum(parts)
    if op == "min":
        return lambda v: _extreme(parts, v, 1.0)
    if op == "max":
        return lambda v: _extreme(parts, v, -1.0)
    raise ValueError(f"no such operation: {op}")


def _extreme(parts: list[Value], values: Sequence[float], sign: float) -> float:
    """Smallest (sign 1) or largest (-1); missing if any is missing, whatever the order."""
    best = math.inf
    for part in parts:
        value = sign * part(values)
        if value != value:
            return value
        best = min(best, value)
    return sign * best


def _sum(parts: list[Value]) -> Value:
    """From left to right: what `sum` makes of floats depends on the version of Python."""

    def total(v: Sequence[float]) -> float:
        result = 0.0
        for part in parts:
            result += part(v)
        return result

    return total

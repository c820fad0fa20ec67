"""The value of an expression tree, as an interpreter and as a closure.

True is 1.0 and false 0.0. A comparison with a missing value (NaN) is false, `!=` too. `closure` is what the SimPy engine runs; the
common shapes (a variable against a constant, two variables) get closures of their own.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from functools import reduce

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
    if op == "sum":
        return _sum(tree[1:])
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


def _sum(trees: tuple[Tree, ...]) -> Value:
    """From left to right: what `sum` makes of floats depends on the version of Python. Counts of states are whole numbers."""
    if len(trees) > 1 and all(tree[0] == "var" for tree in trees):
        take = operator.itemgetter(*(tree[1] for tree in trees))
        return lambda v: reduce(operator.add, take(v), 0.0)
    if len(trees) > 1 and None not in (asked := {_state_asked(tree) for tree in trees}) and len(asked) == 1:
        return _count(trees)
    parts = [closure(tree) for tree in trees]

    def total(v: Sequence[float]) -> float:
        result = 0.0
        for part in parts:
            result += part(v)
        return result

    return total


def _state_asked(tree: Tree) -> tuple[str, float] | None:
    """How a variable is compared with a constant, if that is what the tree does."""
    known = tree[0] in ("==", ">=") and tree[1][0] == "var" and tree[2][0] == "const" and tree[2][1] == tree[2][1]
    return (tree[0], tree[2][1]) if known else None


def _count(trees: tuple[Tree, ...]) -> Value:
    """How many of some variables are a constant, or at least that: `crew.dead`, `crew.out`."""
    take, value = operator.itemgetter(*(tree[1][1] for tree in trees)), float(trees[0][2][1])
    if trees[0][0] == "==":
        return lambda v: float(take(v).count(value))
    holds = value.__le__
    return lambda v: float(sum(map(holds, take(v))))

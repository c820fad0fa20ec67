"""A predicate over a whole table at once: the same trees as `program.evaluate` runs on one row, a column for a variable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatsim.program.model import Tree

__all__ = ["evaluate_columns"]

Columns = Sequence[NDArray[np.float64]]
Operation = Callable[..., Any]

TWO: dict[str, Operation] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "hypot": np.hypot,
    "==": np.equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
ONE: dict[str, Operation] = {
    "neg": np.negative,
    "abs": np.abs,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": lambda x: np.floor(x + 0.5),
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "not": lambda x: np.equal(x, 0),
}
MANY: dict[str, Operation] = {"sum": np.add, "min": np.minimum, "max": np.maximum}


def evaluate_columns(tree: Tree, columns: Columns, count: int) -> NDArray[np.float64]:
    """The value of `tree` in each of `count` rows; an impossible value (a division by zero) is missing or infinite, no error."""
    with np.errstate(all="ignore"):
        value = np.broadcast_to(np.asarray(_value(tree, columns), dtype=np.float64), (count,))
    return value


def _value(tree: Tree, columns: Columns) -> Any:
    op = tree[0]
    if op == "const":
        return tree[1]
    if op == "var":
        return columns[tree[1]]
    if op == "sent":
        return ~np.isnan(columns[tree[1]])
    parts = [_value(part, columns) for part in tree[1:]]
    if op in TWO:
        return TWO[op](*parts)
    if op in ONE:
        return ONE[op](*parts)
    if op in MANY:
        return reduce(MANY[op], parts)
    return _logical(op, parts)


def _logical(op: str, parts: list[Any]) -> Any:
    """A missing value differs from nothing and counts as true, as in a single row."""
    if op == "!=":
        a, b = parts
        return ~np.isnan(a) & ~np.isnan(b) & np.not_equal(a, b)
    if op == "and":
        return np.not_equal(parts[0], 0) & np.not_equal(parts[1], 0)
    if op == "or":
        return np.not_equal(parts[0], 0) | np.not_equal(parts[1], 0)
    if op == "if":
        return np.where(np.not_equal(parts[0], 0), parts[1], parts[2])
    raise ValueError(f"no such operation: {op}")

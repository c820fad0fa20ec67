"""Expression trees to the code that `evaluating` runs. Constants and intermediate results have places in V."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from heatsim.engines.compiled.evaluating import OPERATORS
from heatsim.engines.compiled.layout import NOTHING
from heatsim.program.model import Tree

__all__ = ["DEEPEST", "Expressions", "TooDeep"]

DEEPEST = 250  # intermediate results at one time
LN2 = math.log(2.0)
CODES = {name: number for number, name in enumerate(OPERATORS)}
COMPARISONS = frozenset({">", ">=", "<", "<=", "==", "!="})
BINARY = COMPARISONS | frozenset({"+", "-", "*", "/", "hypot"})
UNARY = frozenset({"not", "neg", "abs", "floor", "ceil", "round", "sqrt", "exp", "log"})


class TooDeep(Exception):
    """An expression needs more intermediate results than there is room for."""


@dataclass
class Expressions:
    """Writes code into `whole`; `results` is where intermediate results begin in V, and constants follow them."""

    whole: list[int]
    results: int
    constants: dict[str, int] = field(default_factory=dict)  # by their bits, since zeros have signs
    values: list[float] = field(default_factory=list)
    known: dict[Tree, int] = field(default_factory=dict)

    def __call__(self, tree: Tree | None) -> int:
        """A reference to the code of a tree."""
        if tree is None:
            return NOTHING
        if tree[0] in ("const", "var"):
            return -1 - self._leaf(tree)
        key = _hashable(tree)
        if key not in self.known:
            at = len(self.whole)
            self._last(tree, 0)
            self.known[key] = at
        return self.known[key]

    def constant(self, value: float) -> int:
        """Where a constant stands in V."""
        key = float(value).hex() if value == value else "nan"
        if key not in self.constants:
            self.constants[key] = self.results + DEEPEST + len(self.values)
            self.values.append(float(value))
        return self.constants[key]

    def _leaf(self, tree: Tree) -> int:
        return int(tree[1]) if tree[0] == "var" else self.constant(tree[1])

    def _emit(self, op: str, d: int = -1, a: int = 0, b: int = 0) -> int:
        """Add an operation; returns where its target `b` stands."""
        self.whole.extend((CODES[op], d, a, b))
        return len(self.whole) - 1

    def _here(self, jump: int) -> None:
        self.whole[jump] = len(self.whole)

    def _result(self, depth: int) -> int:
        if depth >= DEEPEST:
            raise TooDeep
        return self.results + depth

    def _last(self, tree: Tree, depth: int) -> None:
        """Code that returns the value."""
        op = tree[0]
        if op in ("and", "or"):
            first = self._value(tree[1], depth)
            self._emit("return_zero" if op == "and" else "return_nonzero", a=first)
            self._last(tree[2], depth)
        elif op == "if":
            jump = self._emit("zero", a=self._value(tree[1], depth))
            self._last(tree[2], depth)
            self._here(jump)
            self._last(tree[3], depth)
        elif op in ("const", "var"):
            self._emit("return", a=self._leaf(tree))
        elif op in ("sum", "min", "max", "decayed"):
            self._emit("return", a=self._value(tree, depth))
        else:
            self._operation(tree, -1, depth)

    def _value(self, tree: Tree, depth: int) -> int:
        """Code that works out the value; returns where it then stands."""
        op = tree[0]
        if op in ("const", "var"):
            return self._leaf(tree)
        d = self._result(depth)
        special = SPECIAL.get(op)
        if special is None:
            self._operation(tree, d, depth)
        else:
            special(self, tree, d, depth)
        return d

    def _operation(self, tree: Tree, d: int, depth: int) -> None:
        op = tree[0]
        if op == "sent":
            self._emit("sent", d, tree[1])
        elif op == "place":
            self._emit("place", d, tree[1], tree[2])
        elif op == "not" and tree[1][0] == ">":  # what most fights ask: is nobody left?
            a = self._value(tree[1][1], depth)
            self._emit("not_above", d, a, self._value(tree[1][2], depth + 1))
        elif op in UNARY:
            self._emit(op, d, self._value(tree[1], depth))
        elif op in BINARY:
            a = self._value(tree[1], depth)
            self._emit(op, d, a, self._value(tree[2], depth + 1))
        else:
            raise ValueError(f"no such operation: {op}")

    def _into(self, tree: Tree, d: int, depth: int) -> None:
        found = self._value(tree, depth)
        if found != d:
            self._emit("move", d, found)

    def _either(self, tree: Tree, d: int, depth: int) -> None:
        self._into(tree[1], d, depth)
        jump = self._emit("zero" if tree[0] == "and" else "nonzero", a=d)
        self._into(tree[2], d, depth)
        self._here(jump)

    def _choice(self, tree: Tree, d: int, depth: int) -> None:
        other = self._emit("zero", a=self._value(tree[1], depth))
        self._into(tree[2], d, depth)
        over = self._emit("jump")
        self._here(other)
        self._into(tree[3], d, depth)
        self._here(over)

    def _sum(self, tree: Tree, d: int, depth: int) -> None:
        if len(tree) > 2 and all(part[0] == "var" for part in tree[1:]):
            self._emit("total", d, len(tree) - 1)
            self.whole.extend(part[1] for part in tree[1:])
            return
        if len(tree) > 2 and (alike := _compared(tree[1:])):
            self._emit("tally", d, len(tree) - 1, self.constant(alike[1]))
            self.whole.extend((CODES[alike[0]], *(part[1][1] for part in tree[1:])))
            return
        total = self.constant(0.0)
        for part in tree[1:]:
            self._emit("+", d, total, self._value(part, depth + 1))
            total = d
        if len(tree) == 1:
            self._emit("move", d, total)

    def _extreme(self, tree: Tree, d: int, depth: int) -> None:
        self._into(tree[1], d, depth)
        for part in tree[2:]:
            self._emit(tree[0], d, d, self._value(part, depth + 1))

    def _decayed(self, tree: Tree, d: int, depth: int) -> None:
        """value * exp(-ln 2 * (now - when) / half-life), nothing where `when` is missing."""
        amount, when, half, now = tree[1:]
        left = self._result(depth + 1)
        since = self._value(when, depth + 1)
        self._emit("==", d, since, since)
        nothing = self._emit("zero", a=d)
        self._emit("-", left, self._value(now, depth + 2), since)
        self._emit("*", left, self.constant(-LN2), left)
        self._emit("/", left, left, self._value(half, depth + 2))
        self._emit("exp", left, left)
        self._emit("*", d, self._value(amount, depth + 2), left)
        over = self._emit("jump")
        self._here(nothing)
        self._emit("move", d, self.constant(0.0))
        self._here(over)


def _compared(parts: Sequence[Tree]) -> tuple[str, float] | None:
    """The comparison and the constant, if all parts are variables compared with one constant in one way."""
    op, bound = parts[0][0], parts[0][-1]
    if op in COMPARISONS and all(
        part[0] == op and part[1][0] == "var" and part[2][0] == "const" and _hashable(part[2]) == _hashable(bound) for part in parts
    ):
        return op, bound[1]
    return None


def _hashable(tree: Tree) -> Tree:
    """The tree without what is the same everywhere, and with zeros of different signs told apart."""
    if tree[0] == "const":
        return ("const", float(tree[1]).hex() if tree[1] == tree[1] else "nan")
    if tree[0] == "place":
        return tree[:3]
    return (tree[0], *(_hashable(part) if isinstance(part, tuple) else part for part in tree[1:]))


SPECIAL: dict[str, Callable[[Expressions, Tree, int, int], None]] = {
    "and": Expressions._either,
    "or": Expressions._either,
    "if": Expressions._choice,
    "sum": Expressions._sum,
    "min": Expressions._extreme,
    "max": Expressions._extreme,
    "decayed": Expressions._decayed,
}

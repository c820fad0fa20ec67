"""Expressions in their places: parsed, bound, and held against what the place wants."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from heatsim.errors import Where, nearest
from heatsim.scenario.binding import Scope, bind
from heatsim.scenario.constants import raw_value
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.grammar import ExpressionError, Syntax, parse
from heatsim.scenario.nodes import Mapping, Node, Scalar, Sequence, children
from heatsim.scenario.resolve.draft import Draft, section
from heatsim.units import LENGTH, MONEY, NUMBER, RATE, SPEED, TIME, Dimension, dimension_name

__all__ = [
    "A_DISTANCE",
    "A_NUMBER",
    "A_RATE",
    "A_SPEED",
    "A_TIME",
    "CONDITION",
    "MONEY_AMOUNT",
    "Want",
    "expression",
    "fitting",
    "noun",
    "stands_in",
]


MAX_CONDITIONS = 100  # connected by `any` and `all`: they nest to the left, and nothing that reads them should run out of stack


@dataclass(frozen=True, slots=True)
class Want:
    """What a place wants: a kind and a dimension (None: any), and how to say so."""

    kind: str | None = None
    dimension: Dimension | None = None
    words: str = "a value"


CONDITION = Want("flag", NUMBER, "a condition (true or false)")
A_NUMBER = Want("number", NUMBER, "a number without unit")
A_TIME = Want("number", TIME, "a time such as 45 s")
A_DISTANCE = Want("number", LENGTH, "a distance such as 450 ft")
A_SPEED = Want("number", SPEED, "a speed such as 28 mph")
A_RATE = Want("number", RATE, "a rate such as 2 / min")
MONEY_AMOUNT = Want("number", MONEY, "an amount of money such as $1.6M")
_BY_DIMENSION = {want.dimension: want for want in (A_NUMBER, A_TIME, A_DISTANCE, A_SPEED, A_RATE, MONEY_AMOUNT)}


def fitting(dimension: Dimension) -> Want:
    """A number of a dimension."""
    return _BY_DIMENSION.get(dimension) or Want("number", dimension, dimension_name(dimension))


def noun(dimension: Dimension) -> str:
    """What people call a dimension, without an example."""
    return fitting(dimension).words.partition(" such as")[0]


def expression(draft: Draft, node: Node | None, scope: Scope, want: Want) -> Expression:
    """The bound expression; on trouble a problem is noted and a constant stands in."""
    if isinstance(node, Mapping):
        return _connected(draft, node, scope)
    if not isinstance(node, Scalar):
        return _stand_in(want, node.where if node else draft.root.where)
    try:
        bound = _bound(draft, node, scope)
    except ExpressionError as error:
        draft.say(node.at(error.column), _said(error, draft, scope, want))
        return _stand_in(want, node.where)
    if bound is None:
        return _stand_in(want, node.where)
    wrong = _misfit(bound, want, node.text) or _beyond(bound)
    if wrong:
        draft.say(node.where, wrong)
        return _stand_in(want, node.where)
    return bound


_UNKNOWN = re.compile(r"unknown name '(\w+)'")


def _said(error: ExpressionError, draft: Draft, scope: Scope, want: Want) -> str:
    """An unknown name in a condition is most often a signal that nobody sends; one of a measure comes too early."""
    match = _UNKNOWN.match(error.message)
    if not match:
        return error.message
    if match[1] in section(draft.root, "measures").entries:
        return (
            f"'{match[1]}' is a measure, which no expression of a scenario can use; write out what it stands for (quantities,"
            " variables, states, times of events), or keep it in a variable"
        )
    near = nearest(match[1], scope.known())
    if want is not CONDITION:
        return f"unknown name '{match[1]}'{near}"
    advice = near if "did you mean" in near else ""
    return f"unknown name '{match[1]}': no step sends a signal of that name, and nothing else has it{advice}"


_STAND_IN = "stands in"


def _stand_in(want: Want, where: Where) -> Expression:
    kind, dimension = want.kind or "number", want.dimension or NUMBER
    return Expression("const", value=1.0, word=_STAND_IN, kind=kind, dimension=dimension, where=where)


def stands_in(made: Expression) -> bool:
    """Whether an expression only takes the place of one that is wrong."""
    return made.word == _STAND_IN


def _connected(draft: Draft, node: Mapping, scope: Scope) -> Expression:
    """`any: [...]` and `all: [...]` as a chain of `or` and `and`."""
    op, word = ("or", "any") if node.get("any") else ("and", "all")
    below = node.get(word)
    if _leaves(node) > MAX_CONDITIONS:
        draft.say(node.where, f"more than {MAX_CONDITIONS} conditions in one; put some of them into a variable or a signal")
        return _stand_in(CONDITION, node.where)
    parts = [expression(draft, item, scope, CONDITION) for item in below.items] if isinstance(below, Sequence) else []
    result = parts[0] if parts else _stand_in(CONDITION, node.where)
    for part in parts[1:]:
        result = Expression(op, (result, part), kind="flag", where=node.where)
    return result


def _leaves(node: Node) -> int:
    """How many conditions `any` and `all` connect, at all depths."""
    count, left = 0, [node]
    while left:
        below = children(left.pop())
        left += below
        count += not below
    return count


def _bound(draft: Draft, node: Scalar, scope: Scope) -> Expression | None:
    """None when the text uses a name that is already known to be wrong."""
    if isinstance(node.value, bool):
        return constant(node.value, kind="flag", where=node.where)
    if isinstance(node.value, (int, float)):
        return constant(node.value, where=node.where)
    syntax = _parsed(node.value)
    used = list(names_in(syntax))
    for name in used:
        draft.mention(name.text, node.at(name.column))
        if name.text in draft.later:
            raise ExpressionError(f"'{name.text}' is declared later; a parameter uses only those before it", name.column)
        if name.text in draft.each:
            advice = f"write it alone (takes: {name.text}), or draw it once"
            said = f"'{name.text}' is drawn afresh at each use and cannot be part of an expression; {advice}"
            raise ExpressionError(said, name.column)
    if any(name.text in draft.broken for name in used):
        return None
    return bind(syntax, scope, node.where)


_parsed = lru_cache(maxsize=4096)(parse)  # the variants of a file are made of the same texts


def names_in(syntax: Syntax) -> Iterator[Syntax]:
    """Every name a syntax tree mentions."""
    if syntax.op == "name":
        yield syntax
    for part in syntax.args:
        yield from names_in(part)


def _misfit(bound: Expression, want: Want, text: str) -> str | None:
    if want.kind is not None and bound.kind != want.kind:
        return f"expected {want.words}, but this is {_what(bound)}"
    if want.dimension is not None and bound.dimension != want.dimension:
        return f"expected {want.words}, but this is {_what(bound)}{_advice(bound, want, text)}"
    return None


def _advice(bound: Expression, want: Want, text: str) -> str:
    if bound.dimension == NUMBER and bound.op == "const":
        return "; give it a unit"
    metres = want.dimension == TIME and bound.dimension == LENGTH and re.fullmatch(r"[\d._ ]+m", text.strip())
    return "; m is metres, minutes are min" if metres else ""


def _beyond(bound: Expression) -> str | None:
    value = raw_value(bound) if bound.args else None
    return None if value is None or math.isfinite(value) else "this number is too large"


def _what(bound: Expression) -> str:
    if bound.kind == "number":
        return dimension_name(bound.dimension)
    return {"flag": "true or false", "choice": "a choice of words"}.get(bound.kind, "an actor")

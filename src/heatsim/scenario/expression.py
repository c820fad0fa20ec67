"""Typed expressions: what a condition or a value in a scenario means once its names are bound.

An `Expression` is a small tree of plain data. `op` is one of

    const                      `value`
    parameter, variable        `name`
    signal                     `name`: has it been sent
    now
    state, count               `name` an actor / a group or side, `word` a state
    size                       `name` a group or side
    by                         `name` an actor: who put it in its state
    tally                      `name` an actor / a group or side, `word` shots | hits | taken, of an actor also rounds | suppression
                               of one weapon: weapon.shots | weapon.hits, of an actor also weapon.rounds
    hurt_by, wound             `name` an actor: who hit it last, and where
    actor                      `name` an actor, as a value to compare with
    holding                    `name` a quantity, `word` a holder or side
    clock                      `name` a clock, `word` remaining | elapsed | running
    time_of, happened          `name` an event or signal
    distance                   two `place` nodes: `name` a place or actor
    not neg and or == != < <= > >= + - * /   and the functions (`min`, `if`, ...)

An actor's name may be `me` or `group[i]`; an index that depends on `member` stands in `args[0]` and `name` is the group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from heatsim.errors import Where
from heatsim.units import NUMBER, Dimension

__all__ = ["FUNCTIONS", "OF_ACTORS", "OF_WEAPONS", "OUT", "STATES", "SUMS", "TALLIES", "Expression", "constant", "walk"]

STATES = ("active", "wounded", "down", "captured", "away", "dead", "absent")
SUMS = ("shots", "hits", "taken")
TALLIES = (*SUMS, "rounds", "suppression")
OF_WEAPONS = ("shots", "hits", "rounds")  # what an actor has of each of its weapons; groups and sides have the first two
OF_ACTORS = ("actor", "state", "by", "tally", "hurt_by", "wound")  # operations whose `name` may be a member with an index
OUT = ("down", "captured", "away", "dead", "absent")

# name: smallest and largest number of arguments
FUNCTIONS = {
    "min": (1, 99),
    "max": (1, 99),
    "abs": (1, 1),
    "floor": (1, 1),
    "ceil": (1, 1),
    "round": (1, 1),
    "sqrt": (1, 1),
    "exp": (1, 1),
    "log": (1, 1),
    "hypot": (2, 2),
    "if": (3, 3),
    "time_of": (1, 1),
    "happened": (1, 1),
    "distance": (2, 2),
}


@dataclass(frozen=True, slots=True)
class Expression:
    """One node; `kind` is number, flag, choice or actor, `options` the words of a choice."""

    op: str
    args: tuple[Expression, ...] = ()
    value: float = 0.0
    name: str = ""
    word: str = ""
    kind: str = "number"
    dimension: Dimension = NUMBER
    options: tuple[str, ...] = ()
    where: Where = Where()


def constant(value: float, dimension: Dimension = NUMBER, *, kind: str = "number", where: Where = Where()) -> Expression:
    """A fixed value, in internal units."""
    return Expression("const", value=float(value), dimension=dimension, kind=kind, where=where)


def walk(expression: Expression) -> Iterator[Expression]:
    """The node and all below it, from the top."""
    yield expression
    for argument in expression.args:
        yield from walk(argument)

"""A value: an expression, or a distribution it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from heatsim.errors import Where
from heatsim.scenario.expression import Expression

__all__ = [
    "Distribution",
    "Value",
]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution by its kind and its arguments in the order `heatsim.draws.distributions.KINDS` gives them."""

    kind: str
    args: tuple[Expression, ...]
    options: tuple[str, ...] = ()  # categorical and ordinal: the words, in declaration order
    where: Where = Where()


Value = Expression | Distribution

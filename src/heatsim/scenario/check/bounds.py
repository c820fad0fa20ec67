"""What a single number must keep to: not below zero, above zero, a probability. Fixed parameters count as known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from heatsim.draws.distributions import check
from heatsim.errors import Where
from heatsim.scenario.check.arguments import impossible
from heatsim.scenario.constants import raw_value, value_of
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import Distribution, Value
from heatsim.units import format_value

__all__ = ["above_zero", "distribution", "not_negative", "probability"]

Finding = tuple[Where, str]
Fixed = Mapping[str, float]


def distribution(value: Value, fixed: Fixed) -> Iterator[Finding]:
    """Constant arguments were looked at when they were read; here are those that name fixed parameters."""
    if isinstance(value, Distribution) and any(value_of(arg) is None for arg in value.args):
        message = impossible(value, fixed)
        if message:
            yield value.where, message


def not_negative(value: Value | None, fixed: Fixed, what: str) -> Iterator[Finding]:
    """Zero or more, as far as it is known."""
    if value is None:
        return
    if isinstance(value, Distribution):
        yield from distribution(value, fixed)
        return
    known = raw_value(value, fixed)
    if known is not None and known < 0:
        yield value.where, f"{what} must not be negative, found {format_value(known, value.dimension)}"


def above_zero(value: Value | None, fixed: Fixed, what: str) -> Iterator[Finding]:
    """More than zero, as far as it is known."""
    if value is None:
        return
    if isinstance(value, Distribution):
        yield from distribution(value, fixed)
        return
    known = raw_value(value, fixed)
    if known is not None and known <= 0:
        yield value.where, f"{what} must be above zero, found {format_value(known, value.dimension)}"
    elif known is not None and (message := check("uniform", (known, known))):
        yield value.where, f"{what} {message.removeprefix('low ')}"


def probability(value: Expression | None, fixed: Fixed, what: str = "a probability") -> Iterator[Finding]:
    """From 0 to 1, as far as it is known."""
    known = raw_value(value, fixed) if value is not None else None
    if value is not None and known is not None and not 0 <= known <= 1:
        yield value.where, f"{what} lies between 0 and 1, found {known:g}"
    elif value is not None and known is not None and (message := check("bernoulli", (known,))):
        yield value.where, f"{what} {message.removeprefix('p ')}"

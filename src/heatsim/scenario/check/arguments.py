"""Distributions that do not exist: a deviation below zero, quantiles out of order."""

from __future__ import annotations

from collections.abc import Mapping

from heatsim.draws.distributions import check
from heatsim.scenario.constants import raw_value
from heatsim.scenario.resolved import Distribution

__all__ = ["impossible"]


def impossible(made: Distribution, fixed: Mapping[str, float]) -> str | None:
    """What is wrong with the arguments, as far as they are constants or `fixed` parameters; None if nothing is."""
    values = [raw_value(arg, fixed) for arg in made.args]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    message = check("ordinal" if made.kind == "categorical" else made.kind, known)
    return f"{made.kind.partition('_m')[0]}: {message}" if message else None

"""Choosing one of several options without the choice depending on options that were not picked.

Unordered options race: option i arrives after an exponential time with its weight as rate, from its own draw, and the first
to arrive is chosen with probability proportional to weight. Taking away an option that lost leaves the winner the winner, which
`int(u * n)` does not. Ordered options (severity, count) use the inverse distribution function of one draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log

from heatsim.draws.distributions.discrete import cumulative, pick
from heatsim.errors import UsageError

__all__ = ["ordinal", "race"]


def race(us: Sequence[float], weights: Sequence[float]) -> int:
    """Index of the smallest -log(u) / weight, one u per option; a weight of zero never wins, the earlier of equals does.

    UsageError if no weight is above zero.
    """
    best, winner = inf, -1
    for index, weight in enumerate(weights):
        if weight > 0.0:
            arrival = -log(us[index]) / weight
            if arrival < best or winner < 0:
                best, winner = arrival, index
    if winner < 0:
        raise UsageError("a choice needs at least one option with a weight above zero")
    return winner


def ordinal(u: float, weights: Sequence[float]) -> int:
    """Index of the first option at which the running share of weights reaches u; UsageError if no weight is above zero."""
    if not any(weight > 0.0 for weight in weights):
        raise UsageError("a choice needs at least one option with a weight above zero")
    return pick(u, cumulative(weights))

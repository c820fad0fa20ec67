"""Choosing among unordered options: `distributions.race` on flat arrays."""

from __future__ import annotations

import math

from heatsim.engines.compiled.drawing import uniform
from heatsim.engines.compiled.evaluating import value
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import FAULT, Scratch, Values, Whole

__all__ = ["race"]

INF = math.inf


@kernel
def race(P: Whole, V: Values, S: Scratch, site: int, weights: int) -> float:
    """The option that arrives first; each has a draw of its own, at one site after the other. No weight above zero is a fault."""
    best, winner = INF, -1
    for k in range(P[weights]):
        u, weight = uniform(P, V, S, site + k), value(P, V, S, P[weights + 1 + k])
        if weight > 0.0:
            arrival = -math.log(u) / weight
            if arrival < best or winner < 0:
                best, winner = arrival, k
    if winner < 0:
        S[FAULT] = 1
    return float(winner)

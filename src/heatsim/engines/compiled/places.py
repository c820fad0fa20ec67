"""Where actors are, and how they get there: `heatsim.program.position` and `heatsim.engines.moving` on flat arrays."""

from __future__ import annotations

import math

from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    ABOARD,
    ARRIVES,
    AT_X,
    AT_Y,
    BODIES,
    BODY_WIDTH,
    COVER,
    FAULT,
    LEFT_AT,
    TO_X,
    TO_Y,
    Scratch,
    Values,
    Whole,
)

__all__ = ["arrive", "board", "body_of", "carrier", "depart", "freeze", "on_the_move", "position", "proceed"]

MISSING = math.nan
MAX_CARRIERS = 4


@kernel
def body_of(P: Whole, actor: int) -> int:
    return P[BODIES] + BODY_WIDTH * actor


@kernel
def carrier(P: Whole, V: Values, actor: int) -> int:
    """The actor whose place counts."""
    for _ in range(MAX_CARRIERS):
        above = int(V[P[body_of(P, actor) + ABOARD]])
        if above < 0:
            break
        actor = above
    return actor


@kernel
def position(P: Whole, V: Values, actor: int) -> tuple[float, float]:
    """x and y now."""
    body = body_of(P, carrier(P, V, actor))
    x, y, end = V[P[body + AT_X]], V[P[body + AT_Y]], V[P[body + ARRIVES]]
    if end != end:
        return x, y
    start = V[P[body + LEFT_AT]]
    share = (V[0] - start) / (end - start) if end > start else 1.0
    return x + share * (V[P[body + TO_X]] - x), y + share * (V[P[body + TO_Y]] - y)


@kernel
def on_the_move(P: Whole, V: Values, actor: int) -> bool:
    end = V[P[body_of(P, carrier(P, V, actor)) + ARRIVES]]
    return end == end


@kernel
def freeze(P: Whole, V: Values, actor: int) -> None:
    """Stop where the way has led so far."""
    body = body_of(P, actor)
    end = V[P[body + ARRIVES]]
    if end != end:
        return
    if V[P[body + ABOARD]] < 0:
        x, y = position(P, V, actor)
        V[P[body + AT_X]] = x
        V[P[body + AT_Y]] = y
    V[P[body + LEFT_AT]] = MISSING
    V[P[body + ARRIVES]] = MISSING


@kernel
def depart(P: Whole, V: Values, actor: int, x: float, y: float, takes: float) -> None:
    freeze(P, V, actor)
    body = body_of(P, actor)
    V[P[body + TO_X]] = x
    V[P[body + TO_Y]] = y
    V[P[body + LEFT_AT]] = V[0]
    V[P[body + ARRIVES]] = V[0] + takes
    V[P[body + COVER]] = 0.0


@kernel
def arrive(P: Whole, V: Values, actor: int, cover: float) -> None:
    body = body_of(P, actor)
    V[P[body + AT_X]] = V[P[body + TO_X]]
    V[P[body + AT_Y]] = V[P[body + TO_Y]]
    V[P[body + LEFT_AT]] = MISSING
    V[P[body + ARRIVES]] = MISSING
    V[P[body + COVER]] = cover


@kernel
def proceed(P: Whole, V: Values, actor: int, left: float) -> None:
    body = body_of(P, actor)
    V[P[body + LEFT_AT]] = V[0]
    V[P[body + ARRIVES]] = V[0] + left


@kernel
def board(P: Whole, V: Values, S: Scratch, actor: int, onto: int) -> None:
    """Be where `onto` is from now on, or set down where the carrier is. A circle of carriers is a fault."""
    body = body_of(P, actor)
    x, y = position(P, V, actor)
    freeze(P, V, actor)
    if onto < 0:
        V[P[body + AT_X]] = x
        V[P[body + AT_Y]] = y
    V[P[body + ABOARD]] = float(onto)
    V[P[body + COVER]] = 0.0
    if onto >= 0 and V[P[body_of(P, carrier(P, V, actor)) + ABOARD]] >= 0:
        S[FAULT] = 1

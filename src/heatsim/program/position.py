"""Where an actor is: at rest, on its way, or wherever its carrier is."""

from __future__ import annotations

from collections.abc import Sequence

from heatsim.program.model import BodyInfo

__all__ = ["MAX_CARRIERS", "carrier", "position"]

MAX_CARRIERS = 4  # a man on a man in a car; more is a circle


def carrier(values: Sequence[float], bodies: Sequence[BodyInfo], actor: int) -> int:
    """The actor whose place counts: itself, or whoever carries it in the end."""
    for _ in range(MAX_CARRIERS):
        above = int(values[bodies[actor].aboard])
        if above < 0:
            break
        actor = above
    return actor


def position(values: Sequence[float], bodies: Sequence[BodyInfo], actor: int) -> tuple[float, float]:
    """x and y in metres at the moment `values[0]`."""
    body = bodies[carrier(values, bodies, actor)]
    x, y, end = values[body.x], values[body.y], values[body.end]
    if end != end:
        return x, y
    start = values[body.start]
    share = (values[0] - start) / (end - start) if end > start else 1.0
    return x + share * (values[body.to_x] - x), y + share * (values[body.to_y] - y)

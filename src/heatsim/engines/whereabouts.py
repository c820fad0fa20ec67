"""What tracing adds about places: who is where, or on its way where, from which moment on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from heatsim.program.model import BodyInfo
from heatsim.trace import Way

if TYPE_CHECKING:
    from heatsim.engines.life import Replication

__all__ = ["look", "looker"]


def looker(bodies: Sequence[BodyInfo]) -> Callable[[Replication], None]:
    """`look` for many moments: it goes from one to the next only when something about anybody's place has changed."""
    if not bodies:
        return lambda replication: None
    places = itemgetter(*(slot for b in bodies for slot in (b.x, b.y, b.to_x, b.to_y, b.start, b.end, b.cover, b.aboard)))

    def glance(replication: Replication) -> None:
        seen = places(replication.values)
        if seen != replication.seen:
            replication.seen = seen
            look(replication, bodies)

    return glance


def look(replication: Replication, bodies: Sequence[BodyInfo]) -> None:
    """Write down everybody who is not where, or on the way, that was written down last."""
    values, last = replication.values, replication.placed
    for actor, body in enumerate(bodies):
        x, y, end = values[body.x], values[body.y], values[body.end]
        there = (x, y, values[body.to_x], values[body.to_y], values[body.start], end) if end == end else (x, y, x, y, end, end)
        way = Way(int(values[0]), actor, *there, values[body.cover], int(values[body.aboard]))
        if actor not in last or _other(way, last[actor]):
            last[actor] = way
            replication.ways.append(way)


def _other(way: Way, last: Way) -> bool:
    still = way.end != way.end and last.end != last.end  # NaN equals nothing, itself included
    moved = (way.x, way.y, way.cover, way.aboard) != (last.x, last.y, last.cover, last.aboard)
    return moved or not (still or (way.to_x, way.to_y, way.start, way.end) == (last.to_x, last.to_y, last.start, last.end))

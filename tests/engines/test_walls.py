"""Whether a line of sight meets a wall, against the textbook's rule for two segments, on every small grid there is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from heatsim.engines import aiming
from heatsim.engines.compiled import aiming as kernel

Point = tuple[float, float]
GRID = [(float(x), float(y)) for x in range(4) for y in range(3)]


def turn(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Two segments have a point in common: their boxes do, and neither lies wholly on one side of the other's line."""
    boxes = all(max(a[k], b[k]) >= min(c[k], d[k]) and max(c[k], d[k]) >= min(a[k], b[k]) for k in (0, 1))
    return boxes and turn(a, b, c) * turn(a, b, d) <= 0 and turn(c, d, a) * turn(c, d, b) <= 0


@pytest.mark.parametrize(
    "crosses",
    [lambda a, b, c, d: aiming.crosses(a, b, (*c, *d)), lambda a, b, c, d: kernel.crosses(*a, *b, *c, *d)],
    ids=["simpy", "compiled"],
)
def test_a_line_meets_a_wall_as_segments_do(crosses: Callable[[Point, Point, Point, Point], bool]) -> None:
    """Wherever nobody stands on the wall's own line; and where all are on one line, if an end of the wall is between the two."""
    seen = {True: 0, False: 0}
    for a, b, c, d in product(GRID, repeat=4):
        if a == b or c == d:
            continue
        ends = turn(c, d, a), turn(c, d, b)
        if all(ends) or not any(ends):
            wanted = meet(a, b, c, d) if all(ends) else meet(a, b, c, c) or meet(a, b, d, d)
            assert crosses(a, b, c, d) == wanted, (a, b, c, d)
            seen[wanted] += 1
    assert min(seen.values()) > 500

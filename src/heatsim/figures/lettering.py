"""Names on a plan: each beside what it names, where it hides least of marks, other names and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Name", "Stroke", "lettered"]

Point = tuple[float, float]
LETTER, HEIGHT = 0.58, 1.25  # of the size of the type: how wide a letter is on average, how high a line
# Where a name may stand about its mark, best first: the sides, then above and below, then the corners.
AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.9), (-0.8, 0.9), (0.8, -0.9), (-0.8, -0.9))
STEPS = (1.0, 2.2, 3.8)  # how far off, in the mark's own distance
ON_NAME, ON_MARK, ON_LINE, OUTSIDE, FARTHER = 40.0, 25.0, 2.0, 100.0, 0.6  # what is to be avoided most
MOST_FOR_OPTIONAL = 7.0
SAMPLES = 24  # points of a line that are looked at


@dataclass(frozen=True, slots=True)
class Name:
    """Some words for a point on the plan; `size` is that of the type, `away` the distance from the point, both in points.

    An `optional` name is left out where there is no room for it.
    """

    text: str
    spot: Point
    size: float
    away: float = 8.0
    optional: bool = False

    def extent(self, metre: float) -> Point:
        """Width and height in metres of the plan, with `metre` points to a metre."""
        return LETTER * self.size * len(self.text) / metre, HEIGHT * self.size / metre

    def edge(self, middle: Point, metre: float) -> Point:
        """The point of the name nearest to what it names, the name's middle being there."""
        (wide, high), (x, y) = self.extent(metre), middle
        return min(max(self.spot[0], x - wide / 2), x + wide / 2), min(max(self.spot[1], y - high / 2), y + high / 2)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line drawn on the plan, and how much it costs to write over it."""

    begin: Point
    end: Point
    weight: float = 1.0


Area = tuple[float, float, float, float]  # left, bottom, right, top


class _Lines:
    """Points along all strokes: an array for x and one for y, a row for each stroke."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        ends = np.array([(*stroke.begin, *stroke.end) for stroke in strokes], dtype=np.float64).reshape(-1, 4)
        share = np.arange(SAMPLES + 1) / SAMPLES
        self.x: NDArray[np.float64] = ends[:, :1] + (ends[:, 2:3] - ends[:, :1]) * share
        self.y: NDArray[np.float64] = ends[:, 1:2] + (ends[:, 3:] - ends[:, 1:2]) * share
        self.weights = np.array([stroke.weight for stroke in strokes])

    def under(self, area: Area) -> float:
        """The weight of the strokes that pass under an area."""
        left, bottom, right, top = area
        inside = (left <= self.x) & (self.x <= right) & (bottom <= self.y) & (self.y <= top)
        return float(self.weights[inside.any(axis=1)].sum())


def lettered(
    names: Sequence[Name], marks: Sequence[Point], strokes: Sequence[Stroke], view: Area, metre: float
) -> list[Point | None]:
    """The middle of each name, in the plan's metres, None for one left out; names in order, the first with the freest choice.

    `view` is the part of the ground that is shown and `metre` how many points a metre has on paper. Each name takes the cheapest
    of some places about its point; none is moved again, so that equal input gives equal places.
    """
    lines = _Lines(strokes)
    taken: list[Area] = []
    made: list[Point | None] = []
    for name in names:
        choice = [(_cost(area, name, marks, lines, taken, view, metre) + rank, area) for rank, area in _places(name, metre)]
        cost, area = min(choice, key=lambda found: found[0])
        if name.optional and cost > MOST_FOR_OPTIONAL:
            made.append(None)
            continue
        taken.append(area)
        made.append(((area[0] + area[2]) / 2, (area[1] + area[3]) / 2))
    return made


def _places(name: Name, metre: float) -> list[tuple[float, Area]]:
    """Where a name may stand, each with what it costs to be no better place than that."""
    wide, high = name.extent(metre)
    found = []
    for far, step in enumerate(STEPS):
        for rank, (dx, dy) in enumerate(AROUND):
            x = name.spot[0] + dx * step * name.away / metre + wide / 2 * (dx > 0) - wide / 2 * (dx < 0)
            y = name.spot[1] + dy * (step * name.away / metre + high / 2)
            found.append((FARTHER * (4 * far + rank / 4), (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)))
    return found


def _cost(
    area: Area,
    name: Name,
    marks: Sequence[Point],
    lines: _Lines,
    taken: Sequence[Area],
    view: Area,
    metre: float,
) -> float:
    near = 4.5 / metre  # a mark is about nine points wide
    around = (area[0] - near, area[1] - near, area[2] + near, area[3] + near)
    outside = area[0] < view[0] or area[1] < view[1] or area[2] > view[2] or area[3] > view[3]
    on_names = sum(_overlap(area, other) for other in taken)
    on_marks = sum(_inside(mark, around) for mark in marks if mark != name.spot)
    return OUTSIDE * outside + ON_NAME * on_names + ON_MARK * on_marks + ON_LINE * min(lines.under(area), 6.0)


def _inside(point: Point, area: Area) -> bool:
    return area[0] <= point[0] <= area[2] and area[1] <= point[1] <= area[3]


def _overlap(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

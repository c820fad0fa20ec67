"""What stands where in a plan of a fight: the part of the ground to show, and who is drawn beside whom."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.figures.beside import spread

if TYPE_CHECKING:
    from heatsim.figures.shots import Phase
    from heatsim.trace import Trace

__all__ = ["Box", "Crowd", "apart", "crowds", "neighbours", "views"]

Point = tuple[float, float]
MARGIN = 0.08  # of the view, on every side
FLATTEST = 0.35  # of the longer side: no panel so flat that labels cannot stand in it
NAME = 0.14  # of the view: the length of a name
ZOOM = 0.5  # phases that need less than this share of the whole ground are shown each on its own


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the ground, in metres."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def size(self) -> float:
        """The longer side."""
        return max(self.right - self.left, self.top - self.bottom)

    @property
    def across(self) -> float:
        """Width by height."""
        return (self.right - self.left) / (self.top - self.bottom)

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.left, self.bottom, self.right, self.top

    def holds(self, spot: Point) -> bool:
        return self.left <= spot[0] <= self.right and self.bottom <= spot[1] <= self.top


def views(trace: Trace, phases: Sequence[Phase]) -> tuple[Box, ...]:
    """The view of each phase, all of one shape: the whole ground, or each its own part where the fight moves about."""
    boxes = [_box(_spots(trace, [phase])) for phase in phases if phase.shots]
    whole = _box(_spots(trace, phases))
    middling = sorted(box.size for box in boxes)[len(boxes) // 2]
    if middling >= ZOOM * whole.size:
        return (whole,) * len(phases)
    across = whole.across
    own = {phase.begin: _shaped(_box(_spots(trace, [phase])), across) for phase in phases if phase.shots}
    return tuple(own.get(phase.begin, whole) for phase in phases)


def _spots(trace: Trace, phases: Sequence[Phase]) -> list[Point]:
    """Where people stood who fired or were fired at, and where they got to."""
    found = []
    for phase in phases:
        for shot in phase.shots:
            found += [trace.position(actor, shot.time) for actor in (shot.shooter, shot.target)]
        found += [trace.position(actor, phase.end) for actor in {shot.shooter for shot in phase.shots}]
    return found


def _box(spots: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    size = max(max(xs) - min(xs), max(ys) - min(ys), 2.0)
    ends = []
    for values in (xs, ys):
        half = max(max(values) - min(values), FLATTEST * size) / 2 + MARGIN * size
        middle = (min(values) + max(values)) / 2
        ends += [middle - half, middle + half]
    return Box(*ends)


def _shaped(box: Box, across: float) -> Box:
    """The same middle, made wider or higher to a ratio of width to height."""
    width, height = box.right - box.left, box.top - box.bottom
    width, height = max(width, height * across), max(height, width / across)
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return Box(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def apart(spots: dict[int, Point], box: Box, near: float) -> dict[int, Point]:
    """The same places, but those who stand nearly on one another are moved up and down, no two nearer than `near` of the view.

    Names stand beside, so whoever is as far off sideways as a name is long is not in the way.
    """
    step, wide = near * box.size, NAME * box.size
    placed: dict[int, Point] = {}
    left = sorted(spots)
    while left:
        group = [left.pop(0)]
        for one in group:
            close = [other for other in left if _close(spots[one], spots[other], wide, 2 * step)]
            group += close
            left = [other for other in left if other not in close]
        heights = spread([spots[one][1] for one in group], [step] * len(group), box.bottom, box.top)
        placed.update({one: (spots[one][0], y) for one, y in zip(group, heights, strict=True)})
    return placed


def _close(a: Point, b: Point, wide: float, high: float) -> bool:
    return abs(a[0] - b[0]) < wide and abs(a[1] - b[1]) < high


@dataclass(frozen=True, slots=True)
class Crowd:
    """Those of a group who stand together in the same condition, or somebody on his own: actor numbers and a name for all."""

    actors: tuple[int, ...]
    name: str
    spot: Point


def crowds(trace: Trace, spots: Mapping[int, Point], conditions: Mapping[int, Hashable], near: float) -> list[Crowd]:
    """Everybody, members of a group within `near` metres of one another and alike in condition taken together."""
    made: list[list[int]] = []
    for one in sorted(spots):
        for members in made:
            if _alike(trace, conditions, members[0], one) and math.dist(spots[members[0]], spots[one]) <= near:
                members.append(one)
                break
        else:
            made.append([one])
    return [Crowd(tuple(members), _together(trace, members), spots[members[0]]) for members in made]


def _alike(trace: Trace, conditions: Mapping[int, Hashable], one: int, other: int) -> bool:
    first, second = trace.program.actors[one].name, trace.program.actors[other].name
    return "[" in first and first.partition("[")[0] == second.partition("[")[0] and conditions[one] == conditions[other]


def _together(trace: Trace, members: Sequence[int]) -> str:
    """Officer 3, officer 1–4, or officer (5)."""
    titles = [trace.program.actors[one].title for one in members]
    if len(members) == 1:
        return titles[0]
    base, _, first = titles[0].rpartition(" ")
    last = titles[-1].rpartition(" ")[2]
    return f"{base} {first}–{last}" if int(last) - int(first) == len(members) - 1 else f"{base} ({len(members)})"


def neighbours(places: Mapping[str, Point], near: float) -> list[list[str]]:
    """The names of places in order, those within `near` metres of the first of a list in that list."""
    made: list[list[str]] = []
    for name, spot in places.items():
        near_by = next((those for those in made if math.dist(places[those[0]], spot) < near), None)
        if near_by is None:
            made.append([name])
        else:
            near_by.append(name)
    return made

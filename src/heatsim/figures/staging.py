"""What stands where in a plan of a fight: the part of the ground to show, and who is drawn beside whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.figures.beside import spread

if TYPE_CHECKING:
    from heatsim.figures.shots import Phase
    from heatsim.trace import Trace

__all__ = ["Box", "apart", "views"]

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

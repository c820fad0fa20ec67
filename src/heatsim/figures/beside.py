"""Labels at the right of a panel, each as near to the height of what it names as the others leave room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heatsim.figures import reading, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

__all__ = ["Label", "beside", "in_row", "spread"]

LINE_POINTS = 12.5  # a line of a label at its size
LEADER, SAMPLE, FILM, TEXT = (1.5, 8.5), (10.5, 25.0), 33.5, 28.5  # in points from the edge of the axes


@dataclass(frozen=True, slots=True)
class Label:
    """Some lines of text for what ends at height `y`; `film` puts the film's mark beside it."""

    y: float
    text: str
    colour: str
    dashes: Any = "solid"
    film: bool = False


def beside(axes: Axes, labels: Sequence[Label]) -> None:
    """Write the labels, each with a sample of its line, joined by a thin grey stroke to the height it belongs to."""
    if not labels:
        return
    low, high = axes.get_ylim()
    points = reading.figure_of(axes).get_size_inches()[1] * 72 * 0.72  # the height of the axes, roughly, before layout
    line = (high - low) * LINE_POINTS / points
    heights = [line * (1 + label.text.count("\n")) for label in labels]
    places = spread([label.y for label in labels], heights, low, high)
    across = _points_from_the_edge(axes)
    for label, y in zip(labels, places, strict=True):
        axes.plot(LEADER, [label.y, y], transform=across, color=style.MUTED, linewidth=0.6, clip_on=False, gid="leader")
        sample = {"color": label.colour, "linewidth": 1.8, "linestyle": label.dashes}
        axes.plot(SAMPLE, [y, y], transform=across, clip_on=False, gid="leader", **sample)
        axes.annotate(
            label.text,
            (TEXT + 13 if label.film else TEXT, y),
            xycoords=across,
            va="center",
            fontsize=8.5,
            linespacing=1.15,
            color=style.INK,
            annotation_clip=False,
        )
        if label.film:
            style.mark_film(axes, FILM, y, size=9, transform=across)


def in_row(axes: Axes, row: float, text: str, colour: str = style.MUTED, weight: str = "normal", size: float = 8.5) -> None:
    """Write a word at the right of one row, outside the axes."""
    axes.annotate(
        text,
        (1, row),
        xytext=(8, 0),
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
        va="center",
        fontsize=size,
        fontweight=weight,
        color=colour,
        annotation_clip=False,
    )


def _points_from_the_edge(axes: Axes) -> Transform:
    """Across: points on paper from the right edge of the axes, so that labels need the same room however wide they are."""
    from matplotlib.transforms import Affine2D, ScaledTranslation, blended_transform_factory

    points = Affine2D().scale(1 / 72) + reading.figure_of(axes).dpi_scale_trans
    edge = ScaledTranslation(1, 0, axes.transAxes)  # type: ignore[arg-type]
    return blended_transform_factory(points + edge, axes.transData)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles as near to the wanted ones as can be, none overlapping, in the same order, inside `low` to `high` if they fit.

    Neighbours that collide are moved as one block about the mean of what they wanted.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    blocks: list[tuple[float, list[int]]] = []  # middle, members from below
    for i in order:
        block = (wanted[i], [i])
        while True:
            block = (_inside(block[0], _height(block[1], heights), low, high), block[1])
            if not blocks or blocks[-1][0] + (_height(blocks[-1][1], heights) + _height(block[1], heights)) / 2 <= block[0]:
                break
            members = [*blocks.pop()[1], *block[1]]
            block = (sum(wanted[j] for j in members) / len(members), members)
        blocks.append(block)
    places = [0.0] * len(wanted)
    for middle, members in blocks:
        at = middle - _height(members, heights) / 2
        for i in members:
            places[i] = at + heights[i] / 2
            at += heights[i]
    return places


def _height(members: Sequence[int], heights: Sequence[float]) -> float:
    return sum(heights[i] for i in members)


def _inside(middle: float, height: float, low: float, high: float) -> float:
    return min(max(middle, low + height / 2), max(high - height / 2, low + height / 2))

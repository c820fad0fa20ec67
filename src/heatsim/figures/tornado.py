"""A tornado: how far each assumption, at the ends of its range, moves the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.tornado import Bar, Tornado

__all__ = ["tornado"]

MOST = 15
ROW_INCHES = 0.42
NARROW = 4.5  # inches: below it the names stand over their bars
OVER = 0.7  # of a row is for the bars then, below its name


def tornado(made: Tornado, *, most: int = MOST, ax: Axes | None = None) -> Figure:
    """The `most` assumptions that move the response farthest, each bar labelled with the values it was tried at.

    Whiskers are paired 95 % intervals; pale bars are not shown to move it at all. UsageError when nothing was tried.
    """
    bars = made.bars[:most]
    if not bars:
        raise UsageError("there are no assumptions to draw")
    with style.look():
        figure = style.canvas(8.0, 1.9 + ROW_INCHES * len(bars)) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        _bars(axes, made, most)
        response = made.response
        style.title(axes, "What the conclusion rests on", f"{reading.stands(response, made.baseline)}, as written")
        axes.set_xlabel(
            "change in percentage points" if response.kind == "share" else f"change{f' ({response.unit})' if response.unit else ''}"
        )
        if ax is None:
            more = f", {len(made.bars) - most} more move it less" if len(made.bars) > most else ""
            count = f"{made.replications:,} replications at each value, seed {made.seed}, paired"
            style.caption(figure, f"{count}; whiskers: 95 % intervals; pale: no move shown{more}.")
    return figure


def _bars(axes: Axes, made: Tornado, most: int) -> None:
    size = 100.0 if made.response.kind == "share" else 1.0
    bars = made.bars[:most]
    moves = [move for bar in bars for move in bar.moves if move.count]
    narrow = reading.figure_of(axes).get_figwidth() < NARROW
    farthest = max((abs(end) for move in moves for end in (move.low, move.high)), default=1.0) or 1.0
    for row, bar in enumerate(bars):
        for place, (tried, move) in enumerate(zip(bar.tried, bar.moves, strict=True)):
            if move.count:
                y, height = _lane(row, place, bar)
                ends = (size * move.value, size * move.low, size * move.high)
                _bar(axes, row + 0.13 + OVER * (y - row) if narrow else y, OVER * height if narrow else height, tried, ends)
    axes.axvline(0, color=style.INK, linewidth=1.0, zorder=3)
    names = [reading.words(bar.parameter) for bar in bars]
    axes.set_yticks(range(len(bars)), [""] * len(bars) if narrow else names)
    for row, name in enumerate(names if narrow else ()):
        axes.annotate(name, (0, row - 0.38), xycoords=axes.get_yaxis_transform(), va="center", fontsize=9)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    reach = (1.6 if narrow else 1.3) * size * farthest
    axes.set_xlim(-reach, reach)
    style.clean(axes)
    axes.tick_params(axis="y", length=0)


def _lane(row: int, place: int, bar: Bar) -> tuple[float, float]:
    """Middle and height of a bar: the whole row, or a part of it if another value moves the response the same way."""
    sides = [move.value < 0 for move in bar.moves if move.count]
    if len(set(sides)) == len(sides):
        return float(row), 0.6
    height = 0.7 / len(bar.moves)
    return row - 0.35 + height * (place + 0.5), 0.85 * height


def _bar(axes: Axes, y: float, height: float, tried: str, move: tuple[float, float, float]) -> None:
    value, low, high = move
    side, certain = (-1 if value < 0 else 1), not low <= 0 <= high
    axes.barh(y, value, height=height, color=style.LESS if value < 0 else style.MORE, alpha=0.95 if certain else 0.3, zorder=2)
    axes.plot([low, high], [y, y], color=style.INK, linewidth=1.0, zorder=4)
    axes.annotate(
        tried,
        (high if side > 0 else low, y),
        xytext=(5 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize=8,
        color=style.INK if certain else style.MUTED,
    )

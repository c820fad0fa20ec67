"""A tornado: how far each assumption, at the ends of its range, moves the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.tornado import Tornado

__all__ = ["tornado"]

MOST = 15
ROW_INCHES = 0.42


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
        base = f"{response.text} is {response.shown(made.baseline.value)} as the scenario stands"
        style.title(axes, "What the conclusion rests on", base)
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
    farthest = max((abs(move.value) for bar in made.bars for move in bar.moves if move.count), default=1.0) or 1.0
    for row, bar in enumerate(made.bars[:most]):
        taken = {-1: 0, 1: 0}
        for place, (tried, move) in enumerate(zip(bar.tried, bar.moves, strict=True)):
            if not move.count:
                continue
            side = -1 if move.value < 0 else 1
            certain = not move.low <= 0 <= move.high
            colour = style.AHEAD if place == 0 else style.BEHIND
            axes.barh(row, size * move.value, height=0.6, color=colour, alpha=0.85 if certain else 0.25, zorder=2)
            axes.plot([size * move.low, size * move.high], [row, row], color=style.INK, linewidth=1.0, zorder=4)
            edge = move.high if side > 0 else move.low
            rise = 9 * taken[side] * (-1 if taken[side] % 2 else 1)
            axes.annotate(
                tried,
                (size * edge, row),
                xytext=(5 * side, rise),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="center",
                fontsize=8,
                color=style.INK if certain else style.MUTED,
            )
            taken[side] += 1
    axes.axvline(0, color=style.INK, linewidth=1.0, zorder=3)
    axes.set_yticks(range(len(made.bars[:most])), [reading.words(bar.parameter) for bar in made.bars[:most]])
    axes.set_ylim(len(made.bars[:most]) - 0.4, -0.6)
    axes.set_xlim(-1.45 * size * farthest, 1.45 * size * farthest)
    style.clean(axes)
    axes.tick_params(axis="y", length=0)

"""What doomed the job, and what would have saved it: every decision flipped, ranked by what that does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.decisions.made import Decisions, Flipped

__all__ = ["decisions"]

MOST = 15
ROW_INCHES = 0.36
CELL_INCHES = 0.56
PALER = 1.2  # the scale of colours ends so far beyond the greatest change, short of its darkest
FAINT = 0.75  # points; a smaller change of an ending gets no number


def decisions(made: Decisions, *, most: int = MOST, ax: Axes | None = None) -> Figure:
    """The `most` flips that change the response most, as bars, and beside them what each does to every ending, in points.

    With `ax`, the bars alone. UsageError when nothing could be flipped.
    """
    flips = [one for one in made.flips[:most] if math.isfinite(one.focus.value)]
    if not flips:
        raise UsageError("there is no flip to draw")
    with style.look():
        if ax is not None:
            _bars(ax, made, flips, alone=True)
            return reading.figure_of(ax)
        wide = CELL_INCHES * len(_seen(made, flips))
        figure = style.canvas(7.6 + wide, 2.6 + ROW_INCHES * len(flips))
        left, right = figure.subplots(1, 2, width_ratios=[4.6, max(wide, 1.0)])
        _bars(left, made, flips, alone=False)
        _endings(right, made, flips)
        more = f" {len(made.flips) - len(flips)} more flips change it less." if len(made.flips) > len(flips) else ""
        style.caption(
            figure,
            f"{made.replications:,} worlds, seed {made.seed}, each flip in the same ones; whiskers hold for all {len(made.flips)}"
            f" at once with 95 %; pale: direction in doubt.{more}\n"
            "Right: change of every ending's share, in percentage points; blank where it is less than one.",
        )
    return figure


def _bars(axes: Axes, made: Decisions, flips: list[Flipped], *, alone: bool) -> None:
    size = 100.0 if made.response.kind == "share" else 1.0
    for row, one in enumerate(flips):
        value, low, high = (size * x for x in (one.focus.value, one.focus.low, one.focus.high))
        colour = style.LESS if value < 0 else style.MORE
        axes.barh(row, value, height=0.62, color=colour, alpha=0.95 if one.is_clear else 0.3, zorder=2)
        axes.plot([low, high], [row, row], color=style.INK, linewidth=1.0, zorder=4)
    axes.axvline(0, color=style.INK, linewidth=1.0, zorder=3)
    axes.set_yticks(range(len(flips)), [_name(one) for one in flips])
    axes.set_ylim(len(flips) - 0.4, -0.6)
    share = made.response.kind == "share"
    axes.set_xlabel("change in percentage points" if share else f"change{f' ({made.response.unit})' if made.response.unit else ''}")
    style.clean(axes)
    axes.tick_params(axis="y", length=0, labelsize=9)
    style.title(
        axes,
        "Which decision mattered",
        f"{reading.stands(made.response, made.value)}{'' if alone else ', as written'}",
        runs_on=not alone,
    )


def _name(one: Flipped) -> str:
    return f"{reading.words(one.decision.name)} → {reading.words(one.option)}"


def _seen(made: Decisions, flips: list[Flipped]) -> list[str]:
    """The endings that come out as written or under some flip."""
    moved = {one.ending for flip in flips for one in flip.endings if one.gained or one.lost}
    return [name for name, share in made.base.items() if share.value > 0 or name in moved]


def _endings(axes: Axes, made: Decisions, flips: list[Flipped]) -> None:
    names = _seen(made, flips)
    changes = [[100 * moved.change for moved in one.endings if moved.ending in names] for one in flips]
    most = max((abs(change) for row in changes for change in row), default=1.0) or 1.0
    axes.pcolormesh(changes, cmap="PuOr_r", vmin=-PALER * most, vmax=PALER * most, edgecolors="white", linewidth=1.0)
    for row, line in enumerate(changes):
        for column, change in enumerate(line):
            if abs(change) >= FAINT:
                strong = abs(change) > 0.7 * most
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    f"{change:+.0f}".replace("-", "−"),
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    color=style.ON_DARK if strong else style.ON_LIGHT,
                )
    axes.set_yticks([])
    axes.set_xticks(
        [column + 0.5 for column in range(len(names))],
        [reading.words(name) for name in names],
        rotation=40,
        ha="right",
        rotation_mode="anchor",
    )
    axes.tick_params(length=0, labelsize=9)
    axes.set_ylim(len(flips) + 0.1, -0.1)
    for edge in axes.spines.values():
        edge.set_visible(False)

"""Whose luck decided it: each group's share of the variance, alone and in all it has a part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.figures import reading, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.luck import Luck

__all__ = ["shares"]

ROW_INCHES = 0.5


def shares(made: Luck, *, ax: Axes | None = None) -> Figure:
    """A bar for each group, the greatest total first: in full colour what it decides alone, pale what it has a part in."""
    ranked = sorted(made.shares, key=lambda one: -one.total.value)
    with style.look():
        figure = style.canvas(7.5, 1.9 + ROW_INCHES * len(ranked)) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        for row, one in enumerate(ranked):
            axes.barh(row, 100 * max(0.0, one.total.value), height=0.62, color=style.AHEAD, alpha=0.3, zorder=2)
            axes.barh(row, 100 * max(0.0, one.first.value), height=0.62, color=style.AHEAD, zorder=3)
            for ends, rise in ((one.total, -0.12), (one.first, 0.12)):
                low, high = (100 * max(0.0, end) for end in ends[1:])
                axes.plot([low, high], [row + rise, row + rise], color=style.INK, linewidth=1.1, marker="|", markersize=5, zorder=4)
        axes.set_yticks(range(len(ranked)), [reading.words(one.group) for one in ranked])
        axes.set_ylim(len(ranked) - 0.4, -0.6)
        axes.set_xlim(0, None)
        axes.set_xlabel("share of the variance (%)")
        style.clean(axes)
        axes.tick_params(axis="y", length=0)
        style.title(
            axes,
            "Whose luck decides it",
            f"{reading.asked(made.response.text)}: in full colour alone, pale with all it has a part in",
        )
        if ax is None:
            style.caption(figure, f"{made.used:,} replications in each mix, seed {made.seed}; lines: 95 % intervals.")
    return figure

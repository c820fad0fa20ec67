"""How long to stay: what each stopping rule brings, against the chance that the response is there first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.figures import reading, style
from heatsim.units import format_value, unit_dimension

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.protection.stay import Frontier, Stay

__all__ = ["frontier"]


def frontier(made: Frontier, *, ax: Axes | None = None) -> Figure:
    """A point for each value of the rule, with its intervals; the line joins those that no other beats, the others are hollow."""
    with style.look():
        figure = style.canvas(7.5, 4.8) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        best = sorted((point for point in made.points if point.best), key=lambda point: point.caught.value)
        axes.plot(
            [100 * point.caught.value for point in best],
            [point.loot.value for point in best],
            color=style.AHEAD,
            linewidth=1.6,
            zorder=2,
        )
        for point in made.points:
            _point(axes, point)
        axes.set_xlim(0, 1.12 * 100 * max(point.caught.high for point in made.points))
        axes.set_xlabel("the response is there first (% of attacks)")
        axes.set_ylabel(
            f"{reading.asked(made.measure)}{f' ({made.loot_unit})' if made.loot_unit and made.loot_unit != 'usd' else ''}"
        )
        if made.loot_unit == "usd":
            axes.yaxis.set_major_formatter(lambda value, _: format_value(value * 100, unit_dimension("usd")[1]))
        low, high = min(0.0, *(point.loot.low for point in made.points)), max(point.loot.high for point in made.points)
        axes.set_ylim(low, high + 0.06 * (high - low))
        style.clean(axes, grid="y")
        axes.tick_params(axis="x", length=3)
        style.title(axes, "How long to stay", f"money against risk, along {reading.words(made.rule)}")
        if ax is None:
            count = made.points[0].caught.count
            style.caption(
                figure, f"{count:,} attacks for each value, the same luck for all; bars: 95 % intervals. Hollow: another is better."
            )
    return figure


def _point(axes: Axes, point: Stay) -> None:
    x, y = 100 * point.caught.value, point.loot.value
    axes.plot([100 * point.caught.low, 100 * point.caught.high], [y, y], color=style.INK, linewidth=1.0, zorder=3)
    axes.plot([x, x], [point.loot.low, point.loot.high], color=style.INK, linewidth=1.0, zorder=3)
    axes.plot(
        [x], [y], marker="o", markersize=7, color=style.AHEAD if point.best else "white", markeredgecolor=style.AHEAD, zorder=4
    )
    axes.annotate(
        point.shown,
        (x, min(y, point.loot.low)),
        # Below a curve that rises ever more slowly nothing else stands, and to the right of it nothing that is as good.
        xytext=(3 if point.best else 0, -5),
        textcoords="offset points",
        ha="left" if point.best else "center",
        va="top",
        fontsize=9,
        fontweight="bold" if point.best else "normal",
        zorder=5,
    )

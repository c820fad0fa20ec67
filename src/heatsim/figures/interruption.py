"""The probability of interruption against the time the response takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.figures import reading, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.protection.made import Path, Protection

__all__ = ["interruption"]


def interruption(made: Protection, *, ax: Axes | None = None) -> Figure:
    """A curve for each path with its 95 % band; the dot is the path's own mean response and its own probability.

    UsageError when nobody is ever detected.
    """
    paths = [path for path in made.paths if len(path.lefts)]
    if not paths:
        raise UsageError("no attack is detected and answered; there is no curve")
    with style.look():
        figure = style.canvas(7.5, 4.6) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        longest = max(float(path.curve(2)[0][-1]) for path in paths)
        unit, size = style.time_unit(longest / 2)
        for path, colour in zip(paths, style.graded_colours(len(paths)), strict=True):
            _curve(axes, path, colour, size, longest)
        axes.set_xlim(0, longest / size)
        axes.set_ylim(0, None)
        axes.set_xlabel(f"time from the first detection to the response ({unit}), the same in every attack")
        axes.set_ylabel("interrupted (% of attacks)")
        style.clean(axes, grid="y")
        axes.tick_params(axis="x", length=3)
        axes.legend()
        style.title(axes, "How fast must the response be?", reading.words(made.scenario))
        if ax is None:
            style.caption(
                figure,
                f"{made.replications:,} attacks on each path, seed {made.seed}; bands: 95 % intervals, point by point."
                "\nDots, and numbers with their intervals: the scenario's own response, at its mean, with all its spread.",
            )
    return figure


def _curve(axes: Axes, path: Path, colour: str, size: float, longest: float) -> None:
    times = np.linspace(0.0, longest, 101)
    shares = [path.at_response(float(time)) for time in times]
    own = f"{reading.percent(path.interrupted.value)} ({reading.percent_range(path.interrupted.low, path.interrupted.high)})"
    label = f"{reading.words(path.label)}: {own}"
    axes.fill_between(
        times / size, [100 * s.low for s in shares], [100 * s.high for s in shares], color=colour, alpha=0.18, linewidth=0
    )
    axes.plot(times / size, [100 * s.value for s in shares], color=colour, linewidth=1.8, label=label)
    mean = path.response[0] / size
    if math.isfinite(mean):
        one = path.interrupted
        axes.plot([mean, mean], [100 * one.low, 100 * one.high], color=colour, linewidth=1.2, zorder=4)
        axes.plot([mean], [100 * one.value], marker="o", markersize=7, color=colour, markeredgecolor="white", zorder=5)

"""The path as a countdown: when each task begins and ends, where it is seen, and how much of it the response needs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style
from heatsim.figures.beside import in_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.protection.made import Path, Protection, Task

__all__ = ["path"]

ROW_INCHES = 0.46
LEAST_SEEN = 0.0005  # a share that would be printed as 0.0 %


def path(made: Protection, label: str | None = None, *, ax: Axes | None = None) -> Figure:
    """Tasks from first to last against the time that is left; what begins left of the response's line is in time to be stopped.

    `label` is the path (default: the first). UsageError when no task takes time.
    """
    one = made.paths[0] if label is None else made[label]
    if not one.tasks:
        raise UsageError(f"no task of '{made.roles.path}' takes time")
    with style.look():
        figure = style.canvas(8.6, 2.1 + ROW_INCHES * len(one.tasks)) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        longest = max(*(task.left_p90 for task in one.tasks), 0.0 if math.isnan(one.response[0]) else one.response[0])
        unit, size = style.time_unit(longest)
        for row, task in enumerate(one.tasks):
            _task(axes, row, task, size)
        in_row(axes, -0.62, "first seen there", size=9)
        _response(axes, one, size, longest / size)
        axes.set_yticks(range(len(one.tasks)), [reading.words(task.name) for task in one.tasks])
        axes.set_ylim(len(one.tasks) - 0.4, -0.9)
        axes.set_xlim(1.04 * longest / size, 0)
        axes.set_xlabel(f"time left until the path is done ({unit})")
        style.clean(axes)
        axes.tick_params(axis="y", length=0)
        critical = (
            f"critical detection point: {reading.words(one.critical.name)}" if one.critical else "no critical detection point"
        )
        style.title(
            axes, f"{reading.words(made.scenario).capitalize()}: the path against the response", f"{one.label} · {critical}"
        )
        if ax is None:
            style.caption(
                figure,
                f"{one.replications:,} attacks, seed {made.seed}. Bars: mean beginning to mean end of a task; lines: middle 80 % of"
                " the beginning.\nAt the right: where the first detection is, with 95 % Wilson intervals."
                " In full colour: the critical detection point.",
            )
    return figure


def _task(axes: Axes, row: int, task: Task, size: float) -> None:
    begins, ends = task.left / size, (task.left - task.takes) / size
    colour = style.AHEAD
    axes.barh(row, begins - ends, left=ends, height=0.56, color=colour, alpha=0.95 if task.is_critical else 0.4, zorder=2)
    axes.plot([task.left_p90 / size, task.left_p10 / size], [row + 0.2] * 2, color=style.INK, linewidth=1.1, zorder=4)
    if task.detected.value >= LEAST_SEEN:
        seen = f"{reading.percent(task.detected.value)} ({reading.percent_range(task.detected.low, task.detected.high)})"
        in_row(axes, row, seen, style.INK, "bold" if task.detected.value > 0.2 else "normal", size=9)


def _response(axes: Axes, one: Path, size: float, longest: float) -> None:
    mean, sd = (value / size for value in one.response)
    early = mean > 0.6 * longest  # the line stands in the left part of the figure
    if not math.isfinite(mean):
        return
    if math.isfinite(sd):
        axes.axvspan(mean - sd, mean + sd, color=style.BEHIND, alpha=0.1, linewidth=0, zorder=0)
    axes.axvline(mean, color=style.BEHIND, linewidth=1.6, zorder=3)
    axes.annotate(
        "response, mean ± sd",
        (mean, 1),
        xycoords=("data", "axes fraction"),
        xytext=(4 if early else -4, -3),
        textcoords="offset points",
        ha="left" if early else "right",
        va="top",
        fontsize=9,
        color=style.BEHIND,
        fontweight="bold",
        zorder=6,
    )

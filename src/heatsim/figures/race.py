"""The race run to its end: how late, or how early, the response is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.figures import reading, style
from heatsim.figures.margin import SECONDS
from heatsim.study.intervals import wilson
from heatsim.units import TIME, format_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.protection.made import Protection

__all__ = ["race"]

BINS = 40  # about so many
TAIL = 0.003


def race(made: Protection, label: str | None = None, *, ax: Axes | None = None) -> Figure:
    """Arrival of the response less the end of the path, over the attacks that are detected and answered.

    `label` is the path (default: the first with a race). UsageError when there is none.
    """
    paths = [path for path in made.paths if len(path.margins)] if label is None else [made[label]]
    if not paths or not len(paths[0].margins):
        raise UsageError("no attack is detected and answered; there is no race")
    one = paths[0]
    with style.look():
        figure = style.canvas(8.0, 4.2) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        unit, size = style.time_unit(float(np.ptp(one.margins)) / 2)
        values = one.margins / size
        low, high = (float(q) for q in np.quantile(values, [TAIL, 1 - TAIL]))
        width = (max(high, 0.0) - min(low, 0.0) or 1.0) / BINS
        width = min((second / size for second in SECONDS), key=lambda step: abs(math.log(step / width)))
        edges = width * np.arange(np.floor(min(low, 0.0) / width), np.ceil(max(high, 0.0) / width) + 1)  # zero is an edge
        counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
        colours = [style.BEHIND if edge < -width / 2 else style.AHEAD for edge in edges[:-1]]
        axes.bar(
            edges[:-1], counts, width=width, align="edge", color=colours, alpha=0.85, edgecolor="white", linewidth=0.5, zorder=2
        )
        axes.axvline(0, color=style.INK, linewidth=1.0, zorder=3)
        axes.set_ylim(0, 1.2 * max(1, int(counts.max())))
        _shares(axes, one.margins)
        axes.set_xlabel(f"arrival of the response less the end of the path ({unit})")
        axes.set_ylabel(f"attacks per {format_value(1e6 * width * size, TIME)}")
        style.clean(axes, grid="y")
        axes.tick_params(axis="x", length=3)
        style.title(axes, f"{reading.words(made.scenario).capitalize()}: the race, run to its end", one.label)
        if ax is None:
            style.caption(
                figure,
                f"{len(one.margins):,} attacks detected and answered, of {one.replications:,}, seed {made.seed}; in brackets: 95 %"
                " intervals.\nThe outermost bars hold what lies beyond.",
            )
    return figure


def _shares(axes: Axes, margins: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    for side, count, colour, x in (
        ("response", int(np.sum(margins < 0)), style.BEHIND, 0.0),
        ("crew", int(np.sum(margins >= 0)), style.AHEAD, 1.0),
    ):
        share = f"{reading.percent(count / len(margins))} ({reading.percent_range(*wilson(count, len(margins)))})"
        axes.annotate(
            f"◂ {side} first  {share}" if x == 0 else f"{side} first  {share} ▸",
            (x, 1),
            xytext=(8 - 16 * x, -6),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="left" if x == 0 else "right",
            va="top",
            fontsize=10.5,
            fontweight="bold",
            color=colour,
            zorder=7,
        )

"""A sweep as curves with bands, or, for two factors with many values, as a map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.analysis.sweep import Sweep
    from heatsim.study.axis import Axis

__all__ = ["sweep"]

MOST_CURVES = 5  # more lines than this are read as a map


def sweep(made: Sweep, *, measure: int = 0, ax: Axes | None = None) -> Figure:
    """One response along the first factor, a line for each value of the second, with its 95 % band; crossings are marked.

    With more than five values of the second factor, a map. UsageError for a first factor that is no number.
    """
    if not made.axes[0].is_numeric:
        raise UsageError(f"'{made.axes[0].name}' has no scale to draw along")
    with style.look():
        figure = style.canvas(7.5, 4.6) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        second = made.axes[1] if len(made.axes) > 1 else None
        if _is_map(second):
            _map(axes, made, measure)
        else:
            _curves(axes, made, measure)
        response = made.responses[measure]
        asked = reading.asked(response.text)
        along = " and ".join(reading.words(axis.name) for axis in made.axes)
        style.title(axes, asked[:1].upper() + asked[1:], f"{reading.words(made.scenario)}, along {along}")
        if ax is None:
            count = f"{made.replications:,} replications at each point, seed {made.seed}, the same luck at all of them"
            style.caption(figure, f"{count};\n{_intervals(made, measure, second)}")
    return figure


def _is_map(second: Axis | None) -> bool:
    return second is not None and len(second.values) > MOST_CURVES and second.is_numeric


def _intervals(made: Sweep, measure: int, second: Axis | None) -> str:
    """How sure the figure is: curves show it, a map can only say how unsure its worst point is."""
    if not _is_map(second):
        return "bands: 95 % intervals, point by point."
    _, low, high = made.curve(measure)
    response = made.responses[measure]
    size, unit = (100.0, "points") if response.kind == "share" else (1.0, response.unit)
    return (
        f"95 % intervals reach at most {size * float((high - low).max()) / 2:.2g} {unit}".rstrip()
        + " to either side of what is shown."
    )


def _curves(axes: Axes, made: Sweep, measure: int) -> None:
    response, first = made.responses[measure], made.axes[0]
    size = 100.0 if response.kind == "share" else 1.0
    unit, scale = _scale(made, 0)
    xs = [x / scale for x in first.at]
    value, low, high = made.curve(measure)
    second = made.axes[1] if len(made.axes) > 1 else None
    for i, colour in enumerate(style.graded_colours(len(second.values) if second else 1)):
        line, below, above = (array[:, i] if second else array for array in (value, low, high))
        axes.fill_between(xs, size * below, size * above, color=colour, alpha=0.18, linewidth=0)
        axes.plot(xs, size * line, color=colour, marker="o", markersize=4, linestyle="none")
        path = sorted([*zip(xs, size * line, strict=True), *_known(made, measure, size, scale)])
        label = f"{reading.words(second.name)} {second.shown(i)}" if second else None
        axes.plot([x for x, _ in path], [y for _, y in path], color=colour, linewidth=1.8, label=label)
    if second:
        axes.legend()
    axes.set_xlabel(f"{reading.words(first.name)}{f' ({unit})' if unit else ''}")
    axes.set_ylabel("share of replications (%)" if response.kind == "share" else response.unit or response.text)
    style.clean(axes, grid="y")
    axes.tick_params(axis="x", length=3)
    if response.kind == "share":
        axes.set_ylim(max(0.0, axes.get_ylim()[0]), min(100.0, axes.get_ylim()[1]))
    if measure == 0 and made.level is not None:
        _crossings(axes, made, size, scale)


def _known(made: Sweep, measure: int, size: float, scale: float) -> list[tuple[float, float]]:
    """Where the curve is known besides its points: at the crossings."""
    if measure or made.level is None:
        return []
    return [(one.at / scale, size * made.level) for one in made.crossings]


def _crossings(axes: Axes, made: Sweep, size: float, scale: float) -> None:
    assert made.level is not None
    level = size * made.level
    axes.axhline(level, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    ends = (made.axes[0].at[0], made.axes[0].at[-1])
    for one in made.crossings:
        low, high = (x if math.isfinite(x) else end for x, end in zip((one.low, one.high), ends, strict=True))
        axes.plot([low / scale, high / scale], [level, level], color=style.INK, linewidth=2.4, solid_capstyle="butt", zorder=5)
        axes.plot([one.at / scale], [level], color=style.INK, marker="o", markersize=6, zorder=6)
        axes.annotate(
            made.axes[0].words(one.at),
            (one.at / scale, level),
            xytext=(8, 8),
            textcoords="offset points",
            fontweight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5},
            zorder=7,
        )


def _map(axes: Axes, made: Sweep, measure: int) -> None:
    first, second = made.axes
    size = 100.0 if made.responses[measure].kind == "share" else 1.0
    (unit_x, scale_x), (unit_y, scale_y) = _scale(made, 0), _scale(made, 1)
    value = size * made.curve(measure)[0]
    xs, ys = [x / scale_x for x in first.at], [y / scale_y for y in second.at]
    mesh = axes.pcolormesh(xs, ys, value.T, cmap=style.scale(), shading="nearest")
    if value.min() < value.max():
        middle = (value.min() + value.max()) / 2
        lines = axes.contour(xs, ys, value.T, colors=style.ON_DARK, linewidths=0.9)
        lines.set_edgecolor([style.ON_LIGHT if level > middle else style.ON_DARK for level in lines.levels])
        axes.clabel(lines, fontsize=8, colors=[style.ON_LIGHT if level > middle else style.ON_DARK for level in lines.levels])
    share = "share of replications (%)"
    reading.figure_of(axes).colorbar(mesh, ax=axes, label=share if size == 100.0 else made.responses[measure].unit)
    axes.set_xlabel(f"{reading.words(first.name)}{f' ({unit_x})' if unit_x else ''}")
    axes.set_ylabel(f"{reading.words(second.name)}{f' ({unit_y})' if unit_y else ''}")


def _scale(made: Sweep, place: int) -> tuple[str, float]:
    """The unit a factor's scale is read in, and its size in the axis's own unit."""
    axis = made.axes[place]
    if axis.sign == "*":
        return "times what it is", 1.0
    if axis.sign == "%":
        return "% more", 0.01
    if axis.unit == "s":
        return style.time_unit(max(abs(x) for x in axis.at))
    return axis.unit, 1.0

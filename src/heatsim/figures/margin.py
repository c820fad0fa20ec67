"""A race as a distribution: who was ahead at the end of it, how often, and by how much."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.figures import reading, style
from heatsim.study.intervals import wilson
from heatsim.units import format_value, from_unit, unit_dimension

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from heatsim.program.model import Column
    from heatsim.study.results import Results

__all__ = ["margin"]

TAIL = 0.004  # the share at either end that may fall off the axis, counted at its edge, when the tail is long
MANY = 2000  # strokes that a page holds one by one; more become a picture, which cannot follow the page's colours into the dark
HEADER, HEADER_OF_TWO = 0.9, 0.84  # of the height: above it, the shares, in one line or two
NARROW = 4.0  # inches: below it the shares take two lines
LETTERS_PER_INCH = 14.0  # of the words below the axis
SECONDS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600)  # widths of bars that people can name


def margin(results: Results, measure: str | None = None, *, ax: Axes | None = None) -> Figure:
    """Distribution of a measure that is a race (`margin: true`): right of zero the crew was ahead, left of it behind.

    Without `measure`, every such measure gets a panel. The film's value carries the film's mark. With `ax`, draws there and
    returns its figure. UsageError when there is no such measure, or several and only one `ax` to draw in.
    """
    columns = [column for column in reading.margins(results) if measure in (None, column.name)]
    if not columns:
        raise UsageError(f"no measure {f'{measure!r} ' if measure else ''}is marked `margin: true` in this scenario")
    if ax is not None and len(columns) > 1:
        raise UsageError(f"there are several margins; name one of: {', '.join(column.name for column in columns)}")
    with style.look():
        figure = style.canvas(8.0, 0.6 + 3.9 * len(columns)) if ax is None else reading.figure_of(ax)
        panels = [ax] if ax is not None else [figure.add_subplot(len(columns), 1, i + 1) for i in range(len(columns))]
        for panel, column in zip(panels, columns, strict=True):
            _panel(panel, results, column)
        if ax is None:
            style.caption(
                figure,
                f"{reading.provenance(results)}; in brackets: 95 % Wilson intervals of the shares.\n"
                "Below the bars: middle 90 % as a line, middle half thick, median as a dot; every replication as a stroke.",
            )
    return figure


def _panel(axes: Axes, results: Results, column: Column) -> None:
    every = reading.numbers(results, column)
    values = every[np.isfinite(every)]
    name = reading.words(column.name)
    missing = f" · no value in {len(every) - len(values):,} of {len(every):,} replications" if len(values) < len(every) else ""
    ties = f" · even in {np.sum(values == 0):,}" if np.any(values == 0) else ""
    style.title(axes, name[:1].upper() + name[1:], reading.title(results) + missing + ties)
    if not len(values):
        axes.text(0.5, 0.5, "has no value in any replication", transform=axes.transAxes, ha="center", color=style.MUTED)
        axes.set_axis_off()
        return
    unit, size = style.time_unit(float(np.ptp(values))) if column.unit == "s" else (column.unit, 1.0)
    film = None if column.canon is None else float(column.canon) / size
    edges = _edges(values / size, film, column.unit, size)
    _histogram(axes, values / size, edges)
    axes.set_ylabel(f"replications per {_said((edges[1] - edges[0]) * size, column.unit)}")
    _strip(axes, values / size)
    _sides(axes, values)
    if film is not None:
        _film(axes, column, film)
    label = f"{name}{f' ({unit})' if unit else ''}{f': {column.text}' if column.text else ''}"
    most = min(88, max(24, int(LETTERS_PER_INCH * _inches(axes))))
    axes.set_xlabel(textwrap.fill(label, 8 + len(label) // math.ceil(len(label) / most)))  # lines of about one length


def _inches(axes: Axes) -> float:
    """How wide a panel is, as far as that is settled."""
    return float(axes.get_position().width * reading.figure_of(axes).get_size_inches()[0])


def _window(values: NDArray[np.float64], film: float | None) -> tuple[float, float]:
    """The stretch of the axis: all of the data unless its tails are long; zero and the film always inside."""
    low, high = (float(q) for q in np.quantile(values, [TAIL, 1 - TAIL]))
    spread = high - low or abs(high) or 1.0
    if values.min() > low - 0.25 * spread:
        low = float(values.min())
    if values.max() < high + 0.25 * spread:
        high = float(values.max())
    low, high = min(low, 0.0, film or 0.0), max(high, 0.0, film or 0.0)
    pad = 0.03 * (high - low or 1.0)
    return low - pad, high + pad


def _edges(values: NDArray[np.float64], film: float | None, unit: str, size: float) -> NDArray[np.float64]:
    """Edges of the bars over the whole axis. Zero is one of them, so that no bar holds both a won and a lost race."""
    low, high = _window(values, film)
    width = _width(values, high - low, unit, size)
    return np.asarray(width * np.arange(math.floor(low / width), math.ceil(high / width) + 1), dtype=np.float64)


def _width(values: NDArray[np.float64], span: float, unit: str, size: float) -> float:
    """A bar's width: three quarters of Freedman and Diaconis's rule (1981), 10 to 60 bars, a round number of the reader's unit."""
    q25, q75 = np.quantile(values, [0.25, 0.75])
    ideal = float(np.clip(1.5 * (q75 - q25) / len(values) ** (1 / 3), span / 60, span / 10))
    power = 10.0 ** math.floor(math.log10(ideal))
    steps = [second / size for second in SECONDS] if unit == "s" and ideal * size > 1 else [step * power for step in (1, 2, 5, 10)]
    return min(steps, key=lambda step: abs(math.log(step / ideal)))


def _histogram(axes: Axes, values: NDArray[np.float64], edges: NDArray[np.float64]) -> None:
    low, high, width = float(edges[0]), float(edges[-1]), float(edges[1] - edges[0])
    # A bar takes what lies above its left edge and up to its right one: an exact tie at zero is not a lead of the crew.
    counts = np.histogram(-values, -edges[::-1])[0][::-1]
    colours = [style.BEHIND if middle < 0 else style.AHEAD for middle in edges[:-1] + width / 2]
    axes.bar(edges[:-1], counts, width=width, align="edge", linewidth=0.6, edgecolor="white", color=colours, zorder=3)
    top, header = counts.max(), HEADER_OF_TWO if _inches(axes) < NARROW else HEADER
    axes.set_xlim(low, high)
    axes.set_ylim(-0.2 * top, (1.3 if header == HEADER else 1.45) * top)
    axes.axvspan(low, 0, color=style.BEHIND, alpha=0.08, ymax=header, linewidth=0, zorder=0)
    axes.axvspan(0, high, color=style.AHEAD, alpha=0.08, ymax=header, linewidth=0, zorder=0)
    axes.axvline(0, color=style.INK, ymax=header, linewidth=1.5, zorder=4)
    style.clean(axes, grid="y")
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= 1.1 * top and tick == int(tick)])


def _said(value: float, unit: str) -> str:
    """A value in a column's unit as people say it: 4 s, 3 min, $1.6M."""
    return format_value(from_unit(value, unit), unit_dimension(unit)[1]) if unit else f"{value:g}"


def _strip(axes: Axes, values: NDArray[np.float64]) -> None:
    """Below the bars, in a sixth of the height: the quantiles that summaries quote, and each replication."""
    bottom, (low, high) = axes.get_ylim()[0], axes.get_xlim()
    shown = values[(values >= low) & (values <= high)]
    alpha = float(np.clip(90 / max(len(shown), 1), 0.03, 0.6))
    axes.vlines(
        shown, 0.95 * bottom, 0.55 * bottom, color=style.INK, linewidth=0.6, alpha=alpha, zorder=2, rasterized=len(shown) > MANY
    )
    q05, q25, q50, q75, q95 = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
    y = 0.3 * bottom
    axes.plot([q05, q95], [y, y], color=style.INK, linewidth=1.6, zorder=5, solid_capstyle="butt")
    axes.plot([q25, q75], [y, y], color=style.INK, linewidth=6.0, zorder=5, solid_capstyle="butt")
    axes.plot([q50], [y], marker="o", markersize=3.6, color="white", zorder=6, gid="median")
    axes.axhline(0, color=style.MUTED, linewidth=0.8, zorder=3)
    for count, x, side in ((np.sum(values < low), 0.006, "left"), (np.sum(values > high), 0.994, "right")):
        if count:
            text = f"◂ {count} further out" if side == "left" else f"{count} further out ▸"
            axes.text(x, 0.2, text, transform=axes.transAxes, ha=side, fontsize=8.5, color=style.MUTED)


def _sides(axes: Axes, values: NDArray[np.float64]) -> None:
    """The shares of races lost and won, in their colours, each at its own end and above the bars whatever their shape.

    Whom the crew was behind, the police or a killer at the window, is for the measure's text to say.
    """
    inches = _inches(axes)
    narrow = inches < NARROW
    size = min(10.5, (2.9 if narrow else 1.9) * inches)  # both stand side by side
    shares = (
        ("crew behind", int(np.sum(values < 0)), style.BEHIND, 0.0),
        ("crew ahead", int(np.sum(values > 0)), style.AHEAD, 1.0),
    )
    between = "\n" if narrow else "  "
    for words, count, colour, x in shares:
        share = f"{reading.percent(count / len(values))} ({reading.percent_range(*wilson(count, len(values)))})"
        ahead = f"{words} ▸\n{share}" if narrow else f"{words}  {share} ▸"
        axes.annotate(
            ahead if x else f"◂ {words}{between}{share}",
            (x, 1),
            xytext=(8 - 16 * x, -6),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="left" if x == 0 else "right",
            va="top",
            fontsize=size,
            fontweight="bold",
            color=colour,
            zorder=7,
        )


def _film(axes: Axes, column: Column, film: float) -> None:
    """The film's value on top of the bars, with a line down to the axis; its label turns away from the nearer edge."""
    low, high = axes.get_xlim()
    y = -5.4 * axes.get_ylim()[0]  # a fifth of the highest bar lies below zero
    axes.vlines(film, 0, y, color=style.FILM, linewidth=1.1, linestyle=(0, (1, 1.5)), zorder=6)
    style.mark_film(axes, film, y)
    left = film > low + 0.8 * (high - low)
    axes.annotate(
        f"film: {_said(float(column.canon or 0), column.unit)}",
        (film, y),
        xytext=(-14 if left else 14, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        fontweight="bold",
        zorder=9,
        bbox={"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
    )

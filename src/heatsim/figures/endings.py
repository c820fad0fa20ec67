"""How often each ending came out, with its interval, and which of them is the film's."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from heatsim.figures import reading, style
from heatsim.study.intervals import wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.figures.reading import Shares
    from heatsim.study.results import Results

__all__ = ["endings"]

ROW_INCHES = 0.56
WIDTH = 40  # characters of a line under an ending's name
MARK_POINTS = 26  # the gutter between labels and axis, where the film's mark stands


def endings(results: Results, *, ax: Axes | None = None) -> Figure:
    """Share of replications in each ending, with 95 % Wilson intervals; the film's ending carries the film's mark.

    Endings stand in the order of the scenario, so that figures of variants compare row by row; an ending that never came
    out keeps its row, with the interval that says how often it still might. With `ax`, draws there and returns its figure.
    UsageError when there are no replications.
    """
    shares = reading.endings(results)
    with style.look():
        figure = style.canvas(8.0, 1.8 + ROW_INCHES * len(shares.names)) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        _bars(axes, shares)
        _labels(axes, shares, 2 if ax is None else _lines(axes, len(shares.names)))
        style.title(axes, "How it ended", reading.title(results))
        axes.set_xlabel("share of replications (%)")
        if ax is None:
            style.caption(figure, f"{reading.provenance(results)}; whiskers and brackets: 95 % Wilson intervals.")
    return figure


def _bars(axes: Axes, shares: Shares) -> None:
    colours = style.ending_colours(shares.endings)
    widest = 0.0
    for row, (name, count) in enumerate(zip(shares.names, shares.counts, strict=True)):
        share, (low, high) = count / shares.total, wilson(count, shares.total)
        widest = max(widest, high)
        axes.barh(row, 100 * share, height=0.58, color=colours.get(name, style.MUTED), zorder=2)
        axes.plot([100 * low, 100 * high], [row, row], color=style.INK, linewidth=1.3, marker="|", markersize=6, zorder=4)
        axes.annotate(
            f"{reading.seen(count, shares.total)}{'  film' if name == shares.film else ''}",
            (100 * high, row),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontweight="bold" if name == shares.film else "normal",
            color=style.INK if count else style.MUTED,
        )
    axes.set_ylim(len(shares.names) - 0.4, -0.6)
    axes.set_xlim(0, 100 * widest / 0.6)  # the longest bar leaves the rest of the width to its numbers
    style.clean(axes)
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= 100])


def _lines(axes: Axes, rows: int) -> int:
    """How many lines of text a row of a caller's axes has room for, under the ending's name."""
    inches = axes.get_position().height * reading.figure_of(axes).get_size_inches()[1] / rows
    return 2 if inches > 0.52 else 1 if inches > 0.36 else 0


def _wrapped(text: str, most: int = 2) -> list[str]:
    """At most two lines of about one length: no word stands alone."""
    if not text or not most:
        return []
    if len(text) <= WIDTH or most == 1:
        return [textwrap.shorten(text, WIDTH, placeholder=" …")]
    half = next(width for width in range(len(text) // 2, len(text) + 1) if len(textwrap.wrap(text, width)) <= 2)
    return textwrap.wrap(text, min(max(half, 12), WIDTH), max_lines=2, placeholder=" …")


def _labels(axes: Axes, shares: Shares, most: int) -> None:
    from matplotlib.transforms import ScaledTranslation

    axes.set_yticks(range(len(shares.names)), [""] * len(shares.names))
    axes.tick_params(axis="y", length=0, pad=MARK_POINTS)
    figure = reading.figure_of(axes)
    for row, (name, text) in enumerate(zip(shares.names, shares.texts, strict=True)):
        film = name == shares.film
        lines = _wrapped(text, most)
        rise = (1 if lines else 0) + (5 if len(lines) > 1 else 0)
        place: dict[str, Any] = {
            "ha": "right",
            "annotation_clip": False,
            "xycoords": axes.get_yaxis_transform(),
            "textcoords": "offset points",
        }
        axes.annotate(
            reading.words(name),
            (0, row),
            xytext=(-MARK_POINTS, rise),
            va="bottom" if lines else "center",
            fontweight="bold" if film else "normal",
            **place,
        )
        if lines:
            below = "\n".join(lines)
            axes.annotate(below, (0, row), xytext=(-MARK_POINTS, rise - 2), va="top", fontsize=8, color=style.MUTED, **place)
        if film:
            left = ScaledTranslation(-MARK_POINTS / 2 / 72, 0, figure.dpi_scale_trans)
            style.mark_film(axes, 0, row, transform=axes.get_yaxis_transform() + left)

"""Who is still up: for everybody in a fight, the share of replications in which nobody has put them out yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heatsim.figures import fates, reading, style
from heatsim.figures.beside import Label, beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from heatsim.figures.fates import Fighter
    from heatsim.study.results import Results

__all__ = ["survival"]

BAND_POINTS = 80
SHOWN = 0.99  # of the falls are on the time axis
DASHES = ("solid", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (7, 1.5, 1.5, 1.5)))


def survival(results: Results, *, side: str | None = None, ax: Axes | None = None) -> Figure:
    """Share of replications in which each fighter is not yet down, captured or dead, over time since the first shot.

    A panel for each side, or the one named; bands are 95 % intervals at each moment. Who gets away stays up: the curve is the share
    not put out, and needs no assumption about what would have happened later. With `ax`, draws there, all sides in one. UsageError
    where nobody fights, or no side has that name.
    """
    everybody = fates.fighters(results)
    those = fates.of_side(everybody, side)
    colours = style.side_colours(fates.sides(everybody))
    size, unit, end = _window(results, those)
    with style.look():
        shown = fates.sides(those)
        figure = style.canvas(4.7 * len(shown) + 0.3, 4.6) if ax is None else reading.figure_of(ax)
        panels = [ax] if ax is not None else list(figure.subplots(1, len(shown), sharey=True, squeeze=False)[0])
        groups = [those] if ax is not None else [[one for one in those if one.side == name] for name in shown]
        for number, (axes, group) in enumerate(zip(panels, groups, strict=True)):
            _panel(axes, results, group, (size, end), colours)
            axes.set_xlabel(f"time since the first shot ({unit})")
            under = " against ".join(dict.fromkeys(reading.words(one.side) for one in group))
            style.title(
                axes, "Who is still up" if number == 0 else " ", f"{under}{f' · {reading.title(results)}' if number == 0 else ''}"
            )
        panels[0].set_ylabel("not yet put out (% of replications)")
        if ax is None:
            style.caption(figure, _small_print(results, those))
    return figure


def _small_print(results: Results, those: Sequence[Fighter]) -> str:
    began = fates.any_fight(results, those)
    without = f", of which {np.sum(~began):,} without a shot do not count" if np.any(~began) else ""
    return (
        f"{reading.provenance(results)}{without}. Bands: 95 % intervals at each moment.\n"
        "Put out: down, captured or dead. At the right: the share never put out, those who got away among them, with its interval."
    )


def _window(results: Results, those: Sequence[Fighter]) -> tuple[float, str, float]:
    """Size and name of the unit of time, and the end of the axis in it: nearly all falls are before."""
    times = np.concatenate([fates.times_of_fall(results, one)[0].ravel() for one in those])
    falls = times[np.isfinite(times)]
    seconds = float(np.quantile(falls, SHOWN)) if len(falls) else 1.0
    unit, size = style.time_unit(seconds)
    return size, unit, max(seconds, 1e-3) / size


def _panel(axes: Axes, results: Results, group: Sequence[Fighter], scale: tuple[float, float], colours: dict[str, str]) -> None:
    size, end = scale
    labels = []
    for number, one in enumerate(group):
        colour = colours[one.side]
        after, counted = fates.times_of_fall(results, one)
        _curve(axes, after / size, counted, end, colour, DASHES[number % len(DASHES)])
        share, (low, high) = fates.interval(~np.isfinite(after), counted)
        if np.isfinite(share):
            film = fates.film_of(results, "fate", one)
            told = f" · film: {film}" if film is not None else ""
            words = f"{one.each}\n{reading.percent(share)} ({reading.percent_range(low, high)}){told}"
            labels.append(
                Label(100 * float(np.mean(after[counted] > end)), words, colour, DASHES[number % len(DASHES)], film is not None)
            )
    axes.set_xlim(0, end)
    axes.set_ylim(0, 101)
    style.clean(axes, grid="y")
    axes.tick_params(axis="x", length=3)
    beside(axes, labels)


def _curve(axes: Axes, after: NDArray[np.float64], counted: NDArray[np.bool_], end: float, colour: str, dashes: object) -> None:
    falls = np.sort(after[counted & (after <= end)])
    total = int(counted.sum())
    if not total:
        return
    up = 100 * (1 - np.arange(len(falls) + 1) / total)
    axes.step([0.0, *falls, end], [*up, up[-1]], where="post", color=colour, linewidth=1.8, linestyle=dashes, zorder=4)
    moments = np.unique(np.concatenate([[0.0, end], np.quantile(falls, np.linspace(0, 1, BAND_POINTS)) if len(falls) else []]))
    bands = np.array([fates.interval(after > moment, counted)[1] for moment in moments])
    axes.fill_between(moments, 100 * bands[:, 0], 100 * bands[:, 1], step="post", color=colour, alpha=0.13, linewidth=0, zorder=2)

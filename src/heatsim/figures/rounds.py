"""Rounds fired and rounds that hit, by shooter: distributions, and the share that hits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from heatsim.figures import fates, reading, style
from heatsim.figures.beside import in_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from heatsim.figures.fates import Fighter
    from heatsim.study.results import Results

__all__ = ["rounds"]

ROW_INCHES = 0.34
MOST_WEAPONS = 2  # that a label names
AXIS = {"shots": "rounds fired in a replication", "hits": "rounds that hit in a replication"}


@dataclass(frozen=True, slots=True)
class Row:
    """A shooter, a group together or (`whole`) a side: counts by replication, and the film's by `shots` and `hits`, if known."""

    label: str
    side: str
    whole: bool
    shots: NDArray[np.float64]
    hits: NDArray[np.float64]
    film: dict[str, float]


def rounds(results: Results, *, what: str | None = None, ax: Axes | None = None) -> Figure:
    """Rounds fired, and rounds that hit, by each side and each of its shooters: middle 90 %, middle half, median.

    `what` is `shots` or `hits`; both get a panel without it. Beside the hits stands the share of all rounds that hit, with its 95 %
    interval. The film's value of a measure `shots_NAME` or `hits_NAME` carries the film's mark. With `ax`, draws `what` (default
    `shots`) there. UsageError where nobody fights.
    """
    rows = _rows(results)
    colours = style.side_colours(tuple(dict.fromkeys(row.side for row in rows)))
    shown = [what] if what else ["shots", "hits"] if ax is None else ["shots"]
    with style.look():
        figure = style.canvas(4.2 * len(shown) + 1.9, 2.0 + ROW_INCHES * len(rows)) if ax is None else reading.figure_of(ax)
        panels = [ax] if ax is not None else list(figure.subplots(1, len(shown), sharey=True, squeeze=False)[0])
        for axes, counted in zip(panels, shown, strict=True):
            _panel(axes, rows, counted, colours)
        style.title(panels[0], "Rounds and hits" if len(shown) > 1 else AXIS[shown[0]].capitalize(), reading.title(results))
        if ax is None:
            style.caption(
                figure,
                f"{reading.provenance(results)}; those without a shot do not count. Thin band: 5–95 %, thick: 25–75 %,\n"
                "stroke: median, dot: mean. At the right: hits as a share of all rounds fired, with its 95 % interval.",
            )
    return figure


def _rows(results: Results) -> list[Row]:
    everybody = fates.fighters(results)
    rows = []
    for side in fates.sides(everybody):
        those = [one for one in everybody if one.side == side]
        if len(those) > 1:
            rows.append(_row(results, those, reading.words(side), side, True))
        rows += [_row(results, [one], f"{one.together}{_armed(results, one)}", one.name, False) for one in those]
    return rows


def _armed(results: Results, one: Fighter) -> str:
    """What somebody fires, as far as the scenario says: nothing for who never does, a number where there are many."""
    if not one.weapons or not np.any(fates.tally(results, one, "shots")):
        return ""
    if len(one.weapons) > MOST_WEAPONS:
        return f", {len(one.weapons)} weapons"
    said = " or ".join(map(reading.words, one.weapons))
    return "" if said in one.title.lower() else f", {said}"


def _row(results: Results, those: Sequence[Fighter], label: str, name: str, whole: bool) -> Row:
    began = fates.any_fight(results, fates.fighters(results))
    counts = {what: np.sum([fates.tally(results, one, what) for one in those], axis=0)[began] for what in AXIS}
    film = {what: fates.film_value(results, what, name) for what in AXIS}
    known = {what: float(value) for what, value in film.items() if isinstance(value, (int, float))}
    return Row(label, those[0].side, whole, counts["shots"], counts["hits"], known)


def _panel(axes: Axes, rows: Sequence[Row], what: str, colours: dict[str, str]) -> None:
    from matplotlib.ticker import MaxNLocator

    places = _places(rows)
    for place, row in zip(places, rows, strict=True):
        counts = row.shots if what == "shots" else row.hits
        colour = colours[row.side]
        q05, q25, q50, q75, q95 = np.quantile(counts, [0.05, 0.25, 0.5, 0.75, 0.95])
        axes.barh(place, q95 - q05, left=q05, height=0.3, color=colour, alpha=0.35, linewidth=0, zorder=2)
        axes.barh(place, q75 - q25, left=q25, height=0.56, color=colour, alpha=0.85, linewidth=0, zorder=3)
        axes.plot([q50, q50], [place - 0.34, place + 0.34], color=style.INK, linewidth=1.8, zorder=4, solid_capstyle="butt")
        axes.plot(
            [counts.mean()], [place], marker="o", markersize=4, color="white", markeredgecolor=style.INK, zorder=5, clip_on=False
        )
        if what in row.film:
            axes.vlines(
                row.film[what], place - 0.4, place + 0.3, color=style.FILM, linewidth=1.1, linestyle=(0, (1, 1.5)), zorder=6
            )
            style.mark_film(axes, row.film[what], place - 0.46, size=10)
        if what == "hits":
            _share(axes, place, row)
    axes.set_yticks(places, [row.label for row in rows])
    for label, row in zip(axes.get_yticklabels(), rows, strict=False):
        label.set_color(colours[row.side])
        label.set_fontweight("bold" if row.whole else "normal")
    axes.set_ylim(places[-1] + 0.6, -0.7)
    axes.set_xlim(0, None)
    axes.set_xlabel(AXIS[what])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    style.clean(axes)
    if what == "hits":
        in_row(axes, -0.75, "of all rounds fired", style.MUTED)
    axes.tick_params(axis="y", length=0)


def _places(rows: Sequence[Row]) -> list[float]:
    """Heights of the rows, with room between one side and the next."""
    gaps = [0, *(row.side != before.side for before, row in pairwise(rows))]
    return [number + 0.6 * gap for number, gap in enumerate(accumulate(gaps))]


def _share(axes: Axes, place: float, row: Row) -> None:
    share, low, high = hit_share(row.shots, row.hits)
    known = share > 0  # not NaN, and not 0, where a spread between replications says nothing
    said = f"{reading.percent(share)} ({reading.percent_range(low, high)})"
    text = said if known else "no shot" if math.isnan(share) else "no hit"
    in_row(axes, place, text, style.INK if known else style.MUTED, "bold" if row.whole and known else "normal")


def hit_share(shots: NDArray[np.float64], hits: NDArray[np.float64]) -> tuple[float, float, float]:
    """Hits over rounds, all replications together, and its 95 % interval; NaN without a round.

    The rounds of one replication share its luck, so the spread is taken between replications: the ratio estimator's (Cochran,
    Sampling Techniques, 1977, section 6.3).
    """
    fired, n = float(shots.sum()), len(shots)
    if not fired:
        return math.nan, math.nan, math.nan
    share = float(hits.sum()) / fired
    spread = math.sqrt(float(np.sum((hits - share * shots) ** 2)) * n / max(n - 1, 1)) / fired
    return share, max(0.0, share - 1.96 * spread), min(1.0, share + 1.96 * spread)

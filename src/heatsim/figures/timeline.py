"""When each beat of the story comes: bands over replications, and the path of the replication most like the film."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from heatsim.errors import UsageError
from heatsim.figures import reading, style
from heatsim.figures.beside import in_row
from heatsim.figures.film_like import film_like
from heatsim.figures.squeezed import squeeze, squeezed
from heatsim.study.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from heatsim.program.model import Program
    from heatsim.study.results import Results
    from heatsim.trace import Trace

__all__ = ["timeline"]

ROW_INCHES = 0.225
DOTS: dict[str, Any] = {"marker": "o", "markersize": 4.2, "markeredgecolor": "white", "markeredgewidth": 0.7}
MARK_POINTS = 13  # from the last beat to the film's mark
PLAIN = {"signal": "", "move": "go to"}  # verbs that stand before a name where a step has no text of its own
NAME = re.compile(r"\w+")
LABEL = 52  # characters of a beat's text
LEGEND_FROM = 0.55  # of the axis on, the legend has its place
FEW = 20  # below so many times a band would pretend to know: each time is drawn instead


@dataclass(frozen=True, slots=True)
class Beat:
    """One event over all replications: `times` in seconds, NaN where it did not happen."""

    id: str
    text: str
    side: str
    times: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.float64]:
        return self.times[np.isfinite(self.times)]


def timeline(
    results: Results,
    *,
    trace: Trace | None = None,
    program: Program | None = None,
    only: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """A row per event, in order of median time: where it falls in 90 % and in half of the replications in which it happens.

    A line follows one replication through the rows: that of `trace`, or else the one most like the film, which ends in the film's
    mark (in a scenario without a film a typical one is followed, and nothing is marked). Rows have the colour of the side that
    brings the event about, when `trace` or `program` is given. `only` takes some events, by id: all of a long story are too many
    for a slide. With `ax`, draws there and returns its figure. UsageError when the scenario has no events, or `only` names one
    that it has not.
    """
    beats = _beats(results, trace.program if trace is not None else program, _told(trace) if trace is not None else {})
    if not beats:
        raise UsageError("this scenario's steps carry no event ids, so there is no timeline to draw")
    if only is not None:
        beats = _chosen(beats, only)
    like = film_like(results)
    number = trace.replication if trace is not None else like
    path = _times(trace) if trace is not None else _row_times(results, beats, number)
    with style.look():
        figure = style.canvas(9.6, 2.1 + ROW_INCHES * len(beats)) if ax is None else reading.figure_of(ax)
        axes = ax if ax is not None else figure.add_subplot()
        end = max((float(np.quantile(beat.known, 0.95)) for beat in beats if len(beat.known)), default=1.0)
        how = squeeze([float(np.median(beat.known)) for beat in beats if len(beat.known)], 1.01 * end)
        unit, size = style.time_unit(end) if how is None else ("s", 1.0)
        colours = style.side_colours(sorted({beat.side for beat in beats if beat.side}))
        for row, beat in enumerate(beats):
            _row(axes, row, beat, size, colours.get(beat.side, style.MUTED))
        film = number == like and results.canon_ending is not None
        _path(axes, beats, path, size, film)
        _frame(axes, beats, unit)
        if how is not None:
            axes.set_xlim(-0.03 * how.begin, how.end)
            squeezed(axes, how)
        said = ",\nthe one most like the film" if film else ", a typical one" if number == like else ""
        _legend(axes, beats, size, _handles(colours, f"replication {number}{said}", film))
        style.title(axes, "When the beats fall", reading.title(results))
        if ax is None:
            style.caption(
                figure,
                f"{reading.provenance(results)}. Thin band: 5–95 %, thick: 25–75 %, stroke: median, where it happens.\n"
                "At the right: the share of replications in which it happens, with 95 % Wilson interval; blank means all.",
            )
    return figure


def _beats(results: Results, program: Program | None, told: dict[str, str]) -> list[Beat]:
    """Beats by median time; equal medians in the order of the table, those that never happened last."""
    sides = _sides(program) if program is not None else {}
    beats = []
    for column in reading.events(results):
        id = column.name.removeprefix("event.")
        beats.append(Beat(id, told.get(id, column.text), sides.get(id, ""), reading.numbers(results, column)))
    return sorted(beats, key=lambda beat: float(np.median(beat.known)) if len(beat.known) else np.inf)


def _chosen(beats: Sequence[Beat], only: Sequence[str]) -> list[Beat]:
    if unknown := sorted({*only} - {beat.id for beat in beats}):
        raise UsageError(f"there is no event {', '.join(unknown)}; there are: {', '.join(sorted(beat.id for beat in beats))}")
    return [beat for beat in beats if beat.id in only]


def _told(trace: Trace) -> dict[str, str]:
    """What a trace says of each event: several steps may bring one about, and the table knows the first of the file only."""
    return {id: event.text for event in reversed(trace.events) for id in event.ids}


def _readable(text: str) -> str:
    """What a step says, in words; of a signal or a walk without a text of its own, what it is called or where it leads."""
    verb, _, rest = text.partition(" ")
    named = f"{PLAIN[verb]} {rest}".strip() if verb in PLAIN and NAME.fullmatch(rest) else text
    return named.replace("_", " ")


def _sides(program: Program) -> dict[str, str]:
    """The side whose process brings each event about; nothing for processes that are nobody's."""
    of = {process.name.partition("[")[0]: process.actor for process in program.processes if process.actor >= 0}
    actors = {event.id: of.get(event.process.partition("[")[0]) for event in program.events}
    return {id: program.actors[actor].side for id, actor in actors.items() if actor is not None}


def _row(axes: Axes, row: int, beat: Beat, size: float, colour: str) -> None:
    times = beat.known / size
    if len(times) >= FEW:
        q05, q25, q50, q75, q95 = np.quantile(times, [0.05, 0.25, 0.5, 0.75, 0.95])
        axes.barh(row, q95 - q05, left=q05, height=0.34, color=colour, alpha=0.35, linewidth=0, zorder=2)
        axes.barh(row, q75 - q25, left=q25, height=0.62, color=colour, alpha=0.85, linewidth=0, zorder=3)
        axes.plot([q50, q50], [row - 0.36, row + 0.36], color=colour, linewidth=2.0, zorder=4, solid_capstyle="butt")
    elif len(times):
        axes.plot(times, np.full(len(times), row), linestyle="none", marker="|", markersize=7, color=colour, alpha=0.8, zorder=3)
    count, total = len(times), len(beat.times)
    if count < total:
        share = f"{reading.percent(count / total)} ({reading.percent_range(*wilson(count, total))})" if count else "never"
        in_row(axes, row, share, size=8)


def _times(trace: Trace) -> dict[str, float]:
    """When each event first happened in a trace, in seconds."""
    return {id: time / 1e6 for id, time in trace.times().items()}


def _row_times(results: Results, beats: Sequence[Beat], number: int) -> dict[str, float]:
    """The same from a row of the table."""
    place = int(np.flatnonzero(results["replication"] == number)[0])
    return {beat.id: float(beat.times[place]) for beat in beats if np.isfinite(beat.times[place])}


def _path(axes: Axes, beats: Sequence[Beat], times: dict[str, float], size: float, film: bool) -> None:
    points = [(times[beat.id] / size, row) for row, beat in enumerate(beats) if beat.id in times]
    if not points:
        return
    axes.plot(*zip(*points, strict=True), linewidth=0.9, color=style.FILM, zorder=5, clip_on=False, **DOTS)
    if film:
        from matplotlib.transforms import ScaledTranslation

        beside = ScaledTranslation(MARK_POINTS / 72, 0, reading.figure_of(axes).dpi_scale_trans)
        style.mark_film(axes, *points[-1], transform=axes.transData + beside)


def _frame(axes: Axes, beats: Sequence[Beat], unit: str) -> None:
    labels = [f"{textwrap.shorten(_readable(beat.text), LABEL, placeholder=' …')}   {beat.id}".strip() for beat in beats]
    axes.set_yticks(range(len(beats)), labels, fontsize=8.5)
    for label, beat in zip(axes.get_yticklabels(), beats, strict=True):
        label.set_color(style.INK if len(beat.known) else style.MUTED)
    axes.set_ylim(len(beats) - 0.3, -0.7)
    axes.set_xlim(-0.015 * axes.get_xlim()[1])
    axes.set_xlabel(f"simulated time since the start ({unit})")
    axes.grid(axis="y", color=style.RULE, linewidth=0.4)
    style.clean(axes)
    in_row(axes, -0.9, "happens in", size=8)


def _legend(axes: Axes, beats: Sequence[Beat], size: float, handles: Sequence[tuple[Any, str]]) -> None:
    """At the upper right, which rows in order of time leave empty; at the lower left where they do not, for once."""
    from matplotlib.legend_handler import HandlerTuple

    lines = sum(1 + text.count("\n") for _, text in handles) + 1
    above = sum(_reach(axes, beat, size)[1] > LEGEND_FROM for beat in beats[:lines])
    below = sum(_reach(axes, beat, size)[0] < 1 - LEGEND_FROM for beat in beats[-lines:])
    axes.legend(
        handles=[handle for handle, _ in handles],
        labels=[text for _, text in handles],
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.2)},
        handlelength=3.0,
        loc="upper right" if above <= below else "lower left",
        frameon=True,
        edgecolor="none",
        framealpha=0.85,
    )


def _reach(axes: Axes, beat: Beat, size: float) -> tuple[float, float]:
    """Where a row's band begins and ends, as shares of the axis; nowhere for what never happened."""
    if not len(beat.known):
        return 1.0, 0.0
    ends = [(float(end), 0.0) for end in np.quantile(beat.known / size, [0.05, 0.95])]
    low, high = (axes.transScale + axes.transLimits).transform(ends)[:, 0]
    return float(low), float(high)


def _handles(colours: dict[str, str], followed: str, film: bool) -> list[tuple[Any, str]]:
    """What the legend explains, each with its words: the sides, and the line through the rows."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    path = Line2D([], [], linewidth=0.9, color=style.FILM, **DOTS)
    mark = Line2D([], [], linestyle="none", marker=style.film_mark(), markersize=12, markeredgewidth=0, color=style.FILM)
    sides: list[tuple[Any, str]] = [(Patch(color=colour), reading.words(side)) for side, colour in colours.items()]
    return [*sides, ((path, mark) if film else path, followed)]

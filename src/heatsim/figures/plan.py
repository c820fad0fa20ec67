"""A fight seen from above: who stood where, who ran where, and every line of fire, phase by phase."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style
from heatsim.figures import shots as firing
from heatsim.program.model import Program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.figures.shots import Phase
    from heatsim.trace import Trace

__all__ = ["plan"]

Point = tuple[float, float]
Box = tuple[float, float, float, float]
MOST = 6
NEAR = 0.035  # of the view: who stands nearer to another than this is drawn beside
MARK = {"down": "X", "dead": "X", "captured": "s"}


def plan(trace: Trace, *, phases: int | Sequence[float] = MOST, ax: Axes | None = None) -> Figure:
    """Plan view of one replication's fight in small multiples: one panel for each phase, at most `phases` of them.

    Phases are cut where somebody goes out, or at the times given (seconds since the start). A panel shows where everybody was at its end and
    the way they came, walls, places with cover, and the lines of fire: thin for misses, with a cross at the target for a hit. With
    `ax`, draws the whole fight there as one phase. UsageError when there are no places, or not a shot was fired.
    """
    if not trace.ways:
        raise UsageError("this scenario has no places to draw a plan of")
    cuts = [] if isinstance(phases, int) else [round(1e6 * second) for second in phases]
    count = 1 if ax is not None else phases if isinstance(phases, int) else len(cuts) + 1
    made = firing.phases(trace, count, cuts if ax is None else [])
    box = _view(trace, made)
    colours = style.side_colours(_sides(trace.program, made))
    with style.look():
        figure, panels = _canvas(len(made), box) if ax is None else (reading.figure_of(ax), [ax])
        for number, (axes, phase) in enumerate(zip(panels, made, strict=True)):
            _panel(axes, trace, phase, box, colours)
            _title(axes, trace, phase, made[0].begin, number)
        if ax is None:
            _legend(figure, colours)
            name = trace.program.title
            figure.suptitle(f"The fight from above: {name}, replication {trace.replication}", x=0.01, ha="left", fontweight="bold")
            style.caption(
                figure,
                f"Seed {trace.seed}. Each panel: one phase of the fight; dots: where everybody is at its end, grey: the way there;\n"
                "lines of fire thin where they miss, thick where they hit; times since the first shot.",
            )
    return figure


def _sides(program: Program, made: Sequence[Phase]) -> list[str]:
    return list(dict.fromkeys(program.actors[info.actor].side for info in program.combatants))


def _taking_part(made: Sequence[Phase]) -> list[int]:
    """Who fired or was fired at, by number."""
    return sorted({actor for phase in made for shot in phase.shots for actor in (shot.shooter, shot.target)})


def _view(trace: Trace, made: Sequence[Phase]) -> Box:
    """Left, right, bottom and top (metres) of what everybody in the fight sees of it, with a margin."""
    those = _taking_part(made)
    moments = [shot.time for phase in made for shot in phase.shots]
    spots = [trace.position(actor, time) for actor in those for time in (made[0].begin, made[-1].end)]
    spots += [trace.position(shot.shooter, shot.time) for phase in made for shot in phase.shots]
    spots += [trace.position(shot.target, shot.time) for phase in made for shot in phase.shots]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    size = max(max(xs) - min(xs), max(ys) - min(ys), 1.0) if moments else 1.0
    low = 0.3 * size  # no panel so flat that labels cannot stand in it
    box = []
    for values in (xs, ys):
        middle, half = (min(values) + max(values)) / 2, max(max(values) - min(values), low) / 2 + 0.1 * size
        box += [middle - half, middle + half]
    return box[0], box[1], box[2], box[3]


def _canvas(count: int, box: Box) -> tuple[Figure, list[Axes]]:
    across = (box[1] - box[0]) / (box[3] - box[2])
    columns = min(count, 3 if across < 1.6 else 2)
    rows = math.ceil(count / columns)
    width = min(4.4 if columns > 1 else 7.5, 4.0 * across + 0.8)
    figure = style.canvas(max(columns * width, 6.5), rows * ((width - 0.8) / across + 0.85) + 1.3)
    grid = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
    panels = list(grid.flat)
    for axes in panels[count:]:
        axes.set_axis_off()
    for row in range(rows):
        grid[row, 0].set_ylabel("metres")
    for place, axes in enumerate(panels[:count]):
        if place + columns >= count:
            axes.set_xlabel("metres")
            axes.tick_params(labelbottom=True)
    return figure, panels[:count]


def _panel(axes: Axes, trace: Trace, phase: Phase, box: Box, colours: dict[str, str]) -> None:
    _ground(axes, trace, box)
    program = trace.program
    size = max(box[1] - box[0], box[3] - box[2])
    for shot in phase.shots:
        colour = colours[program.actors[shot.shooter].side]
        (ax, ay), (bx, by) = trace.position(shot.shooter, shot.time), trace.position(shot.target, shot.time)
        alpha = 0.9 if shot.hits else min(0.3, 6.0 / len(phase.shots) + 0.05)
        axes.plot([ax, bx], [ay, by], color=colour, alpha=alpha, linewidth=1.5 if shot.hits else 0.7, zorder=4 if shot.hits else 3)
    those = [info.actor for info in program.combatants]
    spots = {actor: trace.position(actor, phase.end) for actor in those if _inside(trace.position(actor, phase.end), box)}
    for actor in spots:
        _way(axes, trace, actor, phase)
    _people(axes, trace, phase, spots, size, colours)
    axes.set_xlim(box[0], box[1])
    axes.set_ylim(box[2], box[3])
    axes.set_aspect("equal")
    for edge in axes.spines.values():
        edge.set_color(style.RULE)
    axes.tick_params(length=2, labelsize=8)


def _ground(axes: Axes, trace: Trace, box: Box) -> None:
    """Walls; a floor is whatever has none."""
    for ax, ay, bx, by in trace.program.walls:
        axes.plot([ax, bx], [ay, by], color=style.INK, linewidth=3.2, solid_capstyle="butt", zorder=2, gid="wall")


def _inside(spot: Point, box: Box) -> bool:
    return box[0] <= spot[0] <= box[1] and box[2] <= spot[1] <= box[3]


def _way(axes: Axes, trace: Trace, actor: int, phase: Phase) -> None:
    """Where somebody went during a phase."""
    times = [phase.begin + (phase.end - phase.begin) * i / 40 for i in range(41)]
    spots = [trace.position(actor, time) for time in times]
    if any(spot != spots[0] for spot in spots):
        axes.plot(*zip(*spots, strict=True), color=style.MUTED, linewidth=2.4, alpha=0.55, zorder=2, solid_capstyle="round", gid="way")


def _people(axes: Axes, trace: Trace, phase: Phase, spots: dict[int, Point], size: float, colours: dict[str, str]) -> None:
    out = {fall.actor: fall for fall in firing.falls(trace) if fall.time < phase.end}
    now = {fall.actor for fall in phase.falls}
    for actor, (x, y) in _apart(spots, NEAR * size).items():
        fall = out.get(actor)
        if fall is not None and fall.state == "away" and actor not in now:
            continue
        colour = colours[trace.program.actors[actor].side]
        marker = "o" if fall is None else MARK.get(fall.state, ">")
        face = colour if fall is None or fall.state != "captured" else "white"
        axes.plot(
            [x],
            [y],
            marker=marker,
            markersize=7 if fall is None else 8,
            color=face,
            markeredgecolor="white" if fall is None else colour if face == "white" else "white",
            markeredgewidth=0.8,
            alpha=1.0 if fall is None or actor in now else 0.45,
            zorder=7,
            gid=trace.program.actors[actor].name,
        )
        axes.annotate(
            trace.program.actors[actor].title,
            (x, y),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=style.INK if fall is None or actor in now else style.MUTED,
            fontweight="bold" if actor in now else "normal",
            zorder=8,
            clip_on=True,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.65},
        )


def _apart(spots: dict[int, Point], near: float) -> dict[int, Point]:
    """The same places, but of those who stand on one another each a step below the one before."""
    placed: dict[int, Point] = {}
    for actor, (x, y) in spots.items():
        step = 0
        while any(abs(x - px) < near * 2 and abs(y - step * near - py) < near * 0.9 for px, py in placed.values()):
            step += 1
        placed[actor] = (x, y - step * near)
    return placed


def _title(axes: Axes, trace: Trace, phase: Phase, began: int, number: int) -> None:
    rounds, hits = sum(shot.rounds for shot in phase.shots), sum(shot.hits for shot in phase.shots)
    low, high = (phase.begin - began) / 1e6, (phase.end - began) / 1e6
    fell = ", ".join(f"{trace.program.actors[fall.actor].title} {fall.state}" for fall in phase.falls)
    axes.set_title(f"{low:.0f}–{high:.0f} s: {rounds} rounds, {hits} hit", loc="left", fontsize=9.5, pad=17)
    axes.annotate(
        fell or "nobody goes out",
        (0, 1),
        xytext=(0, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=8.5,
        color=style.MUTED,
        annotation_clip=False,
    )


def _legend(figure: Figure, colours: dict[str, str]) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=colour, marker="o", markersize=6, linewidth=1.5, label=reading.words(side)) for side, colour in colours.items()]
    handles.append(Line2D([], [], color=style.INK, linewidth=3.2, label="wall"))
    handles.append(Line2D([], [], color=style.MUTED, marker="X", markersize=7, linestyle="none", label="down or dead"))
    figure.legend(handles=handles, loc="outside upper right", ncols=len(handles), fontsize=8.5)

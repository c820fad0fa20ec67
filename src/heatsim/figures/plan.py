"""A fight seen from above: who stood where, who ran where, and every line of fire, phase by phase."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style
from heatsim.figures import shots as firing
from heatsim.figures.staging import apart, crowds, views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from heatsim.figures.shots import Phase
    from heatsim.figures.staging import Box, Crowd
    from heatsim.program.model import Program
    from heatsim.trace import Trace

__all__ = ["plan"]

Point = tuple[float, float]
MOST = 6
NEAR = 0.033  # of the view: who stands nearer to another than this is drawn above or below
SIDEWAYS, BEFORE, CROSS = 0.0025, 0.02, 0.016  # of the view: beside the straight line, short of the target, from cross to cross
MARK = {"down": "X", "dead": "X", "captured": "s"}


def plan(trace: Trace, *, phases: int | Sequence[float] = MOST, ax: Axes | None = None) -> Figure:
    """Plan view of one replication's fight in small multiples: one panel for each phase, at most `phases` of them.

    Phases are cut where somebody goes out, or at the times given (seconds since the start). A panel shows where everybody was at
    its end and the way they came, walls, and lines of fire, the wider the more rounds, with a cross for each hit. With `ax`, draws
    the whole fight there as one phase. UsageError when there are no places, or not a shot was fired.
    """
    if not trace.ways:
        raise UsageError("this scenario has no places to draw a plan of")
    cuts = [] if isinstance(phases, int) else [round(1e6 * second) for second in phases]
    count = 1 if ax is not None else phases if isinstance(phases, int) else len(cuts) + 1
    made = firing.phases(trace, count, cuts if ax is None else [])
    boxes = views(trace, made)
    colours = style.side_colours(_sides(trace.program))
    with style.look():
        figure, panels = _canvas(boxes) if ax is None else (reading.figure_of(ax), [ax])
        for axes, phase, box in zip(panels, made, boxes, strict=True):
            people = _panel(axes, trace, phase, box, colours)
            _title(axes, trace, phase, made[0].begin)
            if axes is panels[0]:
                _places(axes, trace, box, people)
        if ax is None:
            _legend(figure, colours, any(fall.state == "away" for phase in made for fall in phase.falls))
            _words(figure, trace, boxes)
    return figure


def _sides(program: Program) -> tuple[str, ...]:
    return tuple(dict.fromkeys(program.actors[info.actor].side for info in program.combatants))


def _words(figure: Figure, trace: Trace, boxes: Sequence[Box]) -> None:
    name = f"{trace.program.title} · replication {trace.replication}"
    figure.suptitle(f"The fight from above\n{name}", x=0.01, ha="left", fontweight="bold", fontsize=12)
    zoomed = " Each panel has a scale of its own." if len(set(boxes)) > 1 else ""
    style.caption(
        figure,
        f"Seed {trace.seed}. Each panel: a phase of the fight, everybody where they are at its end; in bold who goes out.\n"
        f"A line of fire is the wider the more rounds; crosses at its end: rounds that hit. Times since the first shot.{zoomed}",
    )


def _canvas(boxes: Sequence[Box]) -> tuple[Figure, list[Axes]]:
    count, across = len(boxes), boxes[0].across
    columns = min(count, 3 if across < 1.5 else 2)
    rows = math.ceil(count / columns)
    width = {1: 7.5, 2: 5.2, 3: 4.2}[columns]
    figure = style.canvas(columns * width, rows * ((width - 0.7) / across + 0.75) + 1.5)
    shared = len(set(boxes)) == 1
    grid = figure.subplots(rows, columns, squeeze=False, sharex=shared, sharey=shared)
    panels = list(grid.flat)
    for axes in panels[count:]:
        axes.set_axis_off()
    for row in range(rows):
        grid[row, 0].set_ylabel("metres", fontsize=8.5)
    for place, axes in enumerate(panels[:count]):
        if place + columns >= count:
            axes.set_xlabel("metres", fontsize=8.5)
            axes.tick_params(labelbottom=True)
    return figure, panels[:count]


def _panel(axes: Axes, trace: Trace, phase: Phase, box: Box, colours: dict[str, str]) -> list[Point]:
    """Draws a phase; returns where people are drawn."""
    program = trace.program
    for ax, ay, bx, by in program.walls:
        axes.plot([ax, bx], [ay, by], color=style.INK, linewidth=3.2, solid_capstyle="butt", zorder=2, gid="wall")
    spots = {info.actor: trace.position(info.actor, phase.end) for info in program.combatants}
    _fire(axes, trace, phase, box, colours)
    gone = {fall.actor for fall in firing.falls(trace) if fall.state == "away" and fall.time < phase.begin}
    spots = {actor: spot for actor, spot in spots.items() if box.holds(spot) and actor not in gone}
    for actor in spots:
        _way(axes, trace, actor, phase)
    people = crowds(trace, spots, {actor: _condition(trace, phase, actor) for actor in spots}, NEAR * box.size)
    drawn = apart({crowd.actors[0]: crowd.spot for crowd in people}, box, NEAR)
    for crowd in people:
        _people(axes, trace, phase, crowd, drawn[crowd.actors[0]], box, colours)
    axes.set_xlim(box.left, box.right)
    axes.set_ylim(box.bottom, box.top)
    axes.set_aspect("equal")
    for edge in axes.spines.values():
        edge.set_color(style.RULE)
    axes.tick_params(length=2, labelsize=8, color=style.RULE)
    return list(drawn.values())


def _fire(axes: Axes, trace: Trace, phase: Phase, box: Box, colours: dict[str, str]) -> None:
    """A line for each shooter, target and pair of places, a little to its right: answering fire lies beside."""
    rounds: dict[tuple[int, Point, Point], list[int]] = {}
    for shot in phase.shots:
        ends = [trace.position(actor, shot.time) for actor in (shot.shooter, shot.target)]
        total = rounds.setdefault((shot.shooter, ends[0], ends[1]), [0, 0])
        total[0] += shot.rounds
        total[1] += shot.hits
    for (shooter, (ax, ay), (bx, by)), (fired, hits) in rounds.items():
        colour = colours[trace.program.actors[shooter].side]
        length = math.hypot(bx - ax, by - ay) or 1.0
        dx, dy = (bx - ax) / length, (by - ay) / length
        side, back = SIDEWAYS * box.size, min(BEFORE * box.size, 0.3 * length)
        line = [(ax + dy * side, ay - dx * side), (bx + dy * side - dx * back, by - dx * side - dy * back)]
        width = min(0.5 + 0.4 * math.sqrt(fired), 5.0)
        axes.plot(*zip(*line, strict=True), color=colour, alpha=0.4, linewidth=width, solid_capstyle="butt", zorder=3, gid="fire")
        crosses = [(line[1][0] - dx * step * CROSS * box.size, line[1][1] - dy * step * CROSS * box.size) for step in range(hits)]
        for x, y in crosses:
            axes.plot([x], [y], marker="x", markersize=5, markeredgewidth=1.6, color=colour, zorder=6, gid="hit")


def _way(axes: Axes, trace: Trace, actor: int, phase: Phase) -> None:
    """Where somebody went during a phase."""
    times = [phase.begin + (phase.end - phase.begin) * i / 60 for i in range(61)]
    spots = [trace.position(actor, time) for time in times]
    if any(spot != spots[0] for spot in spots):
        axes.plot(*zip(*spots, strict=True), color=style.MUTED, linewidth=3, alpha=0.5, zorder=2, solid_capstyle="round", gid="way")


def _condition(trace: Trace, phase: Phase, actor: int) -> tuple[str, bool]:
    """How somebody is at the end of a phase: `up`, or the state he went out in, and whether that happened in it."""
    fall = next((fall for fall in firing.falls(trace) if fall.actor == actor and fall.time < phase.end), None)
    return ("up", False) if fall is None else (fall.state, fall.time >= phase.begin)


def _people(axes: Axes, trace: Trace, phase: Phase, crowd: Crowd, spot: Point, box: Box, colours: dict[str, str]) -> None:
    info = trace.program.actors[crowd.actors[0]]
    state, now = _condition(trace, phase, crowd.actors[0])
    colour = colours[info.side] if state == "up" or now else style.MUTED
    axes.plot(
        *([value] for value in spot),
        marker="o" if state == "up" else MARK.get(state, ">"),
        markersize=(7 if state == "up" else 8.5) + 0.4 * (len(crowd.actors) - 1),
        color=colour,
        markeredgecolor="white",
        markeredgewidth=0.8,
        zorder=7,
        gid=info.name,
    )
    right = _at_the_right(spot, box)
    axes.annotate(
        crowd.name,
        spot,
        xytext=(-7 if right else 7, 0),
        textcoords="offset points",
        ha="right" if right else "left",
        va="center",
        fontsize=8,
        color=colour,
        fontweight="bold" if now else "normal",
        zorder=8,
        clip_on=True,
        bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.75},
    )


def _at_the_right(spot: Point, box: Box) -> bool:
    """Whether there is no room for a name at the right of it."""
    return spot[0] > box.left + 0.75 * (box.right - box.left)


def _places(axes: Axes, trace: Trace, box: Box, people: Sequence[Point]) -> None:
    """The names of the places, above them and whoever is there; in one panel, for orientation. Neighbours share a label."""
    labels: list[tuple[list[str], Point]] = []
    for name, x, y in trace.program.places:
        if box.holds((x, y)):
            near = [names for names, at in labels if math.dist(at, (x, y)) < 2 * NEAR * box.size]
            if near:
                near[0].append(reading.words(name))
            else:
                labels.append(([reading.words(name)], (x, y)))
    for names, (x, y) in labels:
        top = max([y, *(b for a, b in people if abs(a - x) < 3 * NEAR * box.size and abs(b - y) < 3 * NEAR * box.size)])
        share = (x - box.left) / (box.right - box.left)
        axes.annotate(
            ", ".join(names),
            (x, top),
            xytext=(0, 9),
            textcoords="offset points",
            ha="left" if share < 0.12 else "right" if share > 0.88 else "center",
            fontsize=7,
            fontstyle="italic",
            color=style.MUTED,
            zorder=5,
            clip_on=True,
        )


def _title(axes: Axes, trace: Trace, phase: Phase, began: int) -> None:
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


def _legend(figure: Figure, colours: dict[str, str], away: bool) -> None:
    from matplotlib.lines import Line2D

    handles = [
        *(
            Line2D([], [], color=colour, marker="o", markersize=6, linewidth=1.5, label=reading.words(side))
            for side, colour in colours.items()
        ),
        Line2D([], [], color=style.MUTED, marker="x", markersize=5, markeredgewidth=1.6, linestyle="none", label="hit"),
        Line2D([], [], color=style.MUTED, marker="X", markersize=8, linestyle="none", label="down or dead"),
        *([Line2D([], [], color=style.MUTED, marker=">", markersize=8, linestyle="none", label="got away")] if away else []),
        Line2D([], [], color=style.MUTED, linewidth=3, alpha=0.5, label="way gone"),
        Line2D([], [], color=style.INK, linewidth=3.2, label="wall"),
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=3 if not away else 4, fontsize=8.5)

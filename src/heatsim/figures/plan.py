"""A fight seen from above: who stood where, who ran where, and every line of fire, phase by phase."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.figures import reading, style
from heatsim.figures import shots as firing
from heatsim.figures.lettering import Name, Stroke, lettered
from heatsim.figures.staging import apart, crowds, neighbours, views

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
MARGIN_INCHES = 0.7  # of a panel's width: tick labels, and the gap to the next
LARGEST_CROWD = 10  # larger ones have no larger mark
NEAR = 0.033  # of the view: who stands nearer to another than this is drawn above or below
SIDEWAYS, BEFORE, CROSS = 0.0025, 0.02, 0.016  # of the view: beside the straight line, short of the target, from cross to cross
MARK = {"down": "X", "dead": "X", "captured": "s"}


def plan(trace: Trace, *, phases: int | Sequence[float] = MOST, ax: Axes | None = None) -> Figure:
    """Plan view of one replication's fight in small multiples: one panel for each phase, at most `phases` of them.

    Phases are cut where somebody goes out, or at the times given (seconds since the start). A panel shows where everybody was at
    its end who had fired or been fired at, and the way they came, walls, and lines of fire, the wider the more rounds, with a cross
    for each hit. With `ax`, draws the whole fight there as one phase. UsageError when there are no places, or not a shot was fired.
    """
    if not trace.ways:
        raise UsageError("this scenario has no places to draw a plan of")
    cuts = [] if isinstance(phases, int) else [round(1e6 * second) for second in phases]
    count = 1 if ax is not None else phases if isinstance(phases, int) else len(cuts) + 1
    made = firing.phases(trace, count, cuts if ax is None else [])
    boxes = views(trace, made)
    colours = style.side_colours(_sides(trace.program))
    named: set[str] = set()
    with style.look():
        figure, panels, width = _canvas(boxes) if ax is None else (reading.figure_of(ax), [ax], _inches(ax, boxes[0]))
        for axes, phase, box in zip(panels, made, boxes, strict=True):
            _panel(axes, trace, phase, box, colours, named, 72 * width / (box.right - box.left))
            _title(axes, trace, phase, made[0].begin)
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
        f"Seed {trace.seed}. Each panel: a phase of the fight, and where those in it are at its end; in bold who goes out.\n"
        f"A line of fire is the wider the more rounds; crosses at its end: rounds that hit. Times since the first shot.{zoomed}",
    )


def _inches(axes: Axes, box: Box) -> float:
    """How wide the box becomes in a caller's axes, as far as that is settled: a metre is as long across as upwards."""
    room, (width, height) = axes.get_position(), reading.figure_of(axes).get_size_inches()
    return float(min(room.width * width, room.height * height * box.across))


def _canvas(boxes: Sequence[Box]) -> tuple[Figure, list[Axes], float]:
    """A figure, its panels, and their width in inches."""
    count, across = len(boxes), boxes[0].across
    columns = min(count, 3 if across < 1.5 else 2)
    rows = math.ceil(count / columns)
    width = {1: 7.5, 2: 5.2, 3: 4.2}[columns]
    figure = style.canvas(columns * width, rows * ((width - MARGIN_INCHES) / across + 0.75) + 1.5)
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
    return figure, panels[:count], width - MARGIN_INCHES


def _panel(axes: Axes, trace: Trace, phase: Phase, box: Box, colours: dict[str, str], named: set[str], metre: float) -> None:
    """Draws a phase. `metre` is how many points a metre has; `named` are the places that have had their name."""
    strokes = [Stroke((ax, ay), (bx, by), 3.0) for ax, ay, bx, by in trace.program.walls]
    for wall in strokes:
        axes.plot(*_xy(wall), color=style.INK, linewidth=3.2, solid_capstyle="butt", zorder=2, gid="wall")
    strokes += _fire(axes, trace, phase, box, colours)
    gone = {fall.actor for fall in firing.falls(trace) if fall.state == "away" and fall.time < phase.begin}
    spots = {actor: trace.position(actor, phase.end) for actor in firing.engaged(trace, phase.end) - gone}
    spots = {actor: spots[actor] for actor in sorted(spots) if box.holds(spots[actor])}
    for actor in spots:
        strokes += _way(axes, trace, actor, phase)
    people = crowds(trace, spots, {actor: _condition(trace, phase, actor) for actor in spots}, NEAR * box.size)
    drawn = apart({crowd.actors[0]: crowd.spot for crowd in people}, box, NEAR)
    for crowd in people:
        _mark(axes, trace, phase, crowd, drawn[crowd.actors[0]], colours)
    places = _places(trace, box, named)
    names = [Name(crowd.name, drawn[crowd.actors[0]], 8.0) for crowd in people]
    names += [Name(text, at, 7.0, 5.0, optional=True) for text, at in places]
    middles = lettered(names, list(drawn.values()), strokes, box.area, metre)
    for name, middle, whose in zip(names, middles, [*people, *(None for _ in places)], strict=True):
        if middle is not None:
            _name(axes, trace, phase, name, middle, whose, colours, metre)
    named.update(name.text for name, middle in zip(names, middles, strict=True) if name.optional and middle is not None)
    axes.set_xlim(box.left, box.right)
    axes.set_ylim(box.bottom, box.top)
    axes.set_aspect("equal")
    for edge in axes.spines.values():
        edge.set_color(style.RULE)
    axes.tick_params(length=2, labelsize=8, color=style.RULE)


def _xy(stroke: Stroke) -> tuple[list[float], list[float]]:
    return [stroke.begin[0], stroke.end[0]], [stroke.begin[1], stroke.end[1]]


def _fire(axes: Axes, trace: Trace, phase: Phase, box: Box, colours: dict[str, str]) -> list[Stroke]:
    """Draws and returns a line for each shooter, target and pair of places, a little to its right: answering fire lies beside."""
    rounds: dict[tuple[int, Point, Point], list[int]] = {}
    for shot in phase.shots:
        ends = [trace.position(actor, shot.time) for actor in (shot.shooter, shot.target)]
        total = rounds.setdefault((shot.shooter, ends[0], ends[1]), [0, 0])
        total[0] += shot.rounds
        total[1] += shot.hits
    strokes = []
    for (shooter, (ax, ay), (bx, by)), (fired, hits) in rounds.items():
        colour = colours[trace.program.actors[shooter].side]
        length = math.hypot(bx - ax, by - ay) or 1.0
        dx, dy = (bx - ax) / length, (by - ay) / length
        side, back = SIDEWAYS * box.size, min(BEFORE * box.size, 0.3 * length)
        end = (bx + dy * side - dx * back, by - dx * side - dy * back)
        width = min(0.5 + 0.4 * math.sqrt(fired), 5.0)
        strokes.append(Stroke((ax + dy * side, ay - dx * side), end))
        axes.plot(*_xy(strokes[-1]), color=colour, alpha=0.4, linewidth=width, solid_capstyle="butt", zorder=3, gid="fire")
        crosses = [(end[0] - dx * step * CROSS * box.size, end[1] - dy * step * CROSS * box.size) for step in range(hits)]
        for x, y in crosses:
            axes.plot([x], [y], marker="x", markersize=5, markeredgewidth=1.6, color=colour, zorder=6, gid="hit")
    return strokes


def _way(axes: Axes, trace: Trace, actor: int, phase: Phase) -> list[Stroke]:
    """Where somebody went during a phase."""
    times = [phase.begin + (phase.end - phase.begin) * i / 60 for i in range(61)]
    spots = [trace.position(actor, time) for time in times]
    if any(spot != spots[0] for spot in spots):
        axes.plot(*zip(*spots, strict=True), color=style.MUTED, linewidth=3, alpha=0.5, zorder=2, solid_capstyle="round", gid="way")
    return [Stroke(one, other, 0.5) for one, other in pairwise(spots) if one != other]


def _condition(trace: Trace, phase: Phase, actor: int) -> tuple[str, bool]:
    """How somebody is at the end of a phase: `up`, or the state he went out in, and whether that happened in it."""
    fall = next((fall for fall in firing.falls(trace) if fall.actor == actor and fall.time < phase.end), None)
    return ("up", False) if fall is None else (fall.state, fall.time >= phase.begin)


def _mark(axes: Axes, trace: Trace, phase: Phase, crowd: Crowd, spot: Point, colours: dict[str, str]) -> None:
    state, _ = _condition(trace, phase, crowd.actors[0])
    axes.plot(
        *([value] for value in spot),
        marker="o" if state == "up" else MARK.get(state, ">"),
        markersize=(7 if state == "up" else 8.5) + 0.4 * (min(len(crowd.actors), LARGEST_CROWD) - 1),
        color=_colour(trace, phase, crowd, colours),
        markeredgecolor="white",
        markeredgewidth=0.8,
        zorder=7,
        gid=trace.program.actors[crowd.actors[0]].name,
    )


def _colour(trace: Trace, phase: Phase, crowd: Crowd, colours: dict[str, str]) -> str:
    """That of the side; grey for who went out in an earlier phase."""
    state, now = _condition(trace, phase, crowd.actors[0])
    return colours[trace.program.actors[crowd.actors[0]].side] if state == "up" or now else style.MUTED


def _name(
    axes: Axes, trace: Trace, phase: Phase, name: Name, at: Point, crowd: Crowd | None, colours: dict[str, str], metre: float
) -> None:
    """The name of somebody, or of a place where there is nobody; with a stroke to what is farther off than usual."""
    now = crowd is not None and _condition(trace, phase, crowd.actors[0])[1]
    edge = name.edge(at, metre)
    side = "left" if edge[0] > name.spot[0] else "right" if edge[0] < name.spot[0] else "center"
    axes.text(
        at[0] if side == "center" else edge[0],
        at[1],
        name.text,
        ha=side,
        va="center",
        fontsize=name.size,
        fontstyle="normal" if crowd else "italic",
        color=_colour(trace, phase, crowd, colours) if crowd else style.MUTED,
        fontweight="bold" if now else "normal",
        zorder=8,
        clip_on=True,
        bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.75},
    )
    if math.dist(edge, name.spot) * metre > 2 * name.away:
        axes.plot([name.spot[0], edge[0]], [name.spot[1], edge[1]], color=style.MUTED, linewidth=0.5, zorder=5, gid="leader")
    if crowd is None:
        axes.plot(*([value] for value in name.spot), marker="+", markersize=4, color=style.MUTED, markeredgewidth=0.7, gid="place")


def _places(trace: Trace, box: Box, named: set[str]) -> list[tuple[str, Point]]:
    """The names of places that no earlier panel has, and where they are; neighbours share one."""
    places = {name: (x, y) for name, x, y in trace.program.places if box.holds((x, y))}
    groups = [(_listed(those), places[those[0]]) for those in neighbours(places, 2 * NEAR * box.size)]
    return [(text, spot) for text, spot in groups if text not in named]


def _listed(names: Sequence[str]) -> str:
    """Two names, and how many more."""
    rest = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(map(reading.words, names[:2])) + rest


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

"""How every heatsim figure looks: colours, marks, sizes, axes, and files that come out the same each time.

Colours are Okabe and Ito's, told apart by readers with any common colour blindness (Okabe and Ito 2008, Color Universal Design).
An ending or a side keeps its colour in every figure; the film keeps its mark: a frame of film stock, never used for anything else.

matplotlib is imported when something is drawn, not when this module is.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.path import Path as MarkPath
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

__all__ = [
    "AHEAD",
    "BEHIND",
    "FILM",
    "INK",
    "LESS",
    "MORE",
    "MUTED",
    "ON_DARK",
    "ON_LIGHT",
    "RULE",
    "canvas",
    "caption",
    "clean",
    "ending_colours",
    "film_mark",
    "graded_colours",
    "look",
    "mark_film",
    "scale",
    "side_colours",
    "time_unit",
    "title",
]

INK = "#22262b"
MUTED = "#6b737c"
RULE = "#d9dde1"
FILM = "#22262b"
ON_LIGHT, ON_DARK = "#23272c", "#fefefe"  # letters and lines on colours of a scale, which are the same by day and by night
AHEAD = "#0072B2"  # the crew's side of a race, and the crew
BEHIND = "#D55E00"  # the response's side of a race, and the police
LESS, MORE = "#7a6cae", "#b3741b"  # a change down, a change up: of a share or a mean, nobody's side

ENDINGS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#8a6d3b", "#7a7f85")
SIDES = ("#009E73", "#0072B2", "#D55E00", "#CC79A7", "#E69F00", "#56B4E9", "#8a6d3b")
KNOWN_SIDES = {
    "crew": AHEAD,
    "robbers": AHEAD,
    "adversary": AHEAD,
    "police": BEHIND,
    "law": BEHIND,
    "response": BEHIND,
    "patrol": BEHIND,
    "guards": "#009E73",
    "staff": "#009E73",
    "bystanders": "#CC79A7",
    "civilians": "#CC79A7",
}

LETTERS_PER_INCH = 13.0  # of the plain line below a title
# Points at the saved size; at 7.5 inches across, 9 points print readably and project readably when the figure fills a slide.
LOOK: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10.0,
    "axes.titlesize": 13.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10.0,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 10.0,
    "legend.fontsize": 9.0,
    "legend.frameon": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.linewidth": 0.8,
    "axes.facecolor": "white",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 160.0,
    "svg.hashsalt": "heatsim",
    "svg.fonttype": "path",
    "text.usetex": False,
    "text.parse_math": False,
    "path.simplify": True,
}


def look() -> AbstractContextManager[None]:
    """The settings under which a figure must be made and saved, whatever the caller's own are."""
    import matplotlib

    return matplotlib.rc_context(LOOK)


def canvas(width: float, height: float) -> Figure:
    """An empty figure (inches) with its own renderer: nothing is registered with, or shown by, pyplot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from heatsim.figures.picture import Picture

    figure = Picture(figsize=(width, height), dpi=LOOK["figure.dpi"], layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)  # type: ignore[union-attr, call-arg]
    return figure


def clean(axes: Axes, *, grid: str = "x") -> None:
    """Only the axes that carry a scale, and a faint grid behind the data."""
    for edge in ("top", "right", "left" if grid == "x" else "bottom"):
        axes.spines[edge].set_visible(False)
    axes.grid(axis=grid, color=RULE, linewidth=0.7)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    axes.tick_params(length=0 if grid == "y" else 3)


def title(axes: Axes, text: str, under: str = "", *, runs_on: bool = False) -> None:
    """A bold line at the left, and a plain grey one under it that says how to read the figure.

    Where it `runs_on` the lower line may reach over panels at the right, and takes no room from them. What is longer than the
    figure is wide becomes several lines.
    """
    under = textwrap.fill(under, max(20, int(LETTERS_PER_INCH * axes.figure.figure.get_figwidth())))
    pad = 24 + 13 * under.count("\n") if under else 8
    axes.set_title(text, loc="left", pad=pad, fontsize=LOOK["axes.titlesize"], fontweight="bold", color=INK)
    if under:
        line = axes.annotate(
            under,
            (0, 1),
            xytext=(0, 8),
            xycoords="axes fraction",
            textcoords="offset points",
            va="bottom",
            fontsize=9.5,
            color=MUTED,
            annotation_clip=False,
        )
        line.set_in_layout(not runs_on)


def caption(figure: Figure, text: str) -> Text:
    """The line of small print at the foot: how many replications, which seed, what the intervals are."""
    return figure.supxlabel(text, x=0.01, ha="left", fontsize=8.5, color=MUTED)


def ending_colours(names: Sequence[str]) -> dict[str, str]:
    """A colour for each ending by its place in the scenario, so that it keeps it from figure to figure."""
    return {name: ENDINGS[i % len(ENDINGS)] for i, name in enumerate(names)}


def side_colours(sides: Sequence[str]) -> dict[str, str]:
    """A colour for each side: known words have theirs, the others take what is left in order."""
    given: dict[str, str] = {}
    for side in sides:
        if side in KNOWN_SIDES and KNOWN_SIDES[side] not in given.values():
            given[side] = KNOWN_SIDES[side]
    left: Iterator[str] = iter([colour for colour in SIDES if colour not in given.values()] or SIDES)
    return {side: given.get(side) or next(left, MUTED) for side in sides}


def graded_colours(count: int) -> list[str]:
    """Colours for values or paths in an order, from dark to light on the scale of the maps: nobody's side and no ending."""
    from matplotlib import colormaps, colors

    return [colors.to_hex(colormaps["cividis"](0.12 + 0.68 * place / max(count - 1, 1))) for place in range(count)]


def scale() -> Colormap:
    """The scale of the maps, of so few colours that its bar is drawn as the map is, and follows a page into the dark with it."""
    from matplotlib import colormaps

    return colormaps["cividis"].resampled(48)


def film_mark(*, solid: bool = False) -> MarkPath:
    """The film's mark: one frame between two rows of sprocket holes; `solid` leaves the holes out.

    Holes run the other way round than the frame: renderers fill by winding number, so they stay open.
    """
    from matplotlib.path import Path

    def box(x: float, y: float, width: float, height: float, *, hole: bool) -> list[tuple[float, float]]:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        return [*(corners[::-1] if hole else corners), (0.0, 0.0)]

    boxes = [box(-0.65, -0.5, 1.3, 1.0, hole=False)]
    if not solid:
        boxes.append(box(-0.45, -0.2, 0.9, 0.4, hole=True))
        boxes += [box(x - 0.075, y, 0.15, 0.13, hole=True) for y in (-0.42, 0.29) for x in (-0.45, -0.15, 0.15, 0.45)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path([point for corners in boxes for point in corners], codes * len(boxes))


def mark_film(axes: Axes, x: float, y: float, *, size: float = 14.0, transform: Transform | None = None) -> Line2D:
    """Put the film's mark at a point, on a white ground that keeps it readable over anything; returns the mark."""
    from matplotlib.lines import Line2D

    where = axes.transData if transform is None else transform
    for marker, points, colour in ((film_mark(solid=True), size + 2, "white"), (film_mark(), size, FILM)):
        mark = Line2D([x], [y], linestyle="none", marker=marker, markersize=points, color=colour, markeredgewidth=0)
        mark.set(transform=where, zorder=9, clip_on=False)
        axes.add_line(mark)
    mark.set(label="film", gid="film")
    return mark


def time_unit(span_s: float) -> tuple[str, float]:
    """The unit a time axis of this many seconds is read in, and its size in seconds."""
    if span_s > 4 * 3600:
        return "h", 3600.0
    return ("min", 60.0) if span_s > 600 else ("s", 1.0)

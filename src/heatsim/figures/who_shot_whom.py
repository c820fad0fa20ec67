"""Who shot whom: for each shooter and target, how often the one put the other out."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.figures import fates, reading, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from heatsim.figures.fates import Fighter
    from heatsim.study.intervals import Interval
    from heatsim.study.results import Results

__all__ = ["who_shot_whom"]

CELL_INCHES = (1.05, 0.5)
NAME_WIDTH = 14  # characters below a column
LETTER_INCHES, LINE_INCHES, GAP_INCHES = 0.074, 0.17, 0.3
HEAD_INCHES, FOOT_INCHES = 0.7, 0.5  # the title, the small print
WIDEST_INCHES, NARROWEST_INCHES = 11.5, 6.6  # beside one another; the small print
OTHERWISE = "by no enemy"  # gave up, fell into the law's hands, was left behind
NOBODY = {False: "nobody: up, or away", True: "nobody: not hit"}
FILM_STEM = {False: "killer_of", True: "shooter_of"}


def who_shot_whom(results: Results, *, last_hit: bool = False, side: str | None = None, ax: Axes | None = None) -> Figure:
    """Share of replications in which each shooter (row) put each target (column) out, with 95 % intervals.

    A panel for the targets of each side, or of the one named; each column adds up to 100 % over the shooters and nobody. With
    `last_hit`, who hit the target last instead, whether or not that put it out. The film's entry of a column carries the film's
    mark: the value of the measure `killer_of_NAME` (`shooter_of_NAME` with `last_hit`), where the scenario has it. With `ax`, draws
    there; UsageError where nobody fights, or several sides are shot at and only one `ax` is given.
    """
    everybody = fates.fighters(results)
    targets = fates.of_side(everybody, side)
    shot_at = fates.sides(targets)
    fates.any_fight(results, targets)
    if ax is not None and len(shot_at) > 1:
        raise UsageError(f"there are several sides; name one of: {', '.join(shot_at)}")
    groups = [[one for one in targets if one.side == name] for name in shot_at]
    shooters = [_shooters(everybody, name) for name in shot_at]
    colours = style.side_colours(fates.sides(everybody))
    with style.look():
        blocks = [_block(results, group, rows, last_hit) for group, rows in zip(groups, shooters, strict=True)]
        figure, panels = _canvas(blocks) if ax is None else (reading.figure_of(ax), [ax])
        for axes, group, rows in zip(panels, groups, shooters, strict=True):
            _panel(axes, results, group, rows, colours, last_hit)
        what = "Who hit whom last" if last_hit else "Who put whom out"
        style.title(panels[0], what, reading.title(results))
        if ax is None:
            style.caption(figure, _small_print(results, targets, last_hit))
    return figure


def _small_print(results: Results, targets: Sequence[Fighter], last_hit: bool) -> str:
    began = fates.any_fight(results, targets)
    without = f", of which {np.sum(~began):,} without a shot do not count" if np.any(~began) else ""
    done = "was the last to hit the target" if last_hit else "put the target out (down, captured or dead)"
    return (
        f"{reading.provenance(results)}{without}.\nShare (%) in which the shooter {done}; in small print its 95 % interval."
        " Each column adds up to 100 %.\nFramed mark: as in the film."
    )


@dataclass(frozen=True, slots=True)
class Block:
    """The room that a panel needs, in inches: its cells, the names at the left of them, and the names and the words below."""

    cells: tuple[float, float]
    left: float
    below: float
    words: float

    @property
    def right(self) -> float:
        return max(self.cells[0], self.words)

    @property
    def width(self) -> float:
        return self.left + self.right

    @property
    def height(self) -> float:
        return self.cells[1] + self.below


def _block(results: Results, targets: Sequence[Fighter], shooters: Sequence[Fighter], last_hit: bool) -> Block:
    rows = _rows(results, targets, shooters, last_hit)
    longest = max(len(name) for name in (*rows, *(one.together for one in shooters)))
    lines = max(textwrap.fill(one.each, NAME_WIDTH).count("\n") + 1 for one in targets)
    return Block(
        (CELL_INCHES[0] * len(targets), CELL_INCHES[1] * (len(shooters) + len(rows))),
        0.4 + LETTER_INCHES * longest,
        0.35 + LINE_INCHES * lines,
        LETTER_INCHES * len(_below(targets, last_hit)),
    )


def _canvas(blocks: Sequence[Block]) -> tuple[Figure, list[Axes]]:
    """Panels beside one another, with their tops at one height, or below one another where the page is too narrow."""
    together = sum(block.width + GAP_INCHES for block in blocks)
    beside, edge = together <= WIDEST_INCHES, max(block.left for block in blocks)
    width = max(NARROWEST_INCHES, together if beside else edge + max(block.right for block in blocks) + GAP_INCHES)
    high = max(block.height for block in blocks) if beside else sum(block.height + GAP_INCHES for block in blocks)
    height = high + HEAD_INCHES + FOOT_INCHES
    figure = style.canvas(width, height)
    figure.set_layout_engine("none")
    left, top = 0.0, height - HEAD_INCHES
    panels = []
    for block in blocks:
        x = left + block.left if beside else edge
        box = (x / width, (top - block.cells[1]) / height, block.cells[0] / width, block.cells[1] / height)
        panels.append(figure.add_axes(box))
        if beside:
            left += block.width + GAP_INCHES
        else:
            top -= block.height + GAP_INCHES
    return figure, panels


def _shooters(everybody: Sequence[Fighter], side: str) -> list[Fighter]:
    fights = {one.fight for one in everybody if one.side == side}
    return [one for one in everybody if one.side != side and one.fight in fights]


def _panel(
    axes: Axes,
    results: Results,
    targets: Sequence[Fighter],
    shooters: Sequence[Fighter],
    colours: dict[str, str],
    last_hit: bool,
) -> None:
    rest = _rows(results, targets, shooters, last_hit)
    for column, target in enumerate(targets):
        counted = fates.there(results, target)
        nobody = ~fates.put_out(results, target, last_hit=last_hit)
        film = fates.film_of(results, FILM_STEM[last_hit], target)
        for row, shooter in enumerate(shooters):
            did = fates.put_out_by(results, target, shooter, last_hit=last_hit)
            _cell(axes, row, column, fates.interval(did, counted), colours[shooter.side], film in (shooter.name, *shooter.columns))
        _cell(axes, len(shooters), column, fates.interval(nobody, counted), style.RULE, film == "nobody")
        if OTHERWISE in rest:
            others = _others(results, target, shooters, last_hit)
            _cell(axes, len(shooters) + 1, column, fates.interval(others, counted), style.RULE, False)
    _frame(axes, targets, shooters, colours, rest)
    axes.set_xlabel(_below(targets, last_hit), loc="left")


def _below(targets: Sequence[Fighter], last_hit: bool) -> str:
    return f"{reading.words(targets[0].side)} {'hit' if last_hit else 'put out'} (% of replications with a shot)"


def _rows(results: Results, targets: Sequence[Fighter], shooters: Sequence[Fighter], last_hit: bool) -> list[str]:
    """What the rows below the shooters are called; who went out by no enemy's doing has one where that happened."""
    happened = any(_others(results, target, shooters, last_hit).any() for target in targets)
    return [NOBODY[last_hit], *([OTHERWISE] if happened else [])]


def _others(results: Results, target: Fighter, shooters: Sequence[Fighter], last_hit: bool) -> NDArray[np.bool_]:
    """Which of them were put out, though by none of the shooters."""
    others = fates.there(results, target) & fates.put_out(results, target, last_hit=last_hit)
    for shooter in shooters:
        others &= ~fates.put_out_by(results, target, shooter, last_hit=last_hit)
    return others


def _cell(axes: Axes, row: int, column: int, share: tuple[float, Interval], colour: str, film: bool) -> None:
    from matplotlib.patches import Rectangle

    value, (low, high) = share
    strength = 0.06 + 0.84 * value if value > 0 else 0.0  # NaN, where nobody took part, included
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, alpha=strength, edgecolor="none", zorder=1))
    if np.isnan(value):
        return
    ink = "white" if strength > 0.72 and colour != style.RULE else style.INK if value else style.MUTED
    number = reading.percent(value).removesuffix(" %")
    weight = "bold" if film else "normal"
    axes.text(column, row - 0.14, number, ha="center", va="center", color=ink, fontsize=10, fontweight=weight, zorder=3)
    axes.text(column, row + 0.24, reading.percent_range(low, high), ha="center", va="center", color=ink, fontsize=7, zorder=3)
    if film:
        style.mark_film(axes, column - 0.37, row - 0.2, size=11)


def _frame(
    axes: Axes, targets: Sequence[Fighter], shooters: Sequence[Fighter], colours: dict[str, str], rest: Sequence[str]
) -> None:
    rows = len(shooters) + len(rest)
    axes.set_xlim(-0.5, len(targets) - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks(range(rows), [*(one.together for one in shooters), *rest])
    axes.set_xticks(range(len(targets)), [textwrap.fill(one.each, NAME_WIDTH) for one in targets])
    for label, one in zip(axes.get_yticklabels(), shooters, strict=False):
        label.set_color(colours[one.side])
    for label, one in zip(axes.get_xticklabels(), targets, strict=True):
        label.set_color(colours[one.side])
    for edge in axes.spines.values():
        edge.set_visible(False)
    axes.set_aspect(CELL_INCHES[1] / CELL_INCHES[0], anchor="N")
    axes.tick_params(length=0)
    axes.hlines(np.arange(0.5, rows - 1), -0.5, len(targets) - 0.5, color="white", linewidth=1.5, zorder=2)
    axes.vlines(np.arange(0.5, len(targets) - 1), -0.5, rows - 0.5, color="white", linewidth=1.5, zorder=2)
    axes.axhline(len(shooters) - 0.5, color=style.INK, linewidth=1.0, zorder=3)
    axes.set_ylabel("by")

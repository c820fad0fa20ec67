"""Figures of the analyst's view and of decisions: what they show, and when they refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from heatsim.analysis.decisions.ask import decisions
from heatsim.analysis.decisions.made import Decisions
from heatsim.analysis.protection.ask import protection
from heatsim.analysis.protection.made import Protection
from heatsim.errors import UsageError
from heatsim.figures import plot, reading, save, style
from heatsim.scenario.load import load

REFERENCE = Path(__file__).parents[2] / "scenarios" / "reference"


@pytest.fixture(scope="module")
def made() -> Protection:
    return protection(load(REFERENCE / "interruption.yaml"), "lognormal_times", replications=120, workers=1)


@pytest.fixture(scope="module")
def flipped() -> Decisions:
    return decisions(load(REFERENCE / "jewellers.yaml"), replications=60, workers=1)


def test_the_path_counts_down_to_zero(made: Protection) -> None:
    """A row for each task, the first on top; time left runs to zero at the right; detections stand beside it with intervals."""
    axes = plot.path(made).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [task.name for task in made.paths[0].tasks]
    assert axes.get_xlim()[0] > axes.get_xlim()[1] == 0
    seen = [task.detected for task in made.paths[0].tasks if task.detected.value > 0]
    said = [f"{reading.percent(one.value)} ({reading.percent_range(one.low, one.high)})" for one in seen]
    assert [text.get_text() for text in axes.texts if text.get_text().endswith(")")] == said


def test_the_response_curve_falls(made: Protection) -> None:
    """A curve for each path, named with its own probability, that never rises; and none without a race."""
    axes = plot.interruption(made).axes[0]
    curves = [line for line in axes.get_lines() if len(line.get_xdata()) > 50]  # type: ignore[arg-type]
    assert [text.get_text().partition(":")[0] for text in axes.get_legend().get_texts()] == ["as written", "lognormal times"]  # type: ignore[union-attr]
    for curve in curves:
        shares = list(curve.get_ydata())  # type: ignore[arg-type]
        assert shares == sorted(shares, reverse=True)
        assert shares[0] > shares[-1]
    nobody = replace(made, paths=tuple(replace(path, lefts=path.lefts[:0], margins=path.margins[:0]) for path in made.paths))
    for figure in (plot.interruption, plot.race):
        with pytest.raises(UsageError, match="detected and answered"):
            figure(nobody)


def test_the_race_parts_at_zero(made: Protection) -> None:
    """Bars left of zero have the response's colour, the others the crew's, and all attacks are in them."""
    axes = plot.race(made).axes[0]
    bars = axes.patches
    assert sum(bar.get_height() for bar in bars) == len(made.paths[0].margins)  # type: ignore[attr-defined]
    from matplotlib.colors import to_hex

    for bar in bars:
        middle = bar.get_x() + bar.get_width() / 2  # type: ignore[attr-defined]
        assert to_hex(bar.get_facecolor()).upper() == (style.BEHIND if middle < 0 else style.AHEAD).upper()


def test_beaten_rules_are_hollow() -> None:
    """Every value of the rule has its point and its label; what another beats is not filled."""
    stay = protection(load(REFERENCE / "jewellers.yaml"), replications=60, stay="stay=30 s:3 min:3", loot="taken", workers=1).stay
    assert stay is not None
    worse = replace(stay, points=(*stay.points[:2], replace(stay.points[2], best=False)))
    axes = plot.frontier(worse).axes[0]
    marks = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert [mark.get_markerfacecolor() for mark in marks] == [style.AHEAD, style.AHEAD, "white"]
    assert {"30 s", "3 min"} <= {text.get_text() for text in axes.texts}


def test_the_decision_that_mattered_stands_on_top(flipped: Decisions, tmp_path: Path) -> None:
    """Bars in the order of the ranking, what is in doubt pale; the endings beside them; the file is the same each time."""
    figure = plot.decisions(flipped, most=4)
    bars, cells = figure.axes
    top = flipped.flips[0]
    assert bars.get_yticklabels()[0].get_text() == f"{top.decision.name} → {top.option}"
    alphas = [patch.get_alpha() for patch in bars.patches]
    assert alphas == [0.95 if one.is_clear else 0.3 for one in flipped.flips[:4]]
    assert [label.get_text() for label in cells.get_xticklabels()] == ["captured", "broke out", "away"]
    first, second = (save(plot.decisions(flipped), tmp_path / name).read_bytes() for name in ("a.png", "b.png"))
    assert first == second
    with pytest.raises(UsageError, match="no flip"):
        plot.decisions(replace(flipped, flips=()))


def test_a_notebook_shows_a_figure(made: Protection) -> None:
    """The picture is a PNG, without pyplot and without asking for it."""
    assert plot.race(made)._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]


def test_a_figure_goes_into_axes_that_are_given(made: Protection, flipped: Decisions) -> None:
    """Each draws into a caller's axes and gives back the figure they stand in."""
    from matplotlib.figure import Figure

    for draw in (lambda ax: plot.path(made, ax=ax), lambda ax: plot.race(made, ax=ax), lambda ax: plot.decisions(flipped, ax=ax)):
        figure = Figure()
        axes = figure.add_subplot()
        assert draw(axes) is figure
        assert axes.get_title(loc="left")

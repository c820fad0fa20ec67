"""The figure of a race."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from heatsim.errors import UsageError
from heatsim.figures import plot, style
from heatsim.figures.inline import narrow_axes
from heatsim.study.results import Results


def bars(axes: Axes) -> list[Rectangle]:
    """The histogram's bars, without the ground behind them."""
    return [bar for container in axes.containers for bar in container]


def said(axes: Axes) -> str:
    return " | ".join(text.get_text() for text in axes.texts)


def test_every_race_has_its_panel(results: Results) -> None:
    """Measures marked as margins get a panel each, named ones one alone."""
    assert len(plot.margin(results).axes) == 2
    (axes,) = plot.margin(results, "spare").axes
    assert axes.get_title(loc="left") == "Spare"
    assert axes.get_xlabel() == "spare (min): time to spare at the switch"


def test_no_bar_holds_both_a_won_and_a_lost_race(results: Results) -> None:
    """Zero is an edge; left of it bars have the colour of being behind, right of it of being ahead; all on the axis are counted."""
    (axes,) = plot.margin(results, "margin").axes
    low, high = axes.get_xlim()
    values = results["margin"] / 60  # spread over more than ten minutes, so the axis is in minutes
    assert "margin (min)" in axes.get_xlabel()
    for bar in bars(axes):
        left, right = bar.get_x(), bar.get_x() + bar.get_width()
        assert right < 1e-9 or left > -1e-9
        assert bar.get_facecolor() == to_rgba(style.BEHIND if right < 1e-9 else style.AHEAD)
    assert sum(bar.get_height() for bar in bars(axes)) == np.sum((values >= low) & (values <= high))


def test_both_shares_are_said_with_their_intervals(results: Results) -> None:
    """Shares are of the replications that have a value, and how many have none is said."""
    (axes,) = plot.margin(results, "margin").axes
    values = results["margin"][np.isfinite(results["margin"])]
    assert f"crew ahead  {100 * np.mean(values > 0):.1f} % (" in said(axes)
    assert f"crew behind  {100 * np.mean(values < 0):.1f} % (" in said(axes)
    assert f"no value in {len(results) - len(values)} of 400 replications" in said(axes)


def test_in_narrow_axes_nothing_stands_on_anything(results: Results) -> None:
    """In axes as wide as a telephone the shares take two lines each, beside one another and above the film's mark, and fit."""
    axes = narrow_axes(3.9)
    figure = plot.margin(results, "margin", ax=axes)
    figure.draw_without_rendering()
    shares = [text.get_window_extent() for text in axes.texts if text.get_text().count("\n") == 1 and "crew" in text.get_text()]
    film = [text.get_window_extent() for text in axes.texts if "film" in text.get_text()]
    assert (len(shares), len(film)) == (2, 1)
    assert not shares[0].overlaps(shares[1])
    assert film[0].y1 < min(box.y0 for box in shares)
    words = [*axes.texts, axes.xaxis.label, axes.title]
    assert all(text.get_window_extent().x0 >= 0 and text.get_window_extent().x1 <= figure.bbox.width for text in words)


def test_a_long_tail_is_cut_and_counted(results: Results) -> None:
    """Three replications far out do not squeeze the rest; the figure says that they are there."""
    (axes,) = plot.margin(results, "margin").axes
    assert axes.get_xlim()[1] < 700 / 60
    assert "further out ▸" in said(axes)
    (axes,) = plot.margin(results, "spare").axes
    assert "further out" not in said(axes)


def test_the_films_value_is_marked(results: Results) -> None:
    """The mark stands at the canon value in the axis's unit; a measure without one has no mark."""
    (axes,) = plot.margin(results, "margin").axes
    (mark,) = [line for line in axes.lines if line.get_gid() == "film"]
    assert mark.get_xdata()[0] == pytest.approx(4 / 60)  # type: ignore[index]
    assert "film: 4 s" in said(axes)
    (axes,) = plot.margin(results, "spare").axes
    assert [line for line in axes.lines if line.get_gid() == "film"] == []


def test_zero_and_the_film_are_always_on_the_axis(make: Callable[..., Results]) -> None:
    """Even when every replication is far from both."""
    results = make(60)
    results.table.values[:, 0] = np.linspace(300e6, 320e6, 60)
    (axes,) = plot.margin(results, "margin").axes
    low, high = axes.get_xlim()
    assert low <= 0 < 4 < 320 <= high


@pytest.mark.parametrize("value", [0.0, -5e6, 5e6])
def test_a_race_that_always_comes_out_the_same_can_be_drawn(make: Callable[..., Results], value: float) -> None:
    """No spread at all is no error, and a tie is no side's lead."""
    results = make(60)
    results.table.values[:, 0] = value
    (axes,) = plot.margin(results, "margin").axes
    assert ("even in 60" in said(axes)) == (value == 0)
    assert ("crew ahead  100.0 %" in said(axes)) == (value > 0)


def test_a_race_that_was_never_run_is_said(make: Callable[..., Results]) -> None:
    """No value anywhere: a sentence, no empty axis."""
    results = make(60)
    results.table.values[:, 0] = np.nan
    assert "no value in any replication" in said(plot.margin(results, "margin").axes[0])


def test_axes_of_the_caller_take_one_race(results: Results) -> None:
    """With several races the caller says which; unknown names are refused."""
    axes = Figure().add_subplot()
    assert plot.margin(results, "spare", ax=axes) is axes.figure
    with pytest.raises(UsageError, match="margin, spare"):
        plot.margin(results, ax=axes)
    with pytest.raises(UsageError, match="'bonds'"):
        plot.margin(results, "bonds")


def test_no_races_is_an_error(make: Callable[..., Results]) -> None:
    """A scenario without margins has no such figure."""
    results = make(20)
    none = replace(results, declared=tuple(replace(column, margin=False) for column in results.declared))
    with pytest.raises(UsageError, match="margin: true"):
        plot.margin(none)

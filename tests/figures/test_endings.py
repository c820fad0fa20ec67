"""The figure of endings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from heatsim.errors import UsageError
from heatsim.figures import plot, reading, style
from heatsim.figures.endings import _wrapped
from heatsim.study.intervals import wilson
from heatsim.study.results import Results


def axes_of(figure: Figure) -> Axes:
    (axes,) = figure.axes
    return axes


def bars(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def said(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_no_word_of_a_text_stands_alone() -> None:
    """A text that takes two lines takes two of about one length; one that is too long is cut with a mark."""
    assert _wrapped("the driver gets away, nobody of the crew hurt") == ["the driver gets away,", "nobody of the crew hurt"]
    assert _wrapped("short") == ["short"]
    assert _wrapped("") == []
    assert [len(line) <= 40 for line in _wrapped("word " * 40)] == [True, True]
    assert _wrapped("the driver gets away, nobody of the crew hurt", 1) == ["the driver gets away, nobody of the …"]


@pytest.mark.parametrize(
    "count, total, words",
    [
        (0, 2000, "0 of 2,000  (at most 0.2 %)"),
        (1, 10000, "<0.1 %  (<0.1–0.1)"),
        (500, 2000, "25.0 %  (23.2–26.9)"),
        (2000, 2000, "100.0 %  (99.8–100.0)"),
        (9999, 10000, ">99.9 %  (99.9–>99.9)"),
    ],
)
def test_nothing_is_rounded_to_never_or_always(count: int, total: int, words: str) -> None:
    """What never came out is a count with its upper bound; what is rare, or nearly always, is not printed as 0.0 or 100.0."""
    assert reading.seen(count, total) == words


def test_low_axes_have_no_room_for_texts(results: Results) -> None:
    """In a caller's axes texts stand under the names where a row is high enough for them, and are left out where not."""
    for inches, texts in ((9.0, True), (2.0, False)):
        axes = plot.endings(results, ax=Figure(figsize=(7, inches)).add_subplot()).axes[0]
        assert ("away in time with nothing" in said(axes)) is texts


def film_marks(axes: Axes) -> list[float]:
    """The heights at which the film's mark stands."""
    return [float(line.get_ydata()[0]) for line in axes.lines if line.get_gid() == "film"]  # type: ignore[index]


def test_bars_are_the_shares_in_the_order_of_the_scenario(results: Results) -> None:
    """One bar per ending, as long as its share, in the ending's colour; one that never came out keeps its row."""
    axes = axes_of(plot.endings(results))
    shares = [float(np.mean(results["ending"] == ending.name)) for ending in results.endings]
    assert [bar.get_width() for bar in bars(axes)] == pytest.approx([100 * share for share in shares])
    assert shares[-1] == 0
    assert len({bar.get_facecolor() for bar in bars(axes)}) == len(shares)


def test_every_share_has_its_wilson_interval(results: Results) -> None:
    """The whiskers end where Wilson's interval does, for a count of zero too; the numbers stand beside them."""
    axes = axes_of(plot.endings(results))
    whiskers = [tuple(line.get_xdata()) for line in axes.lines if line.get_marker() == "|"]
    counts = [int(np.sum(results["ending"] == ending.name)) for ending in results.endings]
    assert whiskers == [pytest.approx([100 * end for end in wilson(count, len(results))]) for count in counts]
    assert f"0 of {len(results):,}  (at most {100 * wilson(0, len(results)).high:.1f} %)" in said(axes)


def test_the_films_ending_is_marked(results: Results) -> None:
    """The film's mark stands in the row of the canon ending and nowhere else."""
    axes = axes_of(plot.endings(results))
    assert film_marks(axes) == [1.0]
    assert results.endings[1].canon
    assert [text for text in said(axes) if text.endswith("film")] == [said(axes)[1]]


def test_without_a_canon_ending_there_is_no_mark(make: Callable[..., Results]) -> None:
    """A heist that is not in a film shows no film."""
    from dataclasses import replace

    results = make(50)
    plain = replace(results, endings=tuple(replace(ending, canon=False) for ending in results.endings))
    assert film_marks(axes_of(plot.endings(plain))) == []


def test_it_draws_into_the_callers_axes(results: Results) -> None:
    """Given axes, it returns their figure and adds no other."""
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert plot.endings(results, ax=left) is figure
    assert len(bars(left)) == 6
    assert not right.patches
    assert len(figure.axes) == 2


def test_the_small_print_says_what_was_run(results: Results) -> None:
    """Number of replications, seed, and what the whiskers are."""
    print_ = plot.endings(results)._supxlabel.get_text()  # type: ignore[attr-defined]
    assert "400 replications, seed 1995" in print_
    assert "95 % Wilson" in print_


def test_failed_replications_are_grey(make: Callable[..., Results]) -> None:
    """Failures have a bar, in no ending's colour."""
    from matplotlib.colors import to_rgba

    assert bars(axes_of(plot.endings(make(50, failed=2))))[-1].get_facecolor() == to_rgba(style.MUTED)


def test_no_replications_is_an_error(make: Callable[..., Results]) -> None:
    """An empty table is refused with a sentence."""
    with pytest.raises(UsageError, match="no replications"):
        plot.endings(make(0))

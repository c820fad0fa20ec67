"""Time axes whose quiet beginning is drawn narrower."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from heatsim.figures.squeezed import Squeeze, clock, squeeze, squeezed


def test_places_and_times_are_each_others_inverse() -> None:
    """Going across and back gives the time again, on both sides of the bend, and never turns round."""
    how = Squeeze(1000.0, 1100.0)
    times = [0.0, 400.0, 999.0, 1000.0, 1001.0, 1100.0]
    places = how.across(times)
    assert how.back(places) == pytest.approx(times)
    assert list(places) == sorted(places)
    assert places[-1] == pytest.approx(1)


def test_a_long_quiet_beginning_is_squeezed() -> None:
    """Most beats in the last twentieth of the time: that is the action, and a minute of it is wider than one before."""
    how = squeeze([0, 100, 5000, *range(19000, 20000, 100)], 20000)
    assert how is not None
    assert 18900 < how.begin < 19000
    assert how.times_narrower > 5


@pytest.mark.parametrize("medians", [[], [5.0], range(0, 1000, 50), [*range(10), 1000], [3.0] * 5])
def test_an_even_story_is_left_alone(medians: list[float]) -> None:
    """Beats all over the time, most of them at the beginning, or all at once: nothing is squeezed."""
    assert squeeze(list(medians), max([*medians, 1.0])) is None


def test_ticks_are_clock_times() -> None:
    """The axis has round times on both sides of the bend."""
    axes = Figure().add_subplot()
    axes.set_xlim(0, 20000)
    squeezed(axes, Squeeze(18000.0, 20000.0))
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert "0:00" in labels
    assert "5:10" in labels
    assert "times narrower" in axes.get_xlabel()


@pytest.mark.parametrize("seconds, full, text", [(0, False, "0:00"), (20090, False, "5:34"), (20090, True, "5:34:50")])
def test_clock_times(seconds: float, full: bool, text: str) -> None:
    """Hours and minutes, with seconds where asked for."""
    assert clock(seconds, full) == text

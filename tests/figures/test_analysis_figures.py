"""Figures of sweeps, tornadoes and shares: what they show, and when they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from heatsim.analysis.luck import luck
from heatsim.analysis.sweep import Sweep, sweep
from heatsim.analysis.tornado import tornado
from heatsim.errors import UsageError
from heatsim.figures import plot, save
from heatsim.figures.inline import narrow_axes
from heatsim.scenario.load import Scenario, load

PATH = Path(__file__).parents[2] / "scenarios" / "reference" / "interruption.yaml"


@pytest.fixture(scope="module")
def path() -> Scenario:
    return load(PATH)


def swept(path: Scenario, *ranges: str, crossing: str | None = None) -> Sweep:
    return sweep(path, list(ranges), replications=40, crossing=crossing, workers=1)


def test_a_sweep_has_a_band_and_marks_its_crossing(path: Scenario) -> None:
    """The curve is in per cent, its band is there, and the crossing is written beside its mark."""
    made = swept(path, "response_time=*0.5:*2:4", crossing="even")
    axes = plot.sweep(made).axes[0]
    assert axes.get_ylabel() == "share of replications (%)"
    assert len(axes.collections) == 1
    assert made.axes[0].words(made.crossings[0].at) in [text.get_text() for text in axes.texts]


def test_two_factors_are_lines_or_a_map(path: Scenario) -> None:
    """A few values of the second factor are lines with a legend, many are a map with a colour bar."""
    lines = plot.sweep(swept(path, "response_time=*0.5:*2:3", "door_detects=0.5,0.9")).axes
    assert [text.get_text() for text in lines[0].get_legend().get_texts()] == ["door detects 0.5", "door detects 0.9"]
    assert len(plot.sweep(swept(path, "response_time=*0.5:*2:3", "door_detects=0:1:6")).axes) == 2


def test_a_map_says_how_unsure_it_is(path: Scenario) -> None:
    """Curves have their bands; a map has none and does not claim them, but gives the widest interval."""
    made = swept(path, "response_time=*0.5:*2:3", "door_detects=0:1:6")
    _, low, high = made.curve(0)
    assert f"at most {50 * (high - low).max():.2g} points" in plot.sweep(made).get_supxlabel()
    assert "bands" not in plot.sweep(made).get_supxlabel()
    assert "bands" in plot.sweep(swept(path, "response_time=*0.5:*2:3")).get_supxlabel()


def test_words_have_no_scale(path: Scenario) -> None:
    """A factor of words cannot be drawn along."""
    with pytest.raises(UsageError, match="no scale to draw along"):
        plot.sweep(swept(path, "tried=once,per_sensor"))


def test_a_narrow_tornado_has_its_names_over_its_bars(path: Scenario) -> None:
    """In axes as wide as a telephone nothing is cut off, and no name or value stands on another."""
    made = tornado(path, replications=40, workers=1)
    axes = narrow_axes(1.6 + 0.58 * len(made.bars))
    figure = plot.tornado(made, ax=axes)
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.texts if text.get_text()]
    assert len(boxes) > 2 * len(made.bars)
    assert all(0 <= box.x0 < box.x1 <= figure.bbox.width for box in boxes)
    assert not any(one.overlaps(other) for place, one in enumerate(boxes) for other in boxes[:place])


def test_a_tornado_names_its_assumptions(path: Scenario) -> None:
    """The greatest assumption stands on top, with the values it was tried at; the foot counts those left out."""
    made = tornado(path, replications=40, workers=1)
    figure = plot.tornado(made, most=3)
    axes = figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [bar.parameter.replace("_", " ") for bar in made.bars[:3]]
    assert set(made.bars[0].tried) <= {text.get_text() for text in axes.texts}
    assert f"{len(made.bars) - 3} more move it less" in figure.get_supxlabel()


def test_shares_stand_in_order(path: Scenario, tmp_path: Path) -> None:
    """Whoever has the greatest part stands on top; the file is the same each time."""
    made = luck(path, replications=40, workers=1)
    figure = plot.shares(made)
    assert figure.axes[0].get_yticklabels()[0].get_text() == "parameters"
    first, second = (save(plot.shares(made), tmp_path / name).read_bytes() for name in ("a.png", "b.png"))
    assert first == second

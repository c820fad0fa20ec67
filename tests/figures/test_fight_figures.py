"""The figures of a fight say what table and trace say: who put whom out, who fell when, how many rounds, who stood where."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes

from heatsim.errors import UsageError
from heatsim.figures import plot, shots
from heatsim.figures.staging import crowds
from heatsim.scenario.load import Scenario, load
from heatsim.study.results import Results
from heatsim.study.run import run, simulate
from heatsim.trace import Trace


@pytest.fixture(scope="module")
def street() -> Scenario:
    return load(Path(__file__).parent / "street.yaml")


@pytest.fixture(scope="module")
def fights(street: Scenario) -> Results:
    return run(street, replications=60, workers=1)


@pytest.fixture(scope="module")
def one(street: Scenario) -> Trace:
    return simulate(street, replication=3)


def words(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_every_column_of_who_put_whom_out_adds_up(fights: Results) -> None:
    """The shares of a target's column, over all shooters, nobody and otherwise, are 100 %."""
    for axes in plot.who_shot_whom(fights).axes:
        cells: dict[float, float] = {}
        for text in axes.texts:
            if re.fullmatch(r"\d+\.\d", text.get_text()):
                x = round(text.get_position()[0])
                cells[x] = cells.get(x, 0.0) + float(text.get_text())
        assert cells
        assert all(abs(total - 100) < 0.5 for total in cells.values()), cells


def test_survival_falls_and_ends_where_the_table_does(fights: Results) -> None:
    """A curve begins at 100 %, never rises, and ends at the share of those still standing."""
    checked = 0
    for axes in plot.survival(fights).axes:
        for line in axes.lines:
            y = np.asarray(line.get_ydata(), dtype=float)
            if line.get_gid() != "leader" and len(y) > 2:
                assert y[0] == pytest.approx(100)
                assert (np.diff(y) <= 1e-9).all()
                checked += 1
    assert checked >= 8
    drake = 100 * float(np.isin(fights["fate.drake.state"].astype(str), ["dead", "down", "captured"]).mean())
    ends = [float(np.asarray(line.get_ydata())[-1]) for axes in plot.survival(fights).axes for line in axes.lines]
    assert any(abs(end - (100 - drake)) < 1e-6 for end in ends)


def test_rounds_are_the_tables(fights: Results) -> None:
    """A dot stands at the mean number of rounds of each shooter, of those replications in which his fight took place."""
    counts = fights["fate.drake.shots"][np.isfinite(fights["fight.street.began"])]
    dots = [float(line.get_xdata()[0]) for axes in plot.rounds(fights).axes for line in axes.lines if line.get_marker() == "o"]
    assert any(abs(dot - float(np.mean(counts))) < 1e-6 for dot in dots)


def test_a_plan_has_every_round_and_everybody(one: Trace) -> None:
    """The panels' rounds add up to the trace's, and nobody in the last panel's view is missing."""
    figure = plot.plan(one)
    told = [int(match[1]) for axes in figure.axes if (match := re.search(r": (\d+) rounds", axes.get_title(loc="left")))]
    assert sum(told) == sum(shot.rounds for shot in shots.shots(one)) > 0
    assert any("McCall" in text for axes in figure.axes for text in words(axes))


def test_members_of_a_group_who_stand_together_are_one(one: Trace) -> None:
    """Two officers on a spot are drawn as officers 1–2; apart, or one of them down, they are two; others never share a mark."""
    actors = {info.name: number for number, info in enumerate(one.program.actors)}
    first, second, drake = actors["officers[1]"], actors["officers[2]"], actors["drake"]
    near = {first: (0.0, 0.0), second: (0.5, 0.0), drake: (0.0, 0.1)}
    alike = dict.fromkeys(near, "up")
    assert sorted(crowd.name for crowd in crowds(one, near, alike, 1.0)) == ["Drake", "Officer 1–2"]
    assert len(crowds(one, near, alike, 0.1)) == 3
    assert len(crowds(one, near, {**alike, second: "down"}, 1.0)) == 3


def test_without_a_fight_there_is_nothing_to_draw(results: Results) -> None:
    """A table of a heist in which nobody fights is refused in words by each of them."""
    for draw in (plot.who_shot_whom, plot.survival, plot.rounds):
        with pytest.raises(UsageError, match=r"fight|fires|shot"):
            draw(results)

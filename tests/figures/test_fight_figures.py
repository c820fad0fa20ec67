"""The figures of a fight say what table and trace say: who put whom out, who fell when, how many rounds, who stood where."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes

from heatsim.errors import UsageError
from heatsim.figures import plot, shots
from heatsim.figures.lettering import Name, Stroke, lettered
from heatsim.figures.staging import crowds, neighbours
from heatsim.scenario.load import Scenario, load, loads
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


@pytest.mark.parametrize("wide", [True, False])
def test_both_sides_stand_at_one_height_and_nothing_is_cut_off(wide: bool, fights: Results) -> None:
    """Cells are of one size in all panels, tops are level or panels below one another, and every word lies on the page."""
    narrow = Path(__file__).parents[2] / "scenarios" / "reference" / "gunfight.yaml"
    figure = plot.who_shot_whom(fights if wide else run(load(narrow), replications=10, workers=1))
    figure.draw_without_rendering()
    first, second = (axes.get_position() for axes in figure.axes)
    assert first.y1 == pytest.approx(second.y1) or first.y0 > second.y1
    sizes = [axes.transData.transform([(0, 0), (1, 1)]) for axes in figure.axes]
    assert np.abs(np.diff(np.diff(sizes, axis=1), axis=0)).max() < 1e-6
    for axes in figure.axes:
        for text in [axes.xaxis.label, axes.yaxis.label, *axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts]:
            box = text.get_window_extent()
            assert 0 <= box.x0 < box.x1 <= figure.bbox.width, text.get_text()
            assert 0 <= box.y0 < box.y1 <= figure.bbox.height, text.get_text()


def test_a_label_is_joined_to_its_curve_by_a_thin_grey_stroke(fights: Results) -> None:
    """Nothing that leads to a label has the colour of a curve unless it is level: no curve seems to fall at the end."""
    for axes in plot.survival(fights, side="crew").axes:
        curves = {line.get_color() for line in axes.lines if line.get_gid() != "leader"}
        leaders = [line for line in axes.lines if line.get_gid() == "leader"]
        assert len(leaders) == 8  # four names, each with a stroke and a sample
        assert all(np.ptp(np.asarray(line.get_ydata(), dtype=float)) == 0 for line in leaders if line.get_color() in curves)


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


def test_who_has_no_part_in_any_fight_is_left_out(street: Scenario) -> None:
    """Somebody who could join and never does, whom nobody fires at, takes no row; the last of his side would keep it."""
    text = (Path(__file__).parent / "street.yaml").read_text(encoding="utf-8")
    text = text.replace("  hanley: {side", "  idler: {side: crew, name: Idler, weapon: pistol, at: wheel}\n  hanley: {side", 1)
    text = text.replace(
        "  hanley:\n", "  idler:\n    - do: sit somewhere else\n      takes: 1 h\n    - fight: street\n  hanley:\n", 1
    )
    results = run(loads(text), replications=10, workers=1)
    assert "fate.idler.state" in [column.name for column in results.columns]
    names = [label.get_text() for label in plot.rounds(results).axes[0].get_yticklabels()]
    assert any("Brandon" in name for name in names)
    assert not any("Idler" in name for name in names)


def test_rounds_are_the_tables(fights: Results) -> None:
    """A dot stands at the mean number of rounds of each shooter, of those replications in which his fight took place."""
    counts = fights["fate.drake.shots"][np.isfinite(fights["fight.street.began"])]
    dots = [
        float(np.asarray(line.get_xdata())[0])
        for axes in plot.rounds(fights).axes
        for line in axes.lines
        if line.get_marker() == "o"
    ]
    assert any(abs(dot - float(np.mean(counts))) < 1e-6 for dot in dots)


def test_rounds_are_labelled_with_all_the_weapons(street: Scenario) -> None:
    """Who changes weapon has both in the label, who has many their number; who never fires has none."""
    text = (Path(__file__).parent / "street.yaml").read_text(encoding="utf-8")
    text = text.replace("target: dangerous", "target: dangerous\n      weapon: pistol")
    text = text.replace("fight: street\n      reaction: 2 s", "fight: street\n      holds: true")
    labels = [label.get_text() for label in plot.rounds(run(loads(text), replications=5, workers=1)).axes[0].get_yticklabels()]
    assert {"Cherry, pistol or rifle", "Brandon", "McCall, rifle"} <= set(labels)


def test_a_plan_has_every_round_and_everybody(one: Trace) -> None:
    """The panels' rounds add up to the trace's, and nobody in the last panel's view is missing."""
    figure = plot.plan(one)
    told = [int(match[1]) for axes in figure.axes if (match := re.search(r": (\d+) rounds", axes.get_title(loc="left")))]
    assert sum(told) == sum(shot.rounds for shot in shots.shots(one)) > 0
    assert any("McCall" in text for axes in figure.axes for text in words(axes))


def test_a_plan_leaves_out_who_has_not_come_yet(one: Trace) -> None:
    """The officers who arrive after fifteen seconds are in no panel that ends before they fire or are fired at."""
    firing = shots.shots(one)
    moment = 10_000_000
    assert shots.engaged(one, moment) == {actor for shot in firing if shot.time < moment for actor in (shot.shooter, shot.target)}
    early = plot.plan(one, phases=[firing[0].time / 1e6 + 2]).axes[0]
    drawn = {str(line.get_gid()) for line in early.lines}
    assert "mccall" in drawn
    assert not any(name.startswith("officers") for name in drawn)


VIEW = (0.0, 0.0, 100.0, 100.0)


def test_names_keep_clear_of_marks_lines_and_one_another() -> None:
    """At the right if there is room, else elsewhere; inside the view; a place whose name has no room goes without."""
    here, there = Name("Here", (50.0, 50.0), 8.0), Name("There", (50.0, 50.0), 8.0)
    first, other = lettered([here, there], [here.spot], [], VIEW, 4.0)
    beside = lettered([here], [here.spot, (55.0, 50.0)], [], VIEW, 4.0)
    off = lettered([here], [here.spot], [Stroke((0.0, 50.0), (100.0, 50.0))], VIEW, 4.0)
    inside = lettered([Name("Rim", (99.0, 50.0), 8.0)], [], [], VIEW, 4.0)
    assert [first[0] > 50, other[0] > 50, beside[0][0] > 50] == [True, False, False]  # type: ignore[index]
    assert [first[1], other[1]] == [50, 50] != [off[0][1], 50]  # type: ignore[index]
    assert inside[0][0] < 99  # type: ignore[index]
    crowd = [(5.0 * i, 5.0 * k) for i in range(21) for k in range(21)]
    assert lettered([Name("a place with a long name", (50.0, 50.0), 8.0, optional=True)], crowd, [], VIEW, 4.0) == [None]


def test_places_side_by_side_share_a_name() -> None:
    """Those within reach of the first are with it, and others begin anew."""
    spots = {"row": (0.0, 0.0), "gate": (1.0, 0.0), "roof": (9.0, 0.0), "lane": (1.5, 1.0)}
    assert neighbours(spots, 2.0) == [["row", "gate", "lane"], ["roof"]]


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

"""The figure of beats over time, and the replication it follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from heatsim.errors import UsageError
from heatsim.figures import film_like, plot
from heatsim.scenario.load import load
from heatsim.study.results import Results
from heatsim.study.run import run


def labels(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def path(axes: Axes) -> list[tuple[float, float]]:
    """Where the followed replication goes through the rows."""
    line = max((line for line in axes.lines if line.get_marker() == "o"), key=lambda line: len(line.get_xdata()))
    return [(float(x), float(y)) for x, y in line.get_xydata()]


def test_only_some_beats_are_drawn(results: Results) -> None:
    """A slide has room for a few: those named are drawn, in order of time, and a wrong name is told."""
    (axes,) = plot.timeline(results, only=["JOB-E12", "JOB-E05", "JOB-E11"]).axes
    assert [label.split()[-1] for label in labels(axes)] == ["JOB-E05", "JOB-E11", "JOB-E12"]
    with pytest.raises(UsageError, match="no event JOB-E99; there are: JOB-E01"):
        plot.timeline(results, only=["JOB-E99"])


def test_rows_stand_in_order_of_median_time(results: Results) -> None:
    """Every event has its row, text and id; those that never happened come last and say so."""
    (axes,) = plot.timeline(results).axes
    medians = [np.nanmedian(results[f"event.{label.split()[-1]}"]) for label in labels(axes)[:-1]]
    assert medians == sorted(medians)
    assert len(labels(axes)) == 13
    assert labels(axes)[-1].endswith("JOB-E13")
    assert "never" in [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("name", ["armored-car", "depository"])
def test_the_legend_covers_no_band(name: str) -> None:
    """In a story that soon gets going it stands at the upper right, in one that waits for hours at the lower left."""
    heist = load(Path(__file__).parents[2] / "scenarios" / f"{name}.yaml")
    figure = plot.timeline(run(heist, replications=60, workers=1))
    (axes,) = figure.axes
    figure.draw_without_rendering()
    legend = axes.get_legend()
    assert legend is not None
    place = legend.get_window_extent()
    bands = [bar.get_window_extent() for container in axes.containers for bar in container]
    assert len(bands) > 20
    assert not any(band.overlaps(place) for band in bands)


def test_bands_are_the_quantiles(results: Results) -> None:
    """The thin band runs from 5 to 95 %, the thick one from 25 to 75 %, over the replications in which the event happens."""
    (axes,) = plot.timeline(results).axes
    row = next(number for number, label in enumerate(labels(axes)) if label.endswith("JOB-E09"))
    bands = [bar for container in axes.containers for bar in container if abs(bar.get_y() + bar.get_height() / 2 - row) < 1e-9]
    wanted = np.nanquantile(results["event.JOB-E09"], [0.05, 0.95, 0.25, 0.75])
    assert [end for bar in bands for end in (bar.get_x(), bar.get_x() + bar.get_width())] == pytest.approx(wanted)


def test_a_few_times_are_drawn_as_they_are(results: Results) -> None:
    """An event that happened in a handful of replications has strokes, not a band."""
    (axes,) = plot.timeline(results).axes
    times = results["event.JOB-E10"][np.isfinite(results["event.JOB-E10"])]
    assert 0 < len(times) < 20
    (strokes,) = [line for line in axes.lines if line.get_marker() == "|"]
    assert sorted(strokes.get_xdata()) == pytest.approx(sorted(times))


def test_it_follows_the_film_like_replication(results: Results) -> None:
    """Without a trace, the line goes through that replication's own times and ends in the film's mark."""
    (axes,) = plot.timeline(results).axes
    number = film_like(results)
    assert [x for x, _ in path(axes)] == pytest.approx(
        [results[f"event.{labels(axes)[int(y)].split()[-1]}"][number] for _, y in path(axes)]
    )
    (mark,) = [line for line in axes.lines if line.get_gid() == "film"]
    assert tuple(mark.get_xydata()[0]) == pytest.approx(path(axes)[-1])  # moved aside on paper, not in the data
    assert f"replication {number},\nthe one most like the film" in legend(axes)


def legend(axes: Axes) -> list[str]:
    found = axes.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def test_it_follows_a_trace(results: Results, trace: SimpleNamespace) -> None:
    """With a trace, its times and number, and the sides of its actors in the legend."""
    (axes,) = plot.timeline(results, trace=trace).axes
    assert sorted(x for x, _ in path(axes)) == [10.0 * number for number in range(9)]
    assert legend(axes) == ["crew", "guards", "police", "replication 7"]
    assert [label.startswith("told: ") for label in labels(axes)] == [label.split()[-1] < "JOB-E10" for label in labels(axes)]


def test_a_signal_without_a_text_is_called_by_its_name(results: Results) -> None:
    """What the table calls such a step, a verb and a name, is told in words; an author's own words stay as they are."""
    texts = {"event.JOB-E01": "signal glass_is_broken", "event.JOB-E02": "move the_yard", "event.JOB-E03": "signal to go_now"}
    named = tuple(replace(one, text=texts.get(f"event.{one.name}", one.text)) for one in results.declared)
    (axes,) = plot.timeline(replace(results, declared=named)).axes
    assert {"glass is broken   JOB-E01", "go to the yard   JOB-E02", "signal to go now   JOB-E03"} <= set(labels(axes))


def test_it_draws_into_the_callers_axes(results: Results, program: SimpleNamespace) -> None:
    """Given axes, it returns their figure; a program gives colours without a trace."""
    axes = Figure().add_subplot()
    assert plot.timeline(results, program=program, ax=axes) is axes.figure
    assert len(legend(axes)) == 4


def test_without_event_ids_there_is_nothing_to_draw(make: Callable[..., Results]) -> None:
    """A scenario whose steps carry no ids is refused with a sentence."""
    results = make(20)
    with pytest.raises(UsageError, match="no event ids"):
        plot.timeline(replace(results, declared=tuple(column for column in results.declared if column.group != "event")))


def test_no_other_replication_has_the_films_mark(results: Results, trace: SimpleNamespace) -> None:
    """A replication that somebody asks for is not the film's, nor is a typical one of a scenario without a film."""
    assert trace.replication != film_like(results)
    plain = replace(results, endings=tuple(replace(ending, canon=False) for ending in results.endings))
    for figure in (plot.timeline(results, trace=trace), plot.timeline(plain)):
        assert [line for line in figure.axes[0].lines if line.get_gid() == "film"] == []
        assert not any("film" in text for text in legend(figure.axes[0]))


def test_film_like_has_the_films_ending_and_most_of_its_values(results: Results) -> None:
    """Of the replications with the canon ending, one with three guards dead, near the medians."""
    number = film_like(results)
    assert results["ending"][number] == "score_with_killings"
    assert results["guards_killed"][number] == 3
    peers = (results["ending"] == "score_with_killings") & (results["guards_killed"] == 3)
    times = results["event.JOB-E11"]
    off = np.abs(times - np.median(times[peers]))
    assert off[number] < np.median(off[peers])


def test_film_like_without_a_canon_ending_takes_the_commonest(make: Callable[..., Results]) -> None:
    """No film: the typical replication of the commonest ending; and always the same one."""
    results = make(200)
    plain = replace(results, endings=tuple(replace(ending, canon=False) for ending in results.endings))
    words, counts = np.unique(results["ending"].astype(str), return_counts=True)
    assert results["ending"][film_like(plain)] == words[np.argmax(counts)]
    assert film_like(plain) == film_like(plain)


def test_film_like_picks_the_middle_one(make: Callable[..., Results]) -> None:
    """Known answer: of replications that differ in pace alone, the one of median pace; moved away, it is no longer picked."""
    results = make(41)
    first = next(i for i, column in enumerate(results.declared) if column.group == "event")
    results.table.ending[:] = 1
    results.table.values[:, :first] = 0
    results.table.values[:, first:] = np.outer(1 + np.arange(41), 1e6 * np.arange(1, 14))
    assert film_like(results) == 20
    results.table.values[20, first:] *= 9
    assert film_like(results) != 20


def test_film_like_is_a_replications_number(make: Callable[..., Results]) -> None:
    """Tables that do not begin at 0 give the number to replay, not the row."""
    results = make(60)
    before = film_like(results)
    results.table.replication[:] += 1000
    assert film_like(results) == before + 1000

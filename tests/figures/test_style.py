"""Colours, the film's mark and words that every figure shares."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib import colors, rcParams
from matplotlib.figure import Figure

from heatsim.figures import reading, style
from heatsim.study.results import Results

# Linear RGB to long, medium and short cones, and what is left without the long or the medium ones (Viénot, Brettel, Mollon 1999).
CONES = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
BLIND = {
    "protanopia": np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]),
    "deuteranopia": np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]),
}


def seen(colour: str, how: str) -> np.ndarray:
    """A colour as that eye sees it: lightness and the two colour axes of CIELAB."""
    rgb = np.array(colors.to_rgb(colour)) ** 2.2
    rgb = np.clip(np.linalg.inv(CONES) @ BLIND[how] @ CONES @ rgb, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb / [0.9505, 1, 1.089]
    f = np.cbrt(xyz)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(palette: tuple[str, ...], how: str) -> float:
    views = [seen(colour, how) for colour in palette]
    return min(float(np.linalg.norm(a - b)) for i, a in enumerate(views) for b in views[:i])


@pytest.mark.parametrize("how", list(BLIND))
def test_the_first_six_endings_are_told_apart_by_colour_blind_readers(how: str) -> None:
    """Simulated, no two of the six come nearer than clearly different; red and green of one lightness do."""
    assert nearest(style.ENDINGS[:6], how) > 10
    assert nearest(("#a05050", "#6f6f4a"), how) < nearest(style.ENDINGS[:6], how)


def test_both_sides_of_a_race_are_told_apart() -> None:
    """The crew's and the response's colours stay far apart in any eye."""
    assert all(nearest((style.AHEAD, style.BEHIND), how) > 40 for how in BLIND)


def test_an_ending_keeps_its_colour() -> None:
    """Colours go by place in the scenario, not by how often an ending came out."""
    colours = style.ending_colours(["clean", "killings", "empty"])
    assert len(set(colours.values())) == 3
    assert style.ending_colours(["clean", "killings", "empty", "caught"])["empty"] == colours["empty"]


def test_a_side_keeps_its_colour() -> None:
    """Known sides have their own colour in whatever company; no two sides share one."""
    assert style.side_colours(["police", "crew"])["crew"] == style.side_colours(["crew", "guards", "others"])["crew"]
    many = style.side_colours(["crew", "police", "guards", "zeta", "alpha"])
    assert len(set(many.values())) == 5


def test_values_in_an_order_have_nobodys_colour() -> None:
    """Colours along a scale go from dark to light, and none is an ending's or a side's."""
    colours = style.graded_colours(5)
    lightness = [seen(colour, "protanopia")[0] for colour in colours]
    assert lightness == sorted(lightness)
    assert not {colour.upper() for colour in colours} & {colour.upper() for colour in (*style.ENDINGS, *style.SIDES)}


@pytest.mark.parametrize(
    "text, said",
    [
        ("share(ending=clean_score)", "share that ends ‘clean score’"),
        ("share(pursued)", "share with ‘pursued’"),
        ("share(seen_by=shiherlis)", "share with seen by: ‘shiherlis’"),
        ("mean(path_time)", "mean of path time"),
    ],
)
def test_a_response_is_said_in_words(text: str, said: str) -> None:
    """Titles speak to readers, not to the command line."""
    assert reading.asked(text) == said


def test_the_film_mark_has_open_holes() -> None:
    """A frame and eight sprocket holes run against the outline, which is what keeps them open; a solid one has none."""

    def area(corners: np.ndarray) -> float:
        x, y = corners.T
        return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))

    boxes = style.film_mark().vertices.reshape(-1, 5, 2)[:, :4]
    assert [area(box) > 0 for box in boxes] == [True] + [False] * 9
    assert len(style.film_mark(solid=True).vertices) == 5


def test_drawing_leaves_the_callers_settings_alone(results: Results) -> None:
    """The look is ours while we draw; afterwards matplotlib's settings are what they were."""
    from heatsim.figures import plot

    before = dict(rcParams)
    plot.endings(results)
    assert dict(rcParams) == before
    with style.look():
        assert dict(rcParams) != before


@pytest.mark.parametrize(
    "share, said", [(0.0, "0.0 %"), (0.0001, "<0.1 %"), (0.423, "42.3 %"), (0.99999, ">99.9 %"), (1.0, "100.0 %")]
)
def test_a_share_is_never_rounded_to_certainty(share: float, said: str) -> None:
    """Only what never or always happened reads 0 or 100."""
    assert reading.percent(share) == said


def test_failures_are_a_row(make: Callable[..., Results]) -> None:
    """Failed replications count in the total and have a row of their own; without failures there is none."""
    shares = reading.endings(make(50, failed=3))
    assert (shares.names[-1], shares.counts[-1], shares.total) == ("failed", 3, 50)
    assert "failed" not in reading.endings(make(50)).names


def test_a_time_axis_has_the_unit_people_would_use() -> None:
    """Seconds up to ten minutes, minutes up to four hours."""
    assert [style.time_unit(seconds)[0] for seconds in (90, 601, 20_000)] == ["s", "min", "h"]


def test_a_figure_is_nobodys_current_figure() -> None:
    """A canvas is a Figure with its own renderer, of which no manager of windows knows."""
    figure = style.canvas(3, 2)
    assert isinstance(figure, Figure)
    assert figure.canvas.manager is None

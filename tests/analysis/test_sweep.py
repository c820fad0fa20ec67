"""Sweeps: exact curves, the same luck at every point, crossings, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from heatsim.analysis.sweep import Sweep, sweep
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario

# P_I on the textbook path, by the response's mean in seconds, its standard deviation being 30 % of it.
EXACT = {30: 0.9405, 180: 0.8757, 300: 0.4760, 600: 0.0537}
FACTORS = [f"*{mean / 300:.12g}" for mean in EXACT]


def exact(mean: float) -> float:
    """The closed form with the textbook's delays."""
    tasks = ((310.0, 27.0**2 + 3**2 + 27**2 + 36**2, 0.9), (210.0, 27.0**2 + 36**2, 0.09))
    spread = (0.3 * mean) ** 2
    return 0.95 * sum(d * 0.5 * (1 + math.erf((m - mean) / math.sqrt(2 * (v + spread)))) for m, v, d in tasks)


def test_the_closed_form_gives_the_published_curve() -> None:
    """The four values that the sweep is held against."""
    assert {mean: round(exact(mean), 4) for mean in EXACT} == EXACT


@pytest.mark.parametrize("replications", [1_500, pytest.param(50_000, marks=pytest.mark.statistical)])
def test_the_curve_is_the_exact_one(replications: int, interruption: Scenario) -> None:
    """Every point of P_I against response time is within four standard errors of the exact value, and inside its 99.99 % band."""
    made = sweep(interruption, {"response_time": FACTORS}, replications=replications, workers=1)
    for point, p in zip(made.points, EXACT.values(), strict=True):
        assert abs(point.estimates[0].value - p) < 4 * math.sqrt(p * (1 - p) / replications)


def test_a_wrong_curve_is_noticed(interruption: Scenario) -> None:
    """The same comparison fails when the response loses its spread."""
    made = sweep(interruption, {"response_time": ["30 s", "180 s", "300 s", "600 s"]}, replications=1_500, workers=1)
    distances = [
        abs(point.estimates[0].value - p) / math.sqrt(p * (1 - p) / 1_500)
        for point, p in zip(made.points, EXACT.values(), strict=True)
    ]
    assert max(distances) > 4


def test_points_share_their_luck(interruption: Scenario) -> None:
    """On the same luck a slower response never helps, so the curve falls without noise."""
    value, low, high = sweep(interruption, ["response_time=*0.9:*1.1:9"], replications=300, workers=1).curve()
    assert (np.diff(value) <= 0).all()
    assert ((low < value) & (value < high)).all()


@pytest.fixture(scope="module")
def even(straight: Scenario) -> Sweep:
    return sweep(straight, ["p1=0:1:5"], measures=["early"], replications=800, crossing=0.3, workers=1)


def test_the_crossing_is_where_it_is_known_to_be(even: Sweep) -> None:
    """`early` holds with probability p1, so it crosses 30 % at 0.3, and the interval is that of a share turned on its side."""
    (found,) = even.crossings
    assert found.low < 0.3 < found.high
    assert found.low < found.at < found.high
    assert found.rising
    assert found.high - found.low == pytest.approx(2 * 1.96 * math.sqrt(0.3 * 0.7 / 800), rel=0.4)


@pytest.mark.statistical
def test_the_crossing_interval_covers(straight: Scenario) -> None:
    """Intervals of the crossing hold the true place in about 95 % of seeds (at least 90 % of 200)."""
    covered = 0
    for seed in range(200):
        made = sweep(straight, ["p1=0:1:3"], measures=["early"], replications=200, crossing=0.3, seed=seed, workers=1)
        covered += made.crossings[0].low < 0.3 < made.crossings[0].high
    assert covered >= 180


def test_a_level_that_is_not_reached_has_no_crossing(straight: Scenario) -> None:
    """Where the curve stays on one side there is nothing to find; an end that the range does not show is infinite."""
    made = sweep(straight, ["p1=0.28:1:3"], measures=["early"], replications=100, crossing=0.3, workers=1)
    assert [(one.low, one.high < 1) for one in made.crossings] == [(-math.inf, True)]
    assert sweep(straight, ["p1=0.8:1:3"], measures=["early"], replications=100, crossing=0.3, workers=1).crossings == ()


def test_two_factors_make_a_grid(straight: Scenario) -> None:
    """Points are all pairs, the second factor varying fastest, and rows carry both factors."""
    made = sweep(straight, {"p1": "0:1:3", "way": ["left", "right"]}, measures=["mean(y)", "early"], replications=20, workers=1)
    value, _, _ = made.curve()
    assert value.shape == (3, 2)
    assert value[:, 0].tolist() == pytest.approx([1.25, 1.75, 2.25])
    assert value[:, 1].tolist() == pytest.approx([11.25, 11.75, 12.25])
    first = made.rows()[2]
    assert (first["parameter.p1"], first["parameter.way"], first["measure"], first["value"]) == (0.0, "right", "mean(y)", 11.25)
    assert len(made.rows()) == 12


def test_workers_do_not_show(straight: Scenario) -> None:
    """Two workers give the same rows as one."""
    calls: list[Callable[[], Sweep]] = [
        lambda count=count: sweep(straight, ["p1=0:1:3"], measures=["early"], replications=150, workers=count) for count in (1, 2)
    ]
    assert calls[0]().rows() == calls[1]().rows()


WRONG = [
    ("respnse_time=1 s:2 s:3", "no parameter 'respnse_time'; did you mean 'response_time'"),
    ("response_time=3 s:3 s:4", "the range is empty"),
    ("response_time=4 s:3 s:4", "the range is reversed; write response_time=3 s:4 s:4"),
    ("response_time=1 s:3 s:0", "from 2 to 1000 points, not 0"),
    ("response_time=1 s:3 s:-2", "a whole number, not '-2'"),
    ("response_time=1 s:3 s:many", "a whole number, not 'many'"),
    ("response_time=1 s:3 s", "write response_time=LOW:HIGH:POINTS"),
    ("response_time=1 s..3 s", "a range is written response_time=LOW:HIGH:POINTS (how many points, not a step), such as"),
    ("response_time", "not of the form NAME=LOW:HIGH:POINTS"),
    ("tried=1:2:3", "it has no range; list the values, as in tried=once,per_sensor"),
    ("tried=once,twice", "'twice'"),
    ("response_time=1:2:3", "takes a time here, not '1'; write LOW:HIGH:POINTS (how many points, not a step)"),
    ("response_time=1 min:2 min:30 s", "not '30 s'; a range is LOW:HIGH:POINTS (how many points, not a step)"),
    ("response_time=1 s:soon:3", "'soon' is not understood"),
    ("response_time=*1:2 s:3", "both ends must set a value, or both move"),
    ("door_detects=0:2:3", "a probability lies between 0 and 1, found 2"),
    ("door_detects=0.1,0.1", "each value can be tried once"),
    ("door_detects=0.1,,0.2", "one of the values is empty"),
]


@pytest.mark.parametrize("text, complaint", WRONG)
def test_what_makes_no_sense_is_said(text: str, complaint: str, interruption: Scenario) -> None:
    """Each misuse is refused before anything runs, with the reason."""
    with pytest.raises(UsageError) as caught:
        sweep(interruption, [text], replications=10)
    assert complaint in str(caught.value)


def test_wrong_questions_are_said(interruption: Scenario) -> None:
    """Too many factors, one twice, an unknown measure, a crossing where there is no scale, no replications."""
    for ranges, options, complaint in (
        (["door_detects=0:1:2", "vault_detects=0:1:2", "hall_detects=0:1:2"], {}, "one or two factors, not 3"),
        (["door_detects=0:1:2", "door_detects=0:1:3"], {}, "swept twice"),
        (["door_detects=0:1:2"], {"measures": ["interupted"]}, "did you mean"),
        (["door_detects=0:1:2"], {"measures": ["mean(detected)"]}, "ask for a share: share(detected)"),
        (["tried=once,per_sensor"], {"crossing": 0.5}, "one factor that has numbers"),
        (["door_detects=0:1:2"], {"crossing": 1.5}, "between 0 and 1, not 1.5"),
        (["door_detects=0:1:2"], {"replications": 0}, "a whole number from 1, not 0"),
    ):
        with pytest.raises(UsageError) as caught:
            sweep(interruption, ranges, **options)  # type: ignore[arg-type]
        assert complaint in str(caught.value)

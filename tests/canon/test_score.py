"""A score counts the tests that hold in a row, as the story goes, and below the next whole number it is a distance."""

from __future__ import annotations

import math
from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from heatsim.canon import predicates
from heatsim.canon.search.score import gauge, prepared
from heatsim.program.model import Column

COLUMNS = (
    Column("t", "measure", "time", "s"),
    Column("who", "measure", "category", words=("a", "b", "c")),
    Column("E-1", "event", "time", "s"),
)
TESTS = (
    predicates.Test("late", "", "fact", True, (">=", ("var", 0), ("const", 100.0))),
    predicates.Test("who", "", "fact", True, ("==", ("var", 1), ("const", 2.0))),
    predicates.Test("there", "", "order", True, ("sent", 2)),
)


@given(st.floats(0, 200), st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from([math.nan, 5.0]))
def test_a_score_counts_the_tests_that_hold(t: float, who: float, there: float) -> None:
    """The whole part of a score is the number of tests that hold before one does not; it is the top only if all do."""
    made = gauge(TESTS, (), COLUMNS, [(20.0, 0.0, 1.0)])
    row = (t, who, there)
    held = list(takewhile(bool, (bool(test.holds()(row)) for test in TESTS)))
    score = prepared(made)(row)
    assert int(score) == len(held)
    assert (score == made.top) == (len(held) == 3)


def test_a_shorter_distance_scores_more_and_words_have_none() -> None:
    """A time nearer the bound scores higher; a wrong word is as wrong as another."""
    score = prepared(gauge(TESTS, (), COLUMNS, [(20.0, 0.0, 1.0)]))
    assert score((99.0, 2.0, 5.0)) > score((50.0, 2.0, 5.0)) > score((math.nan, 2.0, 5.0)) == 0.0
    assert score((100.0, 0.0, 5.0)) == score((100.0, 1.0, 5.0)) == 1.0


def test_metres_are_graded_and_a_flag_is_not() -> None:
    """Nearer counts for a length as it does for a time; what is yes or no is there or not."""
    columns = (Column("way", "measure", "distance", "m"), Column("open", "measure", "flag"))
    long = predicates.Test("long", "", "fact", True, (">=", ("var", 0), ("const", 10.0)))
    shut = predicates.Test("shut", "", "fact", True, ("==", ("var", 1), ("const", 0.0)))
    far, opened = (prepared(gauge([test], (), columns, [(4.0, 1.0)])) for test in (long, shut))
    assert far((9.0, 0.0)) > far((1.0, 0.0)) > 0.0 == opened((0.0, 1.0))


def test_details_count_only_in_the_film() -> None:
    """Tests of the second kind add nothing until all of the first hold."""
    score = prepared(gauge(TESTS[:1], TESTS[1:], COLUMNS, ()))
    assert score((0.0, 2.0, 5.0)) < 1.0
    assert score((100.0, 0.0, 5.0)) == 2.0

"""Sums over actors are the same however they are worked out: one by one, or many at once where all terms are alike."""

from __future__ import annotations

import math

import pytest

from heatsim.program.evaluate import closure
from heatsim.program.model import Tree

VALUES = [0.0, 1.0, 2.0, 5.0, 2.0, math.nan, 0.1, 0.2, 0.3, 1e16, -1e16]


def asked(op: str, places: range, value: float) -> tuple[Tree, ...]:
    return tuple((op, ("var", place), ("const", value)) for place in places)


SUMS: dict[str, tuple[Tree, ...]] = {
    "in a state": asked("==", range(6), 2.0),
    "out": asked(">=", range(6), 2.0),
    "missing is no state": asked("==", range(6), math.nan),
    "several questions": (*asked("==", range(3), 2.0), *asked(">=", range(3, 6), 2.0)),
    "questions and numbers": (*asked("==", range(3), 2.0), ("var", 6)),
    "numbers, from left to right": tuple(("var", place) for place in (9, 6, 10, 7, 8)),
    "one": (("var", 7),),
}


@pytest.mark.parametrize("trees", SUMS.values(), ids=SUMS)
def test_a_sum_is_its_terms_added_from_left_to_right(trees: tuple[Tree, ...]) -> None:
    """Bit for bit, whatever the terms are."""
    expected = 0.0
    for tree in trees:
        expected += closure(tree)(VALUES)
    assert closure(("sum", *trees))(VALUES) == expected


def test_the_order_matters() -> None:
    """The numbers above add up to something else from right to left, so that the comparison can fail."""
    numbers = SUMS["numbers, from left to right"]
    assert closure(("sum", *numbers))(VALUES) != closure(("sum", *reversed(numbers)))(VALUES)

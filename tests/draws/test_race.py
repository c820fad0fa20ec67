"""Taking an option away changes no choice that had not picked it."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heatsim.draws.distributions import ordinal, race
from heatsim.draws.world import Draws
from heatsim.errors import UsageError

lattice = st.integers(0, 2**52 - 1).map(lambda cell: (cell + 0.5) * 2.0**-52)
weights_above_zero = st.floats(0.01, 100)
options = st.lists(st.tuples(lattice, weights_above_zero | st.just(0.0)), min_size=1, max_size=7)


def choices_that_moved(choose: str, n: int = 300) -> int:
    """How often taking the last of three doors away changes a choice that was another door."""
    moved = 0
    for replication in range(n):
        us = [Draws(1995, replication).uniform(f"door/{name}") for name in "abc"]
        before = race(us, [1, 1, 1]) if choose == "race" else int(us[0] * 3)
        after = race(us[:2], [1, 1]) if choose == "race" else int(us[0] * 2)
        moved += before != 2 and before != after
    return moved


@given(options, st.data())
def test_losers_do_not_matter(doors: list[tuple[float, float]], data: st.DataObject) -> None:
    """Whoever else leaves the race, the winner stays the winner."""
    assume(any(weight for _, weight in doors))
    winner = race(*zip(*doors, strict=True))
    gone = data.draw(
        st.sets(st.integers(0, len(doors) - 1).filter(lambda index: index != winner)) if len(doors) > 1 else st.just(set())
    )
    left = [index for index in range(len(doors)) if index not in gone]
    assert left[race([doors[i][0] for i in left], [doors[i][1] for i in left])] == winner
    silenced = [0.0 if index in gone else doors[index][1] for index in range(len(doors))]
    assert race([u for u, _ in doors], silenced) == winner


def test_scaling_one_draw_is_not_like_that() -> None:
    """The usual int(u * n) moves choices it should not, and this test can tell."""
    assert choices_that_moved("race") == 0
    assert choices_that_moved("scaled") > 30


def test_chances_follow_the_weights() -> None:
    """Weights 1, 2 and 5 win an eighth, a quarter and five eighths of the time."""
    n = 4000
    wins = [0, 0, 0]
    for replication in range(n):
        wins[race([Draws(7, replication).uniform(name) for name in "abc"], [1, 2, 5])] += 1
    for count, share in zip(wins, (0.125, 0.25, 0.625), strict=True):
        assert abs(count / n - share) < 4 * sqrt(share * (1 - share) / n)


@given(options)
def test_zero_never_wins(doors: list[tuple[float, float]]) -> None:
    """An option of weight zero is never chosen, and nobody is chosen among none."""
    us, weights = zip(*doors, strict=True)
    if any(weights):
        assert weights[race(us, weights)] > 0.0
        assert weights[ordinal(us[0], weights)] > 0.0
    else:
        with pytest.raises(UsageError, match="at least one option"):
            race(us, weights)
        with pytest.raises(UsageError, match="at least one option"):
            ordinal(us[0], weights)


@given(st.lists(weights_above_zero, min_size=1, max_size=6), lattice, lattice)
def test_ordinal_is_ordered(weights: list[float], first: float, second: float) -> None:
    """More luck never picks an earlier option."""
    low, high = sorted((first, second))
    assert ordinal(low, weights) <= ordinal(high, weights)

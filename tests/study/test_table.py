"""Rows become columns, and parts of a study a whole, without losing or moving anything."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from heatsim.study.table import Table, from_rows, join
from heatsim.trace import Row


def rows(count: int) -> list[Row]:
    """Replications with recognisable values; every fifth failed."""
    return [
        Row(k, "failed", None, 0, f"reason {k}", ())
        if k % 5 == 4
        else Row(k, "ended", ("one", "two")[k % 2], 10 * k, None, (k / 7, -float(k)))
        for k in range(count)
    ]


def same(left: Table, right: Table) -> bool:
    """Whether two tables are equal to the last bit."""
    arrays = all(
        np.array_equal(getattr(left, name), getattr(right, name), equal_nan=name == "values")
        for name in ("replication", "status", "ending", "end_time", "values")
    )
    return arrays and dict(left.errors) == dict(right.errors)


def test_a_failed_row_is_a_row() -> None:
    """A replication that failed keeps its place and its reason, without ending or values."""
    table = from_rows(rows(10), ("one", "two"), 2)
    assert len(table) == 10
    assert table.failed.tolist() == [False] * 4 + [True] + [False] * 4 + [True]
    assert table.ending.tolist()[3:5] == [1, -1]
    assert np.isnan(table.values[4]).all()
    assert table.errors == {4: "reason 4", 9: "reason 9"}


@given(st.lists(st.integers(1, 7), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_parts_in_any_order_make_the_same_whole(sizes: list[int], random: object) -> None:
    """However a table is cut, and in whatever order the parts arrive, joining gives the table."""
    everything = rows(sum(sizes))
    whole = from_rows(everything, ("one", "two"), 2)
    parts, start = [], 0
    for size in sizes:
        parts.append(from_rows(everything[start : start + size], ("one", "two"), 2))
        start += size
    random.shuffle(parts)  # type: ignore[attr-defined]
    assert same(join(parts, 2), whole)


def test_a_lost_part_is_seen() -> None:
    """Negative control: without one of its parts the whole is another."""
    parts = [from_rows(rows(10)[first : first + 5], ("one", "two"), 2) for first in (0, 5)]
    assert same(join(parts, 2), from_rows(rows(10), ("one", "two"), 2))
    assert not same(join(parts[:1], 2), from_rows(rows(10), ("one", "two"), 2))


def test_nothing_joined_is_an_empty_table() -> None:
    """No parts make a table without rows, with the right number of columns."""
    assert join([], 3).values.shape == (0, 3)

"""A table that stays in its file gives what one in memory gives, a column or a block at a time."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.errors import StoreError
from heatsim.study import rowgroups
from heatsim.study.columns import Shape
from heatsim.study.overview import sheets
from heatsim.study.record import record
from heatsim.study.results import Results, from_unit, in_unit
from heatsim.study.rowgroups import regrouped, write_rows
from heatsim.study.store import write_table
from heatsim.study.stored import StoredTable
from heatsim.study.table import Table, from_rows, join
from heatsim.trace import Row


@pytest.fixture
def many(make: Callable[..., Results]) -> Results:
    """A thousand replications with everything that can be missing."""
    rows = [
        Row(k, "failed", None, 0, f"broke {k}", ())
        if k % 97 == 5
        else Row(k, "ended", ("clean score", "killings")[k % 2], k * 1_000_001, None, values(k))
        for k in range(1000)
    ]
    return make(rows)


def values(k: int) -> tuple[float, ...]:
    """Some values of every kind."""
    nan = float("nan")
    return (k * 333_333.0 if k % 3 else nan, 100.0 * k, float(k % 2), float(k % 3 - 1), k / 7, k * 7e6, nan if k % 5 else 1e6 * k)


@pytest.fixture
def kept(many: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Results:
    """The same in a file of small row groups."""
    monkeypatch.setattr(rowgroups, "ROW_GROUP", 64)
    path, shape = tmp_path / "results.parquet", Shape(many.declared, many.endings)
    write_rows(regrouped([many.table], len(many.declared), 64), path, shape, many.provenance.metadata())
    return replace(many, table=StoredTable(path, shape))


def same(a: Table | StoredTable, b: Table | StoredTable) -> None:
    """Equal to the last bit."""
    for name in ("replication", "status", "ending", "end_time", "failed"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)
    for index in range(b.values.shape[1]):
        np.testing.assert_array_equal(a.column(index)[~a.failed], b.column(index)[~b.failed], err_msg=str(index))
    assert a.errors == b.errors


def test_everything_is_the_same(many: Results, kept: Results) -> None:
    """Columns, summary, record, sheets and the Arrow table do not show where the rows are."""
    same(kept.table, many.table)
    for column in many.columns:
        np.testing.assert_array_equal(kept[column.name], many[column.name], err_msg=column.name)
    assert kept.summary() == many.summary()
    assert record(kept) == record(many)
    assert sheets(kept, kept.summary()) == sheets(many, many.summary())
    assert kept.to_arrow().equals(many.to_arrow(), check_metadata=True)


@pytest.mark.parametrize("size", [1, 63, 64, 65, 5000])
def test_blocks_are_the_table(many: Results, kept: Results, size: int) -> None:
    """Blocks of any size, one after the other, are the whole; in memory and in a file."""
    for results in (many, kept):
        blocks = list(results.table.blocks(size))
        assert max(map(len, blocks)) <= size
        same(join(blocks, len(many.declared)), many.table)


def test_the_first_rows(many: Results, kept: Results) -> None:
    """The first so many are in memory wherever the others are; asking for more than there are gives all."""
    same(kept.first(100).table, many.first(100).table)
    assert isinstance(kept.first(100).table, Table)
    assert kept.first(100)["replication"].tolist() == list(range(100))
    assert kept.first(1000) is kept


def test_a_later_file_in_its_place_is_not_read(kept: Results, few: Results, tmp_path: Path) -> None:
    """Results keep the file that they are of, though a later run has replaced it by name."""
    before = kept["margin"]
    write_table(few, tmp_path / "other")
    (tmp_path / "other").replace(tmp_path / "results.parquet")
    np.testing.assert_array_equal(kept["margin"], before)


def test_it_can_be_sent(kept: Results) -> None:
    """Pickled, it is opened again where it is unpacked."""
    same(pickle.loads(pickle.dumps(kept.table)), kept.table)


def test_a_file_that_is_cut_off_is_said(kept: Results, tmp_path: Path) -> None:
    """A file without its end is none."""
    (tmp_path / "bad.parquet").write_bytes((tmp_path / "results.parquet").read_bytes()[:-10])
    with pytest.raises(StoreError, match=r"cannot read .*bad\.parquet"):
        StoredTable(tmp_path / "bad.parquet", Shape(kept.declared, kept.endings))


def test_a_flipped_bit_is_never_read(kept: Results, tmp_path: Path) -> None:
    """Wherever one bit is flipped: it is found by a checksum, or it was in nothing that is read."""
    content = (tmp_path / "results.parquet").read_bytes()
    said = 0
    for place in range(4, len(content) // 2, len(content) // 60):
        bad = bytearray(content)
        bad[place] ^= 4
        (tmp_path / "bad.parquet").write_bytes(bad)
        try:
            table = StoredTable(tmp_path / "bad.parquet", Shape(kept.declared, kept.endings)).rows(0, 1000)
        except StoreError:
            said += 1
        else:
            same(table, kept.table)
    assert said > 10


@given(st.lists(st.integers(0, 12), max_size=12), st.integers(1, 9))
def test_groups_do_not_depend_on_pieces(sizes: list[int], size: int) -> None:
    """However rows come in pieces, the groups are the same: all full but the last."""
    edges = np.cumsum([0, *sizes])
    pieces = [rows(a, b) for a, b in pairwise(edges)]
    groups = list(regrouped(pieces, 1, size))
    total = int(edges[-1])
    assert [len(group) for group in groups] == [size] * (total // size) + [total % size] * (total % size > 0)
    assert [int(k) for group in groups for k in group.replication] == list(range(total))


def rows(start: int, stop: int) -> Table:
    """A table of one column."""
    return from_rows([Row(int(k), "ended", None, 0, None, (float(k),)) for k in range(start, stop)], (), 1)


NUMBERS = st.one_of(st.integers(-(2**51), 2**51).map(float), st.floats(-1e15, 1e15))


@given(st.lists(NUMBERS, min_size=1), st.sampled_from(["s", "min", "h", "usd", "m"]))
def test_units_there_and_back(raw: list[float], unit: str) -> None:
    """What a file says in seconds or dollars gives the same seconds and dollars again, and whole microseconds and cents exactly."""
    inside = np.array(raw)
    seen = in_unit(inside, unit)
    back = from_unit(seen, unit)
    np.testing.assert_array_equal(in_unit(back, unit), seen)
    whole = inside == np.rint(inside)
    np.testing.assert_array_equal(back[whole], inside[whole])

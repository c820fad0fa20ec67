"""What is kept in memory is the jobs' tables, whatever order they come in and whatever is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from heatsim.study import memory
from heatsim.study.columns import Shape
from heatsim.study.jobs import cut, perform
from heatsim.study.memory import Memory
from heatsim.study.run import prepare, provenance
from heatsim.study.table import Table, join

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario


def kept(race: Scenario, order: list[int], limit: int = 40) -> tuple[Table, Table]:
    """The jobs of ten replications in some order: as they are kept, and as they are joined."""
    work = prepare(race, "simpy")
    parts = [perform(work, job) for job in cut(1995, 0, 40, 10)]
    keeper = Memory()
    keeper.begin(provenance(race, 1995), Shape(work.program.columns, work.program.endings), None)
    assert keeper.missing(40) == [(0, 40)]
    for place in order:
        keeper.add(parts[place])
    assert keeper.finished == 10 * len(order)
    return keeper.table(limit), join([parts[place] for place in order], len(work.program.columns))


def same(one: Table, other: Table) -> bool:
    """Whether two tables have the same bytes and the same reasons."""
    names = ("replication", "status", "ending", "end_time", "values")
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in names) and one.errors == other.errors


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [2, 0, 3, 1], [0, 1], [3, 1], [2], []], ids=str)
@pytest.mark.parametrize("most", [memory.MOST_ROOM, 0], ids=["with room", "without"])
def test_any_order_and_any_gap(race: Scenario, order: list[int], most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows in their places, those that never came left out, whether or not there was room for all beforehand."""
    monkeypatch.setattr(memory, "MOST_ROOM", most)
    assert same(*kept(race, order))


def test_what_is_beyond_the_limit_is_left_out(race: Scenario) -> None:
    """A run that stopped sooner gives no row more."""
    assert np.array_equal(kept(race, [1, 0, 2], limit=14)[0].replication, np.arange(14))
    assert not same(kept(race, [0, 1], limit=14)[0], kept(race, [0, 1])[1])

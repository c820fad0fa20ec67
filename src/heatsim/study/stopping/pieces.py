"""Tables in the order of their replications, and parts of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heatsim.study.table import Table

__all__ = ["in_order", "part"]


def part(table: Table, start: int, stop: int) -> Table:
    """Some rows of a table, by their places in it."""
    if start <= 0 and stop >= len(table):
        return table
    replication = table.replication[start:stop]
    return Table(
        replication,
        table.status[start:stop],
        table.ending[start:stop],
        table.end_time[start:stop],
        table.values[start:stop],
        {number: text for number, text in table.errors.items() if number in replication},
    )


def in_order(tables: Iterable[Table]) -> Iterator[Table]:
    """Tables that come in any order and together leave no gap, each as soon as all before it have come."""
    waiting: dict[int, Table] = {}
    due = 0
    for table in tables:
        if not len(table):
            continue
        waiting[int(table.replication[0])] = table
        while due in waiting:
            ready = waiting.pop(due)
            due += len(ready)
            yield ready

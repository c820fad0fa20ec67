"""Tables in the order of their replications, whoever was faster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heatsim.study.table import Table

__all__ = ["in_order"]


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

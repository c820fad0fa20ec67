"""Members of groups that do not exist: `guards[member + 1]` for the last of the guards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from heatsim.errors import Where
from heatsim.scenario.constants import value_of
from heatsim.scenario.expression import OF_ACTORS, Expression, constant, walk
from heatsim.scenario.resolved import Process, Resolved
from heatsim.scenario.walking import all_orders, all_steps, expressions

__all__ = ["members"]


def members(scenario: Resolved) -> Iterator[tuple[Where, str]]:
    """Every member that an index made from `member` points at must be one of its group."""
    sizes = {actor.name: actor.count or 1 for actor in scenario.actors}
    for process in scenario.processes:
        for expression in _all(process):
            for node in walk(expression):
                if node.op in OF_ACTORS and node.args:
                    yield from _index(node, process.count or 1, sizes[node.name])


def _all(process: Process) -> Iterator[Expression]:
    yield from (order.on for order in all_orders(process))
    for step in all_steps(process):
        yield from expressions(step)


def _index(node: Expression, count: int, size: int) -> Iterator[tuple[Where, str]]:
    for number in range(1, count + 1):
        value = value_of(_for_member(node.args[0], number))
        if value is not None and (value != int(value) or not 1 <= value <= size):
            yield node.where, f"for member {number} this is {node.name}[{value:g}], but '{node.name}' has members 1 to {size}"
            return


def _for_member(expression: Expression, number: int) -> Expression:
    if expression.op == "member":
        return constant(number)
    return replace(expression, args=tuple(_for_member(argument, number) for argument in expression.args))

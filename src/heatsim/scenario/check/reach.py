"""Steps, orders and endings that nothing can lead to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from heatsim.errors import Where
from heatsim.scenario.constants import value_of
from heatsim.scenario.expression import Expression, walk
from heatsim.scenario.resolve.expressions import stands_in
from heatsim.scenario.resolved import Chance, Choose, Ending, First, If, Order, Process, Put, Repeat, Resolved, Step, Stop, Watch
from heatsim.scenario.walking import all_orders, below

__all__ = ["always", "ends", "reach"]

Finding = tuple[Where, str]
Steps = tuple[Step, ...]
GONE = ("down", "captured", "away", "dead", "absent")


def reach(scenario: Resolved) -> Iterator[Finding]:
    """The first unreachable step of each list, orders that come too late, endings behind one that always holds."""
    for process in scenario.processes:
        yield from _list(process.steps)
        for order in all_orders(process):
            yield from _list(order.steps)
            yield from _never(order)
        yield from _second_orders(process)
    yield from _endings(scenario.endings)


def _list(steps: Steps) -> Iterator[Finding]:
    for step, following in pairwise(steps):
        if ends(step):
            yield following.meta.where, f"this step is never reached: '{step.meta.label}' before it never goes on"
            break
    for step in steps:
        if isinstance(step, Watch):
            yield from _list(step.steps)
        else:
            for inner in below(step):
                yield from _list(inner)


def ends(step: Step) -> bool:
    """Whether nothing after the step can happen."""
    if isinstance(step, Stop):
        return step.kind in ("me", "run")
    if isinstance(step, Put):
        return step.actor == "me" and step.state in GONE
    if isinstance(step, (If, Chance)):
        return _any(step.then) and _any(step.otherwise)
    if isinstance(step, Choose):
        return all(_any(option.steps) for option in step.options)
    if isinstance(step, First):
        return all(_any(hazard.steps) for hazard in step.hazards) and (step.until is None or _any(step.otherwise))
    if isinstance(step, Watch):
        return not any(order.then == "leave" for order in step.orders) and _any(step.steps)
    if isinstance(step, Repeat):
        return always(step.condition)
    return False


def _any(steps: Steps) -> bool:
    return any(ends(step) for step in steps)


def always(condition: Expression | None) -> bool:
    """Whether a condition holds whatever happens; one that is wrong does not count."""
    return condition is not None and value_of(condition) == 1.0 and not any(stands_in(one) for one in walk(condition))


def _never(order: Order) -> Iterator[Finding]:
    if value_of(order.on) == 0.0:
        yield order.where, "this order is never reached: its condition is always false"


def _second_orders(process: Process) -> Iterator[Finding]:
    """An order behind one with the same condition that stops or leaves never gets its turn."""
    groups: list[tuple[Order, ...]] = [process.orders]
    stack = [*process.steps]
    while stack:
        step = stack.pop()
        if isinstance(step, Watch):
            groups.append(step.orders)
        stack += [inner for steps in below(step) for inner in steps]
    for orders in groups:
        for place, order in enumerate(orders):
            earlier = next((one for one in orders[:place] if _same(one.on, order.on) and _finishes(one)), None)
            if earlier is not None:
                first = f"the one in line {earlier.where.line} has the same condition and ends the watch"
                yield order.where, f"this order is never reached: {first}"


def _finishes(order: Order) -> bool:
    return order.then in ("stop", "leave") or _any(order.steps)


def _same(one: Expression, other: Expression) -> bool:
    return (one.op, one.name, one.word, one.value) == (other.op, other.name, other.word, other.value) and (
        len(one.args) == len(other.args) and all(_same(a, b) for a, b in zip(one.args, other.args, strict=True))
    )


def _endings(endings: tuple[Ending, ...]) -> Iterator[Finding]:
    for place, ending in enumerate(endings):
        if always(ending.when) and place + 1 < len(endings):
            yield ending.where, f"'{ending.name}' always holds, so no ending after it is reached"

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
Names = frozenset[str]
ME: Names = frozenset({"me"})
Key = tuple[tuple[str, str, str, float, int], ...]
GONE = ("down", "captured", "away", "dead", "absent")


def reach(scenario: Resolved) -> Iterator[Finding]:
    """The first unreachable step of each list, orders that come too late, endings behind one that always holds."""
    for process in scenario.processes:
        own = _own(process)
        yield from _list(process.steps, own)
        for order in all_orders(process):
            yield from _list(order.steps, own)
            yield from _never(order)
        yield from _second_orders(process)
    yield from _endings(scenario.endings)


def _own(process: Process) -> Names:
    """What a process may call itself and its actor; of a group each member is called otherwise."""
    single = (process.name, process.of) if process.count is None else ()
    return ME | {name for name in single if name}


def _list(steps: Steps, own: Names) -> Iterator[Finding]:
    for step, following in pairwise(steps):
        if ends(step, own):
            yield following.meta.where, f"this step is never reached: '{step.meta.label}' before it never goes on"
            break
    for step in steps:
        if isinstance(step, Watch):
            yield from _list(step.steps, own)
        else:
            for inner in below(step):
                yield from _list(inner, own)


def ends(step: Step, own: Names = ME) -> bool:
    """Whether nothing after the step can happen in a process of these names."""
    if isinstance(step, Stop):
        return step.kind in ("me", "run") or (step.kind == "process" and step.name in own)
    if isinstance(step, Put):
        return step.actor in own and step.state in GONE
    if isinstance(step, (If, Chance)):
        return _any(step.then, own) and _any(step.otherwise, own)
    if isinstance(step, Choose):
        return all(_any(option.steps, own) for option in step.options)
    if isinstance(step, First):
        cut = step.until is None or _any(step.otherwise, own)
        return cut and all(_any(hazard.steps, own) for hazard in step.hazards)
    if isinstance(step, Watch):
        return not any(order.then == "leave" for order in step.orders) and _any(step.steps, own)
    if isinstance(step, Repeat):
        return always(step.condition)
    return False


def _any(steps: Steps, own: Names) -> bool:
    return any(ends(step, own) for step in steps)


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
        last: dict[Key, Order] = {}  # by condition, the first order that ends the watch
        for order in orders:
            key = _key(order.on)
            if key in last:
                first = f"the one in line {last[key].where.line} has the same condition and ends the watch"
                yield order.where, f"this order is never reached: {first}"
            elif _finishes(order):
                last[key] = order


def _finishes(order: Order) -> bool:
    return order.then in ("stop", "leave") or _any(order.steps, ME)


def _key(one: Expression) -> Key:
    """What an expression says, wherever it stands."""
    return tuple((part.op, part.name, part.word, part.value, len(part.args)) for part in walk(one))


def _endings(endings: tuple[Ending, ...]) -> Iterator[Finding]:
    for place, ending in enumerate(endings):
        if always(ending.when) and place + 1 < len(endings):
            yield ending.where, f"'{ending.name}' always holds, so no ending after it is reached"

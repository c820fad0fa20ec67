"""Loops that go round without time passing: they would never end."""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.errors import Where
from heatsim.scenario.check.reach import always, ends
from heatsim.scenario.constants import value_of
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import (
    At,
    Chance,
    Choose,
    Distribution,
    Do,
    Engage,
    First,
    If,
    Move,
    Repeat,
    Resolved,
    Step,
    Value,
    Wait,
    Watch,
)
from heatsim.scenario.walking import all_orders, all_steps

__all__ = ["loops"]

Steps = tuple[Step, ...]


def loops(scenario: Resolved) -> Iterator[tuple[Where, str]]:
    """Every `while` with a way round that takes no time, and every order that can serve again at once for ever."""
    for process in scenario.processes:
        for step in all_steps(process):
            if isinstance(step, Repeat) and step.condition is not None and not _passes(step.steps):
                yield step.meta.where, f"'{step.meta.label}' can go round without time passing; put a step that takes time into it"
        for order in all_orders(process):
            if order.again and always(order.on) and not _passes(order.steps):
                yield order.where, "this order serves again and again at the same moment; give it a condition that changes, or time"


def _passes(steps: Steps) -> bool:
    """Whether every way through the steps takes time or ends, or changes the loop's own course for good."""
    return any(_takes_time(step) or ends(step) for step in steps)


def _takes_time(step: Step) -> bool:
    if isinstance(step, Do):
        return _duration(step.takes)
    if isinstance(step, (Wait, At, Move, Engage)):
        return True
    if isinstance(step, First):
        return all(_duration(hazard.value) or _passes(hazard.steps) for hazard in step.hazards)
    if isinstance(step, (If, Chance)):
        return _passes(step.then) and _passes(step.otherwise)
    if isinstance(step, Choose):
        return all(_passes(option.steps) for option in step.options)
    if isinstance(step, Repeat):
        times = value_of(step.times) if step.times is not None else None
        return times is not None and times >= 1 and _passes(step.steps)
    return isinstance(step, Watch) and _passes(step.steps)


def _duration(value: Value) -> bool:
    """Whether it can be above zero; a distribution is trusted to be."""
    if isinstance(value, Distribution):
        return any(value_of(arg) != 0.0 for arg in value.args)
    return not isinstance(value, Expression) or value_of(value) != 0.0

"""A scenario with some of its steps changed, for analyses that mark what happens or make it happen otherwise.

What is added draws nothing, and draws are found by name, so every other draw stays the number it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heatsim.scenario.resolved import (
    At,
    Chance,
    Choose,
    Do,
    Engage,
    First,
    If,
    Mark,
    Meta,
    Move,
    Option,
    Order,
    Process,
    Repeat,
    Resolved,
    Step,
    Wait,
    Watch,
)

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["Change", "mark", "rewritten"]

Steps = tuple[Step, ...]
Change = Callable[[Process, Step], Sequence[Step]]  # what stands in the place of a step; those below it have been changed already
FORKS = (Do, Wait, At, If, Chance, Move, Engage)


def rewritten(scenario: Scenario, change: Change, events: Sequence[str] = (), **parts: Any) -> Scenario:
    """The scenario with every step, those of orders too, replaced by what `change` gives for it.

    `events` are ids that the new steps carry; `parts` are other parts of the resolved scenario that change with them.
    """
    resolved: Resolved = replace(
        scenario.resolved,
        processes=tuple(_process(process, change) for process in scenario.resolved.processes),
        events=(*scenario.resolved.events, *events),
    )
    return replace(scenario, resolved=replace(resolved, **parts))


def mark(event: str) -> Mark:
    """A step that takes no time and is nothing but an event."""
    return Mark(Meta(label=event, text=event, events=(event,)))


def _process(process: Process, change: Change) -> Process:
    def steps(given: Steps) -> Steps:
        return tuple(new for step in given for new in change(process, _inside(step, steps)))

    return replace(process, steps=steps(process.steps), orders=_orders(process.orders, steps))


def _inside(step: Step, steps: Callable[[Steps], Steps]) -> Step:
    """The step with the lists of steps directly under it changed."""
    if isinstance(step, First):
        return replace(step, hazards=_options(step.hazards, steps), otherwise=steps(step.otherwise))
    if isinstance(step, FORKS):
        return replace(step, then=steps(step.then), otherwise=steps(step.otherwise))
    if isinstance(step, Choose):
        return replace(step, options=_options(step.options, steps))
    if isinstance(step, Repeat):
        return replace(step, steps=steps(step.steps))
    if isinstance(step, Watch):
        return replace(step, orders=_orders(step.orders, steps), steps=steps(step.steps))
    return step


def _options(options: tuple[Option, ...], steps: Callable[[Steps], Steps]) -> tuple[Option, ...]:
    return tuple(replace(option, steps=steps(option.steps)) for option in options)


def _orders(orders: tuple[Order, ...], steps: Callable[[Steps], Steps]) -> tuple[Order, ...]:
    return tuple(replace(order, steps=steps(order.steps)) for order in orders)

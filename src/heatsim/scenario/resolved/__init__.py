"""What a scenario file means once everything implicit has been said: the resolved model.

The resolver makes it from what people write, the checker reads it, the compiler turns it into a Program. Times are
microseconds, distances metres, money cents (see `heatsim.units`). Every expression is typed and bound.
"""

from __future__ import annotations

from heatsim.scenario.resolved.fights import (
    Fight,
    Wall,
    Weapon,
    Wound,
)
from heatsim.scenario.resolved.steps import (
    Assign,
    At,
    Board,
    Chance,
    Choose,
    Do,
    Engage,
    First,
    Hand,
    If,
    Mark,
    Meta,
    Move,
    Option,
    Order,
    Put,
    Repeat,
    Signal,
    Start,
    Step,
    Stop,
    Wait,
    Watch,
)
from heatsim.scenario.resolved.things import (
    Actor,
    Clock,
    Parameter,
    Place,
    Quantity,
    Variable,
)
from heatsim.scenario.resolved.values import (
    Distribution,
    Value,
)
from heatsim.scenario.resolved.whole import (
    Ending,
    Measure,
    Process,
    Resolved,
    Variant,
)

__all__ = [
    "Actor",
    "Assign",
    "At",
    "Board",
    "Chance",
    "Choose",
    "Clock",
    "Distribution",
    "Do",
    "Ending",
    "Engage",
    "Fight",
    "First",
    "Hand",
    "If",
    "Mark",
    "Measure",
    "Meta",
    "Move",
    "Option",
    "Order",
    "Parameter",
    "Place",
    "Process",
    "Put",
    "Quantity",
    "Repeat",
    "Resolved",
    "Signal",
    "Start",
    "Step",
    "Stop",
    "Value",
    "Variable",
    "Variant",
    "Wait",
    "Wall",
    "Watch",
    "Weapon",
    "Wound",
]

"""A scenario in which one decision always goes one way, as far as the model allows that at all.

Nothing else is touched: a chance of zero stays impossible and one of one certain, an option of no weight is not taken, and every
draw that is still made is the number it was. It is what pinning the draws of that decision in every world would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from heatsim.analysis.decisions.found import CAME, NOTHING, Decision
from heatsim.analysis.rewriting import rewritten
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.resolved import Chance, Choose, First, Option, Process, Step
from heatsim.units import TIME

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["forced"]

NEVER = 1e15  # microseconds: no replication lasts so long


def forced(scenario: Scenario, decision: Decision, option: str) -> Scenario:
    """The decision goes this way whenever it is come to. UsageError where a parameter does not allow it."""
    if decision.kind == "parameter":
        return scenario.vary({decision.name: {"true": True, "false": False}.get(option, option)})

    def change(process: Process, step: Step) -> Sequence[Step]:
        return (_forced(step, option),) if f"{process.name}/{step.meta.site}" == decision.name else (step,)

    return rewritten(scenario, change)


def _forced(step: Step, option: str) -> Step:
    if isinstance(step, Chance):
        return replace(step, probability=_certain(step.probability) if option == CAME else _ruled_out(step.probability))
    if isinstance(step, Choose):
        weight = next(one.value for one in step.options if one.name == option)
        assert isinstance(weight, Expression)
        return replace(step, options=tuple(_chosen(one, option, weight) for one in step.options))
    if isinstance(step, First):
        at_once = step.until is not None
        return replace(step, hazards=tuple(_timed(one, option, at_once) for one in step.hazards))
    return step


def _certain(probability: Expression) -> Expression:
    return _if(Expression(">", (probability, constant(0.0)), kind="flag"), constant(1.0), constant(0.0))


def _ruled_out(probability: Expression) -> Expression:
    return _if(Expression(">=", (probability, constant(1.0)), kind="flag"), constant(1.0), constant(0.0))


def _chosen(one: Option, option: str, weight: Expression) -> Option:
    """Without a weight, unless the wanted option has none itself."""
    if one.name == option or not isinstance(one.value, Expression):
        return one
    return replace(one, value=_if(Expression(">", (weight, constant(0.0)), kind="flag"), constant(0.0), one.value))


def _timed(one: Option, option: str, at_once: bool) -> Option:
    """The wanted hazard comes at once if something could forestall it; the others never come."""
    if one.name != option:
        return replace(one, value=constant(NEVER, TIME))
    return replace(one, value=constant(0.0, TIME)) if at_once and option != NOTHING else one


def _if(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    return Expression("if", (condition, then, otherwise))

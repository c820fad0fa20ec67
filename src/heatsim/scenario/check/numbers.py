"""Numbers that cannot be what their place asks for: probabilities beyond 0 to 1, negative times and amounts."""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.errors import Where
from heatsim.scenario.check.bounds import distribution, not_negative, probability
from heatsim.scenario.check.gunfights import fight_numbers
from heatsim.scenario.constants import value_of
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import (
    At,
    Chance,
    Choose,
    Clock,
    Do,
    Engage,
    First,
    Hand,
    Move,
    Repeat,
    Resolved,
    Step,
    Wait,
)
from heatsim.scenario.walking import all_steps
from heatsim.units import format_value

__all__ = ["numbers"]

Finding = tuple[Where, str]


def numbers(scenario: Resolved) -> Iterator[Finding]:
    """Everything that is a constant (or a fixed parameter) and out of bounds."""
    fixed = _fixed(scenario)
    clocks = {clock.name: clock for clock in scenario.clocks}
    for parameter in scenario.parameters:
        yield from distribution(parameter.value, fixed)
    yield from fight_numbers(scenario, fixed)
    for process in scenario.processes:
        for step in all_steps(process):
            yield from _step(step, fixed, clocks)


def _fixed(scenario: Resolved) -> dict[str, float]:
    fixed: dict[str, float] = {}
    for parameter in scenario.parameters:
        value = value_of(parameter.value, fixed) if isinstance(parameter.value, Expression) else None
        if value is not None:
            fixed[parameter.name] = value * parameter.scale + parameter.shift
    return fixed


def _step(step: Step, fixed: dict[str, float], clocks: dict[str, Clock]) -> Iterator[Finding]:
    if isinstance(step, Do):
        yield from not_negative(step.takes, fixed, "a time")
    elif isinstance(step, Wait):
        yield from not_negative(step.limit, fixed, "a time")
    elif isinstance(step, Engage):
        yield from not_negative(step.reaction, fixed, "a time")
    elif isinstance(step, First):
        for hazard in step.hazards:
            yield from not_negative(hazard.value, fixed, "a time")
    elif isinstance(step, Chance):
        yield from probability(step.probability, fixed)
    elif isinstance(step, Choose):
        yield from _weights(step, fixed)
    elif isinstance(step, Repeat):
        yield from _times(step.times, fixed)
    elif isinstance(step, Hand):
        yield from not_negative(step.amount, fixed, "an amount")
    elif isinstance(step, Move):
        value = value_of(step.speed, fixed)
        if value is not None and value <= 0:
            yield step.speed.where, "a speed must be above zero"
    elif isinstance(step, At):
        yield from _reading(step, fixed, clocks.get(step.clock))


def _weights(step: Choose, fixed: dict[str, float]) -> Iterator[Finding]:
    known = [(option.value, value_of(option.value, fixed)) for option in step.options if isinstance(option.value, Expression)]
    for expression, value in known:
        if value is not None and value < 0:
            yield expression.where, f"a weight must not be negative, found {value:g}"
    if known and all(value == 0 for _, value in known):
        yield step.meta.where, f"all weights of '{step.meta.site}' are zero; give at least one option a weight"


def _times(value: Expression | None, fixed: dict[str, float]) -> Iterator[Finding]:
    known = value_of(value, fixed) if value is not None else None
    if value is not None and known is not None and (known < 0 or known != int(known)):
        yield value.where, f"'repeat' takes a whole number of times, found {known:g}"


def _reading(step: At, fixed: dict[str, float], clock: Clock | None) -> Iterator[Finding]:
    if clock is None:
        return
    yield from not_negative(step.reading, fixed, "a clock's reading")
    if clock.runs is None:
        if step.remaining:
            yield step.reading.where, f"'{clock.name}' only counts up; give it 'runs', or write 'elapsed'"
        return
    reading, runs = value_of(step.reading, fixed), value_of(clock.runs, fixed)
    if step.remaining and reading is not None and runs is not None and reading > runs:
        shown, asked = format_value(runs, clock.runs.dimension), format_value(reading, step.reading.dimension)
        yield step.reading.where, f"'{clock.name}' runs {shown}; it never shows {asked} remaining"

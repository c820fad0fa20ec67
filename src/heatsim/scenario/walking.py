"""Walks over resolved steps: every step below another, every expression in one, every site of chance of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import (
    Assign,
    At,
    Chance,
    Choose,
    Distribution,
    Do,
    Engage,
    First,
    Hand,
    If,
    Move,
    Order,
    Process,
    Repeat,
    Resolved,
    Step,
    Value,
    Wait,
    Watch,
    Weapon,
)

__all__ = ["all_orders", "all_steps", "below", "expressions", "fight_draws", "process_names", "sites"]

Steps = tuple[Step, ...]


def below(step: Step) -> Iterator[Steps]:
    """The lists of steps directly under a step; those of its orders too."""
    if isinstance(step, (Do, Wait, At, If, Chance, Move, Engage)):
        yield step.then
        yield step.otherwise
    elif isinstance(step, Choose):
        yield from (option.steps for option in step.options)
    elif isinstance(step, First):
        yield from (option.steps for option in step.hazards)
        yield step.otherwise
    elif isinstance(step, Repeat):
        yield step.steps
    elif isinstance(step, Watch):
        yield from (order.steps for order in step.orders)
        yield step.steps


def all_steps(process: Process) -> Iterator[Step]:
    """Every step of a process, orders first, in file order."""
    for order in process.orders:
        yield from _deep(order.steps)
    yield from _deep(process.steps)


def _deep(steps: Steps) -> Iterator[Step]:
    for step in steps:
        yield step
        for inner in below(step):
            yield from _deep(inner)


def all_orders(process: Process) -> Iterator[Order]:
    """Every standing order of a process."""
    yield from process.orders
    for step in all_steps(process):
        if isinstance(step, Watch):
            yield from step.orders


def _of(value: Value | None) -> tuple[Expression, ...]:
    if value is None:
        return ()
    return value.args if isinstance(value, Distribution) else (value,)


def expressions(step: Step) -> tuple[Expression, ...]:
    """The expressions a step itself evaluates, those of its orders too."""
    found: list[Expression | None] = []
    if isinstance(step, Do):
        found = [*_of(step.takes), step.until]
    elif isinstance(step, Wait):
        found = [step.condition, *_of(step.limit)]
    elif isinstance(step, At):
        found = [step.reading]
    elif isinstance(step, (If, Repeat)):
        found = [step.condition, *([step.times] if isinstance(step, Repeat) else [])]
    elif isinstance(step, Chance):
        found = [step.probability]
    elif isinstance(step, (Choose, First)):
        options = step.options if isinstance(step, Choose) else step.hazards
        found = [arg for option in options for arg in _of(option.value)]
        found += [step.until] if isinstance(step, First) else []
    elif isinstance(step, Hand):
        found = [step.amount]
    elif isinstance(step, Assign):
        found = [value for _, value in step.pairs]
    elif isinstance(step, Move):
        found = [step.speed, step.until]
    elif isinstance(step, Engage):
        found = [*_of(step.reaction), step.holds, step.until]
    elif isinstance(step, Watch):
        found = [order.on for order in step.orders]
    return tuple(one for one in found if one is not None)


def process_names(process: Process) -> tuple[str, ...]:
    """The process, or the numbered members of its group."""
    return (process.name,) if process.count is None else tuple(f"{process.name}[{i}]" for i in range(1, process.count + 1))


def sites(scenario: Resolved) -> dict[str, None]:
    """Every address of chance, in order of declaration: `parameters/name`, `process/step`, `process/step/option`, ..."""
    found: dict[str, None] = {}
    for parameter in scenario.parameters:
        if parameter.drawn == "once" and isinstance(parameter.value, Distribution):
            name = f"parameters/{parameter.name}"
            options = parameter.value.options if parameter.value.kind == "categorical" else ()
            found.update(dict.fromkeys(f"{name}/{option}" for option in options) if options else {name: None})
    weapons = {weapon.name: weapon for weapon in scenario.weapons}
    for process in scenario.processes:
        parts = [part for step in all_steps(process) for part in _parts(step, weapons)]
        found.update(dict.fromkeys(f"{name}/{part}" for name in process_names(process) for part in parts))
    return found


def fight_draws(weapon: Weapon | None, reaction: Value | None) -> Iterator[str]:
    """What a step `fight` draws: every shot, and reloads and the reaction if they have a distribution."""
    yield "fire"
    if weapon is not None and isinstance(weapon.reload, Distribution):
        yield "reload"
    if isinstance(reaction, Distribution):
        yield "reaction"


def _parts(step: Step, weapons: Mapping[str, Weapon]) -> Iterator[str]:
    site = step.meta.site
    if site is None:
        return
    if isinstance(step, Engage):
        yield from (f"{site}/{part}" if site else part for part in fight_draws(weapons.get(step.weapon), step.reaction))
    elif isinstance(step, Choose):
        yield from (f"{site}/{option.name}" for option in step.options)
    elif isinstance(step, First):
        yield from (f"{site}/{one.name}" for one in step.hazards if isinstance(one.value, Distribution))
    elif (
        isinstance(step, Chance)
        or (isinstance(step, Do) and isinstance(step.takes, Distribution))
        or (isinstance(step, Wait) and isinstance(step.limit, Distribution))
    ):
        yield site

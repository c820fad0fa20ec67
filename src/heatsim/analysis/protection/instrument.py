"""The scenario with marks on the path, and the race run to its end.

As written, a race stops when it is decided: whoever is late is not seen to arrive. To know by how much, the same worlds are run
once more with the response's arrival and the end of the path noted but without consequence: whoever arrives, or is done, does
nothing further, and nobody learns of it. What the path and the response do to each other before that stays as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heatsim.analysis.protection.roles import member_of
from heatsim.analysis.rewriting import mark, rewritten
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.resolved import (
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
    Measure,
    Meta,
    Move,
    Process,
    Put,
    Signal,
    Start,
    Step,
    Stop,
    Wait,
)
from heatsim.units import TIME

if TYPE_CHECKING:
    from heatsim.analysis.protection.roles import Roles
    from heatsim.scenario.load import Scenario

__all__ = ["DETECTED", "DONE", "NEUTRALISED", "RESPONDED", "Marked", "marked"]

RESPONDED, DONE, NEUTRALISED = "path/responded", "path/done", "path/neutralised"
DETECTED, TASK, OPTION = "path/detected", "path/task", "path/option"
TIMED = (Do, Wait, At, Move, First, Engage)
INSTANT = (Assign, Board, Hand, Mark, Put, Signal, Start, Stop)
FORKS = (Do, Wait, At, If, Chance, Move, Engage)


@dataclass(frozen=True, slots=True)
class Marked:
    """Two scenarios that draw the same: `written` is as written, in `free` the race is run to its end.

    `tasks` are the steps of the path that may take time, name and event of its beginning; `options` those of its choices,
    (choice, option) and event.
    """

    written: Scenario
    free: Scenario
    together: Scenario  # the end of the path alone is without consequence: the response always meets the adversary
    tasks: tuple[tuple[str, str], ...]
    options: tuple[tuple[tuple[str, str], str], ...]


def marked(scenario: Scenario, who: Roles) -> Marked:
    """The scenarios of an analysis. Only the path gets marks; sites, ranks and all draws stay as they are."""
    tasks: list[tuple[str, str]] = []
    options: list[tuple[tuple[str, str], str]] = []
    name, number = member_of(who.path)
    measures = tuple(_time_of(f"{DETECTED} {name}", name) for name in who.detected)
    ends = (_time_of(RESPONDED, who.responded), _time_of(DONE, who.done))
    if who.neutralised in (*scenario.resolved.signals, *scenario.resolved.events):
        measures += (_time_of(NEUTRALISED, str(who.neutralised)),)

    def noted(process: Process, step: Step) -> Sequence[Step]:
        if process.name != name:
            return (step,)
        return _noted_of_one(step, number, tasks, options) if number else (_noted(step, tasks, options),)

    plain = rewritten(scenario, noted)
    ids = [*(event for _, event in tasks), *(event for _, event in options)]
    plain = replace(plain, resolved=replace(plain.resolved, events=(*plain.resolved.events, *ids)))

    def free(names: dict[str, str]) -> Scenario:
        came = () if who.responded in names else (_time_of(RESPONDED, who.responded),)
        found = (*plain.resolved.measures, *measures, *came)
        return rewritten(plain, lambda _, step: _without(step, names), list(names.values()), measures=found)

    written = rewritten(plain, lambda _, step: (step,), measures=(*plain.resolved.measures, *measures, *ends))
    return Marked(written, free({who.responded: RESPONDED, who.done: DONE}), free({who.done: DONE}), tuple(tasks), tuple(options))


def _time_of(name: str, what: str) -> Measure:
    return Measure(name, Expression("time_of", name=what, dimension=TIME), "time", "s")


def _noted(step: Step, tasks: list[tuple[str, str]], options: list[tuple[tuple[str, str], str]]) -> Step:
    """A step of the path: its beginning is an event if it may take time, and so is every option of a choice."""
    if isinstance(step, Choose):
        made = []
        for option in step.options:
            event = f"{OPTION} {len(options)}"
            options.append(((step.meta.site or step.meta.label, option.name), event))
            made.append(replace(option, steps=(mark(event), *option.steps)))
        return replace(step, options=tuple(made))
    if not isinstance(step, TIMED):
        return step
    event = f"{TASK} {len(tasks)}"
    tasks.append((step.meta.text or step.meta.label, event))
    return replace(step, meta=replace(step.meta, begins=(*step.meta.begins, event)))


def _noted_of_one(
    step: Step, number: int, tasks: list[tuple[str, str]], options: list[tuple[tuple[str, str], str]]
) -> Sequence[Step]:
    """A step of a group, whose members share it: what begins and is chosen is an event where it is the path's own member."""
    new = _noted(step, tasks, options)
    if isinstance(new, Choose):
        return (
            replace(new, options=tuple(replace(one, steps=_only(number, one.steps[:1]) + one.steps[1:]) for one in new.options)),
        )
    return (step,) if new is step else (*_only(number, (mark(new.meta.begins[-1]),)), step)


def _only(number: int, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Steps that one member of a group takes."""
    return (If(Meta(label="if"), Expression("==", (Expression("member"), constant(number)), kind="flag"), steps),)


def _without(step: Step, names: dict[str, str]) -> Sequence[Step]:
    """A step that brings a name about is noted instead, and whoever takes it stops there."""
    for name, event in names.items():
        end = (mark(event), Stop(Meta(label="stop"), "me"))
        if name in step.meta.begins:
            return end
        if not (name in step.meta.events or (isinstance(step, Signal) and name in step.names)):
            continue
        if isinstance(step, INSTANT):
            return end
        quiet = replace(step, meta=replace(step.meta, events=tuple(one for one in step.meta.events if one != name)))
        if isinstance(quiet, FORKS):
            return (replace(quiet, then=end),)
        return (quiet, *end)
    return (step,)

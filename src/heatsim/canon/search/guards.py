"""A scenario that stops as soon as its story can no longer be the film's, so that no hopeless story is played to its end.

Two things end a replication: an event of the film that happens before another that it comes after, and the fall of somebody
without whom an event of the film that is still to come cannot happen. In the film neither ever does: a world that is the film in
the guarded scenario is the film in the scenario itself, draw for draw, and the other way round.

A `strict` guard also stops what the film says did not happen: a measure whose film value is 0, false or its word for "otherwise".
That is for finding a world, not for its probability, since something may be undone again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

from heatsim.canon.sheet import Sheet
from heatsim.scenario.expression import OUT, Expression, constant
from heatsim.scenario.resolved import Meta, Process, Resolved, Stop, Wait
from heatsim.scenario.walking import all_steps

__all__ = ["guarded"]


def guarded(scenario: Resolved, sheet: Sheet, *, strict: bool = False) -> Resolved:
    """The scenario with a process for each thing that must not happen. They rank last and draw nothing."""
    guards = (*_too_early(scenario, sheet), *_fallen(scenario, sheet), *(_undone(scenario) if strict else ()))
    stop = [Process(f"guard of {name}", (Wait(Meta(), condition), Stop(Meta(), "run"))) for name, condition in guards]
    return replace(scenario, processes=(*scenario.processes, *stop))


def _too_early(scenario: Resolved, sheet: Sheet) -> Iterator[tuple[str, Expression]]:
    """An event has happened, and one that it comes after has not."""
    shown = {beat.id for beat in sheet.order if beat.shown} & set(scenario.events)
    for beat in sheet.order:
        before = [name for name in beat.after if name in shown]
        if beat.id in shown and before:
            yield beat.id, _flag("and", _happened(beat.id), _any(_flag("not", _happened(name)) for name in before))


def _fallen(scenario: Resolved, sheet: Sheet) -> Iterator[tuple[str, Expression]]:
    """Somebody is out, whose steps alone make an event happen that has not happened yet."""
    alone = {actor.name for actor in scenario.actors if actor.count is None}
    makers: dict[str, set[str]] = {}
    for process in scenario.processes:
        for step in all_steps(process):
            for event in (*step.meta.events, *step.meta.begins):
                makers.setdefault(event, set()).add(process.of if process.of in alone else "")
    for beat in sheet.order:
        who = makers.get(beat.id, set())
        if beat.shown and len(who) == 1 and (actor := min(who)):
            out = _any(Expression("state", name=actor, word=word, kind="flag") for word in OUT)
            yield f"{actor} before {beat.id}", _flag("and", out, _flag("not", _happened(beat.id)))


def _undone(scenario: Resolved) -> Iterator[tuple[str, Expression]]:
    """Something has happened that the film does without."""
    for measure in scenario.measures:
        if measure.cases and measure.canon == measure.otherwise:
            yield measure.name, _any(condition for _, condition in measure.cases)
        elif measure.value is not None and measure.kind == "flag" and measure.canon is False:
            yield measure.name, measure.value
        elif measure.value is not None and measure.kind != "flag" and measure.canon == 0:
            yield measure.name, _flag("!=", measure.value, constant(0.0, measure.value.dimension))


def _happened(event: str) -> Expression:
    return Expression("happened", name=event, kind="flag")


def _any(flags: Iterator[Expression]) -> Expression:
    return reduce(lambda one, other: _flag("or", one, other), flags)


def _flag(op: str, *args: Expression) -> Expression:
    return Expression(op, args, kind="flag")

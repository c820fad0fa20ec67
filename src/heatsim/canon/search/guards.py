"""A scenario that stops as soon as its story can no longer be the film's, so that no hopeless story is played to its end.

An event of the film that happens before another that it comes after ends the replication. In the film none ever does: a world that
is the film in the guarded scenario is the film in the scenario itself, draw for draw, and the other way round.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from heatsim.canon.sheet import Beat, Sheet
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import Meta, Process, Resolved, Stop, Wait

__all__ = ["guarded"]


def guarded(scenario: Resolved, sheet: Sheet) -> Resolved:
    """The scenario with a process for each event of the film that must not come too early. They rank last and draw nothing."""
    shown = {beat.id for beat in sheet.order if beat.shown} & set(scenario.events)
    orders = [(beat, [name for name in beat.after if name in shown]) for beat in sheet.order if beat.id in shown]
    guards = [_guard(beat, before) for beat, before in orders if before]
    return replace(scenario, processes=(*scenario.processes, *guards))


def _guard(beat: Beat, before: list[str]) -> Process:
    missing = reduce(lambda one, other: _flag("or", one, other), (_flag("not", _happened(name)) for name in before))
    too_early = _flag("and", _happened(beat.id), missing)
    return Process(f"guard of {beat.id}", (Wait(Meta(), too_early), Stop(Meta(), "run")))


def _happened(event: str) -> Expression:
    return Expression("happened", name=event, kind="flag")


def _flag(op: str, *args: Expression) -> Expression:
    return Expression(op, args, kind="flag")

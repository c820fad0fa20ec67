"""Fights that cannot end by themselves, because somebody in them can neither be shot at nor be put out in any other way.

A warning and not a problem: a fight that lasts until something else cuts it short may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.errors import Where
from heatsim.scenario.resolved import Engage, Fight, Process, Put, Resolved
from heatsim.scenario.walking import all_orders, all_steps

__all__ = ["lasting"]


def lasting(scenario: Resolved) -> Iterator[tuple[Where, str]]:
    """Steps `fight` without `until`, where nothing can break in, against somebody who is always left."""
    steps = [(process, step) for process in scenario.processes for step in all_steps(process)]
    fighters = {process.of: step.fight for process, step in steps if isinstance(step, Engage)}
    moved = {base for process, step in steps if isinstance(step, Put) for base in _put(process, step)}
    fixed = {
        actor.name for actor in scenario.actors if actor.name not in moved and actor.name not in fighters and actor.present is None
    }
    if any(process.python for process in scenario.processes):
        return
    fights = {fight.name: fight for fight in scenario.fights}
    for process, step in steps:
        if isinstance(step, Engage) and step.until is None and not list(all_orders(process)):
            left = [name for name in _enemies(scenario, fights[step.fight], process) if name in fixed]
            first = next((name for name in left if _first_fight(scenario, name) == step.fight), None)
            if first is not None:
                said = f"'{first}' has a side in it, never takes the step 'fight' and is never put out"
                advice = f"let '{first}' fight (with 'hit: 0', if unarmed), or give 'until'"
                yield step.meta.where, f"this fight never ends by itself: {said}; {advice}"


def _put(process: Process, step: Put) -> Iterator[str]:
    """The actors whose state a step changes."""
    yield process.of or "" if step.actor == "me" else step.actor.partition("[")[0]


def _enemies(scenario: Resolved, fight: Fight, process: Process) -> list[str]:
    """Actors and groups on the other sides of a fight, in order of declaration."""
    sides = {
        actor.name: next((side for side in fight.sides if side in (actor.name, actor.side)), None) for actor in scenario.actors
    }
    mine = sides.get(process.of or "")
    return [name for name, side in sides.items() if side not in (None, mine)]


def _first_fight(scenario: Resolved, name: str) -> str | None:
    """The fight to which somebody who never fights belongs."""
    actor = next(actor for actor in scenario.actors if actor.name == name)
    return next((fight.name for fight in scenario.fights if {actor.name, actor.side} & set(fight.sides)), None)

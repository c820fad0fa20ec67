"""People named for a fight in which they never take part: nobody can aim at them, which is hardly what was meant.

Not found, and on purpose: an unarmed member of a side that others fight for, a driver or a clerk. Whether he should be a target is
for the scenario to say, with a step of his own.
"""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.errors import Where
from heatsim.scenario.resolved import Actor, Engage, Fight, Process, Resolved
from heatsim.scenario.walking import all_steps

__all__ = ["idle_fighters"]

Finding = tuple[Where, str]
Taking = dict[str, set[str]]  # who takes part, by fight


def idle_fighters(scenario: Resolved) -> Iterator[Finding]:
    """Sides of a fight, armed actors and assigned targets without a step `fight` of their own; actors in two fights."""
    taking: Taking = {fight.name: set() for fight in scenario.fights}
    steps = [(process, step) for process in scenario.processes for step in all_steps(process) if isinstance(step, Engage)]
    for process, step in steps:
        if process.of is not None:
            taking[step.fight].add(process.of)
    sides = {actor.name: actor.side for actor in scenario.actors}
    there = {fight: {name for who in names for name in (who, sides[who])} for fight, names in taking.items()}
    for fight in scenario.fights:
        if there[fight.name]:  # else nobody fights in it at all, which is said elsewhere
            yield from _absent_sides(fight, there[fight.name])
    for actor in scenario.actors:
        if actor.weapon is not None and not any(actor.name in names for names in taking.values()):
            yield from _armed(actor, scenario.fights, there)
    yield from _assigned(steps, taking)
    yield from _in_two_fights(steps)


def _in_two_fights(steps: list[tuple[Process, Engage]]) -> Iterator[Finding]:
    """An actor is shot at in one fight only, so it can be in no other, at once or later."""
    first: dict[str, Engage] = {}
    for process, step in steps:
        known = first.setdefault(process.of or "", step)
        if process.of is not None and step.fight != known.fight:
            other = f"'{known.fight}' (line {known.meta.where.line})"
            advice = f"make '{known.fight}' and '{step.fight}' one fight, with all their sides in 'between'"
            yield step.meta.where, f"'{process.of}' takes part in the fight {other}, and an actor takes part in one only; {advice}"


def _absent_sides(fight: Fight, there: set[str]) -> Iterator[Finding]:
    for side in fight.sides:
        if side not in there:
            said = f"nobody of '{side}' takes part in the fight '{fight.name}', so that nobody can shoot at them"
            yield fight.where, f"{said}; let them 'fight: {fight.name}'"


def _armed(actor: Actor, fights: tuple[Fight, ...], there: Taking) -> Iterator[Finding]:
    """Of a fight for which others of his side turn out."""
    fight = next((fight for fight in fights if {actor.name, actor.side} & set(fight.sides) & there[fight.name]), None)
    if fight is not None:
        said = f"'{actor.name}' has a weapon and never takes part in the fight '{fight.name}'"
        yield actor.where, f"{said}: who takes no step 'fight' neither fires nor can be shot at"


def _assigned(steps: list[tuple[Process, Engage]], taking: Taking) -> Iterator[Finding]:
    """A target that is assigned is there to be hit."""
    for _, step in steps:
        for name in dict.fromkeys(target.partition("[")[0] for target in step.assigned):
            if name not in taking[step.fight]:
                said = f"'{name}' is assigned as a target and never takes part in the fight '{step.fight}'"
                yield step.meta.where, f"{said}, so that nobody can aim there"

"""Gunfights that cannot be fought as written: chances beyond 0 to 1, positions that nobody has, fights without fighters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from heatsim.errors import Where
from heatsim.scenario.check.armed import armed
from heatsim.scenario.check.bounds import above_zero, not_negative, probability
from heatsim.scenario.check.fighters import idle_fighters
from heatsim.scenario.constants import value_of
from heatsim.scenario.resolved import Actor, Engage, Fight, Resolved, Weapon, Wound
from heatsim.scenario.walking import all_steps

__all__ = ["fight_numbers", "fights"]

Finding = tuple[Where, str]
Fixed = Mapping[str, float]
CLOSE = 1e-9  # shares written as decimals do not add up to 1 exactly


def fight_numbers(scenario: Resolved, fixed: Fixed) -> Iterator[Finding]:
    """Numbers out of bounds in what a fight is made of."""
    for weapon in scenario.weapons:
        yield from _weapon(weapon, fixed)
    for fight in scenario.fights:
        yield from above_zero(fight.target_radius, fixed, "the size of a person")
        yield from above_zero(fight.half_life, fixed, "a half-life")
        yield from probability(fight.moving, fixed, "a factor on a chance")
        yield from _wounds(fight, fixed)
    for actor in scenario.actors:
        yield from probability(actor.armour, fixed, "a share")
    for place in scenario.places:
        yield from probability(place.cover, fixed, "a share")


def _weapon(weapon: Weapon, fixed: Fixed) -> Iterator[Finding]:
    yield from above_zero(weapon.every, fixed, "the time between pulls of the trigger")
    yield from probability(weapon.hit, fixed)
    yield from above_zero(weapon.dispersion, fixed, "a dispersion")
    yield from above_zero(weapon.reach, fixed, "a reach")
    yield from not_negative(weapon.reload, fixed, "a time")
    yield from not_negative(weapon.suppresses, fixed, "what suppresses")


def _wounds(fight: Fight, fixed: Fixed) -> Iterator[Finding]:
    for wound in fight.wounds:
        yield from probability(wound.share, fixed, "a share")
        yield from _outcomes(wound, fixed)
    shares = [value_of(wound.share, fixed) for wound in fight.wounds]
    known = [share for share in shares if share is not None and 0 <= share <= 1]
    if shares and len(known) == len(shares) and abs(sum(known) - 1) > CLOSE:
        yield fight.wounds[0].where, f"the shares of the wounds of '{fight.name}' add up to {sum(known):g}, not to 1"


def _outcomes(wound: Wound, fixed: Fixed) -> Iterator[Finding]:
    chances = (wound.dead, wound.down, wound.wounded)
    outside = [finding for chance in chances for finding in probability(chance, fixed)]
    yield from outside
    values = [value_of(chance, fixed) for chance in chances]
    known = [value for value in values if value is not None]
    if not outside and len(known) == len(values) and sum(known) > 1 + CLOSE:
        yield wound.where, f"dead, down and wounded of '{wound.name}' add up to {sum(known):g}, more than 1"


def fights(scenario: Resolved, mentions: Mapping[str, Where]) -> Iterator[Finding]:
    """What only shows when all steps are known: who fights, with what, and whether positions are there where they count."""
    engaged = [step for process in scenario.processes for step in all_steps(process) if isinstance(step, Engage)]
    if not any(process.python for process in scenario.processes):
        yield from _idle(scenario, engaged)
        yield from idle_fighters(scenario)
        yield from armed(scenario)
    yield from _positions(scenario)
    yield from _distances(scenario, engaged)
    yield from _ground(scenario)


def _idle(scenario: Resolved, engaged: list[Engage]) -> Iterator[Finding]:
    fought = {step.fight for step in engaged}
    carried = {actor.weapon for actor in scenario.actors} | {step.weapon for step in engaged}
    for fight in scenario.fights:
        if fight.name not in fought:
            yield fight.where, f"nobody takes part in the fight '{fight.name}'; let somebody 'fight: {fight.name}'"
    for weapon in scenario.weapons:
        if weapon.name not in carried:
            yield weapon.where, f"the weapon '{weapon.name}' is never used; remove it, or use it"


def _positions(scenario: Resolved) -> Iterator[Finding]:
    """Where positions count, everybody in the fight has one."""
    for fight in scenario.fights:
        for actor in scenario.actors:
            if fight.geometry and actor.at is None and _takes_part(actor, fight):
                yield actor.where, f"'{actor.name}' is in the fight '{fight.name}', where positions count; give the actor 'at'"


def _takes_part(actor: Actor, fight: Fight) -> bool:
    return actor.name in fight.sides or actor.side in fight.sides


def _distances(scenario: Resolved, engaged: list[Engage]) -> Iterator[Finding]:
    """What goes by distance means nothing in a fight without positions."""
    weapons = {weapon.name: weapon for weapon in scenario.weapons}
    flat = {fight.name for fight in scenario.fights if not fight.geometry}
    for step in engaged:
        weapon = weapons.get(step.weapon)
        if step.fight not in flat or weapon is None:
            continue
        advice = f"but positions do not count in the fight '{step.fight}'; give it 'geometry: true'"
        for key, value in (("dispersion", weapon.dispersion), ("reach", weapon.reach)):
            if value is not None:
                yield value.where, f"'{key}' of '{weapon.name}' goes by distance, {advice}"
        if step.target == "nearest":
            yield step.meta.where, f"the nearest goes by distance, {advice}"


def _ground(scenario: Resolved) -> Iterator[Finding]:
    """Walls and cover without a fight in which they count."""
    if any(fight.geometry for fight in scenario.fights):
        return
    for wall in scenario.walls:
        yield wall.where, f"there is no fight in which the wall '{wall.name}' counts; give one 'geometry: true'"
    for place in scenario.places:
        if place.cover is not None:
            yield place.cover.where, f"there is no fight in which the cover of '{place.name}' counts; give one 'geometry: true'"

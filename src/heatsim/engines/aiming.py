"""Whom a shooter aims at, by doctrine, among those who can be hit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from heatsim.program.evaluate import closure
from heatsim.program.model import EngagementInfo
from heatsim.program.position import position
from heatsim.scenario.expression import STATES

if TYPE_CHECKING:
    from heatsim.engines.link import Linked

__all__ = ["Aim", "aiming"]

Aim = Callable[[list[float], float], int]  # state vector and one u: number of the combatant aimed at, or -1
FIRST_OUT = STATES.index("down")
MASK = (1 << 64) - 1
CELLS = 4503599627370496.0  # 2**52
TRIES = range(64)
GOLDEN, FIRST_MIX, SECOND_MIX = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def aiming(linked: Linked, engagement: EngagementInfo) -> Aim:
    """The choice of a target for one engagement."""
    program = linked.program
    shooter = program.combatants[engagement.combatant]
    fight = program.fights[shooter.fight]
    enemies = tuple(number for number in fight.combatants if program.combatants[number].side != shooter.side)
    can = _can_be_hit(linked, engagement)
    if engagement.target == "random":
        if not fight.geometry:
            return _random_in_the_open(linked, engagement, enemies)
        return lambda values, u: _random(values, u, enemies, can)
    rank = _nearest(linked, engagement)
    if engagement.target == "dangerous":
        danger = _danger(linked)
        return lambda values, u: _best(values, enemies, can, lambda v, n: -danger(v, n))
    if engagement.target == "attacker":
        place = {program.combatants[number].actor: number for number in enemies}
        return lambda values, u: _attacker(values, place.get(int(values[shooter.attacker]), -1), enemies, can, rank)
    if engagement.target == "assigned":
        wanted = engagement.assigned
        return lambda values, u: _assigned(values, wanted, enemies, can, rank)
    return lambda values, u: _best(values, enemies, can, rank)


Can = Callable[[list[float], int], bool]
Rank = Callable[[list[float], int], float]


def _can_be_hit(linked: Linked, engagement: EngagementInfo) -> Can:
    """In the fight and not out; with geometry also within reach and in sight."""
    program = linked.program
    shooter = program.combatants[engagement.combatant]
    states = [program.actors[info.actor].state for info in program.combatants]
    joined = [info.joined for info in program.combatants]
    if not program.fights[shooter.fight].geometry:
        return lambda values, number: values[joined[number]] == 1.0 and values[states[number]] < FIRST_OUT
    weapon, bodies, walls = program.weapons[engagement.weapon], program.bodies, program.walls
    reach = closure(weapon.reach) if weapon.reach is not None else None
    actors = [info.actor for info in program.combatants]

    def can(values: list[float], number: int) -> bool:
        if values[joined[number]] != 1.0 or values[states[number]] >= FIRST_OUT:
            return False
        a, b = position(values, bodies, shooter.actor), position(values, bodies, actors[number])
        if reach is not None:
            dx, dy, limit = b[0] - a[0], b[1] - a[1], reach(values)
            if dx * dx + dy * dy > limit * limit:  # products, which are the same everywhere; powers are the C library's
                return False
        return not any(crosses(a, b, wall) for wall in walls)

    return can


def crosses(a: tuple[float, float], b: tuple[float, float], wall: tuple[float, float, float, float]) -> bool:
    """Does the line from a to b meet the wall? Touching its end counts: nobody shoots through a corner."""
    c, d = (wall[0], wall[1]), (wall[2], wall[3])
    first, second = _side(c, d, a), _side(c, d, b)
    third, fourth = _side(a, b, c), _side(a, b, d)
    return (
        ((first > 0) != (second > 0) and (third >= 0) != (fourth >= 0))
        or (third == 0 and _between(a, b, c))
        or (fourth == 0 and _between(a, b, d))
    )


def _side(a: tuple[float, float], b: tuple[float, float], p: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _between(a: tuple[float, float], b: tuple[float, float], p: tuple[float, float]) -> bool:
    return min(a[0], b[0]) <= p[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])


def _random(values: list[float], u: float, enemies: tuple[int, ...], can: Can) -> int:
    """Any of those that can be hit, alike: the whole roster is drawn from until one comes up that can be.

    So taking one enemy away changes no choice that had not fallen on it.
    """
    count = len(enemies)
    number = enemies[int(u * count)]
    if can(values, number):
        return number
    if not any(can(values, other) for other in enemies):
        return -1
    return enemies[_redraw(values, u, count, lambda v, place: can(v, enemies[place]))]


def _redraw(values: list[float], u: float, count: int, can: Can) -> int:
    """Further numbers of the same decision, from its one word by the mixing function of SplitMix64, until a place can be hit.

    Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. After 64 tries the roster is
    searched from where the last one fell. Somebody can be hit.
    """
    word, place = int(u * CELLS), 0  # the 52 bits of u
    for _ in TRIES:
        word = (word + GOLDEN) & MASK
        mixed = ((word ^ (word >> 30)) * FIRST_MIX) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * SECOND_MIX) & MASK
        place = ((mixed ^ (mixed >> 31)) >> 12) * count >> 52
        if can(values, place):
            return place
    return next((place + k) % count for k in range(count) if can(values, (place + k) % count))


def _random_in_the_open(linked: Linked, engagement: EngagementInfo, enemies: tuple[int, ...]) -> Aim:
    """The same where everybody can hit everybody: nothing but states to look at."""
    program = linked.program
    shooter = program.combatants[engagement.combatant]
    here = [index for side, index in enumerate(program.fights[shooter.fight].here) if side != shooter.side]
    states = [program.actors[program.combatants[number].actor].state for number in enemies]
    joined = [program.combatants[number].joined for number in enemies]
    places = tuple(zip(joined, states, enemies, strict=True))
    count = len(enemies)

    golden, first, second, mask, out = GOLDEN, FIRST_MIX, SECOND_MIX, MASK, float(FIRST_OUT)  # nearer at hand

    def aim(values: list[float], u: float) -> int:
        there, state, number = places[int(u * count)]
        if values[state] < out and values[there] == 1.0:
            return number
        for index in here:
            if values[index] > 0.0:
                return again(values, u)
        return -1

    def again(values: list[float], u: float) -> int:
        """`_redraw` without a call for each try: a third of all shots come here."""
        word = int(u * CELLS)
        for _ in TRIES:
            word = (word + golden) & mask
            mixed = ((word ^ (word >> 30)) * first) & mask
            mixed = ((mixed ^ (mixed >> 27)) * second) & mask
            there, state, number = places[((mixed ^ (mixed >> 31)) >> 12) * count >> 52]
            if values[state] < out and values[there] == 1.0:
                return number
        return enemies[_redraw(values, u, count, stands)]

    def stands(values: list[float], place: int) -> bool:
        return values[joined[place]] == 1.0 and values[states[place]] < FIRST_OUT

    return aim


def _best(values: list[float], enemies: tuple[int, ...], can: Can, rank: Rank) -> int:
    """The one with the lowest rank value; the first declared of equals."""
    best, found = 0.0, -1
    for number in enemies:
        if can(values, number):
            value = rank(values, number)
            if found < 0 or value < best:
                best, found = value, number
    return found


def _attacker(values: list[float], attacker: int, enemies: tuple[int, ...], can: Can, rank: Rank) -> int:
    if attacker >= 0 and can(values, attacker):
        return attacker
    return _best(values, enemies, can, rank)


def _assigned(values: list[float], wanted: tuple[int, ...], enemies: tuple[int, ...], can: Can, rank: Rank) -> int:
    for number in wanted:
        if can(values, number):
            return number
    return _best(values, enemies, can, rank)


def _nearest(linked: Linked, engagement: EngagementInfo) -> Rank:
    program = linked.program
    if not program.bodies:
        return lambda values, number: 0.0
    me, actors, bodies = program.combatants[engagement.combatant].actor, [info.actor for info in program.combatants], program.bodies

    def rank(values: list[float], number: int) -> float:
        (ax, ay), (bx, by) = position(values, bodies, me), position(values, bodies, actors[number])
        return (bx - ax) * (bx - ax) + (by - ay) * (by - ay)

    return rank


def _danger(linked: Linked) -> Rank:
    """Shots fired so far: who has shot most is most to be feared."""
    shots = [info.shots for info in linked.program.combatants]
    return lambda values, number: values[shots[number]]

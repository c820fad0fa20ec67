"""Whom a shooter aims at: `heatsim.engines.aiming` on flat arrays. Combatants are places in P."""

# ruff: noqa: SIM110 - numba knows no generators

from __future__ import annotations

from heatsim.engines.compiled.drawing import scrambled_place, scrambled_word
from heatsim.engines.compiled.evaluating import value
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    ASSIGNED,
    ATTACKER,
    BODIES,
    C_ACTOR,
    C_ATTACKER,
    C_JOINED,
    C_SHOTS,
    C_STATE,
    DANGEROUS,
    E_ASSIGNED,
    E_ENEMIES,
    E_GEOMETRY,
    E_HERE,
    E_REACH,
    E_TARGET,
    FIRST_OUT,
    NOTHING,
    RANDOM,
    WALL_COUNT,
    WALLS,
    Real,
    Scratch,
    Values,
    Whole,
)
from heatsim.engines.compiled.places import position

__all__ = ["target_of"]

CELLS = 4503599627370496.0  # 2**52


@kernel
def target_of(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int, u: float) -> int:
    """The combatant aimed at, or -1."""
    doctrine = P[engagement + E_TARGET]
    if doctrine == RANDOM:
        return at_random(P, F, V, S, engagement, shooter, u)
    if doctrine == ATTACKER:
        attacker = enemy_who(P, engagement, int(V[P[shooter + C_ATTACKER]]))
        if attacker >= 0 and can_be_hit(P, F, V, S, engagement, shooter, attacker):
            return attacker
    elif doctrine == ASSIGNED:
        wanted = P[engagement + E_ASSIGNED]
        for k in range(wanted + 1, wanted + 1 + P[wanted]):
            if can_be_hit(P, F, V, S, engagement, shooter, P[k]):
                return P[k]
    return best(P, F, V, S, engagement, shooter, doctrine)


@kernel
def enemy_who(P: Whole, engagement: int, actor: int) -> int:
    """The enemy who is this actor, or -1."""
    enemies, found = P[engagement + E_ENEMIES], -1
    for k in range(enemies + 1, enemies + 1 + P[enemies]):
        if P[P[k] + C_ACTOR] == actor:
            found = P[k]
    return found


@kernel
def can_be_hit(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int, target: int) -> bool:
    """In the fight and not out; with geometry also within reach and in sight."""
    if V[P[target + C_JOINED]] != 1.0 or V[P[target + C_STATE]] >= FIRST_OUT:
        return False
    return P[engagement + E_GEOMETRY] == 0 or in_sight(P, F, V, S, engagement, shooter, target)


@kernel
def in_sight(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int, target: int) -> bool:
    """Within reach, and no wall between."""
    ax, ay = position(P, V, P[shooter + C_ACTOR])
    bx, by = position(P, V, P[target + C_ACTOR])
    if P[engagement + E_REACH] != NOTHING:
        reach = value(P, V, S, P[engagement + E_REACH])
        if (bx - ax) * (bx - ax) + (by - ay) * (by - ay) > reach * reach:
            return False
    for k in range(P[WALL_COUNT]):
        wall = P[WALLS] + 4 * k
        if crosses(ax, ay, bx, by, F[wall], F[wall + 1], F[wall + 2], F[wall + 3]):
            return False
    return True


@kernel
def crosses(ax: float, ay: float, bx: float, by: float, cx: float, cy: float, dx: float, dy: float) -> bool:
    """Does the line from a to b meet the wall from c to d? Touching its end counts."""
    first, second = side(cx, cy, dx, dy, ax, ay), side(cx, cy, dx, dy, bx, by)
    third, fourth = side(ax, ay, bx, by, cx, cy), side(ax, ay, bx, by, dx, dy)
    if (first > 0.0) != (second > 0.0) and (third >= 0.0) != (fourth >= 0.0):
        return True
    return (third == 0.0 and between(ax, ay, bx, by, cx, cy)) or (fourth == 0.0 and between(ax, ay, bx, by, dx, dy))


@kernel
def side(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax)


@kernel
def between(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> bool:
    return min(ax, bx) <= px <= max(ax, bx) and min(ay, by) <= py <= max(ay, by)


@kernel
def at_random(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int, u: float) -> int:
    """The whole roster is drawn from until one comes up that can be hit."""
    enemies = P[engagement + E_ENEMIES]
    count = P[enemies]
    target = P[enemies + 1 + int(u * count)]
    if can_be_hit(P, F, V, S, engagement, shooter, target):
        return target
    if not anybody(P, F, V, S, engagement, shooter):
        return -1
    return redrawn(P, F, V, S, engagement, shooter, u)


@kernel
def anybody(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int) -> bool:
    """Can any enemy be hit?"""
    if P[engagement + E_GEOMETRY] == 0:
        here = P[engagement + E_HERE]
        for k in range(here + 1, here + 1 + P[here]):
            if V[P[k]] > 0.0:
                return True
        return False
    enemies = P[engagement + E_ENEMIES]
    for k in range(enemies + 1, enemies + 1 + P[enemies]):
        if can_be_hit(P, F, V, S, engagement, shooter, P[k]):
            return True
    return False


@kernel
def redrawn(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int, u: float) -> int:
    """Further numbers from the same word until a place can be hit; after 64 the roster is searched from the last one."""
    enemies = P[engagement + E_ENEMIES]
    count = P[enemies]
    word, place = int(u * CELLS), 0
    for _ in range(64):
        word = scrambled_word(word)
        place = scrambled_place(word, count)
        if can_be_hit(P, F, V, S, engagement, shooter, P[enemies + 1 + place]):
            return P[enemies + 1 + place]
    for k in range(count):
        target = P[enemies + 1 + (place + k) % count]
        if can_be_hit(P, F, V, S, engagement, shooter, target):
            return target
    return -1


@kernel
def best(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int, doctrine: int) -> int:
    """The nearest or most dangerous of those who can be hit; the first declared of equals."""
    enemies, least, found = P[engagement + E_ENEMIES], 0.0, -1
    for k in range(enemies + 1, enemies + 1 + P[enemies]):
        if can_be_hit(P, F, V, S, engagement, shooter, P[k]):
            x = -V[P[P[k] + C_SHOTS]] if doctrine == DANGEROUS else squared(P, V, shooter, P[k])
            if found < 0 or x < least:
                least, found = x, P[k]
    return found


@kernel
def squared(P: Whole, V: Values, shooter: int, target: int) -> float:
    """The square of the distance; nothing where there are no places."""
    if P[BODIES] == 0:
        return 0.0
    ax, ay = position(P, V, P[shooter + C_ACTOR])
    bx, by = position(P, V, P[target + C_ACTOR])
    return (bx - ax) * (bx - ax) + (by - ay) * (by - ay)

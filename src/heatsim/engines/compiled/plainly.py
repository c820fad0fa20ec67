"""The plain shooter: one round at a time, at exponential times and a fixed chance, in the open, at anybody.

Textbook fights are made of nothing else and of very many of these, so that the way from one shot to the next is taken here at one
go. Nothing differs from `shooting` but the time it takes.
"""

from __future__ import annotations

import math

from heatsim.engines.compiled.drawing import fetch, plain_shots, scrambled_place, scrambled_word
from heatsim.engines.compiled.kernel import inlined, kernel
from heatsim.engines.compiled.layout import (
    AFTER,
    AHEAD,
    BLOCKED,
    C_ACTOR,
    C_ATTACKER,
    C_HITS,
    C_SHOTS,
    C_STATE,
    COMBATANT_WIDTH,
    COMBATANTS,
    CONDITION,
    DEADLINE,
    E_BEGAN,
    E_BLOCK,
    E_COMBATANT,
    E_ENEMIES,
    E_ENEMIES_HERE,
    E_GAP,
    E_HIT,
    E_PLAIN,
    E_SITE,
    E_STANDING,
    E_STOP,
    E_WORDS,
    FAR,
    FIRST_OUT,
    HALT,
    LIFE_WIDTH,
    LIVES,
    NOW,
    OCCURRENCES,
    SPECIAL,
    STANDING,
    STOP_AT,
    TARGET,
    TURNS,
    WAIT,
    C,
    Real,
    Scratch,
    Values,
    Whole,
)
from heatsim.engines.compiled.machine import sleep
from heatsim.engines.compiled.shooting import effect

__all__ = ["pull_plainly", "shoot_plainly"]

CELLS = 4503599627370496.0  # 2**52


@kernel
def shoot_plainly(P: Whole, F: Real, V: Values, S: Scratch, process: int, at: int, engagement: int) -> int:
    """`shooting.shoot` and `shooting.straight_on` for a plain shooter."""
    words = P[engagement + E_WORDS]
    shooter = P[COMBATANTS] + COMBATANT_WIDTH * P[engagement + E_COMBATANT]
    target = standing(P, V, S, engagement, V[words + 1])
    if target < 0:
        return P[at + TARGET]
    if V[P[engagement + E_BEGAN]] != V[P[engagement + E_BEGAN]]:
        V[P[engagement + E_BEGAN]] = V[0]
    V[P[shooter + C_SHOTS]] += 1.0
    if V[words + 2] < V[-1 - P[engagement + E_HIT]]:
        V[P[shooter + C_HITS]] += 1.0
        effect(P, V, S, engagement, shooter, target, V[words + 3])
    V[P[target + C_ATTACKER]] = float(P[shooter + C_ACTOR])
    if V[P[shooter + C_STATE]] >= FIRST_OUT:
        return HALT
    life = LIVES + LIFE_WIDTH * process
    if S[life + STANDING] > 0 or V[P[engagement + E_ENEMIES_HERE]] <= 0.0 or S[TURNS] + 1 > S[STOP_AT]:
        return P[at + AFTER]
    S[TURNS] += 1
    return wait_for_shot(P, F, V, S, process, engagement)


@kernel
def pull_plainly(P: Whole, F: Real, V: Values, S: Scratch, process: int, at: int) -> int:
    """`shooting.pull`, and the block that follows it where nothing can cut it short: somebody is there to be shot at."""
    engagement = P[at + C]
    if S[LIVES + LIFE_WIDTH * process + STANDING] == 0 and V[P[engagement + E_ENEMIES_HERE]] > 0.0:
        return wait_for_shot(P, F, V, S, process, engagement)
    aim_anew(P, F, V, S, engagement)
    return P[at + AFTER]


@inlined
def wait_for_shot(P: Whole, F: Real, V: Values, S: Scratch, process: int, engagement: int) -> int:
    """Take the next shot's words and wait for its time."""
    time, life = aim_anew(P, F, V, S, engagement), LIVES + LIFE_WIDTH * process
    S[life + BLOCKED], S[life + CONDITION] = P[engagement + E_BLOCK], P[engagement + E_STOP]
    S[life + DEADLINE] = S[NOW] + int(min(time, FAR) + 0.5)
    sleep(P, S, process)
    return WAIT


@inlined
def aim_anew(P: Whole, F: Real, V: Values, S: Scratch, engagement: int) -> float:
    """The words of the next shot, and the time until it."""
    words = P[engagement + E_WORDS]
    if S[SPECIAL]:
        fetch(P, V, S, engagement, words)
        time = -F[P[engagement + E_PLAIN]] * math.log(1.0 - V[words])
    else:
        place = P[OCCURRENCES] + P[engagement + E_SITE]
        occurrence = S[place]
        S[place] = occurrence + 1
        coming = words + 8
        if occurrence & (AHEAD - 1) == 0:
            look_ahead(P, F, V, S, engagement, occurrence, coming)
        coming += 4 * (occurrence & (AHEAD - 1))
        time, V[words + 1], V[words + 2], V[words + 3] = V[coming], V[coming + 1], V[coming + 2], V[coming + 3]
    V[P[engagement + E_GAP]] = time
    return time


@kernel
def look_ahead(P: Whole, F: Real, V: Values, S: Scratch, engagement: int, occurrence: int, coming: int) -> None:
    """The words of the next shots, with their times in the places of the first words."""
    plain_shots(P, V, S, engagement, occurrence, coming)
    mean = F[P[engagement + E_PLAIN]]
    for k in range(coming, coming + 4 * AHEAD, 4):
        V[k] = -mean * math.log(1.0 - V[k])


@inlined
def standing(P: Whole, V: Values, S: Scratch, engagement: int, u: float) -> int:
    """An enemy at random who is there and not out: `aiming.at_random` in the open, with bits for who that is."""
    enemies, bits = P[engagement + E_ENEMIES], P[engagement + E_STANDING]
    count = P[enemies]
    place = int(u * count)
    if S[bits + (place >> 5)] >> (place & 31) & 1:
        return P[enemies + 1 + place]
    if V[P[engagement + E_ENEMIES_HERE]] <= 0.0:
        return -1
    word = int(u * CELLS)
    for _ in range(64):
        word = scrambled_word(word)
        place = scrambled_place(word, count)
        if S[bits + (place >> 5)] >> (place & 31) & 1:
            return P[enemies + 1 + place]
    for k in range(count):
        other = (place + k) % count
        if S[bits + (other >> 5)] >> (other & 31) & 1:
            return P[enemies + 1 + other]
    return -1

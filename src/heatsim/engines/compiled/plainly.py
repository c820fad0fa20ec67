"""The plain shooter: one round at a time, at exponential times and a fixed chance, in the open, at anybody.

Textbook fights are made of nothing else and of very many of these, so that the way from one shot to the next is taken here at one
go. Nothing differs from `shooting` but the time it takes.
"""

from __future__ import annotations

import math

from heatsim.engines.compiled.drawing import fetch, scrambled_place, scrambled_word
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    AFTER,
    BLOCKED,
    C_ACTOR,
    C_ATTACKER,
    C_HITS,
    C_JOINED,
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
    E_STOP,
    E_WORDS,
    FAR,
    FIRST_OUT,
    HALT,
    LIFE_WIDTH,
    LIVES,
    NOW,
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
def shoot_plainly(P: Whole, F: Real, V: Values, S: Scratch, process: int, at: int) -> int:
    """`shooting.shoot` and `shooting.straight_on` for a plain shooter."""
    engagement = P[at + C]
    words = P[engagement + E_WORDS]
    shooter = P[COMBATANTS] + COMBATANT_WIDTH * P[engagement + E_COMBATANT]
    target = standing(P, V, engagement, V[words + 1])
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
    aim_anew(P, F, V, S, life, engagement)
    sleep(P, S, process)
    return WAIT


@kernel
def aim_anew(P: Whole, F: Real, V: Values, S: Scratch, life: int, engagement: int) -> None:
    """Draw the next shot and wait for its time."""
    words = P[engagement + E_WORDS]
    fetch(P, V, S, engagement, words)
    time = -F[P[engagement + E_PLAIN]] * math.log1p(-V[words])
    V[P[engagement + E_GAP]] = time
    S[life + BLOCKED], S[life + CONDITION] = P[engagement + E_BLOCK], P[engagement + E_STOP]
    S[life + DEADLINE] = S[NOW] + int(min(time, FAR) + 0.5)


@kernel
def pull_plainly(P: Whole, F: Real, V: Values, S: Scratch, process: int, engagement: int) -> int:
    """`shooting.pull` and the block that follows it, where nothing can cut it short: somebody is there to be shot at."""
    aim_anew(P, F, V, S, LIVES + LIFE_WIDTH * process, engagement)
    sleep(P, S, process)
    return WAIT


@kernel
def standing(P: Whole, V: Values, engagement: int, u: float) -> int:
    """An enemy at random who is there and not out: `aiming.at_random` in the open."""
    enemies = P[engagement + E_ENEMIES]
    count = P[enemies]
    target = P[enemies + 1 + int(u * count)]
    if (V[P[target + C_JOINED]] == 1.0) & (V[P[target + C_STATE]] < FIRST_OUT):
        return target
    if V[P[engagement + E_ENEMIES_HERE]] <= 0.0:
        return -1
    word, place = int(u * CELLS), 0
    for _ in range(64):
        word = scrambled_word(word)
        place = scrambled_place(word, count)
        target = P[enemies + 1 + place]
        if (V[P[target + C_JOINED]] == 1.0) & (V[P[target + C_STATE]] < FIRST_OUT):
            return target
    for k in range(count):
        target = P[enemies + 1 + (place + k) % count]
        if V[P[target + C_JOINED]] == 1.0 and V[P[target + C_STATE]] < FIRST_OUT:
            return target
    return -1

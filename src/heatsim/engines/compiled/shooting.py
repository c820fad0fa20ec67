"""The shot: to pull, whether it hits, what a hit does. `heatsim.engines.fighting` on flat arrays."""

from __future__ import annotations

import math

from heatsim.engines.compiled.aiming import target_of
from heatsim.engines.compiled.arithmetic import hypot
from heatsim.engines.compiled.drawing import fetch
from heatsim.engines.compiled.evaluating import holds, quotient, safe_exp, value
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    ACTIVE,
    AFTER,
    BLOCKED,
    C_ACTOR,
    C_ARMOUR,
    C_ATTACKER,
    C_BIT,
    C_ENDURANCE,
    C_HERE,
    C_HERE_TOLD,
    C_HITS,
    C_HURT_BY,
    C_JOINED,
    C_SHOTS,
    C_STATE,
    C_SUPPRESSED_AT,
    C_SUPPRESSION,
    C_TAKEN,
    C_TOLD,
    C_WORD,
    C_WOUND,
    COMBATANT_WIDTH,
    COMBATANTS,
    CONDITION,
    COVER,
    DEAD,
    DEADLINE,
    DOWN,
    E_BEGAN,
    E_BLOCK,
    E_BODY,
    E_COMBATANT,
    E_DISPERSION,
    E_ENEMIES_HERE,
    E_EVERY,
    E_GAP,
    E_HALF_LIFE,
    E_HIT,
    E_HIT_STATE,
    E_HITS,
    E_LOAD,
    E_MOVING,
    E_ON_GROUND,
    E_ONLY_LEFT,
    E_RADIUS,
    E_ROUNDS,
    E_SHAKEN,
    E_SHOTS,
    E_STOP,
    E_STRAIGHT,
    E_SUPPRESSES,
    E_TOLD,
    E_WORDS,
    E_WOUNDS,
    ENGAGEMENT_WIDTH,
    ENGAGEMENTS,
    FAR,
    FAULT,
    FIRST_OUT,
    HALT,
    LIFE_WIDTH,
    LIVES,
    NOTHING,
    NOW,
    STANDING,
    STOP_AT,
    TARGET,
    TURNS,
    W_ARMOURED,
    W_DEAD,
    W_DOWN,
    W_NAME,
    W_SHARE,
    W_WOUNDED,
    WAIT,
    WOUND_WIDTH,
    WOUNDED,
    B,
    Real,
    Scratch,
    Values,
    Whole,
)
from heatsim.engines.compiled.machine import sleep, tell
from heatsim.engines.compiled.places import body_of, on_the_move, position
from heatsim.engines.compiled.sampling import PLAIN_NORMAL, VARYING, sample
from heatsim.engines.compiled.states import change

__all__ = ["join", "pull", "shoot"]

LN2 = math.log(2.0)


@kernel
def join(P: Whole, V: Values, S: Scratch, combatant: int) -> None:
    """From now on this combatant can be shot at."""
    info = P[COMBATANTS] + COMBATANT_WIDTH * combatant
    if V[P[info + C_JOINED]] == 0.0:
        V[P[info + C_JOINED]] = 1.0
        if V[P[info + C_STATE]] < FIRST_OUT:
            V[P[info + C_HERE]] += 1.0
            S[P[info + C_WORD]] ^= P[info + C_BIT]
            tell(P, V, S, P[info + C_HERE_TOLD])


@kernel
def pull(P: Whole, F: Real, V: Values, S: Scratch, number: int) -> float:
    """Draw the four words of the next shot; returns the time to it."""
    engagement = P[ENGAGEMENTS] + ENGAGEMENT_WIDTH * number
    words = P[engagement + E_WORDS]
    fetch(P, V, S, engagement, words)
    every = P[engagement + E_EVERY]
    time = sample(P, F, V, S, every, V[words])
    if P[every] & (VARYING - 1) == PLAIN_NORMAL and not time > 0.0:
        return 0.0
    return time


@kernel
def shoot(P: Whole, F: Real, V: Values, S: Scratch, process: int, at: int) -> int:
    """Fire one pull of the trigger at whoever doctrine chooses; go elsewhere if nobody can be hit."""
    number = P[at + B]
    engagement = P[ENGAGEMENTS] + ENGAGEMENT_WIDTH * number
    words = P[engagement + E_WORDS]
    shooter = P[COMBATANTS] + COMBATANT_WIDTH * P[engagement + E_COMBATANT]
    target = target_of(P, F, V, S, engagement, shooter, V[words + 1])
    if target < 0:
        return P[at + TARGET]
    if V[P[engagement + E_BEGAN]] != V[P[engagement + E_BEGAN]]:
        V[P[engagement + E_BEGAN]] = V[0]
    done, hits = fire(P, F, V, S, engagement, shooter, target, V[words + 2], V[words + 3])
    V[P[shooter + C_SHOTS]] += done
    V[P[shooter + C_HITS]] += hits
    if P[engagement + E_SHOTS] >= 0:
        V[P[engagement + E_SHOTS]] += done
        V[P[engagement + E_HITS]] += hits
    V[P[target + C_ATTACKER]] = float(P[shooter + C_ACTOR])
    if P[engagement + E_LOAD] >= 0:
        V[P[engagement + E_LOAD]] -= done
    if P[engagement + E_SUPPRESSES] != NOTHING:
        suppress(P, V, S, engagement, target, value(P, V, S, P[engagement + E_SUPPRESSES]) * done)
    tell(P, V, S, P[engagement + E_TOLD])
    if V[P[shooter + C_STATE]] >= FIRST_OUT:
        return HALT
    if P[engagement + E_STRAIGHT]:
        return straight_on(P, F, V, S, process, number, engagement, P[at + AFTER])
    return P[at + AFTER]


@kernel
def straight_on(P: Whole, F: Real, V: Values, S: Scratch, process: int, number: int, engagement: int, after: int) -> int:
    """From one shot straight to the next where only the instructions of the fight stand between them."""
    life, load = LIVES + LIFE_WIDTH * process, P[engagement + E_LOAD]
    if S[life + STANDING] > 0 or V[P[engagement + E_ENEMIES_HERE]] <= 0.0 or (load >= 0 and V[load] <= 0.0):
        return after
    if S[TURNS] + 1 > S[STOP_AT]:
        return after
    if P[engagement + E_ONLY_LEFT] == 0 and holds(P, V, S, P[engagement + E_STOP]):
        return after
    S[TURNS] += 1
    time = pull(P, F, V, S, number)
    V[P[engagement + E_GAP]] = time
    if not 0.0 <= time < FAR:
        S[FAULT] = 1
        return WAIT
    S[life + BLOCKED] = P[engagement + E_BLOCK]
    S[life + CONDITION] = P[engagement + E_STOP]
    S[life + DEADLINE] = S[NOW] + int(time + 0.5)
    sleep(P, S, process)
    return WAIT


@kernel
def fire(
    P: Whole, F: Real, V: Values, S: Scratch, engagement: int, shooter: int, target: int, aimed: float, placed: float
) -> tuple[int, int]:
    """A burst: rounds fired, and how many of them hit; `aimed` and `placed` are the last two words of the shot."""
    count = P[engagement + E_ROUNDS]
    if P[engagement + E_LOAD] >= 0:
        count = int(min(float(count), V[P[engagement + E_LOAD]]))
    chance = hit_chance(P, V, S, engagement, shooter, target)
    hits = done = 0
    while done < count:
        done += 1
        if aimed < chance:
            hits += 1
            if effect(P, V, S, engagement, shooter, target, placed):
                break
        if done < count:
            further = P[engagement + E_WORDS] + 4
            fetch(P, V, S, engagement, further)
            aimed, placed = V[further + 2], V[further + 3]
    return done, hits


@kernel
def suppress(P: Whole, V: Values, S: Scratch, engagement: int, target: int, amount: float) -> None:
    """What is left of the old suppression, and the new."""
    V[P[target + C_SUPPRESSION]] = suppression(P, V, S, engagement, target) + amount
    V[P[target + C_SUPPRESSED_AT]] = V[0]


@kernel
def suppression(P: Whole, V: Values, S: Scratch, engagement: int, combatant: int) -> float:
    """What is left of somebody's suppression."""
    since = V[P[combatant + C_SUPPRESSED_AT]]
    if since != since:
        return 0.0
    half_life = value(P, V, S, P[engagement + E_HALF_LIFE])
    return V[P[combatant + C_SUPPRESSION]] * safe_exp(S, quotient(S, -LN2 * (V[0] - since), half_life))


@kernel
def hit_chance(P: Whole, V: Values, S: Scratch, engagement: int, shooter: int, target: int) -> float:
    """The chance that a round at the target hits."""
    if P[engagement + E_ON_GROUND]:
        return chance_on_ground(P, V, S, engagement, shooter, target)
    hit = value(P, V, S, P[engagement + E_HIT])
    return hit if P[engagement + E_SHAKEN] == 0 else shaken_chance(P, V, S, engagement, shooter, hit)


@kernel
def shaken_chance(P: Whole, V: Values, S: Scratch, engagement: int, shooter: int, hit: float) -> float:
    return quotient(S, hit, 1.0 + suppression(P, V, S, engagement, shooter))


@kernel
def chance_on_ground(P: Whole, V: Values, S: Scratch, engagement: int, shooter: int, target: int) -> float:
    """With range, cover and movement."""
    me, at = P[shooter + C_ACTOR], P[target + C_ACTOR]
    shaken = 1.0 + suppression(P, V, S, engagement, shooter)
    exposed = 1.0 - V[P[body_of(P, at) + COVER]]
    if P[engagement + E_DISPERSION] != NOTHING:
        ax, ay = position(P, V, me)
        bx, by = position(P, V, at)
        sigma = value(P, V, S, P[engagement + E_DISPERSION]) * hypot(bx - ax, by - ay) * shaken
        size = value(P, V, S, P[engagement + E_RADIUS])
        if sigma > 0.0:
            inside = 1.0 - safe_exp(S, quotient(S, -size * size * exposed, 2.0 * sigma * sigma))
        else:
            inside = 1.0 if exposed > 0.0 else 0.0
    else:
        hit = value(P, V, S, P[engagement + E_HIT]) if P[engagement + E_HIT] != NOTHING else 0.0
        inside = quotient(S, hit * exposed, shaken)
    if on_the_move(P, V, at) or on_the_move(P, V, me):
        inside *= value(P, V, S, P[engagement + E_MOVING])
    return inside


@kernel
def mark(P: Whole, V: Values, shooter: int, target: int, wound: int) -> None:
    V[P[target + C_TAKEN]] += 1.0
    V[P[target + C_HURT_BY]] = float(P[shooter + C_ACTOR])
    V[P[target + C_WOUND]] = float(wound)


@kernel
def effect(P: Whole, V: Values, S: Scratch, engagement: int, shooter: int, target: int, u: float) -> bool:
    """What a hit does; True if its target is out."""
    if P[P[engagement + E_WOUNDS]] > 0:
        return wound(P, V, S, engagement, shooter, target, u)
    mark(P, V, shooter, target, P[engagement + E_BODY])
    out = V[P[target + C_TAKEN]] >= P[target + C_ENDURANCE]
    if out:
        change(P, V, S, P[target + C_ACTOR], P[engagement + E_HIT_STATE], P[shooter + C_ACTOR])
    tell(P, V, S, P[target + C_TOLD])
    return out


@kernel
def wound(P: Whole, V: Values, S: Scratch, engagement: int, shooter: int, target: int, u: float) -> bool:
    """The place by its share; what is left of u says whether armour stops it, and then how bad it is."""
    band, last = P[engagement + E_WOUNDS] + 1, P[engagement + E_WOUNDS] + 1 + WOUND_WIDTH * (P[P[engagement + E_WOUNDS]] - 1)
    share = value(P, V, S, P[band + W_SHARE])
    while band < last and not u < share:
        u -= share
        band += WOUND_WIDTH
        share = value(P, V, S, P[band + W_SHARE])
    dead, down = value(P, V, S, P[band + W_DEAD]), value(P, V, S, P[band + W_DOWN])
    hurt = value(P, V, S, P[band + W_WOUNDED])
    u = u / share if share > 0.0 else 0.0
    mark(P, V, shooter, target, P[band + W_NAME])
    stop = value(P, V, S, P[target + C_ARMOUR]) if P[band + W_ARMOURED] else 0.0
    new = -1
    if not u < stop:
        u = quotient(S, u - stop, 1.0 - stop)
        if u < dead:
            new = DEAD
        elif u < dead + down:
            new = DOWN
        elif u < dead + down + hurt:
            new = WOUNDED
    if new >= 0 and not (new == WOUNDED and V[P[target + C_STATE]] != ACTIVE):
        change(P, V, S, P[target + C_ACTOR], new, P[shooter + C_ACTOR])
    tell(P, V, S, P[target + C_TOLD])
    return V[P[target + C_STATE]] >= FIRST_OUT

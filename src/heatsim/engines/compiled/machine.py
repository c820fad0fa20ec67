"""Processes: how they wait, are told, have their turn, serve orders and end. `heatsim.engines.life` on flat arrays.

Alarms are the leaves of a tree whose root is the next one: a time and a rank in one whole number, so that the smaller is due first.
"""

from __future__ import annotations

from heatsim.engines.compiled.evaluating import holds
from heatsim.engines.compiled.kernel import inlined, kernel
from heatsim.engines.compiled.layout import (
    AFTER,
    AGAIN,
    ARMED,
    BEGUN,
    BLOCKED,
    CEILING,
    CONDITION,
    COUNT,
    DEADLINE,
    DEPTH,
    DUE,
    FAULT,
    FRAME_WIDTH,
    FRAMES,
    FRESH,
    HALT,
    HORIZON,
    ITS_ORDERS,
    LEAVE,
    LEAVES,
    LEAVES_STEPS,
    LIFE_WIDTH,
    LIVES,
    NEVER,
    NO_ALARM,
    NOTHING,
    NOW,
    ON,
    ORDER_WIDTH,
    ORDERS,
    PROCESS_WIDTH,
    PROCESSES,
    RANK_BITS,
    REVERSED,
    RUNNING,
    SKIP,
    SKIPS,
    STANDING,
    STEPS,
    STOPS,
    TARGET,
    THEN,
    TOP,
    TREE,
    WAIT,
    B,
    C,
    D,
    Scratch,
    Values,
    Whole,
    Y,
)
from heatsim.engines.compiled.places import freeze, proceed

__all__ = ["arm", "back", "clear", "disarm", "ring", "rouse", "settle", "sleep", "stirred", "tell"]


@inlined
def ring(P: Whole, S: Scratch, number: int, time: int) -> None:
    """Set the alarm of a process, or none (a time below zero). Beyond the horizon all moments are alike."""
    rank = P[COUNT] - 1 - number if S[REVERSED] else number
    key = NO_ALARM
    if time >= 0:
        key = (min(time, P[HORIZON] + 1) << P[RANK_BITS]) | rank
    tree, place = P[TREE], P[LEAVES] + rank
    S[tree + place] = key
    while place > 1:
        other = S[tree + (place ^ 1)]
        key = other if other < key else key
        place >>= 1
        S[tree + place] = key  # to the root even where nothing changes: not to ask is faster than to guess wrong


@inlined
def sleep(P: Whole, S: Scratch, number: int) -> None:
    """Wait for the alarm, if there is one, or until roused."""
    deadline = S[LIVES + LIFE_WIDTH * number + DEADLINE]
    if deadline != NEVER and deadline < S[NOW]:
        S[FAULT] = 1
    ring(P, S, number, deadline)


@kernel
def rouse(P: Whole, S: Scratch, number: int) -> None:
    """Give a sleeping process its turn at this moment."""
    life = LIVES + LIFE_WIDTH * number
    if S[life + DUE] == 0:
        S[life + DUE] = 1
        ring(P, S, number, S[NOW])


@kernel
def tell(P: Whole, V: Values, S: Scratch, watchers: int) -> None:
    """Something changed: those who wait for it and now find it true get their turn at this moment."""
    if P[watchers] > 0:
        tell_all(P, V, S, watchers)


@kernel
def tell_all(P: Whole, V: Values, S: Scratch, watchers: int) -> None:
    for place in range(watchers + 1, watchers + 1 + P[watchers]):
        life = LIVES + LIFE_WIDTH * P[place]
        if S[life + BLOCKED] >= 0 and S[life + DUE] == 0 and stirred(P, V, S, P[place]):
            rouse(P, S, P[place])


@kernel
def stirred(P: Whole, V: Values, S: Scratch, number: int) -> bool:
    """Does anything it waits for hold?"""
    life = LIVES + LIFE_WIDTH * number
    condition = S[life + CONDITION]
    if condition != NOTHING and holds(P, V, S, condition):
        return True
    return S[life + STANDING] > 0 and breaking(P, V, S, number) >= 0


@kernel
def breaking(P: Whole, V: Values, S: Scratch, number: int) -> int:
    """The first order that stands and whose condition holds, or -1."""
    ceiling = S[LIVES + LIFE_WIDTH * number + CEILING]
    orders, armed = P[P[PROCESSES] + PROCESS_WIDTH * number + ITS_ORDERS], P[ARMED]
    for place in range(orders + 1, orders + 1 + P[orders]):
        order = P[place]
        if order >= ceiling:
            break
        if S[armed + order] and holds(P, V, S, P[P[ORDERS] + ORDER_WIDTH * order + ON]):
            return order
    return -1


@kernel
def settle(P: Whole, V: Values, S: Scratch, number: int) -> int:
    """At a block, in its turn: serve an order, go on if the condition or the alarm has come, else sleep (again)."""
    life = LIVES + LIFE_WIDTH * number
    block = S[life + BLOCKED]
    if S[life + STANDING] > 0:
        order = breaking(P, V, S, number)
        if order >= 0:
            return serve(P, V, S, number, order)
    condition, deadline = S[life + CONDITION], S[life + DEADLINE]
    if condition != NOTHING and holds(P, V, S, condition):
        return cut(P, V, S, number, block, P[block + TARGET], deadline - S[NOW])
    if deadline != NEVER and deadline <= S[NOW]:
        S[life + BLOCKED] = -1
        return P[block + AFTER]
    sleep(P, S, number)
    return WAIT


@kernel
def cut(P: Whole, V: Values, S: Scratch, number: int, block: int, target: int, left: int) -> int:
    """Leave a block early; the time that was left goes into the variable that asked for it."""
    if P[block + B] >= 0:
        V[P[block + B]] = float(left)
    if P[block + D] >= 0:
        freeze(P, V, P[block + D])
    S[LIVES + LIFE_WIDTH * number + BLOCKED] = -1
    return target


@kernel
def serve(P: Whole, V: Values, S: Scratch, number: int, order: int) -> int:
    """Let the order break into the block; returns where its steps are."""
    life = LIVES + LIFE_WIDTH * number
    block, deadline = S[life + BLOCKED], S[life + DEADLINE]
    if P[block + D] >= 0:
        freeze(P, V, P[block + D])
    frame = P[P[PROCESSES] + PROCESS_WIDTH * number + FRAMES] + FRAME_WIDTH * S[life + DEPTH]
    S[frame] = block
    S[frame + 1] = deadline - S[NOW] if deadline != NEVER else NEVER
    S[frame + 2] = deadline
    S[frame + 3] = S[life + CEILING]
    S[life + DEPTH] += 1
    disarm(P, S, number, order)
    S[life + CEILING] = order
    S[life + BLOCKED] = -1
    S[life + CONDITION] = NOTHING
    return P[P[ORDERS] + ORDER_WIDTH * order + STEPS]


@kernel
def back(P: Whole, V: Values, S: Scratch, number: int, order: int) -> int:
    """The steps of an order are done."""
    life, info = LIVES + LIFE_WIDTH * number, P[ORDERS] + ORDER_WIDTH * order
    S[life + DEPTH] -= 1
    frame = P[P[PROCESSES] + PROCESS_WIDTH * number + FRAMES] + FRAME_WIDTH * S[life + DEPTH]
    block, left = S[frame], S[frame + 1]
    S[life + CEILING] = S[frame + 3]
    if P[info + AGAIN]:
        arm(P, S, number, order)
    if P[info + THEN] == STOPS:
        return HALT
    if P[info + THEN] == LEAVES_STEPS:
        S[life + DEPTH] = 0
        S[life + CEILING] = TOP
        return P[info + LEAVE]
    if P[info + THEN] == SKIPS:
        return cut(P, V, S, number, block, P[block + SKIP], left)
    S[life + BLOCKED] = block
    S[life + CONDITION] = P[block + Y]
    work = left != NEVER and P[block + C] == 0
    S[life + DEADLINE] = S[NOW] + left if work else S[frame + 2]
    if P[block + D] >= 0:
        proceed(P, V, P[block + D], float(left))
    return settle(P, V, S, number)


@kernel
def arm(P: Whole, S: Scratch, number: int, order: int) -> None:
    if S[P[ARMED] + order] == 0:
        S[P[ARMED] + order] = 1
        S[LIVES + LIFE_WIDTH * number + STANDING] += 1


@kernel
def disarm(P: Whole, S: Scratch, number: int, order: int) -> None:
    if S[P[ARMED] + order]:
        S[P[ARMED] + order] = 0
        S[LIVES + LIFE_WIDTH * number + STANDING] -= 1


@kernel
def clear(P: Whole, S: Scratch, number: int) -> None:
    """Nothing stands, nothing is waited for: idle until started again."""
    life = LIVES + LIFE_WIDTH * number
    S[life + RUNNING] = 0
    S[life + FRESH] = 0
    S[life + DUE] = 0
    S[life + BLOCKED] = -1
    S[life + CONDITION] = NOTHING
    if S[life + STANDING] > 0 or S[life + DEPTH] > 0:
        orders = P[P[PROCESSES] + PROCESS_WIDTH * number + ITS_ORDERS]
        for place in range(orders + 1, orders + 1 + P[orders]):
            S[P[ARMED] + P[place]] = 0
        S[life + STANDING] = 0
        S[life + DEPTH] = 0
        S[life + CEILING] = TOP
    if S[life + BEGUN]:
        ring(P, S, number, NEVER)

"""Instructions, turns and whole replications: `heatsim.engines.instructions` and `on_simpy` on flat arrays."""

from __future__ import annotations

from heatsim.engines.compiled.drawing import uniform
from heatsim.engines.compiled.evaluating import holds, value
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    AFTER,
    ARM,
    ARRIVE,
    AT_HORIZON,
    BACK,
    BEGUN,
    BLOCK,
    BLOCKED,
    BOARD,
    BRANCH,
    CONDITION,
    COUNT,
    DEADLINE,
    DEPART,
    DISARM,
    DRAW,
    DUE,
    E_PLAIN,
    ENDED,
    ENDRUN,
    ENTRY,
    EVENT_LIMIT,
    FAILED,
    FAR,
    FAULT,
    FIRST_OUT,
    FRESH,
    HALT,
    HALTS,
    HORIZON,
    IF_ABOVE,
    IF_SENT,
    JOIN,
    LIFE_WIDTH,
    LIST,
    LIVES,
    LOOP,
    MOMENT_LIMIT,
    NEVER,
    NO_ALARM,
    NOTHING,
    NOW,
    ONCE,
    OP,
    OVER,
    OWN_STATE,
    PROCESS_WIDTH,
    PROCESSES,
    PULL,
    RACE,
    RANK_BITS,
    REVERSED,
    RUNNING,
    SET,
    SETUP,
    SHOOT,
    STANDING,
    START,
    STATE,
    STOP,
    STOP_AT,
    TARGET,
    TOLD,
    TREE,
    TURNS,
    WAIT,
    A,
    B,
    C,
    D,
    Real,
    Scratch,
    Values,
    Whole,
    X,
    Y,
)
from heatsim.engines.compiled.machine import arm, back, clear, disarm, rouse, settle, sleep, stirred, tell
from heatsim.engines.compiled.places import arrive, board, depart
from heatsim.engines.compiled.plainly import pull_plainly, shoot_plainly
from heatsim.engines.compiled.racing import race
from heatsim.engines.compiled.sampling import sample
from heatsim.engines.compiled.shooting import join, pull, shoot
from heatsim.engines.compiled.states import change

__all__ = ["replicate"]


@kernel
def replicate(P: Whole, F: Real, V: Values, S: Scratch) -> int:
    """One replication from its setup to its end or horizon; returns its status."""
    execute(P, F, V, S, P[COUNT], P[SETUP])
    limit = (P[HORIZON] + 1) << P[RANK_BITS]
    while S[FAULT] == 0 and S[OVER] == 0:
        key = S[P[TREE] + 1]
        if key >= limit:
            if key == NO_ALARM:
                break
            S[NOW] = P[HORIZON]
            V[0] = float(P[HORIZON])
            return AT_HORIZON
        turn(P, F, V, S, key)
    V[0] = float(S[NOW])
    return ENDED if S[FAULT] == 0 else FAILED


@kernel
def turn(P: Whole, F: Real, V: Values, S: Scratch, key: int) -> None:
    """The process whose alarm is next has its turn."""
    time, number = key >> P[RANK_BITS], key & ((1 << P[RANK_BITS]) - 1)
    if S[REVERSED]:
        number = P[COUNT] - 1 - number
    life = LIVES + LIFE_WIDTH * number
    if S[life + BEGUN] == 0:
        S[life + BEGUN] = 1
        S[life + FRESH] = 0
        place = P[P[PROCESSES] + PROCESS_WIDTH * number + ENTRY] if S[life + RUNNING] else HALT
    else:
        place = woken(P, F, V, S, number, life, time)
    if place >= 0:
        place = execute(P, F, V, S, number, place)
    if place == HALT:
        clear(P, S, number)


@kernel
def woken(P: Whole, F: Real, V: Values, S: Scratch, number: int, life: int, time: int) -> int:
    """Where a process goes on that was asleep, or had ended and is started again."""
    if time != S[NOW]:
        S[NOW] = time
        V[0] = float(time)
        S[STOP_AT] = min(S[TURNS] + P[MOMENT_LIMIT], P[EVENT_LIMIT])
    S[TURNS] += 1
    if S[TURNS] > S[STOP_AT]:
        S[FAULT] = 1
        return WAIT
    if S[life + DUE] == 0:
        block = S[life + BLOCKED]
        S[life + BLOCKED] = -1
        if P[block + A]:
            return shoot_plainly(P, F, V, S, number, P[block + AFTER], P[block + A])
        return P[block + AFTER]
    S[life + DUE] = 0
    if S[life + FRESH]:
        S[life + FRESH] = 0
        return P[P[PROCESSES] + PROCESS_WIDTH * number + ENTRY]
    return settle(P, V, S, number)


@kernel
def execute(P: Whole, F: Real, V: Values, S: Scratch, number: int, at: int) -> int:
    """Run instructions until the process blocks or ends."""
    while at >= 0:
        op = P[at + OP]
        if op == IF_ABOVE:
            at = P[at + AFTER] if V[P[at + A]] > V[P[at + B]] else P[at + TARGET]
        elif op == IF_SENT:
            at = P[at + AFTER] if V[P[at + A]] == V[P[at + A]] else P[at + TARGET]
        elif op == BRANCH:
            at = P[at + AFTER] if holds(P, V, S, P[at + X]) else P[at + TARGET]
        elif op == BLOCK:
            at = block(P, V, S, number, at)
        elif op == ONCE:
            if V[P[at + A]] != V[P[at + A]]:
                V[P[at + A]] = V[0]
                tell(P, V, S, P[at + TOLD])
            at = P[at + AFTER]
        elif op == SET:
            new = value(P, V, S, P[at + X])
            if P[P[at + TOLD]] == 0:
                V[P[at + A]] = new
            elif V[P[at + A]] != new:
                V[P[at + A]] = new
                tell(P, V, S, P[at + TOLD])
            at = P[at + AFTER]
        elif op == DRAW:
            x = sample(P, F, V, S, P[at + B], uniform(P, V, S, P[at + C]))
            V[P[at + A]] = 0.0 if P[at + D] == 1 and x < 0.0 else x
            at = P[at + AFTER]
        elif op == SHOOT:
            at = shoot(P, F, V, S, number, at)
        elif op == PULL:
            if P[P[at + C] + E_PLAIN]:
                at = pull_plainly(P, F, V, S, number, at)
            else:
                V[P[at + A]] = pull(P, F, V, S, P[at + B])
                at = P[at + AFTER]
        elif op == LOOP:
            at = counted(S, P[at + TARGET])
        else:
            at = seldom(P, F, V, S, number, at, op)
    return at


@kernel
def seldom(P: Whole, F: Real, V: Values, S: Scratch, number: int, at: int, op: int) -> int:
    """The instructions that are met less often."""
    if op == STATE:
        changed = change(P, V, S, P[at + A], P[at + B], int(value(P, V, S, P[at + X])))
        return HALT if changed and S[LIVES + LIFE_WIDTH * number + RUNNING] == 0 else P[at + AFTER]
    if op == JOIN:
        join(P, V, S, P[at + A])
    elif op == START:
        start(P, V, S, P[at + A], P[at + B])
    elif op == STOP:
        clear(P, S, P[at + A])
        if P[at + A] == number:
            return HALT
    elif op == HALTS:
        return HALT
    elif op == ENDRUN:
        S[OVER] = 1
        return HALT
    elif op == ARM:
        arm(P, S, number, P[at + A])
    elif op == DISARM:
        disarm(P, S, number, P[at + A])
    elif op == BACK:
        return back(P, V, S, number, P[at + A]) if counted(S, 0) == 0 else WAIT
    elif op == RACE:
        V[P[at + A]] = race(P, V, S, P[at + B], P[at + LIST])
    elif op == DEPART:
        x, y = value(P, V, S, P[at + X]), value(P, V, S, P[at + Y])
        depart(P, V, P[at + A], x, y, value(P, V, S, P[P[at + LIST] + 1]))
    elif op == ARRIVE:
        arrive(P, V, P[at + A], value(P, V, S, P[at + X]))
    elif op == BOARD:
        board(P, V, S, P[at + A], P[at + B])
    return P[at + AFTER]


@kernel
def counted(S: Scratch, target: int) -> int:
    """A step that leads back counts as a turn; WAIT, and a fault, if there have been too many."""
    S[TURNS] += 1
    if S[TURNS] > S[STOP_AT]:
        S[FAULT] = 1
    return WAIT if S[FAULT] else target


@kernel
def block(P: Whole, V: Values, S: Scratch, number: int, at: int) -> int:
    """Wait for a time, a condition or both."""
    life = LIVES + LIFE_WIDTH * number
    S[life + BLOCKED] = at
    S[life + CONDITION] = P[at + Y]
    S[life + DEADLINE] = deadline(P, V, S, at)
    if P[at + Y] == NOTHING and S[life + STANDING] == 0:
        sleep(P, S, number)
        return WAIT
    if S[life + DEADLINE] != NEVER and S[life + DEADLINE] <= S[NOW] and not stirred(P, V, S, number):
        sleep(P, S, number)  # the alarm of a block that takes no time comes in a turn of its own
        return WAIT
    return settle(P, V, S, number)


@kernel
def deadline(P: Whole, V: Values, S: Scratch, at: int) -> int:
    """When a block ends by itself. A time that is missing or negative is a fault."""
    if P[at + X] == NOTHING:
        return NEVER
    time = value(P, V, S, P[at + X])
    if P[at + C] == 2:
        return int(time + 0.5) if 0.0 <= time < FAR else NEVER
    if time >= FAR:
        return NEVER
    if not time >= 0.0:
        S[FAULT] = 1
        return NEVER
    return S[NOW] + int(time + 0.5)


@kernel
def start(P: Whole, V: Values, S: Scratch, first: int, count: int) -> None:
    """Start the first process of `count` that is idle and whose actor is not out."""
    for number in range(first, first + count):
        life, state = LIVES + LIFE_WIDTH * number, P[P[PROCESSES] + PROCESS_WIDTH * number + OWN_STATE]
        if S[life + RUNNING] == 0 and (state < 0 or V[state] < FIRST_OUT):
            S[life + RUNNING] = 1
            S[life + FRESH] = 1
            if S[life + BEGUN]:
                rouse(P, S, number)
            break

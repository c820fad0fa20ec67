"""Many replications: each in its world, each folded into a row."""

from __future__ import annotations

from collections.abc import MutableSequence

from heatsim.engines.compiled.evaluating import holds, value
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    ARMED,
    AT_START,
    BEGUN,
    BLOCKED,
    CASES,
    CEILING,
    COLUMNS,
    CONDITION,
    COUNT,
    DEADLINE,
    DEPTH,
    DUE,
    ENDINGS,
    FAILED,
    FAULT,
    FIRST_STANDING,
    FRESH,
    INITIAL,
    KEPT,
    LEAVES,
    LIFE_WIDTH,
    LIVES,
    MOMENT_LIMIT,
    NEVER,
    NO_ALARM,
    NOTHING,
    NOW,
    OCCURRENCES,
    OPPOSITE,
    ORDER_COUNT,
    OVER,
    PIN_KEYS,
    PIN_VALUES,
    PINS,
    PROCESS_WIDTH,
    PROCESSES,
    PURPOSE,
    REPLICATION,
    RUNNING,
    SEED,
    SITE_COUNT,
    SITE_WORLDS,
    SPECIAL,
    STANDING,
    STANDING_COUNT,
    STANDINGS,
    STOP_AT,
    TOP,
    TREE,
    TURNS,
    VARIABLES,
    Real,
    Scratch,
    Values,
    Whole,
)
from heatsim.engines.compiled.running import replicate

__all__ = ["run_all"]


def run_all(
    P: Whole,
    F: Real,
    V: Values,
    S: Scratch,
    worlds: Whole,
    supplies: Whole,
    pin_keys: Whole,
    pin_values: Real,
    count: int,
    width: int,
    values: MutableSequence[float],
    ends: MutableSequence[int],
) -> None:
    """Replications one after the other: `width` numbers of each into `values`; status, ending and end time into `ends`.

    A world says how many of the `supplies` and of the pins that follow are its own.
    """
    pins = supply = 0
    for k in range(count):
        world = 6 * k
        begin(P, F, V, S)
        enter(P, V, S, worlds, world)
        if S[SPECIAL]:
            leave_sites(P, S, supplies, supply, worlds[world + 4])
            pin(P, V, S, pin_keys, pin_values, pins, worlds[world + 5])
            supply += worlds[world + 4]
            pins += worlds[world + 5]
        status = replicate(P, F, V, S)
        ending = -1
        if status != FAILED:
            ending = fold(P, V, S, values, width * k)
            if S[FAULT]:
                status = FAILED
        ends[3 * k], ends[3 * k + 1], ends[3 * k + 2] = status, ending, S[NOW]


@kernel
def begin(P: Whole, F: Real, V: Values, S: Scratch) -> None:
    """As it was in the beginning."""
    initial, occurrences, armed, standing, first = P[INITIAL], P[OCCURRENCES], P[ARMED], P[STANDINGS], P[FIRST_STANDING]
    for k in range(P[VARIABLES]):
        V[k] = F[initial + k]
    S[NOW], S[TURNS], S[OVER], S[FAULT] = 0, 0, 0, 0
    S[STOP_AT] = P[MOMENT_LIMIT]
    for k in range(P[SITE_COUNT]):
        S[occurrences + k] = 0
    for k in range(P[ORDER_COUNT]):
        S[armed + k] = 0
    for k in range(P[STANDING_COUNT]):
        S[standing + k] = P[first + k]
    for number in range(P[COUNT] + 1):
        life = LIVES + LIFE_WIDTH * number
        S[life + BLOCKED], S[life + DEADLINE], S[life + CONDITION] = -1, NEVER, NOTHING
        S[life + RUNNING] = P[P[PROCESSES] + PROCESS_WIDTH * number + AT_START]
        S[life + FRESH], S[life + DUE], S[life + BEGUN], S[life + STANDING], S[life + DEPTH] = 0, 0, 0, 0, 0
        S[life + CEILING] = TOP
    plant(P, S)


@kernel
def plant(P: Whole, S: Scratch) -> None:
    """The tree of alarms: every process is due at the start, in the order of ranks."""
    tree, leaves = P[TREE], P[LEAVES]
    for rank in range(leaves):
        S[tree + leaves + rank] = rank if rank < P[COUNT] else NO_ALARM
    for place in range(leaves - 1, 0, -1):
        left, right = S[tree + 2 * place], S[tree + 2 * place + 1]
        S[tree + place] = left if left < right else right


@kernel
def enter(P: Whole, V: Values, S: Scratch, worlds: Whole, world: int) -> None:
    """Seed, replication, purpose; and whether every draw is turned round."""
    S[SEED], S[REPLICATION], S[PURPOSE], S[OPPOSITE] = worlds[world], worlds[world + 1], worlds[world + 2], worlds[world + 3]
    S[SPECIAL] = 1 if worlds[world + 4] > 0 or worlds[world + 5] > 0 else 0
    S[PINS] = 0


@kernel
def leave_sites(P: Whole, S: Scratch, supplies: Whole, first: int, count: int) -> None:
    """Every site draws from this world, unless another one supplies it."""
    for site in range(P[SITE_COUNT]):
        place = P[SITE_WORLDS] + 4 * site
        S[place], S[place + 1], S[place + 2], S[place + 3] = S[SEED], S[REPLICATION], S[PURPOSE], S[OPPOSITE]
    for k in range(first, first + count):
        place, other = P[SITE_WORLDS] + 4 * supplies[5 * k], 5 * k + 1
        S[place], S[place + 1], S[place + 2], S[place + 3] = (
            supplies[other],
            supplies[other + 1],
            supplies[other + 2],
            supplies[other + 3],
        )


@kernel
def pin(P: Whole, V: Values, S: Scratch, keys: Whole, values: Real, first: int, count: int) -> None:
    S[PINS] = count
    for k in range(count):
        S[P[PIN_KEYS] + k] = keys[first + k]
        V[P[PIN_VALUES] + k] = values[first + k]


@kernel
def fold(P: Whole, V: Values, S: Scratch, row: MutableSequence[float], at: int) -> int:
    """Write a row and return the ending that holds: the first, or -1."""
    ending, endings = -1, P[ENDINGS]
    for k in range(P[endings]):
        if holds(P, V, S, P[endings + 1 + k]):
            ending = k
            break
    columns = P[COLUMNS]
    for k in range(P[columns]):
        kind, what = P[columns + 1 + 2 * k], P[columns + 2 + 2 * k]
        if kind == KEPT:
            row[at + k] = V[what]
        elif kind == CASES:
            row[at + k] = float(first_case(P, V, S, what))
        else:
            row[at + k] = value(P, V, S, what)
    return ending


@kernel
def first_case(P: Whole, V: Values, S: Scratch, cases: int) -> int:
    """The number of the case that holds first; their count if none does."""
    for k in range(P[cases]):
        if holds(P, V, S, P[cases + 1 + k]):
            return k
    return P[cases]

"""An actor changes its state: `heatsim.engines.states` on flat arrays."""

# ruff: noqa: SIM109 - plain comparisons are what compiles best

from __future__ import annotations

import math

from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    ABSENT,
    ACTOR_AGAIN,
    ACTOR_BY,
    ACTOR_COMBATANT,
    ACTOR_HERE,
    ACTOR_JOINED,
    ACTOR_LAST,
    ACTOR_LEFT,
    ACTOR_OUT,
    ACTOR_PROCESSES,
    ACTOR_SINCE,
    ACTOR_STATE,
    ACTOR_TOLD,
    ACTOR_WIDTH,
    ACTORS,
    BODIES,
    C_BIT,
    C_WORD,
    DEAD,
    FIRST_OUT,
    Scratch,
    Values,
    Whole,
)
from heatsim.engines.compiled.machine import clear, tell
from heatsim.engines.compiled.places import freeze

__all__ = ["change"]

MISSING = math.nan


@kernel
def change(P: Whole, V: Values, S: Scratch, actor: int, new: int, by: int) -> bool:
    """Put an actor in a state, `by` whom (-1 nobody); False if it stays as it was: the dead stay dead and the absent away."""
    info = P[ACTORS] + ACTOR_WIDTH * actor
    old = V[P[info + ACTOR_STATE]]
    if old == DEAD or old == ABSENT or old == new:
        return False
    V[P[info + ACTOR_STATE]] = float(new)
    V[P[info + ACTOR_BY]] = float(by)
    V[P[info + ACTOR_SINCE]] = V[0]
    out = new >= FIRST_OUT
    watchers = P[info + ACTOR_TOLD]
    if out != (old >= FIRST_OUT):
        V[P[info + ACTOR_OUT]] = V[0] if out else MISSING
        if P[info + ACTOR_LEFT] >= 0:
            watchers = counted_out(P, V, S, info, out)
    if out:
        retire(P, V, S, info, actor)
    tell(P, V, S, watchers)
    return True


@kernel
def counted_out(P: Whole, V: Values, S: Scratch, info: int, out: bool) -> int:
    """One fewer or more who is left, and here; returns who is to be told."""
    step = -1.0 if out else 1.0
    V[P[info + ACTOR_LEFT]] += step
    if V[P[info + ACTOR_JOINED]] != 0.0:
        V[P[info + ACTOR_HERE]] += step
        S[P[P[info + ACTOR_COMBATANT] + C_WORD]] ^= P[P[info + ACTOR_COMBATANT] + C_BIT]
    if V[P[info + ACTOR_LEFT]] == 0.0:
        return P[info + ACTOR_LAST]
    return P[info + ACTOR_TOLD] if out else P[info + ACTOR_AGAIN]


@kernel
def retire(P: Whole, V: Values, S: Scratch, info: int, actor: int) -> None:
    """Whoever is out does nothing more."""
    if P[BODIES] > 0:
        freeze(P, V, actor)
    processes = P[info + ACTOR_PROCESSES]
    for k in range(processes + 1, processes + 1 + P[processes]):
        clear(P, S, P[k])

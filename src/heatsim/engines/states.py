"""An actor changes its state: whoever is out does nothing more, the dead stay dead and the absent away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from heatsim.engines.faults import Elsewhere
from heatsim.engines.life import Replication
from heatsim.engines.moving import freeze
from heatsim.scenario.expression import STATES

if TYPE_CHECKING:
    from heatsim.engines.link import Linked

__all__ = ["FIRST_OUT", "Change", "state_change", "tell"]

FIRST_OUT = STATES.index("down")
MISSING = float("nan")
FINAL = (float(STATES.index("dead")), float(STATES.index("absent")))
OUT = float(FIRST_OUT)
REALS = tuple(float(number) for number in range(len(STATES)))
Change = Callable[[Replication, int, int], bool]


def tell(replication: Replication, linked: Linked, watchers: tuple[int, ...]) -> None:
    """Something changed: those who wait for it and now find it true get their turn at this moment."""
    values, lives = replication.values, replication.lives
    for number in watchers:
        life = lives[number]
        if life.blocked >= 0 and not life.due:
            try:
                stirred = life.stirred(values)
            except (ArithmeticError, ValueError) as error:
                raise Elsewhere(number, life.blocked, error) from error
            if stirred:
                linked.rouse(life)


def state_change(linked: Linked, actor: int) -> Change:
    """A function that puts one actor in a state, `by` whom (actor number, -1 nobody); False if it stays as it was."""
    program = linked.program
    info, retire = program.actors[actor], linked.retire
    part = next((one for one in program.combatants if one.actor == actor), None)
    left = here = joined = -1
    if part is not None:
        fight = program.fights[part.fight]
        left, here, joined = fight.left[part.side], fight.here[part.side], part.joined
    watchers = tuple(sorted({number for index in (info.state, info.by) for number in linked.watchers[index]}))
    # conditions of fights ask whether anybody is left; they cannot become true before the last one falls
    last = tuple(sorted({*watchers, *(linked.watchers[left] if part is not None else ())}))
    # somebody on his feet again may be the enemy that a shooter with nobody to fire at waits for
    again = tuple(sorted({*watchers, *(linked.watchers[here] if part is not None else ())}))
    moves, processes = bool(program.bodies), info.processes
    at_state, at_by, at_since, at_out = info.state, info.by, info.since, info.out

    def change(replication: Replication, new: int, by: int) -> bool:
        values = replication.values
        old = values[at_state]
        if old in FINAL or old == new:
            return False
        values[at_state] = REALS[new]
        values[at_by] = float(by)
        values[at_since] = now = values[0]
        out = new >= FIRST_OUT
        whom = watchers
        if out != (old >= OUT):
            values[at_out] = now if out else MISSING
            if part is not None:
                step = -1.0 if out else 1.0
                values[left] += step
                if values[joined]:
                    values[here] += step
                if values[left] == 0.0:
                    whom = last
                elif not out:
                    whom = again
        if out:
            if moves:
                freeze(values, program.bodies, actor)
            for number in processes:
                retire(replication.lives[number])
        if whom:
            tell(replication, linked, whom)
        return True

    return change

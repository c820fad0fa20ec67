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
FINAL = (STATES.index("dead"), STATES.index("absent"))
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
    info = program.actors[actor]
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
    moves = bool(program.bodies)

    def change(replication: Replication, new: int, by: int) -> bool:
        values = replication.values
        old = values[info.state]
        if old in FINAL or old == new:
            return False
        values[info.state] = float(new)
        values[info.by] = float(by)
        values[info.since] = values[0]
        if (new >= FIRST_OUT) != (old >= FIRST_OUT):
            values[info.out] = values[0] if new >= FIRST_OUT else MISSING
        if part is not None and (new >= FIRST_OUT) != (old >= FIRST_OUT):
            step = -1.0 if new >= FIRST_OUT else 1.0
            values[left] += step
            if values[joined]:
                values[here] += step
        if new >= FIRST_OUT:
            if moves:
                freeze(values, program.bodies, actor)
            for number in info.processes:
                linked.retire(replication.lives[number])
        none_left = part is not None and values[left] == 0.0
        tell(replication, linked, last if none_left else again if new < FIRST_OUT <= old else watchers)
        return True

    return change

"""The plain shooter: one round at a time, at a fixed chance, in the open, at anybody.

Textbook fights are made of nothing else and of very many of these, so the way from one shot to the next, which the instructions of
a fight spell out, is taken here at one go. Nothing differs but the time it takes: the same draws, turns and changes in the same
order.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heatsim.draws.batch import further_blocks
from heatsim.engines.aiming import Aim, aiming
from heatsim.engines.faults import check_turns
from heatsim.engines.life import HALT, ROUSED, SHOOT, Life
from heatsim.engines.pace import pace
from heatsim.program.evaluate import Value
from heatsim.scenario.expression import STATES

if TYPE_CHECKING:
    from heatsim.engines.fighting import Effect
    from heatsim.engines.link import Linked

__all__ = ["PlainShooter", "entrance", "plain_shooter"]

Go = Callable[[list[float], Life], int]
Shots = Callable[[Life, Any, Any, Any], Generator[None, Any, None]]  # of a process, a calendar, an alarm, and what ends them
FIRST_OUT = float(STATES.index("down"))


@dataclass(frozen=True, slots=True)
class PlainShooter:
    """What a plain shooter needs, looked up beforehand. Numbers named like variables are their places in the state vector."""

    number: int  # of the engagement
    site: str
    top: int  # where it is asked whether there is anybody to shoot at
    gap: Callable[[float], float]
    gap_variable: int
    block: int
    after: int
    blind: int
    stop: Value
    only_left: bool
    left: int
    here: int
    began: int
    shots: int
    hits: int
    state: int
    me: float
    probability: float
    aim: Aim
    effects: dict[int, Effect]
    attacked: tuple[int, ...]  # by combatant


def plain_shooter(linked: Linked, number: int, effects: dict[int, Effect]) -> PlainShooter | None:
    """The plain shooter of an engagement, if it is of that kind: nobody traces, nobody watches the counts, nothing wears off."""
    program = linked.program
    engagement = program.engagements[number]
    weapon, shooter = program.weapons[engagement.weapon], program.combatants[engagement.combatant]
    fight, made = program.fights[shooter.fight], program.samplers[weapon.every]
    stop = linked.conditions[engagement.block]
    watched = linked.traced or linked.watchers[shooter.shots] or linked.watchers[shooter.hits]
    shaken = any(other.suppresses for other in program.weapons)
    special = fight.geometry or shaken or engagement.load >= 0 or weapon.rounds != 1 or not engagement.plain
    special = special or engagement.shots >= 0  # counted by weapon too
    special = special or any(linked.restarted[process] for process in program.actors[shooter.actor].processes)
    if watched or special or made.constant is None or stop is None or weapon.hit is None or weapon.hit[0] != "const":
        return None
    left = fight.left[1 - shooter.side]
    return PlainShooter(
        number=number,
        site=engagement.site,
        top=linked.targets[engagement.block + 2],
        gap=pace(made.kind, made.constant),
        gap_variable=program.code[engagement.pull].a,
        block=engagement.block,
        after=linked.after[engagement.block + 1],
        blind=linked.targets[engagement.block + 1],
        stop=stop,
        only_left=program.code[engagement.block].y == ("not", (">", ("var", left), ("const", 0.0))),
        left=left,
        here=fight.here[1 - shooter.side],
        began=fight.began,
        shots=shooter.shots,
        hits=shooter.hits,
        state=program.actors[shooter.actor].state,
        me=float(shooter.actor),
        probability=float(weapon.hit[1]),
        aim=aiming(linked, engagement),
        effects=effects,
        attacked=tuple(info.attacker for info in program.combatants),
    )


def entrance(linked: Linked, shooter: PlainShooter, ask: Go) -> Go:
    """The way to the first shot, where somebody is there and nothing else is to be done; else `ask`, which goes step by step."""
    left, here, only_left, stop = shooter.left, shooter.here, shooter.only_left, shooter.stop
    shots = firing(linked, shooter)

    def enter(values: list[float], life: Life) -> int:
        if values[left] <= 0.0 or values[here] <= 0.0 or life.armed or (not only_left and stop(values)):
            return ask(values, life)
        life.engaged = shots
        return SHOOT

    return enter


def firing(linked: Linked, shooter: PlainShooter) -> Shots:
    """Shots until something else is to be done: `over` then carries where to go on, or ROUSED when roused between two of them.

    A fight is mostly the way from one alarm to the next, so alarms ring here and not in the process, which waits for `over`.
    `alarm` is put on the calendar of `env` again and again: what has rung is without callbacks, and given its list of them anew
    (the `bell`, sent in at the beginning) it rings once more.
    """
    number, site, gap, block, stop = shooter.number, shooter.site, shooter.gap, shooter.block, shooter.stop
    aim, probability, effects, attacked = shooter.aim, shooter.probability, shooter.effects, shooter.attacked
    fired, hits, state, here, began, me = shooter.shots, shooter.hits, shooter.state, shooter.here, shooter.began, shooter.me
    only_left, event_limit = shooter.only_left, linked.event_limit
    before, allowed = event_limit - linked.moment_limit, linked.moment_limit - 1  # turns: of the run, of a moment after its first

    def shots(life: Life, env: Any, alarm: Any, over: Any) -> Generator[None, Any, None]:
        run, rank, schedule, begun, last = life.replication, life.rank, env.schedule, False, False
        values, words, now, place = run.values, run.blocks[number], run.now, 4 * run.shots[number]
        end = len(words)
        life.cond, life.scheduled, life.blocked, life.event = stop, True, block, alarm
        run.pending += 1
        bell = yield
        try:
            while True:
                if place >= end:
                    words = run.blocks[number] = words + further_blocks(run.draws, site, place // 4)
                    end = len(words)
                time = gap(words[place])
                delay = int(time + 0.5)
                alarm.callbacks = bell
                schedule(alarm, rank, delay)
                yield
                now += delay
                if life.due:
                    life.deadline, values[shooter.gap_variable], run.words[number] = now, time, place
                    run.shots[number] = place // 4 + 1
                    over._value = ROUSED
                    break
                turns = run.turns + 1
                if now != run.now:
                    run.now = now
                    values[0] = float(now)
                    run.stop_at = turns + allowed if turns <= before else event_limit
                if turns >= run.stop_at:
                    run.turns, last = turns, True
                    if turns > run.stop_at:
                        check_turns(run, linked)
                run.turns = turns + 1  # the loop back to the top is counted with the turn
                target = aim(values, words[place + 1])
                if target < 0:
                    over._value = leave(life, number, place, shooter.blind)
                    break
                if not begun:
                    begun = True
                    if values[began] != values[began]:
                        values[began] = values[0]
                values[fired] += 1.0
                values[attacked[target]] = me
                if words[place + 2] < probability:
                    life.blocked = -1
                    values[hits] += 1.0
                    effects[target](run, words[place + 3])
                    if values[state] >= FIRST_OUT:
                        over._value = leave(life, number, place, HALT)
                        break
                    if values[here] <= 0.0:
                        over._value = leave(life, number, place, shooter.after)
                        break
                    life.blocked = block
                if last or (not only_left and stop(values)):
                    over._value = leave(life, number, place, shooter.after)
                    break
                place += 4
        except Exception as error:
            over._ok, over._value = False, error
        bell.clear()  # which knows this generator: that would be a circle
        over.callbacks.pop()(over)  # the process has its turn in the turn of its last shot
        yield

    return shots


def leave(life: Life, number: int, place: int, target: int) -> int:
    """There is no alarm any more, the shot at `place` was the last, and there is no loop back to the top."""
    run = life.replication
    life.blocked = -1
    run.turns -= 1
    run.shots[number] = place // 4 + 1
    if life.scheduled:  # not if it has been retired in the meantime
        life.scheduled = False
        run.pending -= 1
    return target

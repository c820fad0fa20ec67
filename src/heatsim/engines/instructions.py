"""What each instruction does, as a function that makes its closure.

A closure takes the state vector and the process, changes them, and returns the place of the next instruction (or WAIT, or HALT).
These run a hundred times per replication, so that what is known beforehand is looked up beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from heatsim.draws.batch import further
from heatsim.draws.distributions import quantile, race, sampler
from heatsim.engines.faults import ModelFault, check_turns
from heatsim.engines.fighting import join, pull, shoot
from heatsim.engines.life import HALT, NEVER, WAIT, Life, Replication
from heatsim.engines.moving import arrive, board, depart
from heatsim.engines.noting import note_closure, state_note
from heatsim.engines.states import FIRST_OUT, state_change, tell
from heatsim.program.evaluate import closure
from heatsim.program.model import Instruction

if TYPE_CHECKING:
    from heatsim.engines.link import Linked

__all__ = ["CLOSURES", "Go", "next_uniform"]

Go = Callable[[list[float], Life], int]
FAR = 4e18  # a duration beyond this is for ever


def next_uniform(replication: Replication, site: int, name: str) -> float:
    """The next draw at a site; beyond what was fetched ahead, more is fetched."""
    occurrence = replication.occurrences[site]
    replication.occurrences[site] = occurrence + 1
    fetched = replication.uniforms[site]
    if occurrence >= len(fetched):
        fetched = replication.uniforms[site] = fetched + further(replication.draws, name, len(fetched), max(16, len(fetched)))
    return fetched[occurrence]


def _set(linked: Linked, i: Instruction, place: int) -> Go:
    assert i.x is not None
    index, value, after, watchers = i.a, closure(i.x), linked.after[place], linked.watchers[i.a]
    if not watchers:

        def put(values: list[float], life: Life) -> int:
            values[index] = value(values)
            return after

        return put

    def put_and_tell(values: list[float], life: Life) -> int:
        new = value(values)
        if values[index] != new:
            values[index] = new
            tell(life.replication, linked, watchers)
        return after

    return put_and_tell


def _draw(linked: Linked, i: Instruction, place: int) -> Go:
    made = linked.program.samplers[i.b]
    index, site, after, clamp = i.a, i.c, linked.after[place], i.d == 1
    name = linked.program.sites[site].name
    if made.constant is not None:
        prepared = sampler(made.kind, made.constant)

        def draw(values: list[float], life: Life) -> int:
            replication = life.replication
            occurrence = replication.occurrences[site]
            fetched = replication.uniforms[site]
            if occurrence < len(fetched):  # next_uniform, without the call: a draw is the commonest instruction but one
                replication.occurrences[site] = occurrence + 1
                value = prepared(fetched[occurrence])
            else:
                value = prepared(next_uniform(replication, site, name))
            values[index] = 0.0 if clamp and value < 0.0 else value
            return after

        return draw
    kind, args = made.kind, [closure(arg) for arg in made.args]

    def draw_by(values: list[float], life: Life) -> int:
        given = tuple(float(arg(values)) for arg in args)
        value = quantile(kind, next_uniform(life.replication, site, name), given)
        values[index] = 0.0 if clamp and value < 0.0 else value
        return after

    return draw_by


def _race(linked: Linked, i: Instruction, place: int) -> Go:
    index, first, after = i.a, i.b, linked.after[place]
    names = [site.name for site in linked.program.sites[i.b : i.b + i.c]]
    weights = [closure(tree) for tree in i.xs]

    def choose(values: list[float], life: Life) -> int:
        given = [weight(values) for weight in weights]
        if not any(weight > 0 for weight in given):
            raise ModelFault("nothing to choose from: no option has a weight above zero")
        uniforms = [next_uniform(life.replication, first + number, name) for number, name in enumerate(names)]
        values[index] = float(race(uniforms, given))
        return after

    return choose


def _block(linked: Linked, i: Instruction, place: int) -> Go:
    takes = closure(i.x) if i.x is not None else None
    condition, moment = linked.conditions[place], i.c == 2

    def block(values: list[float], life: Life) -> int:
        life.blocked = place
        life.cond = condition
        if takes is None:
            life.deadline = NEVER
        else:
            time = takes(values)
            if moment:
                life.deadline = int(time + 0.5) if time < FAR else NEVER
            elif 0.0 <= time < FAR:
                life.deadline = life.replication.now + int(time + 0.5)
            else:
                life.deadline = _endless(time)
        if condition is None and not life.armed:
            life.sleep(life)
            return WAIT
        # the alarm of a block that takes no time comes in a turn of its own
        if life.deadline <= life.replication.now and life.deadline != NEVER and not life.stirred(values):
            life.sleep(life)
            return WAIT
        return life.settle(values)

    return block


def _endless(time: float) -> int:
    if time >= FAR:
        return NEVER
    if time != time:
        raise ModelFault("the duration is missing: it counts from something that has not happened")
    raise ModelFault(f"the duration is negative: {time / 1e6:g} s")


def _jump(linked: Linked, i: Instruction, place: int) -> Go:
    target = linked.targets[place]
    return lambda values, life: target


def _loop(linked: Linked, i: Instruction, place: int) -> Go:
    target = linked.targets[place]

    def loop(values: list[float], life: Life) -> int:
        replication = life.replication
        replication.turns += 1
        if replication.turns > replication.stop_at:
            check_turns(replication, linked)
        return target

    return loop


def _branch(linked: Linked, i: Instruction, place: int) -> Go:
    assert i.x is not None
    test, after, target = i.x, linked.after[place], linked.targets[place]
    while test[0] == "not":
        test, after, target = test[1], target, after
    if test[0] == ">" and test[1][0] == "var" and test[2][0] == "const":
        index, value = test[1][1], test[2][1]
        return lambda values, life: after if values[index] > value else target
    condition = closure(test)
    return lambda values, life: after if condition(values) else target


def _happen(linked: Linked, i: Instruction, place: int) -> Go:
    return _once(linked, linked.program.events[i.a].variable, place)


def _signal(linked: Linked, i: Instruction, place: int) -> Go:
    return _once(linked, i.a, place)


def _once(linked: Linked, index: int, place: int) -> Go:
    """Keep the first time of something."""
    after, watchers = linked.after[place], linked.watchers[index]

    def keep(values: list[float], life: Life) -> int:
        if values[index] != values[index]:
            values[index] = values[0]
            if watchers:
                tell(life.replication, linked, watchers)
        return after

    return keep


def _state(linked: Linked, i: Instruction, place: int) -> Go:
    assert i.x is not None
    change, by, new, after = state_change(linked, i.a), closure(i.x), i.b, linked.after[place]
    note = state_note(linked, i) if linked.traced else None

    def put(values: list[float], life: Life) -> int:
        changed = change(life.replication, new, int(by(values)))
        if changed and note:
            note(values, life)
        return HALT if changed and not life.running else after

    return put


def _depart(linked: Linked, i: Instruction, place: int) -> Go:
    assert i.x is not None
    assert i.y is not None
    x, y, takes, after = closure(i.x), closure(i.y), closure(i.xs[0]), linked.after[place]
    actor, bodies = i.a, linked.program.bodies

    def go(values: list[float], life: Life) -> int:
        depart(values, bodies, actor, x(values), y(values), takes(values))
        return after

    return go


def _arrive(linked: Linked, i: Instruction, place: int) -> Go:
    assert i.x is not None
    cover, after = closure(i.x), linked.after[place]
    actor, bodies = i.a, linked.program.bodies

    def go(values: list[float], life: Life) -> int:
        arrive(values, bodies, actor, cover(values))
        return after

    return go


def _board(linked: Linked, i: Instruction, place: int) -> Go:
    actor, onto, after, bodies = i.a, i.b, linked.after[place], linked.program.bodies

    def go(values: list[float], life: Life) -> int:
        board(values, bodies, actor, onto)
        return after

    return go


def _start(linked: Linked, i: Instruction, place: int) -> Go:
    after = linked.after[place]
    numbers = range(i.a, i.a + max(i.b, 1)) if i.op == "startnext" else range(i.a, i.a + 1)
    processes, actors = linked.program.processes, linked.program.actors
    states = {number: actors[processes[number].actor].state for number in numbers if processes[number].actor >= 0}

    def start(values: list[float], life: Life) -> int:
        for number in numbers:
            other = life.replication.lives[number]
            if not other.running and (number not in states or values[states[number]] < FIRST_OUT):
                other.running = other.fresh = True
                if other.event is not None:
                    linked.rouse(other)
                break
        return after

    return start


def _stop(linked: Linked, i: Instruction, place: int) -> Go:
    number, after = i.a, linked.after[place]

    def stop(values: list[float], life: Life) -> int:
        linked.retire(life.replication.lives[number])
        return after if life.number != number else HALT

    return stop


def _halt(linked: Linked, i: Instruction, place: int) -> Go:
    return lambda values, life: HALT


def _endrun(linked: Linked, i: Instruction, place: int) -> Go:
    def end(values: list[float], life: Life) -> int:
        life.replication.over = True
        return HALT

    return end


def _arm(linked: Linked, i: Instruction, place: int) -> Go:
    order, after = linked.orders[i.a], linked.after[place]

    def arm(values: list[float], life: Life) -> int:
        life.arm(order)
        return after

    return arm


def _disarm(linked: Linked, i: Instruction, place: int) -> Go:
    number, after = i.a, linked.after[place]

    def disarm(values: list[float], life: Life) -> int:
        life.disarm(number)
        return after

    return disarm


def _back(linked: Linked, i: Instruction, place: int) -> Go:
    order = linked.orders[i.a]
    loop = _loop(linked, i, place)

    def back(values: list[float], life: Life) -> int:
        loop(values, life)
        return life.back(values, order)

    return back


CLOSURES: dict[str, Callable[[Linked, Instruction, int], Go]] = {
    "set": _set,
    "draw": _draw,
    "race": _race,
    "block": _block,
    "jump": _jump,
    "loop": _loop,
    "branch": _branch,
    "happen": _happen,
    "signal": _signal,
    "state": _state,
    "start": _start,
    "startnext": _start,
    "stop": _stop,
    "halt": _halt,
    "endrun": _endrun,
    "arm": _arm,
    "disarm": _disarm,
    "back": _back,
    "note": note_closure,
    "depart": _depart,
    "arrive": _arrive,
    "board": _board,
    "join": join,
    "pull": pull,
    "shoot": shoot,
}

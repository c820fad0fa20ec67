"""Steps of a gunfight: fight, board and alight, carry and release.

A shooter goes round: is an enemy left, is one in sight, is the magazine empty, the time to the next shot, the shot. Everything that
can be said with plain instructions is; only the choice of a target and the shot itself are instructions of their own.
"""

from __future__ import annotations

from dataclasses import replace

from heatsim.program.layer import Layer
from heatsim.program.lower import const, var
from heatsim.program.model import EngagementInfo, Tree, WeaponInfo
from heatsim.scenario.resolved import Board, Engage

__all__ = ["board", "engage"]

GLANCE = const(0.5e6)  # somebody who sees no enemy looks again after this long, since people move


def engage(layer: Layer, step: Engage) -> None:
    """Take part until no enemy is left (`then`), or until cut short or out of ammunition (`else`)."""
    meta, asm, symbols = step.meta, layer.asm, layer.lower.symbols
    me = layer.lower.me or ""
    info = symbols.combat[me]
    number = list(symbols.combat).index(me)
    fight, weapon = asm.fights[symbols.fights[step.fight]], asm.weapons[symbols.weapons[step.weapon]]
    prefix = f"{meta.site}/" if meta.site else ""
    site = f"{layer.name}/{prefix}fire"
    asm.block_sites.append(site)
    assigned = tuple(list(symbols.combat).index(name) for actor in step.assigned for name in symbols.groups.get(actor, (actor,)))
    asm.engagements.append(EngagementInfo(number, symbols.weapons[step.weapon], site, step.target, assigned))
    engagement = len(asm.engagements) - 1
    gap = var(symbols.slot(f"{layer.name} next shot"))
    enemies_left = any_of(fight.left, info.side)
    enemies_here = any_of(fight.here, info.side)
    until = layer.lower(step.until) if step.until else None
    stop = ("or", ("not", enemies_left), until) if until is not None else ("not", enemies_left)

    from_the_start = asm.here == layer.entry
    layer.begin(meta, "begin")
    if from_the_start:  # nobody has to be told that there is an enemy: nobody waits yet
        if not symbols.slots[info.joined].initial:  # an actor may have several processes
            symbols.raise_initial(info.joined)
            symbols.raise_initial(fight.here[info.side])
    else:
        asm.emit("join", a=number)
    cuts: list[int] = []
    if step.reaction is not None:
        layer.loops += 1
        reaction = layer.draw(step.reaction, f"{prefix}reaction")
        layer.loops -= 1
        cuts.append(asm.emit("block", x=reaction, y=stop, c=0))
    top = asm.here
    over = [asm.emit("branch", x=enemies_left)]
    sighted = asm.emit("branch", x=("not", enemies_here))
    idle = asm.emit("block", y=("or", enemies_here, stop), c=1)
    asm.aim(idle)
    if until is not None:
        over.append(asm.emit("branch", x=("not", until)))
    asm.emit("loop", a=top)
    asm.aim(sighted)
    rounds = symbols.rounds.get((me, step.weapon), (-1, -1))
    counts = symbols.counts[me, step.weapon]
    if counts == (info.shots, info.hits):
        counts = (-1, -1)
    dry = _reload(layer, step, weapon, prefix, stop, cuts, top, rounds)
    pull = asm.emit("pull", a=gap[1], b=engagement)
    cuts.append(asm.emit("block", x=gap, y=stop, c=0))
    plain = step.holds is None and len(fight.left) == 2
    asm.engagements[engagement] = replace(
        asm.engagements[engagement],
        load=rounds[0],
        spare=rounds[1],
        shots=counts[0],
        hits=counts[1],
        pull=pull,
        block=cuts[-1],
        plain=plain,
    )
    if step.holds is not None:
        held = asm.emit("branch", x=layer.lower(step.holds))
        asm.emit("loop", a=top)
        asm.aim(held)
    blind = asm.emit("shoot", b=engagement)
    asm.emit("loop", a=top)
    asm.aim(blind)
    cuts.append(asm.emit("block", x=GLANCE, y=stop, c=1))
    asm.emit("loop", a=top)
    _close(layer, step, enemies_left, over, cuts, dry)


def _close(layer: Layer, step: Engage, enemies_left: Tree, over: list[int], cuts: list[int], dry: list[int]) -> None:
    """No enemy left: `then`. Cut short or dry: `else`."""
    asm, meta = layer.asm, step.meta
    for place in (*over, *cuts):
        asm.aim(place)
    asm.at(meta)
    lost = asm.emit("branch", x=("not", enemies_left))
    layer.done(meta, "done")
    layer.lay(step.then)
    end = asm.emit("jump")
    for place in (lost, *dry):
        asm.aim(place)
    asm.at(meta)
    layer.note("cut", meta)
    layer.lay(step.otherwise)
    asm.aim(end)


def any_of(counts: tuple[int, ...], side: int) -> Tree:
    """Is any of the other sides' counts above zero?"""
    tests: list[Tree] = [(">", var(index), const(0.0)) for number, index in enumerate(counts) if number != side]
    tree = tests[0]
    for test in tests[1:]:
        tree = ("or", tree, test)
    return tree


def _reload(
    layer: Layer,
    step: Engage,
    weapon: WeaponInfo,
    prefix: str,
    stop: Tree,
    cuts: list[int],
    top: int,
    rounds: tuple[int, int],
) -> list[int]:
    """An empty magazine is filled, if there is anything to fill it with; returns where it is not."""
    if weapon.carried is None and weapon.magazine is None:
        return []
    asm, (load, spare) = layer.asm, rounds
    loaded = asm.emit("branch", x=("<=", var(load), const(0.0)))
    dry = [asm.emit("branch", x=(">", var(spare), const(0.0)))]
    declared = next(one for one in layer.lower.scenario.weapons if one.name == weapon.name)
    if declared.reload is not None:
        layer.loops += 1
        takes = layer.draw(declared.reload, f"{prefix}reload")
        layer.loops -= 1
        layer.note("reload", step.meta, takes, text=f"reloads {weapon.name}")
        cuts.append(asm.emit("block", x=takes, y=stop, c=0))
    full = const(weapon.magazine if weapon.magazine is not None else 1e9)
    asm.emit("set", a=load, x=("min", full, var(spare)))
    asm.emit("set", a=spare, x=("-", var(spare), var(load)))
    asm.emit("loop", a=top)
    asm.aim(loaded)
    return dry


def board(layer: Layer, step: Board) -> None:
    """From now on wherever the carrier is, or on one's own feet where the carrier was."""
    layer.begin(step.meta)
    actors, who = layer.lower.symbols.actors, layer.lower.who
    carrier = actors[who(step.carrier)] if step.carrier else -1
    layer.asm.emit("board", a=actors[who(step.actor)], b=carrier)
    layer.finish(step.meta)

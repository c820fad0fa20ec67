"""Shots: who is aimed at, whether the round hits, where, and what that does.

Every shot is one decision with the four words of one block: time to it, target, hit, place. Further rounds of a burst are blocks of
their own, of which only the last two words count. `docs/explanation/gunfights.md` has the rules and their sources.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from heatsim.draws.batch import further_blocks
from heatsim.engines.aiming import Aim, aiming
from heatsim.engines.life import HALT, WAIT, Life, Replication
from heatsim.engines.noting import shot_notes
from heatsim.engines.pace import drawn_pace, pace
from heatsim.engines.shooting import plain_shooter
from heatsim.engines.states import Change, state_change, tell
from heatsim.program.evaluate import Value, closure
from heatsim.program.model import CombatantInfo, FightInfo, Instruction
from heatsim.program.position import carrier, position
from heatsim.scenario.expression import STATES

if TYPE_CHECKING:
    from heatsim.engines.link import Linked

__all__ = ["join", "pull", "shoot"]

Go = Callable[[list[float], Life], int]
DEAD, DOWN, WOUNDED, ACTIVE = (STATES.index(word) for word in ("dead", "down", "wounded", "active"))
FIRST_OUT = DOWN
LN2 = math.log(2.0)


def join(linked: Linked, i: Instruction, place: int) -> Go:
    """From now on this combatant can be shot at."""
    info = linked.program.combatants[i.a]
    here = linked.program.fights[info.fight].here[info.side]
    state = linked.program.actors[info.actor].state
    after, watchers = linked.after[place], linked.watchers[here]

    def go(values: list[float], life: Life) -> int:
        if not values[info.joined]:
            values[info.joined] = 1.0
            if values[state] < FIRST_OUT:
                values[here] += 1.0
                tell(life.replication, linked, watchers)
        return after

    return go


def next_block(replication: Replication, engagement: int, site: str) -> int:
    """Where the next four words of an engagement stand in its list; further ones are fetched when it runs out."""
    place = 4 * replication.shots[engagement]
    replication.shots[engagement] += 1
    fetched = replication.blocks[engagement]
    if place >= len(fetched):
        replication.blocks[engagement] = fetched + further_blocks(replication.draws, site, place // 4)
    return place


def pull(linked: Linked, i: Instruction, place: int) -> Go:
    """Draw the four words of the next shot; the first gives the time to it."""
    number, index, after = i.b, i.a, linked.after[place]
    engagement = linked.program.engagements[number]
    made = linked.program.samplers[linked.program.weapons[engagement.weapon].every]
    site = engagement.site
    if made.constant is not None:
        prepared = pace(made.kind, made.constant)
        plain = plain_shooter(linked, number, effects_of(linked, number))
        if plain is not None:
            linked.plain[number] = plain

        def go(values: list[float], life: Life) -> int:
            replication = life.replication
            place = replication.words[number] = next_block(replication, number, site)
            values[index] = prepared(replication.blocks[number][place])
            return after

        return go
    kind, args = made.kind, [closure(arg) for arg in made.args]

    def go_by(values: list[float], life: Life) -> int:
        replication = life.replication
        place = replication.words[number] = next_block(replication, number, site)
        values[index] = drawn_pace(kind, replication.blocks[number][place], tuple(float(arg(values)) for arg in args))
        return after

    return go_by


def shoot(linked: Linked, i: Instruction, place: int) -> Go:
    """Fire one pull of the trigger at whoever doctrine chooses; go elsewhere if nobody can be hit."""
    program = linked.program
    number, after, blind = i.b, linked.after[place], linked.targets[place]
    engagement = program.engagements[number]
    weapon = program.weapons[engagement.weapon]
    shooter = program.combatants[engagement.combatant]
    fight = program.fights[shooter.fight]
    aim: Aim = aiming(linked, engagement)
    chance = hit_chance(linked, i.b)
    effects = effects_of(linked, number)
    load = engagement.load
    limited = load >= 0
    suppress = closure(weapon.suppresses) if weapon.suppresses is not None else None
    half_life = closure(fight.half_life)
    own = engagement.shots >= 0
    told = (shooter.shots, shooter.hits, *((load,) if limited else ()), *((engagement.shots, engagement.hits) if own else ()))
    watched = tuple(sorted({watcher for index in told for watcher in linked.watchers[index]}))
    fired = shot_notes(linked, i, shooter) if linked.traced else None
    rounds, site = weapon.rounds, engagement.site
    go_on = next_shot(linked, number, after)
    state, began = program.actors[shooter.actor].state, fight.began

    def go(values: list[float], life: Life) -> int:
        replication = life.replication
        words, place = replication.blocks[number], replication.words[number]
        target = aim(values, words[place + 1])
        if target < 0:
            return blind
        if values[began] != values[began]:
            values[began] = values[0]
        at = program.combatants[target]
        count = rounds if not limited else int(min(rounds, values[load]))
        probability = chance(values, target)
        effect = effects[target]
        hits = 0
        done = 0
        for done in range(1, count + 1):  # rounds fired so far, needed after the loop
            if words[place + 2] < probability:
                hits += 1
                if effect(replication, words[place + 3]):
                    break
            if done < count:
                place = next_block(replication, number, site)
                words = replication.blocks[number]
        values[shooter.shots] += done
        values[shooter.hits] += hits
        if own:
            values[engagement.shots] += done
            values[engagement.hits] += hits
        values[at.attacker] = float(shooter.actor)
        if limited:
            values[load] -= done
        if suppress is not None:
            add_suppression(values, at, suppress(values) * done, half_life(values))
        if fired is not None:
            fired(values, life, target, done, hits)
        if watched:
            tell(replication, linked, watched)
        if values[state] >= FIRST_OUT:
            return HALT
        return go_on(values, life) if go_on is not None else after

    return go


def effects_of(linked: Linked, number: int) -> dict[int, Effect]:
    """What a hit of this engagement does to each combatant of its fight."""
    program = linked.program
    shooter = program.combatants[program.engagements[number].combatant]
    fight = program.fights[shooter.fight]
    bands = [
        (closure(w.share), closure(w.dead), closure(w.down), closure(w.wounded), w.armoured, float(w.name)) for w in fight.wounds
    ]
    return {target: effect_of(linked, fight, program.combatants[target], shooter, bands) for target in fight.combatants}


def next_shot(linked: Linked, number: int, after: int) -> Go | None:
    """From one shot straight to the next: exactly what the instructions between them do where only they stand between them."""
    program = linked.program
    engagement = program.engagements[number]
    weapon, shooter = program.weapons[engagement.weapon], program.combatants[engagement.combatant]
    made = program.samplers[weapon.every]
    stop = linked.conditions[engagement.block]
    if not engagement.plain or made.constant is None or stop is None:
        return None
    prepared, site, block, gap = (
        pace(made.kind, made.constant),
        engagement.site,
        engagement.block,
        program.code[engagement.pull].a,
    )
    here = program.fights[shooter.fight].here[1 - shooter.side]
    load = engagement.load
    limited = load >= 0
    # where only the last enemy's fall ends it, nobody here means nobody left, or that it must be asked the long way
    only_left = program.code[engagement.block].y == (
        "not",
        (">", ("var", program.fights[shooter.fight].left[1 - shooter.side]), ("const", 0.0)),
    )

    def go_on(values: list[float], life: Life) -> int:
        if life.armed or values[here] <= 0.0 or (limited and values[load] <= 0.0) or (not only_left and stop(values)):
            return after
        replication = life.replication
        replication.turns += 1
        if replication.turns > replication.stop_at:
            replication.turns -= 1  # the loop on the long way counts it again, and finds it too many
            return after
        place = replication.words[number] = next_block(replication, number, site)
        values[gap] = time = prepared(replication.blocks[number][place])
        life.blocked, life.cond = block, stop
        life.deadline = replication.now + int(time + 0.5)
        life.sleep(life)
        return WAIT

    return go_on


def add_suppression(values: list[float], at: CombatantInfo, amount: float, half_life: float) -> None:
    """What is left of the old suppression, and the new."""
    since = values[at.suppressed_at]
    old = values[at.suppression] * math.exp(-LN2 * (values[0] - since) / half_life) if since == since else 0.0
    values[at.suppression] = old + amount
    values[at.suppressed_at] = values[0]


Chance = Callable[[list[float], int], float]


def hit_chance(linked: Linked, number: int) -> Chance:
    """The chance that a round at a target hits: of an exposed, unsuppressed one at rest, less what range, cover and so on take."""
    program = linked.program
    engagement = program.engagements[number]
    weapon, shooter = program.weapons[engagement.weapon], program.combatants[engagement.combatant]
    fight = program.fights[shooter.fight]
    half_life = closure(fight.half_life)
    if weapon.hit is not None and not fight.geometry:
        hit = closure(weapon.hit)
        if not any(other.suppresses for other in program.weapons):
            return lambda values, target: hit(values)
        return lambda values, target: hit(values) / (1.0 + suppression_now(values, shooter, half_life))
    return _with_geometry(linked, number, half_life)


def suppression_now(values: list[float], info: CombatantInfo, half_life: Value) -> float:
    since = values[info.suppressed_at]
    if since != since:
        return 0.0
    return values[info.suppression] * math.exp(-LN2 * (values[0] - since) / half_life(values))


def _with_geometry(linked: Linked, number: int, half_life: Value) -> Chance:
    program = linked.program
    engagement = program.engagements[number]
    weapon, shooter = program.weapons[engagement.weapon], program.combatants[engagement.combatant]
    fight, bodies = program.fights[shooter.fight], program.bodies
    hit = closure(weapon.hit) if weapon.hit is not None else None
    spread = closure(weapon.dispersion) if weapon.dispersion is not None else None
    radius, moving = closure(fight.target_radius), closure(fight.moving)

    def on_the_move(values: list[float], actor: int) -> bool:
        end = values[bodies[carrier(values, bodies, actor)].end]
        return end == end

    def chance(values: list[float], target: int) -> float:
        at = program.combatants[target].actor
        shaken = 1.0 + suppression_now(values, shooter, half_life)
        exposed = 1.0 - values[bodies[at].cover]
        if spread is not None:
            (ax, ay), (bx, by) = position(values, bodies, shooter.actor), position(values, bodies, at)
            sigma = spread(values) * math.hypot(bx - ax, by - ay) * shaken
            size = radius(values)
            # circular normal spread: P(within r) = 1 - exp(-r^2 / 2 sigma^2); cover hides part of the disc
            inside = (
                1.0 - math.exp(-size * size * exposed / (2.0 * sigma * sigma)) if sigma > 0.0 else (1.0 if exposed > 0.0 else 0.0)
            )
        else:
            inside = (hit(values) if hit is not None else 0.0) * exposed / shaken
        if on_the_move(values, at) or on_the_move(values, shooter.actor):
            inside *= moving(values)
        return inside

    return chance


Effect = Callable[[Replication, float], bool]
Band = tuple[Value, Value, Value, Value, bool, float]  # share, dead, down, wounded, armoured, name


def effect_of(linked: Linked, fight: FightInfo, at: CombatantInfo, shooter: CombatantInfo, bands: Sequence[Band]) -> Effect:
    """What a hit does; True if it puts the target out. `bands` are the places it may hit, in order."""
    change: Change = state_change(linked, at.actor)
    state = linked.program.actors[at.actor].state
    watched = tuple(sorted({*linked.watchers[at.taken], *linked.watchers[at.hurt_by], *linked.watchers[at.wound]}))
    armour = closure(at.armour)
    body, hit_state, endurance, by = float(fight.body), fight.hit_state, float(at.endurance), shooter.actor

    def mark(replication: Replication, wound: float) -> None:
        values = replication.values
        values[at.taken] += 1.0
        values[at.hurt_by] = float(by)
        values[at.wound] = wound

    at_taken, at_hurt_by, at_wound, by_whom = at.taken, at.hurt_by, at.wound, float(by)

    def plain(replication: Replication, u: float) -> bool:
        values = replication.values
        values[at_taken] = taken = values[at_taken] + 1.0
        values[at_hurt_by] = by_whom
        values[at_wound] = body
        out = taken >= endurance
        if out:
            change(replication, hit_state, by)
        if watched:
            tell(replication, linked, watched)
        return out

    def placed(replication: Replication, u: float) -> bool:
        values = replication.values
        share = dead = down = wounded = 0.0
        armoured, name = False, body
        for band in bands:  # the place: an ordered choice by its share; what is left of u decides the rest
            share = band[0](values)
            dead, down, wounded, armoured, name = band[1](values), band[2](values), band[3](values), band[4], band[5]
            if u < share or band is bands[-1]:
                break
            u -= share
        u = u / share if share > 0.0 else 0.0
        mark(replication, name)
        stop = armour(values) if armoured else 0.0
        if u < stop:
            new = -1
        else:
            u = (u - stop) / (1.0 - stop)
            new = DEAD if u < dead else DOWN if u < dead + down else WOUNDED if u < dead + down + wounded else -1
        if new >= 0 and not (new == WOUNDED and values[state] != ACTIVE):
            change(replication, new, by)
        if watched:
            tell(replication, linked, watched)
        return values[state] >= FIRST_OUT

    return placed if bands else plain

"""Fights as rows of tables: who may be hit, who shoots with what, wounds, and who stands, as bits."""

from __future__ import annotations

from heatsim.engines.compiled import layout as at
from heatsim.engines.compiled.sampling import KINDS
from heatsim.engines.compiled.writing import Writer
from heatsim.program.model import CombatantInfo, EngagementInfo, FightInfo, Program, Tree

__all__ = ["combatant", "engagement", "first_standing", "standing"]


def standing(w: Writer, fight: int, side: int) -> int:
    """Where in S the bits of a side begin, counted from the first fight's: who has joined and is not out."""
    sides = [(number, each) for number in range(len(w.program.fights)) for each in (0, 1)]
    return sum(_words(w.program, *before) for before in sides[: sides.index((fight, side))])


def first_standing(program: Program) -> list[int]:
    """The bits of all fights as they are at the start."""
    words = []
    for number, fight in enumerate(program.fights):
        for side in (0, 1):
            there = [
                program.variables[program.combatants[one].joined].initial == 1.0
                and program.variables[program.actors[program.combatants[one].actor].state].initial < at.FIRST_OUT
                for one in _roster(program, fight, side)
            ]
            packed = sum(int(here) << place for place, here in enumerate(there))
            words += [packed >> at.BITS * k & (1 << at.BITS) - 1 for k in range(_words(program, number, side))]
    return words


def _roster(program: Program, fight: FightInfo, side: int) -> list[int]:
    return [one for one in fight.combatants if program.combatants[one].side == side]


def _words(program: Program, fight: int, side: int) -> int:
    return -(-len(_roster(program, program.fights[fight], side)) // at.BITS)


def _bit(w: Writer, info: CombatantInfo) -> tuple[int, int]:
    """The word and the bit in it that says whether somebody can be hit."""
    number = next(number for number, one in enumerate(w.program.combatants) if one is info)
    place = _roster(w.program, w.program.fights[info.fight], info.side).index(number)
    return standing(w, info.fight, info.side) + place // at.BITS, 1 << place % at.BITS


def combatant(w: Writer, info: CombatantInfo) -> list[int]:
    """The row of somebody who may be in a fight."""
    here = w.program.fights[info.fight].here[info.side]
    word, bit = _bit(w, info)
    return [
        info.actor,
        w.program.actors[info.actor].state,
        info.joined,
        here,
        info.shots,
        info.hits,
        info.taken,
        info.hurt_by,
        info.wound,
        info.suppression,
        info.suppressed_at,
        info.attacker,
        w.expressions(info.armour),
        info.endurance,
        w.told(info.taken, info.hurt_by, info.wound),
        w.told(here),
        word,
        bit,
    ]


def engagement(w: Writer, number: int) -> list[int]:
    """The row of somebody's part in a fight with one weapon."""
    program = w.program
    info = program.engagements[number]
    weapon, shooter = program.weapons[info.weapon], program.combatants[info.combatant]
    fight = program.fights[shooter.fight]
    enemies = [other for other in fight.combatants if program.combatants[other].side != shooter.side]
    here = [index for side, index in enumerate(fight.here) if side != shooter.side]
    own = (info.shots, info.hits) if info.shots >= 0 else ()
    told = (shooter.shots, shooter.hits, *((info.load,) if info.load >= 0 else ()), *own)
    stop = program.code[info.block].y
    straight = info.plain and program.samplers[weapon.every].constant is not None and stop is not None

    def fighter(number: int) -> int:
        return w.P[at.COMBATANTS] + at.COMBATANT_WIDTH * number

    return [
        info.combatant,
        len(program.sites) + number,
        number,  # `_room` makes it a place in V
        weapon.rounds,
        info.load,
        w.samplers[weapon.every],
        at.DOCTRINES.index(info.target),
        w.expressions(weapon.hit),
        w.expressions(weapon.dispersion),
        w.expressions(weapon.reach),
        w.expressions(weapon.suppresses),
        w.list(map(fighter, enemies)),
        w.list(map(fighter, info.assigned)),
        w.list(here),
        here[0],
        w.told(*told),
        int(straight),
        _plain(w, info, straight and _only_left(w, info, fight, shooter)),
        w.expressions(stop),
        int(straight and _only_left(w, info, fight, shooter)),
        program.code[info.pull].a,
        at.CODE + at.WIDTH * info.block,
        int(any(other.suppresses for other in program.weapons)),
        int(fight.geometry),
        int(fight.geometry or weapon.hit is None),
        fight.began,
        w.expressions(fight.target_radius),
        w.expressions(fight.half_life),
        w.expressions(fight.moving),
        _wounds(w, fight),
        fight.body,
        fight.hit_state,
        info.shots,
        info.hits,
        standing(w, shooter.fight, 1 - shooter.side),
    ]


def _plain(w: Writer, info: EngagementInfo, straight: bool) -> int:
    """Where its mean stands in F if this is a plain shooter at exponential times, else 0."""
    program = w.program
    weapon, shooter = program.weapons[info.weapon], program.combatants[info.combatant]
    special = program.fights[shooter.fight].geometry or any(other.suppresses for other in program.weapons) or info.load >= 0
    special = special or info.shots >= 0
    watched = w.watchers[shooter.shots] or w.watchers[shooter.hits]
    sampler = w.samplers[weapon.every]
    plain = straight and not special and not watched and weapon.rounds == 1 and weapon.hit is not None
    if not plain or (weapon.hit or ("",))[0] not in ("const", "var") or info.target != "random":
        return 0
    return w.P[sampler + 1] if w.P[sampler] == KINDS.index("exponential") else 0


def _only_left(w: Writer, info: EngagementInfo, fight: FightInfo, shooter: CombatantInfo) -> bool:
    """Does only the last enemy's fall end the fight for this shooter?"""
    none: Tree = ("not", (">", ("var", fight.left[1 - shooter.side]), ("const", 0.0)))
    return w.program.code[info.block].y == none


def _wounds(w: Writer, fight: FightInfo) -> int:
    rows = [
        (*map(w.expressions, (one.share, one.dead, one.down, one.wounded)), int(one.armoured), one.name) for one in fight.wounds
    ]
    place = len(w.P)
    w.P.append(len(rows))
    w.table(rows)
    return place

"""Weapons, fights and those who fight, as tables. An actor takes part in one fight at most."""

from __future__ import annotations

from heatsim.program.assembler import Assembler
from heatsim.program.lower import Lowering, const
from heatsim.program.model import CombatantInfo, FightInfo, Tree, WeaponInfo, WoundInfo
from heatsim.program.symbols import MISSING, Symbols
from heatsim.scenario.expression import STATES, Expression
from heatsim.scenario.resolved import Actor, Distribution, Engage, Fight, Resolved, Value, Weapon
from heatsim.scenario.walking import all_steps
from heatsim.units import TIME

__all__ = ["BODY", "combatants_of", "declare_fights", "fight_infos", "weapon_infos", "wound_names"]

BODY = "body"  # the place hit where a fight has no wounds
RADIUS, HALF_LIFE, MOVING = 0.25, 3e6, 0.5
ENOUGH = 1e9  # rounds carried where nobody counts them


def wound_names(scenario: Resolved) -> tuple[str, ...]:
    """Every place that may be hit, in order of declaration; `none` comes last."""
    names = [wound.name for fight in scenario.fights for wound in fight.wounds]
    if any(not fight.wounds for fight in scenario.fights):
        names.append(BODY)
    return (*dict.fromkeys(names), "none") if scenario.fights else ()


def declare_fights(symbols: Symbols, scenario: Resolved) -> None:
    """Numbers and variables of everybody who may fight. Armour is worked out later, when parameters are known."""
    none = float(max(0, len(wound_names(scenario)) - 1))
    for number, weapon in enumerate(scenario.weapons):
        symbols.weapons[weapon.name] = number
    for number, fight in enumerate(scenario.fights):
        symbols.fights[fight.name] = number
        for side, group in enumerate(fight.sides):
            for name in symbols.groups.get(group, (group,)):
                if name not in symbols.combat and _fought(scenario, name) in (fight.name, None):
                    symbols.combat[name] = _combatant(symbols, scenario, name, number, side, none)


def _fought(scenario: Resolved, name: str) -> str | None:
    """The fight in which an actor takes part; None if in none, and then it belongs to the first that it has a side in."""
    base = name.split("[")[0]
    steps = (step for process in scenario.processes if process.of == base for step in all_steps(process))
    return next((step.fight for step in steps if isinstance(step, Engage)), None)


def _combatant(symbols: Symbols, scenario: Resolved, name: str, fight: int, side: int, none: float) -> CombatantInfo:
    slot = symbols.slot
    actor = owner(scenario, name)
    info = CombatantInfo(
        actor=symbols.actors[name],
        fight=fight,
        side=side,
        joined=slot(f"{name} joined"),
        shots=slot(f"{name} shots"),
        hits=slot(f"{name} hits"),
        taken=slot(f"{name} taken"),
        hurt_by=slot(f"{name} hurt by", -1.0),
        wound=slot(f"{name} wound", none),
        rounds=_rounds(symbols, scenario, name),
        suppression=slot(f"{name} suppression"),
        suppressed_at=slot(f"{name} suppressed", MISSING, TIME),
        attacker=slot(f"{name} attacker", -1.0),
        armour=const(0.0),
        endurance=actor.endurance,
    )
    _counts(symbols, scenario, name, info)
    return info


def _used(scenario: Resolved, name: str) -> tuple[str, ...]:
    """The weapons that somebody may fight with, in order of declaration."""
    base = name.split("[")[0]
    steps = (step for process in scenario.processes if process.of == base for step in all_steps(process))
    used = {step.weapon for step in steps if isinstance(step, Engage)}
    return tuple(weapon.name for weapon in scenario.weapons if weapon.name in used)


def _counts(symbols: Symbols, scenario: Resolved, name: str, info: CombatantInfo) -> None:
    """Where rounds are counted by weapon. Who has only one has them counted already."""
    used = _used(scenario, name)
    for weapon in used:
        both = (info.shots, info.hits)
        if len(used) > 1:
            both = symbols.slot(f"{name} {weapon} shots"), symbols.slot(f"{name} {weapon} hits")
        symbols.counts[name, weapon] = both


def _rounds(symbols: Symbols, scenario: Resolved, name: str) -> tuple[int, ...]:
    """What each weapon of a fighter holds and what is carried besides, where it can run out: full before the story starts."""
    used = _used(scenario, name)
    for weapon in scenario.weapons:
        if weapon.name in used and (weapon.magazine is not None or weapon.carried is not None):
            carried = weapon.carried if weapon.carried is not None else ENOUGH
            full = min(weapon.magazine if weapon.magazine is not None else carried, carried)
            load = symbols.slot(f"{name} {weapon.name} load", full)
            symbols.rounds[name, weapon.name] = load, symbols.slot(f"{name} {weapon.name} spare", carried - full)
    return tuple(place for (who, _), places in symbols.rounds.items() if who == name for place in places)


def owner(scenario: Resolved, name: str) -> Actor:
    """The declaration of an actor or of a member of a group."""
    base = name.split("[")[0]
    return next(actor for actor in scenario.actors if actor.name == base)


def combatants_of(lower: Lowering) -> tuple[CombatantInfo, ...]:
    """Everybody who may fight, with armour, in the order of their numbers."""
    made = []
    for name, info in lower.symbols.combat.items():
        armour = owner(lower.scenario, name).armour
        values = {field: getattr(info, field) for field in CombatantInfo.__slots__}
        made.append(CombatantInfo(**{**values, "armour": lower(armour) if armour is not None else const(0.0)}))
    return tuple(made)


def fight_infos(lower: Lowering) -> tuple[FightInfo, ...]:
    symbols, names = lower.symbols, wound_names(lower.scenario)
    return tuple(_fight(lower, fight, number, symbols, names) for number, fight in enumerate(lower.scenario.fights))


def _fight(lower: Lowering, fight: Fight, number: int, symbols: Symbols, names: tuple[str, ...]) -> FightInfo:
    fighters = [place for place, info in enumerate(symbols.combat.values()) if info.fight == number]
    counts = [
        sum(info.side == side and info.fight == number for info in symbols.combat.values()) for side in range(len(fight.sides))
    ]
    wounds = tuple(
        WoundInfo(
            names.index(wound.name), lower(wound.share), lower(wound.dead), lower(wound.down), lower(wound.wounded), wound.armoured
        )
        for wound in fight.wounds
    )
    return FightInfo(
        name=fight.name,
        combatants=tuple(fighters),
        left=tuple(symbols.slot(f"{fight.name} left {side}", count) for side, count in zip(fight.sides, counts, strict=True)),
        here=tuple(symbols.slot(f"{fight.name} here {side}") for side in fight.sides),
        wounds=wounds,
        hit_state=STATES.index(fight.hit_state),
        body=names.index(BODY) if BODY in names else -1,
        geometry=fight.geometry,
        target_radius=_or(lower, fight.target_radius, RADIUS),
        half_life=_or(lower, fight.half_life, HALF_LIFE),
        moving=_or(lower, fight.moving, MOVING),
        began=symbols.slot(f"{fight.name} began", MISSING, TIME),
    )


def _or(lower: Lowering, expression: Expression | None, default: float) -> Tree:
    return const(default) if expression is None else lower(expression)


def weapon_infos(asm: Assembler, lower: Lowering) -> tuple[WeaponInfo, ...]:
    return tuple(_weapon(asm, lower, weapon) for weapon in lower.scenario.weapons)


def _weapon(asm: Assembler, lower: Lowering, weapon: Weapon) -> WeaponInfo:
    return WeaponInfo(
        name=weapon.name,
        every=sampler_of(asm, lower, weapon.every),
        rounds=weapon.rounds,
        hit=lower(weapon.hit) if weapon.hit is not None else None,
        dispersion=lower(weapon.dispersion) if weapon.dispersion is not None else None,
        reach=lower(weapon.reach) if weapon.reach is not None else None,
        magazine=weapon.magazine,
        carried=weapon.carried,
        suppresses=lower(weapon.suppresses) if weapon.suppresses is not None else None,
    )


def sampler_of(asm: Assembler, lower: Lowering, value: Value) -> int:
    """The sampler of a value; a fixed time is a uniform distribution of no width."""
    if isinstance(value, Distribution):
        return asm.sampler(value.kind, tuple(lower(arg) for arg in value.args))
    tree = lower(value)
    return asm.sampler("uniform", (tree, tree))

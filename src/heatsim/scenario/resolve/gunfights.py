"""Weapons, walls and fights, with what the language assumes where nothing is said."""

from __future__ import annotations

from collections.abc import Iterable

from heatsim.errors import Where
from heatsim.scenario.binding import Scope
from heatsim.scenario.constants import folded
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from heatsim.scenario.resolve.declarations import coordinate, count_of
from heatsim.scenario.resolve.distributions import value
from heatsim.scenario.resolve.draft import Draft, ids, section, text
from heatsim.scenario.resolve.expressions import A_DISTANCE, A_NUMBER, A_TIME, Want, expression
from heatsim.scenario.resolved import Actor, Fight, Wall, Weapon, Wound
from heatsim.units import LENGTH, TIME, Dimension

__all__ = ["fighters", "places_hit", "resolve_fights", "resolve_walls", "resolve_weapons"]

TARGET_RADIUS = 0.25  # metres
HALF_LIFE = 3_000_000  # microseconds
MOVING = 0.5
ROUNDS = "a number of rounds"
EVERYWHERE = "body"  # where rounds hit in a fight without wounds
NOWHERE = "none"


def _entries(draft: Draft, name: str) -> list[tuple[Entry, Mapping]]:
    """Weapons, walls and fights have names of their own: no expression mentions them."""
    entries = section(draft.root, name).entries.values()
    return [(one, one.value) for one in entries if isinstance(one.value, Mapping)]


def _number(draft: Draft, node: Node | None, want: Want = A_NUMBER) -> Expression | None:
    """What is known when the story starts: constants and parameters."""
    return folded(expression(draft, node, Scope(parameters=draft.parameters, early=True), want)) if node else None


def resolve_weapons(draft: Draft) -> tuple[Weapon, ...]:
    """Weapons; what they do may use parameters, how many rounds they hold is fixed."""
    made = tuple(_weapon(draft, entry, body) for entry, body in _entries(draft, "weapons"))
    draft.weapons.update({one.name: one for one in made})
    return made


def _weapon(draft: Draft, entry: Entry, body: Mapping) -> Weapon:
    scope = Scope(parameters=draft.parameters, early=True)
    if (body.get("hit") is None) == (body.get("dispersion") is None):
        found = "both" if body.get("hit") else "neither"
        draft.say(entry.where, f"'{entry.key}' needs one of hit and dispersion, found {found}")
    weapon = Weapon(
        name=entry.key,
        every=value(draft, body.get("every"), scope, A_TIME),
        rounds=count_of(draft, body.get("rounds"), ROUNDS) or 1,
        hit=_number(draft, body.get("hit")),
        dispersion=_number(draft, body.get("dispersion")),
        reach=_number(draft, body.get("reach"), A_DISTANCE),
        magazine=count_of(draft, body.get("magazine"), ROUNDS),
        carried=count_of(draft, body.get("carried"), ROUNDS),
        reload=value(draft, body.get("reload"), scope, A_TIME) if body.get("reload") else None,
        suppresses=_number(draft, body.get("suppresses")),
        text=text(body, "text"),
        where=entry.where,
    )
    _rounds_fit(draft, weapon, body)
    return weapon


def _rounds_fit(draft: Draft, weapon: Weapon, body: Mapping) -> None:
    """What a magazine needs. Fewer rounds may be carried than it holds."""
    if weapon.magazine is not None and weapon.reload is None:
        draft.say(body.key("magazine"), f"'{weapon.name}' has a magazine, so it needs 'reload' (the time that takes)")
    if weapon.reload is not None and weapon.magazine is None:
        draft.say(body.key("reload"), f"'{weapon.name}' is never empty; give it a 'magazine' or leave 'reload' out")
    if weapon.magazine is not None and weapon.magazine < weapon.rounds:
        draft.say(body.key("magazine"), f"a pull of the trigger fires {weapon.rounds}, but the magazine holds {weapon.magazine}")


def resolve_walls(draft: Draft) -> tuple[Wall, ...]:
    """Walls, at fixed points."""
    return tuple(_wall(draft, entry, body) for entry, body in _entries(draft, "walls"))


def _wall(draft: Draft, entry: Entry, body: Mapping) -> Wall:
    ends = [item for key in ("from", "to") if isinstance(node := body.get(key), Sequence) for item in node.items]
    ax, ay, bx, by = (coordinate(draft, item, "a wall") for item in ends)
    if (ax, ay) == (bx, by):
        draft.say(entry.where, f"'{entry.key}' ends where it begins; a wall has a length")
    return Wall(entry.key, ax, ay, bx, by, entry.where)


def resolve_fights(draft: Draft) -> tuple[Fight, ...]:
    """Fights; their sides are sides, groups or actors."""
    made = tuple(_fight(draft, entry, body) for entry, body in _entries(draft, "fights"))
    draft.fights.update({one.name: one for one in made})
    return made


def _fight(draft: Draft, entry: Entry, body: Mapping) -> Fight:
    if body.get("wounds") and body.get("hit_state"):
        draft.say(body.key("hit_state"), "'hit_state' counts only where there are no 'wounds'; leave one out")
    return Fight(
        name=entry.key,
        sides=_sides(draft, body.get("between")),
        wounds=tuple(_wound(draft, one) for one in section(body, "wounds").entries.values()),
        hit_state=text(body, "hit_state") or "dead",
        geometry=text(body, "geometry") == "true",
        target_radius=_number(draft, body.get("target_radius"), A_DISTANCE) or _default(TARGET_RADIUS, entry.where, LENGTH),
        half_life=_number(draft, body.get("half_life"), A_TIME) or _default(HALF_LIFE, entry.where, TIME),
        moving=_number(draft, body.get("moving")) or _default(MOVING, entry.where),
        text=text(body, "text"),
        where=entry.where,
    )


def _default(number: float, where: Where, dimension: Dimension = (0, 0, 0)) -> Expression:
    return constant(number, dimension, where=where)


def _wound(draft: Draft, entry: Entry) -> Wound:
    body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
    if entry.key == NOWHERE:
        draft.say(entry.where, f"'{NOWHERE}' says that an actor has not been hit; choose another word")
    share, dead, down, wounded = (_number(draft, body.get(key)) for key in ("share", "dead", "down", "wounded"))
    never = constant(0.0, where=entry.where)
    return Wound(
        name=entry.key,
        share=share or constant(1.0, where=entry.where),
        dead=dead or never,
        down=down or never,
        wounded=wounded or never,
        armoured=text(body, "armoured") == "true",
        where=entry.where,
    )


def _sides(draft: Draft, node: Node | None) -> tuple[str, ...]:
    """Each known, and nobody on two of them."""
    known = [*dict.fromkeys(actor.side for actor in draft.actors.values() if actor.side), *draft.actors]
    seen: dict[str, str] = {}
    for item in node.items if isinstance(node, Sequence) else ():
        if not isinstance(item, Scalar):
            continue
        if item.text not in known:
            draft.unknown(item.where, "side, group or actor", item.text, known)
        for actor in fighters(draft.actors.values(), item.text):
            if seen.setdefault(actor.name, item.text) != item.text:
                draft.say(item.where, f"'{actor.name}' would fight itself: it belongs to '{seen[actor.name]}' and to '{item.text}'")
                break
    sides = ids(node)
    if isinstance(node, Sequence) and len(set(sides)) < len(sides):
        twice = next(side for i, side in enumerate(sides) if side in sides[:i])
        draft.say(node.where, f"'{twice}' stands twice in 'between'")
    return sides


def fighters(actors: Iterable[Actor], side: str) -> list[Actor]:
    """The actors and groups that a name in `between` stands for."""
    return [actor for actor in actors if side in (actor.name, actor.side)]


def places_hit(fights: tuple[Fight, ...], *, lost: bool = False) -> tuple[str, ...]:
    """What `.wound` may be: the places of all fights in order, `none` last. Without fights nothing, unless some were `lost`."""
    if not fights:
        return (NOWHERE,) if lost else ()
    names = [name for fight in fights for name in ([wound.name for wound in fight.wounds] or [EVERYWHERE])]
    return (*dict.fromkeys(name for name in names if name != NOWHERE), NOWHERE)

"""What the steps of a gunfight point at: the fight, the weapon, enemies, and who carries whom."""

from __future__ import annotations

from heatsim.errors import Where
from heatsim.scenario.nodes import Node, Scalar, Sequence
from heatsim.scenario.resolve import things
from heatsim.scenario.resolve.declarations import members
from heatsim.scenario.resolve.draft import Draft
from heatsim.scenario.resolve.gunfights import fighters
from heatsim.scenario.resolved import Actor, Fight

__all__ = ["enemies", "fight", "passenger", "weapon"]


def fight(draft: Draft, node: Scalar, actor: str | None, where: Where, process: str) -> str:
    """A fight in which the acting actor has a side."""
    known = draft.fights.get(node.text)
    me = draft.actors.get(actor or "")
    if known is None:
        draft.unknown(node.where, "fight", node.text, list(draft.fights))
    if things.unowned(draft, actor, process):
        draft.say(where, f"'{process}' belongs to no actor, so nobody can fight; give it 'of'")
    elif known is not None and me is not None and _side(draft, known, me) is None and not _broken(draft, known):
        draft.say(node.where, f"'{actor}' is not in the fight '{known.name}', which is between {' and '.join(known.sides)}")
    return node.text


def _side(draft: Draft, known: Fight, actor: Actor) -> str | None:
    return next((side for side in known.sides if actor in fighters(draft.actors.values(), side)), None)


def _broken(draft: Draft, known: Fight) -> bool:
    """Whether who is in the fight cannot be told."""
    return any(not fighters(draft.actors.values(), side) for side in known.sides)


def weapon(draft: Draft, node: Node | None, actor: str | None, where: Where) -> str:
    """The weapon the step names, else the actor's own."""
    if isinstance(node, Scalar):
        if node.text not in draft.weapons:
            draft.unknown(node.where, "weapon", node.text, list(draft.weapons))
        return node.text
    me = draft.actors.get(actor or "")
    if me is not None and me.weapon is None:
        draft.say(where, f"with what? give 'weapon' here or give '{me.name}' a weapon")
    return (me.weapon if me else None) or ""


def enemies(draft: Draft, node: Node | None, actor: str | None, known: Fight | None) -> tuple[str, ...]:
    """Actors on other sides of the fight, one by one; a group stands for its members in order."""
    items = node.items if isinstance(node, Sequence) else (node,) if node else ()
    found: dict[str, None] = {}
    for item in items:
        assert isinstance(item, Scalar)
        before = len(draft.problems)
        name = things.actor(draft, item, actor, several=True)
        other = draft.actors.get(actor or "" if name == "me" else name.partition("[")[0])
        if len(draft.problems) > before or other is None:
            continue
        if known is not None:
            _enemy(draft, item, known, other, draft.actors.get(actor or ""))
        found.update(dict.fromkeys(members(other) if name == other.name else (name,)))
    return tuple(found)


def _enemy(draft: Draft, node: Scalar, known: Fight, other: Actor, me: Actor | None) -> None:
    theirs, ours = _side(draft, known, other), _side(draft, known, me) if me else None
    if theirs is None and not _broken(draft, known):
        draft.say(node.where, f"'{node.text}' is not in the fight '{known.name}'")
    elif theirs is not None and theirs == ours:
        draft.say(node.where, f"'{node.text}' is no enemy of '{me.name if me else ''}': both belong to '{ours}'")


def passenger(draft: Draft, node: Scalar | None, actor: str | None, where: Where, process: str, verb: str) -> str:
    """The other of two who go together; both need a place to start from."""
    me = draft.actors.get(actor or "")
    if things.unowned(draft, actor, process):
        draft.say(where, f"'{process}' belongs to no actor, so nobody can {verb}; give it 'of'")
    elif me is not None and me.at is None and me.name not in draft.broken:
        draft.say(where, f"'{actor}' has no place to start from; give the actor 'at'")
    if node is None:
        return ""
    before = len(draft.problems)
    name = things.actor(draft, node, actor, several=False)
    other = draft.actors.get(name.partition("[")[0])
    if len(draft.problems) > before:
        return name
    if name == "me" or (me is not None and me.count is None and name == me.name):
        draft.say(node.where, f"'{actor}' cannot {verb} itself")
    elif other is not None and other.at is None and verb != "release":
        draft.say(node.where, f"'{name}' has no place to start from; give the actor 'at'")
    return name

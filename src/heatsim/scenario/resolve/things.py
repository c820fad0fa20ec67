"""Names that steps point at: clocks, processes, holders, actors, states, places. Each is found, or its absence said."""

from __future__ import annotations

import re

from heatsim.errors import Where, nearest
from heatsim.scenario.binding import Scope
from heatsim.scenario.expression import STATES
from heatsim.scenario.nodes import Mapping, Node, Scalar
from heatsim.scenario.resolve.declarations import members
from heatsim.scenario.resolve.draft import Draft, section, text

__all__ = ["actor", "clock", "destination", "holder", "mover", "quantity", "self_holder", "startable", "state", "unowned"]

_MEMBER = re.compile(r"([a-z][a-z0-9_]*)\[([0-9]+)\]")


def clock(draft: Draft, scope: Scope, name: str | None, where: Where) -> str:
    """The clock of that name, or the only clock there is."""
    if name is None:
        if len(scope.clocks) == 1:
            (only,) = scope.clocks
            draft.mention(only, where)
            return only
        which = "there is no clock; declare one under 'clocks'" if not scope.clocks else "which clock? write '... on name'"
        if scope.clocks or not draft.broken:
            draft.say(where, f"{which}{'; known: ' + ', '.join(sorted(scope.clocks)) if scope.clocks else ''}")
        return ""
    draft.mention(name, where)
    if name not in scope.clocks:
        draft.unknown(where, "clock", name, sorted(scope.clocks))
    return name


def startable(draft: Draft, scope: Scope, node: Mapping, verb: str) -> tuple[str, str]:
    """Kind (clock, process, group, me, run) and name of what a step starts or stops."""
    target = node.get(verb)
    assert isinstance(target, Scalar)
    name = target.text
    if verb == "stop" and name in ("me", "run"):
        return name, ""
    draft.mention(name, target.where)
    if name in scope.clocks:
        return "clock", name
    head = draft.processes.get(name)
    if head is None:
        draft.unknown(target.where, "clock or process", name, [*scope.clocks, *draft.processes])
        return "process", name
    if verb == "start" and head.at_start:
        draft.say(target.where, f"'{name}' starts by itself; give it 'when: started' or leave this step out")
    return ("process" if head.count is None else "group"), name


def quantity(draft: Draft, scope: Scope, node: Mapping, verb: str) -> str:
    """The quantity a step moves."""
    target = node.get(verb)
    assert isinstance(target, Scalar)
    draft.mention(target.text, target.where)
    if target.text not in scope.quantities:
        draft.unknown(target.where, "quantity", target.text, sorted(scope.quantities))
    return target.text


def unowned(draft: Draft, actor: str | None, process: str) -> bool:
    """Whether a process belongs to nobody; one whose actor was cut out of the file has an owner, only not a known one."""
    owner = text(section(section(draft.root, "processes"), process), "of") or process
    return actor is None and owner not in draft.broken and f"actors/{owner}" not in draft.broken


def self_holder(draft: Draft, actor: str | None, where: Where, process: str, verb: str) -> str:
    """`me`, in a process that belongs to an actor."""
    if unowned(draft, actor, process):
        draft.say(where, f"'{process}' belongs to no actor, so nobody can {verb}; use 'hand' with 'from' and 'to', or give it 'of'")
    return "me"


def holder(draft: Draft, scope: Scope, quantity: str, node: Node | None, where: Where, verb: str, key: str) -> str:
    """A holder of the quantity; without one, whoever alone holds it at the start."""
    if not isinstance(node, Scalar):
        only = draft.stores.get(quantity)
        if only is None and quantity in scope.quantities:
            draft.say(where, f"'{verb}: {quantity}' needs '{key}'; several could hold it")
        return only or ""
    draft.mention(node.text, node.where)
    if node.text == "me":
        return "me"
    holders = scope.quantities.get(quantity, ("", ()))[1]
    if quantity in scope.quantities and node.text not in holders:
        group = draft.actors.get(node.text)
        if group is not None:
            draft.say(node.where, f"'{node.text}' is a group; say which member, such as {node.text}[1]")
        else:
            draft.unknown(node.where, f"holder of '{quantity}'", node.text, list(holders))
    return node.text


def actor(draft: Draft, node: Scalar, me: str | None, *, several: bool) -> str:
    """`me`, an actor, a member of a group, or (if several may be meant) a whole group."""
    name = node.text
    if name == "me":
        if me is None:
            draft.say(node.where, "'me' means something only in a process of an actor")
        return name
    match = _MEMBER.fullmatch(name)
    base = match[1] if match else name
    draft.mention(base, node.where)
    known = draft.actors.get(base)
    if known is None:
        draft.unknown(node.where, "actor", base, list(draft.actors))
    elif match and name not in members(known):
        size = f"has members 1 to {known.count}" if known.count is not None else "is not a group"
        draft.say(node.where, f"'{base}' {size}")
    elif known.count is not None and not match and not several:
        draft.say(node.where, f"'{base}' is a group; say which member, such as {base}[1]")
    return name


def state(draft: Draft, node: Scalar) -> None:
    """One of the states an actor can be in."""
    if node.text not in STATES:
        near = nearest(node.text, STATES)
        draft.say(node.where, f"there is no state '{node.text}'{near if 'did you' in near else '; states: ' + ', '.join(STATES)}")


def mover(draft: Draft, actor: str | None, where: Where, process: str) -> None:
    """Only actors move, and only from a place."""
    known = draft.actors.get(actor or "")
    if unowned(draft, actor, process):
        draft.say(where, f"'{process}' belongs to no actor, so nobody can move; give it 'of'")
    elif known is not None and known.at is None and known.name not in draft.broken:
        draft.say(where, f"'{actor}' has no place to start from; give the actor 'at'")


def destination(draft: Draft, node: Scalar) -> str:
    """A place or an actor (with a place to start from)."""
    name = node.text
    draft.mention(name, node.where)
    if draft.names.get(name, ("", Where()))[0] == "a place":
        return name
    if name.partition("[")[0] in draft.actors:
        actor(draft, node, None, several=False)
        if draft.actors[name.partition("[")[0]].at is None:
            draft.say(node.where, f"'{name}' has no place to start from; give the actor 'at'")
        return name
    places = [one for one, (what, _) in draft.names.items() if what == "a place"]
    draft.unknown(node.where, "place or actor", name, [*places, *draft.actors])
    return name

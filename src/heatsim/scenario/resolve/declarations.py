"""Actors, places, quantities, variables and clocks."""

from __future__ import annotations

import math

from heatsim.scenario.binding import Declared, Scope
from heatsim.scenario.constants import folded
from heatsim.scenario.expression import Expression
from heatsim.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from heatsim.scenario.resolve.draft import Draft, ids, section, text
from heatsim.scenario.resolve.expressions import (
    A_DISTANCE,
    A_NUMBER,
    A_SPEED,
    A_TIME,
    CONDITION,
    MONEY_AMOUNT,
    Want,
    expression,
    stands_in,
)
from heatsim.scenario.resolved import Actor, Clock, Place, Quantity, Variable

__all__ = [
    "coordinate",
    "count_of",
    "members",
    "resolve_actors",
    "resolve_clocks",
    "resolve_places",
    "resolve_quantities",
    "resolve_variables",
]

MOST = 10_000


def _entries(draft: Draft, name: str, what: str) -> list[Entry]:
    """The entries of a section whose names are free."""
    entries = section(draft.root, name).entries.values()
    return [one for one in entries if one.key not in draft.broken and draft.declare(one.key, what, one.where)]


def _before(draft: Draft) -> Scope:
    """What may be mentioned before the story starts: parameters."""
    return Scope(parameters=draft.parameters)


def resolve_places(draft: Draft) -> tuple[Place, ...]:
    """Places, at fixed points."""
    return tuple(_place(draft, entry) for entry in _entries(draft, "places", "a place"))


def _place(draft: Draft, entry: Entry) -> Place:
    body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
    at = body.get("at")
    x, y = (coordinate(draft, item) for item in at.items) if isinstance(at, Sequence) else (0.0, 0.0)
    cover = body.get("cover")
    hidden = _share(draft, cover) if cover else None
    return Place(entry.key, x, y, text(body, "text"), hidden, entry.where)


def coordinate(draft: Draft, node: Node, what: str = "a place") -> float:
    """One of the two numbers of a point, known before the story starts."""
    made = expression(draft, node, _before(draft), A_DISTANCE)
    value = draft.known(made)
    if value is None:
        draft.say(node.where, f"{what} has fixed coordinates, such as [40 m, 0 m]")
    return value or 0.0


def _share(draft: Draft, node: Node) -> Expression:
    """A number that does not change while the story runs."""
    return folded(expression(draft, node, Scope(parameters=draft.parameters, early=True), A_NUMBER))


def _positive(draft: Draft, made: Expression) -> bool:
    """Above zero, as far as it is known."""
    value = draft.known(made)
    return value is None or value > 0


def resolve_actors(draft: Draft, places: tuple[Place, ...]) -> tuple[Actor, ...]:
    """Actors and groups; their sides enter the shared names."""
    entries = section(draft.root, "actors").entries.values()
    actors = tuple(_actor(draft, entry, places) for entry in entries if entry.key not in draft.broken)
    for actor in actors:
        draft.declare(actor.name, "a group" if actor.count is not None else "an actor", actor.where)
        draft.actors[actor.name] = actor
    for actor in actors:
        if actor.side:
            body = section(section(draft.root, "actors"), actor.name)
            side = body.get("side")
            draft.declare(actor.side, "a side", side.where if side else actor.where)
    return actors


def _actor(draft: Draft, entry: Entry, places: tuple[Place, ...]) -> Actor:
    body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
    at = body.get("at")
    known = [place.name for place in places]
    if isinstance(at, Scalar):
        draft.mention(at.text, at.where)
        if at.text not in known:
            draft.unknown(at.where, "place", at.text, known)
    speed, present = body.get("speed"), body.get("present")
    made = expression(draft, speed, _before(draft), A_SPEED) if speed else None
    if made and speed and not _positive(draft, made):
        draft.say(speed.where, "a speed must be above zero")
    weapon, armour = body.get("weapon"), body.get("armour")
    if isinstance(weapon, Scalar) and weapon.text not in draft.weapons:
        draft.unknown(weapon.where, "weapon", weapon.text, list(draft.weapons))
    return Actor(
        name=entry.key,
        side=text(body, "side"),
        title=text(body, "name"),
        count=count_of(draft, body.get("count")),
        at=at.text if isinstance(at, Scalar) and at.text in known else None,
        speed=made,
        present=expression(draft, present, _before(draft), CONDITION) if present else None,
        text=text(body, "text"),
        where=entry.where,
        armour=_share(draft, armour) if armour else None,
        endurance=count_of(draft, body.get("endurance"), "a number of hits") or 1,
        weapon=weapon.text if isinstance(weapon, Scalar) else None,
    )


def count_of(draft: Draft, node: Node | None, what: str = "a count") -> int | None:
    """A whole number, given or the value of a fixed parameter; 1 stands in on trouble."""
    if not isinstance(node, Scalar):
        return None
    if isinstance(node.value, int):
        value = float(node.value)
    else:
        name = node.text
        draft.mention(name, node.where)
        draft.settle(name)
        if name in draft.broken:
            return 1
        if name not in draft.resolved:
            draft.unknown(node.where, "parameter", name, list(draft.resolved))
            return 1
        fixed = draft.fixed.get(name)
        if fixed is None or draft.resolved[name].kind != "number" or draft.resolved[name].dimension != (0, 0, 0):
            draft.say(node.where, f"{what} must be known before the story starts; '{name}' is not a fixed number without unit")
            return 1
        value = fixed
    if value != math.floor(value) or not 1 <= value <= MOST:
        draft.say(node.where, f"{what} is a whole number from 1 to {MOST:,}, found {value:g}")
        return 1
    return int(value)


def members(actor: Actor) -> tuple[str, ...]:
    """The actor, or the numbered members of a group."""
    return (actor.name,) if actor.count is None else tuple(f"{actor.name}[{i}]" for i in range(1, actor.count + 1))


def resolve_quantities(draft: Draft, places: tuple[Place, ...]) -> tuple[Quantity, ...]:
    """What is held, by whom; stores are holders that only this quantity knows."""
    return tuple(_quantity(draft, entry, places) for entry in _entries(draft, "quantities", "a quantity"))


def _quantity(draft: Draft, entry: Entry, places: tuple[Place, ...]) -> Quantity:
    body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
    unit = text(body, "unit") or "number"
    people = [name for actor in draft.actors.values() for name in members(actor)]
    holders = [*people, *(place.name for place in places)]
    start = []
    for one in section(body, "start").entries.values():
        amount = expression(draft, one.value, _before(draft), MONEY_AMOUNT if unit == "usd" else A_NUMBER)
        if (draft.known(amount) or 0.0) < 0:
            draft.say(one.value.where, "a holder cannot start with less than nothing")
        if _store_fits(draft, one, holders):
            start.append((one.key, folded(amount)))
            holders += [one.key] if one.key not in holders else []
    for name, amount in start:
        draft.mention(name, amount.where)
    draft.stores[entry.key] = start[0][0] if len(start) == 1 else None
    return Quantity(entry.key, unit, tuple(holders), tuple(start), text(body, "text"), entry.where)


def _store_fits(draft: Draft, entry: Entry, holders: list[str]) -> bool:
    name = entry.key.partition("[")[0]
    actor = draft.actors.get(name)
    if entry.key in holders or entry.key in draft.broken:
        return True
    if actor and actor.count is not None:
        draft.say(entry.where, f"'{name}' has {actor.count} members; say which one holds it, such as {name}[1]")
        return False
    if "[" in entry.key:
        draft.say(entry.where, f"'{name}' is not a group; only groups have numbered members")
        return False
    known = draft.names.get(entry.key)
    if known is not None:
        draft.say(entry.where, f"'{entry.key}' is the name of {known[0]} and cannot hold anything")
    return known is None


def resolve_variables(draft: Draft) -> tuple[Variable, ...]:
    """Variables with their first values, which may use parameters."""
    return tuple(_variable(draft, entry) for entry in _entries(draft, "variables", "a variable"))


def _variable(draft: Draft, entry: Entry) -> Variable:
    node = entry.value
    body = node if isinstance(node, Mapping) else Mapping({"value": Entry("value", node.where, node)}, node.where)
    value = folded(expression(draft, body.get("value"), _before(draft), Want()))
    if value.kind not in ("number", "flag"):
        draft.say(node.where, "a variable is a number, a quantity, or true or false")
    if stands_in(value) or value.kind not in ("number", "flag"):
        draft.broken.add(entry.key)
    draft.variables[entry.key] = Declared(value.kind, value.dimension)
    return Variable(entry.key, value, value.dimension, value.kind, text(body, "text"), entry.where)


def resolve_clocks(draft: Draft) -> tuple[Clock, ...]:
    """Clocks; what one runs may use parameters and variables."""
    scope = Scope(parameters=draft.parameters, variables=draft.variables)
    clocks = []
    for entry in _entries(draft, "clocks", "a clock"):
        body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
        node = body.get("runs")
        runs = folded(expression(draft, node, scope, A_TIME)) if node else None
        if runs and node and not _positive(draft, runs):
            draft.say(node.where, "a clock runs for a time above zero")
        clocks.append(Clock(entry.key, runs, text(body, "text"), ids(body.get("facts")), entry.where))
    return tuple(clocks)

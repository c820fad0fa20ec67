"""The whole file resolved, section by section in the order in which names become known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from collections.abc import Mapping as Table

from heatsim.errors import Where
from heatsim.scenario.binding import Declared, Scope
from heatsim.scenario.nodes import Mapping, Node, Scalar, Sequence, mappings, plain
from heatsim.scenario.resolve.arrivals import declare_arrivals, resolve_arrivals
from heatsim.scenario.resolve.declarations import (
    members,
    resolve_actors,
    resolve_clocks,
    resolve_places,
    resolve_quantities,
    resolve_variables,
)
from heatsim.scenario.resolve.draft import Draft, ids, number, section, text
from heatsim.scenario.resolve.expressions import A_TIME, expression
from heatsim.scenario.resolve.gunfights import places_hit, resolve_fights, resolve_walls, resolve_weapons
from heatsim.scenario.resolve.measures import resolve_endings, resolve_measures
from heatsim.scenario.resolve.parameters import resolve_parameters
from heatsim.scenario.resolve.processes import declare_processes, resolve_processes
from heatsim.scenario.resolve.responses import declare_responses, held_variables, resolve_responses
from heatsim.scenario.resolved import Clock, Place, Quantity, Resolved, Variable, Variant
from heatsim.scenario.textfile import Source
from heatsim.units import UnitError, parse_time_of_day

__all__ = ["resolve", "set_value"]

LONGEST = 366 * 86_400_000_000  # microseconds; integers stay exact in floats far beyond it
EVENTS = 1_000_000


def resolve(
    source: Source,
    root: Mapping,
    broken: frozenset[str] = frozenset(),
    overrides: Table[str, object] | None = None,
    places: Table[str, Where] | None = None,
) -> tuple[Resolved, Draft]:
    """The resolved scenario and the draft with its problems; the scenario is sound only if there are none.

    `root` has the right shape (see `structure`); `broken` are names that were cut out of it.
    """
    draft = Draft(source, root, overrides or {}, broken=set(broken), places=places or {})
    resolve_parameters(draft)
    horizon, start = _horizon(draft), _start(draft)
    points = resolve_places(draft)
    weapons, walls = resolve_weapons(draft), resolve_walls(draft)
    actors = resolve_actors(draft, points)
    fights = resolve_fights(draft)
    quantities = resolve_quantities(draft, points)
    held = held_variables(draft)
    variables = (*resolve_variables(draft), *held)
    draft.variables.update({one.name: Declared(one.kind, one.dimension) for one in held})
    clocks = resolve_clocks(draft)
    declare_processes(draft)
    declare_responses(draft)
    declare_arrivals(draft)
    happenings = list(_happenings(root))
    signals, events = _signals(draft, happenings), _events(happenings)
    draft.scope = _scope(draft, quantities, variables, signals, events, points, clocks)
    processes = (*resolve_processes(draft), *resolve_responses(draft), *resolve_arrivals(draft))
    scenario = Resolved(
        language=1,
        name=text(root, "scenario"),
        title=text(root, "title"),
        description=text(root, "description"),
        canon=text(root, "canon") or None,
        horizon=horizon,
        start_of_day=start,
        event_limit=int(number(section(root, "limits").get("events")) or EVENTS),
        parameters=tuple(draft.resolved.values()),
        actors=actors,
        places=points,
        quantities=quantities,
        variables=variables,
        clocks=clocks,
        signals=tuple(signals),
        processes=processes,
        measures=resolve_measures(draft),
        endings=resolve_endings(draft),
        variants=_variants(root),
        weapons=weapons,
        walls=walls,
        fights=fights,
        events=tuple(events),
    )
    return scenario, draft


def _horizon(draft: Draft) -> int:
    node = draft.root.get("horizon")
    made = expression(draft, node, Scope(parameters=draft.parameters), A_TIME)
    value = draft.known(made)
    where = node.where if node else draft.root.where
    if value is None:
        draft.say(where, "the horizon is a fixed time")
    elif not 0 < value <= LONGEST:
        draft.say(where, "the horizon lies between 0 and 366 days")
    return round(value) if value is not None and math.isfinite(value) else 1


def _start(draft: Draft) -> int | None:
    node = draft.root.get("start")
    if not isinstance(node, Scalar):
        return None
    try:
        return parse_time_of_day(node.text)
    except UnitError as error:
        draft.say(node.where, error.message)
        return None


def _happenings(root: Mapping) -> Iterator[Mapping]:
    """Every mapping of the sections in which things happen."""
    for name in ("processes", "responses", "arrivals"):
        for _, mapping in mappings(section(root, name)):
            yield mapping


def _events(happenings: list[Mapping]) -> list[str]:
    """Event ids in order of first appearance."""
    found: dict[str, None] = {}
    for mapping in happenings:
        for key in ("begins", "event"):
            found.update(dict.fromkeys(ids(mapping.get(key))))
    return list(found)


def _signals(draft: Draft, happenings: list[Mapping]) -> list[str]:
    """Signals in order of first appearance, those that responses send by themselves last."""
    found: dict[str, Where] = {}
    for mapping in happenings:
        for node in _listed(mapping.get("signal")):
            found.setdefault(node.text, node.where)
    for entry in section(draft.root, "responses").entries.values():
        if entry.key in draft.broken or not isinstance(entry.value, Mapping):
            continue
        own = text(entry.value, "arrival") or f"{entry.key}_arrived"
        for name in (f"{entry.key}_dispatched", f"{entry.key}_failed", own):
            found.setdefault(name, entry.where)
    return [name for name, where in found.items() if draft.declare(name, "a signal", where)]


def _listed(node: Node | None) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar)]


def _scope(
    draft: Draft,
    quantities: tuple[Quantity, ...],
    variables: tuple[Variable, ...],
    signals: list[str],
    events: list[str],
    places: tuple[Place, ...],
    clocks: tuple[Clock, ...],
) -> Scope:
    """Every name that an expression in the story may use."""
    groups = {actor.name: actor.count for actor in draft.actors.values() if actor.count is not None}
    sides: dict[str, tuple[str, ...]] = {}
    for actor in draft.actors.values():
        if actor.side:
            sides[actor.side] = (*sides.get(actor.side, ()), *members(actor))
    return Scope(
        parameters=draft.parameters,
        variables={one.name: draft.variables[one.name] for one in variables},
        signals=frozenset(signals),
        actors=frozenset(name for name in draft.actors if name not in groups),
        groups=groups,
        sides=sides,
        places=frozenset(one.name for one in places),
        quantities={one.name: (one.unit, one.holders) for one in quantities},
        clocks=frozenset(one.name for one in clocks),
        events=frozenset(events),
        wounds=places_hit(tuple(draft.fights.values()), lost=bool(draft.broken)),
        weapons=tuple(draft.weapons),
        broken=frozenset(draft.broken),
    )


def _variants(root: Mapping) -> tuple[Variant, ...]:
    made = []
    for entry in section(root, "variants").entries.values():
        body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
        sets = {key: set_value(one.value) for key, one in section(body, "set").entries.items()}
        pins = {key: number(one.value) or 0.5 for key, one in section(body, "pins").entries.items()}
        steps = {key: plain(one.value) for key, one in section(body, "steps").entries.items()}
        made.append(
            Variant(entry.key, text(body, "text"), tuple(sets.items()), tuple(pins.items()), tuple(steps.items()), entry.where)
        )
    return tuple(made)


def set_value(node: Node) -> object:
    """What `set` holds, as `vary` takes it: a number keeps its sign as text, for `+5` moves and `5` replaces."""
    if isinstance(node, Scalar) and not isinstance(node.value, bool):
        return node.text
    return plain(node)

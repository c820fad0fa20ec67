"""Names to numbers: every thing a scenario declares gets its variables in the state vector."""

from __future__ import annotations

from dataclasses import dataclass, field

from heatsim.program.model import ActorInfo, BodyInfo, CombatantInfo, Slot
from heatsim.scenario.expression import STATES
from heatsim.scenario.resolved import Actor, Resolved
from heatsim.units import LENGTH, MONEY, NUMBER, TIME, Dimension

__all__ = ["MISSING", "NOW", "Symbols", "declare", "members"]

MISSING = float("nan")
NOW = 0  # variable 0 is simulated time


@dataclass
class Symbols:
    """Where everything lives. Keys are names as scenarios write them; members of groups are `name[i]`."""

    slots: list[Slot] = field(default_factory=list)
    parameters: dict[str, int] = field(default_factory=dict)
    variables: dict[str, int] = field(default_factory=dict)
    signals: dict[str, int] = field(default_factory=dict)
    constants: dict[str, float] = field(default_factory=dict)  # parameters whose value is fixed
    events: dict[str, int] = field(default_factory=dict)
    event_numbers: dict[str, int] = field(default_factory=dict)
    clocks: dict[str, tuple[int, int]] = field(default_factory=dict)  # started, elapsed when stopped
    holdings: dict[tuple[str, str], int] = field(default_factory=dict)
    bodies: dict[str, BodyInfo] = field(default_factory=dict)  # by actor, where there are places
    combat: dict[str, CombatantInfo] = field(default_factory=dict)  # by actor, those in a fight
    rounds: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)  # actor, weapon: in the magazine, besides
    counts: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)  # actor, weapon: rounds fired, and that hit
    fights: dict[str, int] = field(default_factory=dict)
    weapons: dict[str, int] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)  # number in actor_infos
    actor_infos: list[ActorInfo] = field(default_factory=list)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)  # group or side: its actors

    def slot(self, name: str, initial: float = 0.0, dimension: Dimension = NUMBER) -> int:
        """A new variable."""
        self.slots.append(Slot(name, float(initial), dimension))
        return len(self.slots) - 1

    def raise_initial(self, index: int) -> None:
        """One more in a count, from the start."""
        slot = self.slots[index]
        self.slots[index] = Slot(slot.name, slot.initial + 1.0, slot.dimension)


def members(actor: Actor) -> tuple[str, ...]:
    """The actor's name, or `name[1]`, `name[2]`, ... of a group."""
    return (actor.name,) if actor.count is None else tuple(f"{actor.name}[{i}]" for i in range(1, actor.count + 1))


def declare(scenario: Resolved) -> Symbols:
    """Variables for all that the scenario declares, in order of declaration."""
    table = Symbols()
    table.slot("now", dimension=TIME)
    for parameter in scenario.parameters:
        if parameter.drawn == "once":
            table.parameters[parameter.name] = table.slot(parameter.name, dimension=parameter.dimension)
    for variable in scenario.variables:
        table.variables[variable.name] = table.slot(variable.name, dimension=variable.dimension)
    for name in scenario.signals:
        table.signals[name] = table.slot(f"{name} sent", MISSING, TIME)
    for event in scenario.events:
        table.event_numbers[event] = len(table.events)
        table.events[event] = table.slot(event, MISSING, TIME)
    for clock in scenario.clocks:
        table.clocks[clock.name] = (table.slot(f"{clock.name} started", MISSING, TIME), table.slot(f"{clock.name} read", 0.0, TIME))
    for actor in scenario.actors:
        _declare_actor(table, actor)
    for quantity in scenario.quantities:
        for holder in quantity.holders:
            dimension = MONEY if quantity.unit == "usd" else NUMBER
            table.holdings[quantity.name, holder] = table.slot(f"{quantity.name}.{holder}", dimension=dimension)
    _declare_positions(table, scenario)
    return table


def _declare_actor(table: Symbols, actor: Actor) -> None:
    names = members(actor)
    if actor.count is not None:
        table.groups[actor.name] = names
    if actor.side:
        table.groups[actor.side] = (*table.groups.get(actor.side, ()), *names)
    for number, name in enumerate(names, 1):
        title = actor.title or actor.name
        table.actors[name] = len(table.actor_infos)
        table.actor_infos.append(
            ActorInfo(
                name=name,
                title=title if actor.count is None else f"{title} {number}",
                side=actor.side,
                state=table.slot(f"{name} state", STATES.index("active")),
                by=table.slot(f"{name} by", -1.0),
                since=table.slot(f"{name} since", 0.0, TIME),
                out=table.slot(f"{name} out", MISSING, TIME),
            )
        )


def _declare_positions(table: Symbols, scenario: Resolved) -> None:
    """Where every actor is, and the way it is on; only where there are places."""
    places = {place.name: place for place in scenario.places}
    for actor in scenario.actors if places else ():
        place = places[actor.at] if actor.at else None
        x, y = (place.x, place.y) if place else (0.0, 0.0)
        for name in members(actor):
            table.bodies[name] = BodyInfo(
                x=table.slot(f"{name} x", x, LENGTH),
                y=table.slot(f"{name} y", y, LENGTH),
                to_x=table.slot(f"{name} to x", x, LENGTH),
                to_y=table.slot(f"{name} to y", y, LENGTH),
                start=table.slot(f"{name} departed", MISSING, TIME),
                end=table.slot(f"{name} arrives", MISSING, TIME),
                cover=table.slot(f"{name} cover"),
                aboard=table.slot(f"{name} aboard", -1.0),
            )

"""The columns of a table of results: measures, then parameters that are drawn, then who fared how in fights, then events."""

from __future__ import annotations

from collections.abc import Sequence

from heatsim.program.model import (
    ActorInfo,
    Column,
    CombatantInfo,
    EngagementInfo,
    EventInfo,
    FightInfo,
    ParameterInfo,
    WeaponInfo,
    Whose,
)
from heatsim.scenario.expression import STATES
from heatsim.scenario.resolved import Measure
from heatsim.units import LENGTH, MONEY, RATE, SPEED, TIME, Dimension, reader_unit

__all__ = ["MOST_FATES", "event_columns", "fate_columns", "measure_column", "parameter_column"]

MOST_FATES = 40  # more fighters are a crowd: six columns for each would be most of the table

KINDS = {TIME: "time", LENGTH: "distance", MONEY: "money", SPEED: "speed", RATE: "rate"}


def kind_of(dimension: Dimension) -> str:
    return KINDS.get(dimension, "number")


def measure_column(measure: Measure) -> Column:
    words = (*(word for word, _ in measure.cases), measure.otherwise) if measure.kind == "category" else ()
    return Column(
        name=measure.name,
        group="measure",
        kind=measure.kind,
        unit=measure.unit,
        words=words,
        canon=measure.canon,
        text=measure.text,
        facts=measure.facts,
        margin=measure.margin,
        headline=measure.headline,
    )


def parameter_column(parameter: ParameterInfo) -> Column:
    kind = parameter.kind if parameter.kind != "number" else kind_of(parameter.dimension)
    unit = reader_unit(parameter.dimension)
    return Column(parameter.name, "parameter", kind, unit, parameter.options, None, parameter.text, parameter.facts)


def event_columns(event: EventInfo) -> Column:
    return Column(event.id, "event", "time", "s", (), None, event.text, event.facts)


Kept = tuple[Column, int]  # a column and the variable whose last value it holds


def fate_columns(
    actors: Sequence[ActorInfo],
    fights: Sequence[FightInfo],
    combatants: Sequence[CombatantInfo],
    engagements: Sequence[EngagementInfo],
    weapons: Sequence[WeaponInfo],
) -> tuple[Kept, ...]:
    """When each fight began, and how everybody in it fared; nothing where more than `MOST_FATES` fight."""
    if len(combatants) > MOST_FATES:
        return ()
    names = tuple(actor.name for actor in actors)
    kept = [(Column(f"{fight.name}.began", "fight", "time", "s", text="the first shot"), fight.began) for fight in fights]
    for number, info in enumerate(combatants):
        actor = actors[info.actor]
        arms = dict.fromkeys(weapons[engagement.weapon].name for engagement in engagements if engagement.combatant == number)
        whose = Whose(actor.name, actor.title, actor.side or actor.name.partition("[")[0], tuple(arms), fights[info.fight].name)
        kept += _fate(actor, info, names, whose)
    return tuple(kept)


def _fate(actor: ActorInfo, info: CombatantInfo, names: tuple[str, ...], whose: Whose) -> list[Kept]:
    def column(what: str, kind: str, text: str, words: tuple[str, ...] = ()) -> Column:
        unit = "s" if kind == "time" else ""
        return Column(f"{actor.name}.{what}", "fate", kind, unit, words, text=f"{actor.title}: {text}", whose=whose)

    return [
        (column("state", "category", "state at the end", STATES), actor.state),
        (column("out", "time", "when out (down, captured, away or dead)"), actor.out),
        (column("by", "category", "who put it in its state", names), actor.by),
        (column("hurt_by", "category", "who hit it last", names), info.hurt_by),
        (column("shots", "number", "rounds fired"), info.shots),
        (column("hits", "number", "rounds that hit"), info.hits),
    ]

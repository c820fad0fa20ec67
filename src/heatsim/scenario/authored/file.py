"""The whole file: its sections, what happens, what is recorded, and named what-ifs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from heatsim.scenario.authored.declarations import Actor, Clock, ParameterEntry, Place, Quantity, VariableEntry
from heatsim.scenario.authored.distributions import Value
from heatsim.scenario.authored.gunfights import Fight, Wall, Weapon
from heatsim.scenario.authored.steps import Order, Step
from heatsim.scenario.authored.words import Condition, Events, Flag, Formula, Model, Name, Names, Share, Text, Whole, Word

__all__ = ["Arrivals", "CategoryMeasure", "Ending", "File", "Held", "NumberMeasure", "Process", "Response", "Stage", "Variant"]


class Process(Model):
    """A process in full; a bare list of steps is short for one with `steps` only."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["steps"]}, {"required": ["python"]}]})
    steps: list[Step] | None = None
    of: Name | None = Field(None, description="The actor or group it belongs to, when its name is not the actor's.")
    when: Literal["at_start", "started"] = "at_start"
    orders: list[Order] | None = Field(None, description="Standing orders over the whole process.")
    python: Text | None = Field(None, description="The name of a behaviour the caller supplies in Python.")
    signal: Names | None = Field(None, description="The signals that the behaviour may send.")
    event: Events | None = Field(None, description="The events that the behaviour may make happen.")
    count: Whole | None = Field(None, description="Makes it a group of so many processes without actors.")
    text: Text | None = None


def _process_tag(value: Any) -> str:
    return "@full" if isinstance(value, (dict, Model)) else "@steps"


ProcessEntry = Annotated[
    Annotated[list[Step], Tag("@steps")] | Annotated[Process, Tag("@full")],
    Discriminator(_process_tag),
]


class Stage(Model):
    """One stage of a response; it may fail, which ends the response."""

    name: Text
    takes: Value | None = None
    fails: Formula | None = Field(None, description="The probability that it fails.")
    signal: Name | None = None
    event: Events | None = None
    facts: Events | None = None
    text: Text | None = None


class Held(Model):
    """While `when` holds, the first so many units to arrive are put down instead."""

    when: Condition
    units: Formula | None = None
    signal: Name | None = None
    event: Events | None = None
    text: Text | None = None


class Response(Model):
    """Call, stages, units that set out, their travel, what may hold them, arrival."""

    call: Condition
    stages: list[Stage] | None = None
    units: Name | None = None
    travel: Value | None = None
    held: Held | None = None
    arrival: Name | None = None
    event: Events | None = None


class Arrivals(Model):
    """Steps that run at the points of a Poisson process."""

    rate: Formula
    from_: Condition | None = Field(None, alias="from", description="Arrivals begin when it becomes true.")
    while_: Condition | None = Field(None, alias="while", description="Arrivals end when it no longer holds.")
    limit: Formula | None = Field(None, description="At most so many.")
    steps: list[Step]


class NumberMeasure(Model):
    """A number, time, amount or flag."""

    value: Formula
    unit: Text | None = None
    canon: Formula | None = Field(None, description="The film's value.")
    fact: Events | None = None
    text: Text | None = None
    margin: Flag = Field(False, description="A race: positive means the crew is ahead.")
    headline: Flag = Field(False, description="Among the first to look at, when there is no room for all.")


class CategoryMeasure(Model):
    """A word: that of the first case whose condition holds, else `otherwise`."""

    cases: dict[Word, Condition] = Field(min_length=1)
    otherwise: Word
    canon: Word | None = None
    fact: Events | None = None
    text: Text | None = None
    headline: Flag = Field(False, description="Among the first to look at, when there is no room for all.")


def _measure_tag(value: Any) -> str:
    if isinstance(value, CategoryMeasure) or (isinstance(value, dict) and ("cases" in value or "otherwise" in value)):
        return "@category"
    return "@number" if isinstance(value, (dict, NumberMeasure)) else "@short"


MeasureEntry = Annotated[
    Annotated[Formula, Tag("@short")] | Annotated[NumberMeasure, Tag("@number")] | Annotated[CategoryMeasure, Tag("@category")],
    Discriminator(_measure_tag),
]


class Ending(Model):
    """How a story may end; the first whose condition holds, the last without one."""

    when: Condition | None = None
    text: Text | None = None
    canon: Flag = False


class Variant(Model):
    """A named what-if: parameters set, draws pinned, steps changed."""

    text: Text | None = None
    set: dict[Name, Value] | None = None
    pins: dict[Text, Share] | None = None
    steps: dict[Text, dict[str, Any]] | None = None


class Limits(Model):
    """Bounds of one replication; `events` counts wake-ups."""

    events: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)] = 1_000_000


class File(Model):
    """A scenario of heatsim, language version 1."""

    model_config = ConfigDict(
        title="heatsim scenario", json_schema_extra={"anyOf": [{"required": ["processes"]}, {"required": ["responses"]}]}
    )
    heatsim: Literal[1] = Field(description="Version of the language.")
    scenario: Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$", max_length=80)]
    title: Text | None = None
    description: Text | None = None
    canon: Text | None = Field(None, description="Path of the canon sheet, relative to this file.")
    horizon: Formula = Field(description="The longest a replication may last.")
    start: Text | None = Field(None, description="Time of day at which the story starts, such as 11:30.")
    limits: Limits | None = None
    parameters: dict[Name, ParameterEntry] | None = None
    actors: dict[Name, Actor] | None = None
    places: dict[Name, Place] | None = None
    quantities: dict[Name, Quantity] | None = None
    variables: dict[Name, VariableEntry] | None = None
    clocks: dict[Name, Clock] | None = None
    weapons: dict[Name, Weapon] | None = None
    walls: dict[Name, Wall] | None = None
    fights: dict[Name, Fight] | None = None
    processes: dict[Name, ProcessEntry] | None = None
    responses: dict[Name, Response] | None = None
    arrivals: dict[Name, Arrivals] | None = None
    measures: dict[Name, MeasureEntry] | None = None
    endings: dict[Name, Ending] = Field(min_length=1)
    variants: dict[Text, Variant] | None = None

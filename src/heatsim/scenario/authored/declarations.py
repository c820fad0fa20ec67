"""What there is: parameters, actors, places, quantities, variables, clocks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from heatsim.scenario.authored.distributions import KIND_KEYS, Kinds
from heatsim.scenario.authored.words import Condition, Events, Formula, Formulas, Model, Name, Reference, Text, Whole, Word

__all__ = ["Actor", "Clock", "Parameter", "ParameterEntry", "Place", "Quantity", "Variable", "VariableEntry"]


class Parameter(Kinds):
    """A fixed value, an expression over earlier parameters, or a distribution; and what it rests on."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in ("value", "expr", *KIND_KEYS)]})
    value: Formula | None = Field(None, description="A quantity, a number, true or false, or one of `options`.")
    options: list[Word] | None = Field(None, description="The allowed words of a parameter that is a choice.", min_length=1)
    expr: Formula | None = Field(None, description="An expression over parameters declared before.")
    drawn: Literal["once", "each"] = Field("once", description="Once per replication, or afresh at every step that uses it.")
    basis: Literal["canon", "cited", "assumed"] | None = None
    fact: Events | None = Field(None, description="Fact ids it rests on.")
    source: Text | None = Field(None, description="The publication it rests on.")
    why: Text | None = Field(None, description="The reason for an assumption.")
    range: Formulas("low", "high") = Field(None, description="[low, high]: believable values.")  # type: ignore[valid-type]
    text: Text | None = None


class Actor(Model):
    """An actor, or with `count` a group of them."""

    side: Name | None = None
    name: Text | None = Field(None, description="The name people read.")
    count: Whole | None = Field(None, description="Makes it a group of so many.")
    at: Name | None = Field(None, description="The place where it starts.")
    speed: Formula | None = None
    present: Condition | None = Field(None, description="A condition on parameters; an actor not present is absent.")
    weapon: Name | None = Field(None, description="What it fights with.")
    armour: Formula | None = Field(None, description="Share of hits on armoured places that it stops.")
    endurance: Whole | None = Field(None, description="Hits that put it out, where there are no wounds; 1 unless given.")
    text: Text | None = None


class Place(Model):
    """A point of the plane."""

    at: Formulas("x", "y")  # type: ignore[valid-type]
    cover: Formula | None = Field(None, description="Share of a person there that is hidden.")
    text: Text | None = None


class Quantity(Model):
    """Something that is held and changes hands."""

    unit: Literal["usd", "number"]
    start: dict[Reference, Formula] = Field(description="Who or what holds how much at the start.")
    text: Text | None = None


class Variable(Model):
    value: Formula
    text: Text | None = None


class Clock(Model):
    """A clock; with `runs` it counts down from there, else it only counts up."""

    runs: Formula | None = None
    text: Text | None = None
    facts: Events | None = None


def _entry_tag(value: Any) -> str:
    return "@full" if isinstance(value, (dict, Model)) else "@short"


ParameterEntry = Annotated[
    Annotated[Formula, Tag("@short")] | Annotated[Parameter, Tag("@full")],
    Discriminator(_entry_tag),
]
VariableEntry = Annotated[
    Annotated[Formula, Tag("@short")] | Annotated[Variable, Tag("@full")],
    Discriminator(_entry_tag),
]

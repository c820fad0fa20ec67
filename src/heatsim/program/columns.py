"""The columns of a table of results: measures, then parameters that are drawn, then events."""

from __future__ import annotations

from heatsim.program.model import Column, EventInfo, ParameterInfo
from heatsim.scenario.resolved import Measure
from heatsim.units import LENGTH, MONEY, RATE, SPEED, TIME, Dimension, reader_unit

__all__ = ["event_columns", "measure_column", "parameter_column"]

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
    )


def parameter_column(parameter: ParameterInfo) -> Column:
    kind = parameter.kind if parameter.kind != "number" else kind_of(parameter.dimension)
    unit = reader_unit(parameter.dimension)
    return Column(parameter.name, "parameter", kind, unit, parameter.options, None, parameter.text, parameter.facts)


def event_columns(event: EventInfo) -> Column:
    return Column(event.id, "event", "time", "s", (), None, event.text, event.facts)

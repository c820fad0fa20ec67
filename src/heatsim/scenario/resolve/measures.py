"""Measures and endings: what is recorded of a replication."""

from __future__ import annotations

from heatsim.scenario.nodes import Entry, Mapping, Node, Scalar
from heatsim.scenario.resolve.draft import Draft, ids, section, text
from heatsim.scenario.resolve.expressions import CONDITION, Want, expression, fitting, stands_in
from heatsim.scenario.resolved import Ending, Measure
from heatsim.units import (
    LENGTH,
    MONEY,
    NUMBER,
    RATE,
    SPEED,
    TIME,
    Dimension,
    UnitError,
    dimension_name,
    reader_unit,
    to_unit,
    unit_dimension,
)

__all__ = ["resolve_endings", "resolve_measures"]

KINDS = {NUMBER: "number", TIME: "time", LENGTH: "distance", SPEED: "speed", MONEY: "money", RATE: "rate"}


def resolve_measures(draft: Draft) -> tuple[Measure, ...]:
    """Numbers, times, flags and categories over the final state."""
    return tuple(_measure(draft, entry) for entry in section(draft.root, "measures").entries.values())


def _measure(draft: Draft, entry: Entry) -> Measure:
    node = entry.value
    body = node if isinstance(node, Mapping) else Mapping({"value": Entry("value", node.where, node)}, node.where)
    if body.get("cases"):
        return _category(draft, entry, body)
    value = expression(draft, body.get("value"), draft.scope, Want())
    sound = not stands_in(value)
    if value.kind not in ("number", "flag") and sound:
        draft.say(node.where, "a measure is a number, a quantity, or true or false; name words under 'cases'")
    kind = "flag" if value.kind == "flag" else KINDS.get(value.dimension, "")
    if not kind and sound:
        draft.say(node.where, f"a measure cannot be {dimension_name(value.dimension)}")
    unit = _unit(draft, body, value.dimension, kind) if sound else ""
    canon = _canon(draft, body.get("canon"), kind, value.dimension, unit) if sound else None
    margin = text(body, "margin") == "true"
    if margin and kind != "time" and sound:
        draft.say(body.key("margin"), "a margin is a time (positive: the crew is ahead)")
    return Measure(
        name=entry.key,
        value=value,
        kind=kind,
        unit=unit,
        canon=canon,
        facts=ids(body.get("fact")),
        text=text(body, "text"),
        margin=margin,
        headline=text(body, "headline") == "true",
        where=entry.where,
    )


def _unit(draft: Draft, body: Mapping, dimension: Dimension, kind: str) -> str:
    node = body.get("unit")
    if not isinstance(node, Scalar):
        return reader_unit(dimension) if kind != "flag" else ""
    try:
        given = unit_dimension(node.text)[1]
    except UnitError as error:
        draft.say(node.where, error.message)
        return ""
    if given != dimension or kind == "flag":
        what = "true or false" if kind == "flag" else dimension_name(dimension)
        draft.say(node.where, f"'{node.text}' is a unit of {dimension_name(given)}, but the measure is {what}")
        return ""
    return node.text


def _canon(draft: Draft, node: Node | None, kind: str, dimension: Dimension, unit: str) -> float | bool | None:
    """The film's value in the measure's unit; a plain number already is."""
    if not isinstance(node, Scalar):
        return None
    if kind == "flag":
        made = expression(draft, node, draft.scope, CONDITION)
        return bool(draft.known(made))
    if isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return float(node.value)
    made = expression(draft, node, draft.scope, fitting(dimension))
    value = draft.known(made)
    if value is None:
        draft.say(node.where, "the film's value is a fixed value")
        return None
    return to_unit(value, unit)


def _category(draft: Draft, entry: Entry, body: Mapping) -> Measure:
    cases = section(body, "cases").entries
    otherwise, canon = text(body, "otherwise"), body.get("canon")
    made = tuple((word, expression(draft, case.value, draft.scope, CONDITION)) for word, case in cases.items())
    if otherwise in cases:
        draft.say(body.key("otherwise"), f"'{otherwise}' is already one of the cases")
    if isinstance(canon, Scalar) and canon.text not in (*cases, otherwise):
        draft.say(canon.where, f"'{canon.text}' is not one of {', '.join((*cases, otherwise))}")
    return Measure(
        entry.key,
        None,
        "category",
        "",
        made,
        otherwise,
        canon.text if isinstance(canon, Scalar) else None,
        ids(body.get("fact")),
        text(body, "text"),
        headline=text(body, "headline") == "true",
        where=entry.where,
    )


def resolve_endings(draft: Draft) -> tuple[Ending, ...]:
    """Endings in order; the last, and only the last, has no condition."""
    entries = list(section(draft.root, "endings").entries.values())
    made = []
    for entry in entries:
        body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
        when = body.get("when")
        if when is None and entry is not entries[-1]:
            draft.say(entry.where, f"'{entry.key}' has no 'when', so no ending after it is reached; only the last goes without")
        if when is not None and entry is entries[-1]:
            draft.say(body.key("when"), f"the last ending, '{entry.key}', must go without 'when': every story ends somehow")
        condition = expression(draft, when, draft.scope, CONDITION) if when else None
        made.append(Ending(entry.key, condition, text(body, "text"), text(body, "canon") == "true", entry.where))
    return tuple(made)

"""Every parameter with what it rests on: the film, a source, or a reason; what is assumed comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from heatsim.program.listing import value_words
from heatsim.report.markup import Html, el, join
from heatsim.report.parts import row, section, table, words
from heatsim.units import format_value

if TYPE_CHECKING:
    from heatsim.report.material import Material
    from heatsim.scenario.resolved import Parameter

__all__ = ["assumptions"]

BASES = (
    ("assumed", "assumed", "somebody's judgement, with its reason and how far it may be off"),
    ("cited", "cited", "a published figure, with its source"),
    ("canon", "from the film", "what the film shows or says, by the number of the fact"),
    ("", "without a basis", "the file does not say what they rest on"),
)
HEADS = ("parameter", "value", "range", "rests on")


def assumptions(material: Material) -> Html | None:
    infos = material.scenario.resolved.parameters
    if not infos:
        return None
    moving = set(material.screen.names)
    groups = [(title, what, [one for one in infos if one.basis == basis]) for basis, title, what in BASES]
    known = [(title, what, found) for title, what, found in groups if found]
    counts = ", ".join(f"{len(found)} {title}" for title, _, found in known)
    return section(
        "assumptions",
        "Assumptions",
        el("p", f"{len(infos)} parameters: {counts}. Nothing assumed is reported as the film's.", class_="lead"),
        [_group(title, what, found, moving, folded=number > 0) for number, (title, what, found) in enumerate(known)],
    )


def _group(title: str, what: str, infos: Sequence[Parameter], moving: set[str], *, folded: bool) -> Html:
    rows = [_parameter(one, tried=one.name in moving) for one in infos]
    summary = el("summary", el("b", f"{len(infos)} {title}"), f": {what}")
    return el(
        "details", summary, table(HEADS, rows, f"Parameters {title}", "parameters stacked"), open=not folded and len(infos) <= 40
    )


def _parameter(one: Parameter, *, tried: bool) -> Html:
    head = join(el("span", words(one.name), class_="name"), el("small", one.text) if one.text else None)
    name = join(head, el("small", el("a", "in the tornado", href="#rests-on"))) if tried else head
    shown = f"{value_words(one)}{', drawn each time' if one.drawn == 'each' else ''}"
    return row(name, shown, _range(one), _rests(one), heads=HEADS)


def _range(one: Parameter) -> str:
    if one.low is None or one.high is None:
        return ", ".join(words(option) for option in one.options)
    return f"{format_value(one.low, one.dimension)} to {format_value(one.high, one.dimension)}"


def _rests(info: Parameter) -> Html:
    """Facts, source and reason, those that there are."""
    parts = [", ".join(info.facts), info.source, info.why]
    return join([el("span", part, class_="reason") for part in parts if part])

"""Which events of a trace are beats of the story, and how each is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.beatsheet.outcome import words
from heatsim.beatsheet.spans import spans
from heatsim.units import MONEY, TIME, format_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heatsim.beatsheet.spans import Span
    from heatsim.program.model import Program
    from heatsim.trace import Event, Trace

__all__ = ["Beat", "beats"]

ALWAYS = frozenset({"mark", "say", "state", "cut", "done", "clock", "at", "hand"})
IF_SOURCED = frozenset({"chance", "choose", "came", "met", "late"})  # a decision the author gave a fact to is worth telling
LONG = 20_000_000  # work of at least so many microseconds is told when it begins, too, if others act meanwhile


@dataclass(frozen=True, slots=True)
class Beat:
    """One line of the sheet: the event, who it is about, what it says; `spoken` and `loss` (someone is out) set the tone."""

    event: Event
    who: str
    text: str
    ids: tuple[str, ...]
    spoken: bool = False
    loss: bool = False


def beats(trace: Trace, *, every: bool = False) -> Iterator[Beat]:
    """The beats in order; with `every`, all that the trace holds."""
    made = spans(trace)
    opened = {span.first: span for span in made}
    closed = {span.last: span for span in made if span.last >= 0}
    for place, event in enumerate(trace.events):
        if every or _told(event, opened.get(place)):
            span = opened.get(place) or closed.get(place)
            begun = span is not None and (every or _told(trace.events[span.first], span))
            ids = tuple(dict.fromkeys((*event.ids, *event.facts)))
            yield Beat(event, _who(event), _text(event, span, begun, trace.program), ids, event.kind == "say", event.kind == "state")


def _told(event: Event, opened: Span | None) -> bool:
    if event.ids or event.kind in ALWAYS:
        return event.kind != "hand" or bool(event.value)
    if opened is not None and opened.kind in ("do", "move"):
        return opened.end - opened.begin >= LONG
    return event.kind in IF_SOURCED and bool(event.facts)


def _who(event: Event) -> str:
    return event.actor or words(event.process)


def _text(event: Event, span: Span | None, begun: bool, program: Program) -> str:
    """What the line says; `span` is the stretch the event opens or closes, `begun` whether its beginning has a line."""
    name = event.text or words(event.process)
    match event.kind:
        case "say":
            return f"“{name}”"
        case "begin" | "move" | "wait" | "first":
            return f"{name} …"
        case "done" | "cut":
            return f"{name}{_ended(event, span, begun)}"
        case "late":
            return f"{name}: waited in vain"
        case "chance":
            return f"{name}: {'yes' if event.value else 'no'}"
        case "clock" | "signal" | "order" | "choose" | "came":
            return f"{'clock' if event.kind == 'clock' else event.kind}: {words(name)}"
        case "state":
            return _state(event, program)
        case "hand":
            return _hand(event, program)
        case "set" if event.value is not None:
            return f"{words(name)} = {event.value:g}"
        case _:
            return name


def _ended(event: Event, span: Span | None, begun: bool) -> str:
    took = format_value(float(span.end - span.begin), TIME) if span is not None and span.end > span.begin else ""
    if event.kind == "cut":
        return f": broken off{' after ' if took else ''}{took}"
    if begun:
        return f": done{', ' if took else ''}{took}"
    return f" ({took})" if took else ""


def _state(event: Event, program: Program) -> str:
    """`Guard 1 is dead`; by whom, unless whoever the line belongs to did it."""
    name, verb, state = event.text.partition(" is ")
    titles = {actor.name: actor.title for actor in program.actors}
    number = int(event.value) if event.value is not None and event.value >= 0 else -1
    by = program.actors[number].title if 0 <= number < len(program.actors) else ""
    doer = f" (by {by})" if by and by != event.actor and by != titles.get(name) else ""
    return f"{titles.get(name) or words(name)}{verb}{state}{doer}"


def _hand(event: Event, program: Program) -> str:
    """`bonds, $1.6M: truck to shiherlis`."""
    quantity, _, route = event.text.partition(": ")
    money = any(slot.dimension == MONEY for slot in program.variables if slot.name.startswith(f"{quantity}."))
    amount = format_value(event.value or 0.0, MONEY) if money else f"{event.value or 0:g}"
    titles = {actor.name: actor.title for actor in program.actors}
    ends = " to ".join(titles.get(end) or words(end) for end in route.split(" to "))
    return f"{words(quantity)}, {amount}: {ends}"

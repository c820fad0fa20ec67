"""Which events of a trace are beats of the story: what is told, once, and what only a debugger wants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heatsim.beatsheet.outcome import words
from heatsim.beatsheet.spans import spans
from heatsim.beatsheet.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heatsim.beatsheet.spans import Span
    from heatsim.errors import Where
    from heatsim.trace import Event, Trace

__all__ = ["Beat", "beats"]

DECIDED = frozenset({"chance", "choose"})
ALWAYS = frozenset({"mark", "say", "state", "done", "cut", "clock", "hand"})
IF_SOURCED = frozenset({"at", "came", "met", "late"})  # what the author gave a fact to is worth telling
WORK = frozenset({"do", "move"})
LONG = 20_000_000  # work of at least so many microseconds is told when it begins, too


@dataclass(frozen=True, slots=True)
class Beat:
    """One line of the sheet: the event, who it is about (several, when they do the same at once), what it says.

    `ids` are the event ids of its step, `facts` the canon facts it rests on.
    """

    event: Event
    who: tuple[str, ...]
    text: str
    ids: tuple[str, ...]
    facts: tuple[str, ...]


def beats(trace: Trace, *, every: bool = False) -> Iterator[Beat]:
    """The beats in order; with `every`, a line for each event of the trace."""
    told = _Told(trace, every)
    found = (beat for place, event in enumerate(trace.events) for beat in told.beat(place, event))
    return found if every else _together(_once(found, told.telling))


class _Told:
    """Decides event by event, knowing which stretch of work an event opens or closes."""

    def __init__(self, trace: Trace, every: bool) -> None:
        made = spans(trace)
        self.every = every
        self.events = trace.events
        self.opened = {span.first: span for span in made}
        self.closed = {span.last: span for span in made if span.last >= 0}
        self.telling = Telling(trace.program)
        self.decided: dict[tuple[str, Where], tuple[str, float | None]] = {}

    def beat(self, place: int, event: Event) -> Iterator[Beat]:
        opened, closed = self.opened.get(place), self.closed.get(place)
        begun = closed is not None and (self.every or self._begin(self.events[closed.first], closed))
        if not (self.every or self._worth(event, opened, closed, begun)):
            return
        known = set(self.events[closed.first].facts) if closed is not None and begun else set()
        facts = tuple(fact for fact in event.facts if fact not in known)
        who = event.actor or words(event.process)
        yield Beat(event, (who,), self.telling.text(event, opened or closed, begun=begun), event.ids, facts)

    def _worth(self, event: Event, opened: Span | None, closed: Span | None, begun: bool) -> bool:
        if event.ids:
            return True
        if not event.process:
            return False  # before the story starts
        if opened is not None:
            return self._begin(event, opened)
        if event.kind in ("done", "cut"):
            return closed is not None and closed.kind in WORK and (not begun or closed.end - closed.begin >= LONG)
        if event.kind in DECIDED:
            return self._is_news(event)
        if event.kind in IF_SOURCED:
            return bool(event.facts) and not self.telling.is_label(event)
        if event.kind == "hit":
            return self.telling.wounds(event)
        return event.kind in ALWAYS and (event.kind != "hand" or bool(event.value))

    def _is_news(self, event: Event) -> bool:
        """Whether a decision comes out otherwise than the last time at this step; what is tried over and over is told once."""
        step, answer = (event.process, event.where), (event.text, event.value)
        same = self.decided.get(step) == answer
        self.decided[step] = answer
        return not same or bool(event.facts and not self.telling.is_label(event))

    def _begin(self, event: Event, span: Span) -> bool:
        return bool(event.ids) or (span.kind in WORK and (span.end - span.begin >= LONG or span.how == "open"))


def _once(found: Iterable[Beat], telling: Telling) -> Iterator[Beat]:
    """One step may report itself several times (its beginning, what it changed, its end): tell it once, with all its ids."""
    last: Beat | None = None
    for beat in found:
        if last is None or not _same_step(last, beat):
            if last is not None:
                yield last
            last = beat
            continue
        ids, facts = tuple(dict.fromkeys((*last.ids, *beat.ids))), tuple(dict.fromkeys((*last.facts, *beat.facts)))
        if last.text == beat.text or (last.event.kind in ("clock", "hand") and telling.is_label(beat.event)):
            last = replace(last, ids=ids, facts=facts)
        elif telling.is_label(last.event) or (last.event.kind == "clock" and beat.event.kind == "mark"):
            last = replace(beat, ids=ids, facts=facts)
        else:
            yield last
            last = beat
    if last is not None:
        yield last


def _same_step(a: Beat, b: Beat) -> bool:
    instant = {a.event.kind, b.event.kind} <= {"mark", "clock", "hand", "state"}
    same = a.event.process == b.event.process and a.event.time == b.event.time
    return same and instant and (a.event.where == b.event.where or a.text == b.text)


def _together(found: Iterable[Beat]) -> Iterator[Beat]:
    """Several who do the same at the same moment share a line."""
    last: Beat | None = None
    for beat in found:
        if last is not None and _said(beat) == _said(last):
            last = replace(last, who=tuple(dict.fromkeys((*last.who, *beat.who))))
            continue
        if last is not None:
            yield last
        last = beat
    if last is not None:
        yield last


def _said(beat: Beat) -> tuple[object, ...]:
    return beat.event.time, beat.text, beat.ids, beat.facts

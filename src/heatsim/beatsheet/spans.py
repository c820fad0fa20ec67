"""Work, walks and waits as stretches of time: where each began, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heatsim.program.model import Program
    from heatsim.trace import Event, Trace

__all__ = ["CLOSES", "OPENS", "Span", "spans", "unfinished"]

OPENS = {"begin": "do", "move": "move", "wait": "wait", "first": "first"}
CLOSES = frozenset({"done", "cut", "met", "late", "came"})
OUT = ("down", "captured", "away", "dead", "absent")  # states that end an actor's processes


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch: `first` and `last` are places in the trace's events; `last` is -1 when nothing reported the end.

    `kind` is do, move, wait or first; `begin` and `end` are microseconds; `how` is the kind of the event that closed it, `left`
    when an order or the actor's state took the process away from it, `open` when it lasts to the end of the trace.
    """

    process: str
    kind: str
    text: str
    begin: int
    first: int
    end: int = -1
    last: int = -1
    how: str = "open"


def spans(trace: Trace) -> list[Span]:
    """All stretches of a trace, in the order in which they began; within one process they nest."""
    book = _Book(trace)
    for place, event in enumerate(trace.events):
        if event.kind in OPENS:
            book.open(place, event)
        elif event.kind in CLOSES:
            book.close(place, event)
        elif event.kind == "order" and event.text in book.leaving.get(event.process, ()):
            book.abandon([event.process], event.time)
        elif event.kind == "state" and event.text.endswith(OUT):
            book.abandon(book.processes.get(event.text.partition(" is ")[0], ()), event.time)
    book.abandon(list(book.stacks), trace.end_time, how="open")
    return sorted(book.made, key=lambda span: span.first)


def unfinished(trace: Trace) -> list[Span]:
    """What was still going on when a replication was stopped at its horizon: work and walks, or waits where there are none."""
    if trace.status != "horizon":
        return []
    still = [span for span in spans(trace) if span.how == "open"]
    return [span for span in still if span.kind in ("do", "move")] or still


class _Book:
    """What every process is in the middle of, innermost last."""

    def __init__(self, trace: Trace) -> None:
        program = trace.program
        self.events = trace.events
        self.made: list[Span] = []
        self.stacks: dict[str, list[Span]] = {}
        self.processes = {actor.name: [program.processes[number].name for number in actor.processes] for actor in program.actors}
        self.leaving = _leaving(program)

    def open(self, place: int, event: Event) -> None:
        span = Span(event.process, OPENS[event.kind], event.text, event.time, place)
        self.stacks.setdefault(event.process, []).append(span)

    def close(self, place: int, event: Event) -> None:
        """Close the innermost stretch of the same step, and with it those inside that were never reported again."""
        stack = self.stacks.get(event.process, [])
        if not any(self.events[span.first].where == event.where for span in stack):
            return
        while True:
            span = stack.pop()
            if self.events[span.first].where == event.where:
                self.made.append(replace(span, end=event.time, last=place, how=event.kind))
                return
            self.made.append(replace(span, end=event.time, how="left"))

    def abandon(self, processes: Iterable[str], time: int, how: str = "left") -> None:
        for process in processes:
            self.made += [replace(span, end=time, how=how) for span in self.stacks.pop(process, [])]


def _leaving(program: Program) -> dict[str, set[str]]:
    """Per process, the names of the standing orders after which it never comes back to what they broke into."""
    names: dict[str, set[str]] = {}
    for order in program.orders:
        if order.then in ("stop", "leave"):
            names.setdefault(program.processes[order.process].name, set()).add(order.name)
    return names

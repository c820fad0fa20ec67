"""Two worlds as text: what they share across the page, where they differ in two columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from heatsim.beatsheet.clocks import moment
from heatsim.beatsheet.telling import HARD_SPACE, lasted

if TYPE_CHECKING:
    from heatsim.analysis.worlds import Diff, Happening, Pair

__all__ = ["text"]

WIDTH = 80
GAP = " | "
COLUMN = (WIDTH - len(GAP)) // 2
TAKES_TIME = frozenset({"begin", "move", "wait", "first"})  # kinds whose value is a duration


def text(made: Diff) -> str:
    """The diff in lines of at most 80 characters."""
    return "\n".join(line.rstrip() for line in _lines(made)) + "\n"


def _lines(made: Diff) -> Iterator[str]:
    yield f"{made.scenario}, replication {made.replication} (seed {made.seed}): {made.labels[0]} | {made.labels[1]}"
    if not made.after:
        yield f"the same in both worlds to the end: {made.common:,} events, {made.endings[0] or 'no ending'}"
        return
    yield from _leading(made)
    shared = "the first event is" if made.common == 1 else f"the first {made.common:,} events are"
    yield f"{shared} the same" if made.common else "they differ from the start"
    yield ""
    for event in made.before:
        yield from textwrap.wrap(_told(event, made.start_of_day), WIDTH, subsequent_indent=" " * 4)
    yield f"{'-' * 3} here they part {'-' * (WIDTH - 19)}"
    yield from _beside(made.labels[0], made.labels[1])
    for pair in made.after:
        yield from _row(pair, made.start_of_day)
    yield "..."
    yield ""
    yield from _beside(f"ending: {made.endings[0] or 'none'}", f"ending: {made.endings[1] or 'none'}")
    for outcome in made.outcomes:
        yield from _beside(f"{outcome.name}: {outcome.base}", f"{outcome.name}: {outcome.other}")


def _leading(made: Diff) -> Iterator[str]:
    """The first beat that differs, before the events: it is what a reader of the beat sheet would notice."""
    if made.beat is None:
        yield "no beat of the story differs; in single events:"
        return
    sides = (made.beat.base, made.beat.other)
    yield "the first beat that differs:"
    yield ""
    yield from _beside(*made.labels)
    yield from _beside(*("no such beat" if one is None else _told(one, made.start_of_day) for one in sides))
    yield ""
    yield "in single events:"


def _row(pair: Pair, start: int | None) -> Iterator[str]:
    if pair.passed:
        yield f"{f'({pair.passed} the same)':^{WIDTH}}"
    valued = pair.base is not None and pair.other is not None and pair.base.value != pair.other.value
    yield from _beside(*(_told(one, start, valued=valued) if one is not None else "" for one in (pair.base, pair.other)))


def _beside(left: str, right: str) -> Iterator[str]:
    columns = (textwrap.wrap(side, COLUMN, subsequent_indent="  ") for side in (left, right))
    for a, b in zip_longest(*columns, fillvalue=""):
        yield f"{a:<{COLUMN}}{GAP}{b}".replace(HARD_SPACE, " ")


def _told(event: Happening, start: int | None, *, valued: bool = False) -> str:
    """Time, who, what; with the value where it is what differs."""
    value = ""
    if valued and event.value is not None:
        value = f" [{lasted(int(event.value))}]" if event.kind in TAKES_TIME else f" [{event.value:g}]"
    ids = f" [{' '.join(event.ids)}]" if event.ids else ""
    return f"{moment(event.time, start)}  {event.who}: {event.text}{value}{ids}"

"""The beat sheet: a replication as people read it, one beat a line, in columns that fit a terminal."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.beatsheet.beats import Beat, beats
from heatsim.beatsheet.clocks import moment, reading
from heatsim.beatsheet.outcome import measures, words
from heatsim.units import TIME, format_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heatsim.program.model import EndingInfo
    from heatsim.trace import Trace

__all__ = ["text"]

NARROWEST = 60
WHO = 14  # the widest a name may be
CLOCK = 13  # ... and a clock's heading
CLOCKS = 2  # columns of clocks; what further clocks read is in the exports
PAUSE = 15_000_000  # microseconds after which a line is left blank
LATER = 60_000_000  # ... and after which the blank line says how long it was

DIM, BOLD, ITALIC, RED, YELLOW = "2", "1", "3", "1;31", "33"


def text(trace: Trace, *, width: int = 80, color: bool = False, every: bool = False) -> str:
    """The beat sheet of a replication: time, time on the clocks, who, what, and event and fact ids in brackets.

    Times are of the day when the scenario has a `start`, else minutes and seconds since the beginning. `width` is in characters
    (at least 60), `color` adds terminal colours, `every` lists all events instead of the beats.
    """
    told = list(beats(trace, every=every))
    page = _Page(trace, told, max(width, NARROWEST), color)
    lines = [*_heading(trace, page), *page.head()]
    before: Beat | None = None
    for beat in told:
        lines += page.gap(before, beat)
        lines += page.lines(beat, before)
        before = beat
    return "\n".join(line.rstrip() for line in (*lines, *_footing(trace, page)))


@dataclass(frozen=True, slots=True)
class _Layout:
    time: int
    clocks: tuple[str, ...]
    clock: int
    who: int


class _Page:
    """Columns of one sheet, and how a cell is painted."""

    def __init__(self, trace: Trace, told: Sequence[Beat], width: int, color: bool) -> None:
        self.width, self.color = width, color
        self.start = trace.program.start_of_day
        names = {name: remaining for beat in told for name, _, remaining in beat.event.clocks}
        clocks = sorted(names, key=lambda name: not names[name])[:CLOCKS]
        self.layout = _Layout(
            time=max((len(moment(beat.event.time, self.start)) for beat in told), default=7),
            clocks=tuple(clocks),
            clock=max([9, *(min(len(name), CLOCK) for name in clocks)]),
            who=min(WHO, max((len(beat.who) for beat in told), default=3)),
        )
        self.left = self.layout.time + 2 + (self.layout.clock + 2) * len(clocks) + self.layout.who + 2

    def paint(self, words: str, style: str) -> str:
        return f"\x1b[{style}m{words}\x1b[0m" if self.color and style and words.strip() else words

    def rule(self) -> str:
        return self.paint("-" * self.width, DIM)

    def head(self) -> list[str]:
        time = "time".ljust(self.layout.time)
        clocks = "".join(f"  {_fit(words(name), self.layout.clock)}" for name in self.layout.clocks)
        return [self.paint(f"{time}{clocks}  {'who'.ljust(self.layout.who)}  what", DIM), self.rule()]

    def gap(self, before: Beat | None, beat: Beat) -> list[str]:
        """A blank line where the story pauses, with the length of a long pause."""
        pause = beat.event.time - before.event.time if before is not None else 0
        if pause < PAUSE:
            return []
        later = f"... {format_value(float(pause), TIME)} later" if pause >= LATER else ""
        return [" " * self.left + self.paint(later, DIM)]

    def lines(self, beat: Beat, before: Beat | None) -> list[str]:
        """One beat: the first line with its columns, further ones under the text; the ids at the right edge."""
        same = before is not None and _stamp(before, self.start) == _stamp(beat, self.start)
        again = same and before is not None and before.who == beat.who
        wide = self.width - self.left
        body = textwrap.wrap(beat.text, wide) or [""]
        ids = f"[{' '.join(beat.ids)}]" if beat.ids else ""
        cells = [*(f"{' ' * self.left}{self._said(line, beat)}" for line in body)]
        cells[0] = self._columns(beat, same=same, again=again) + self._said(body[0], beat)
        if ids and len(body[-1]) + 2 + len(ids) <= wide:
            cells[-1] += " " * (wide - len(body[-1]) - len(ids)) + self.paint(ids, DIM)
        elif ids:
            cells += [line.rjust(self.width) if not self.color else " " * (self.width - len(line)) + self.paint(line, DIM)
                      for line in textwrap.wrap(ids, wide)]  # fmt: skip
        return cells

    def _said(self, line: str, beat: Beat) -> str:
        return self.paint(line, ITALIC if beat.spoken else RED if beat.loss else "")

    def _columns(self, beat: Beat, *, same: bool, again: bool) -> str:
        """Time and clocks are blank while they stand still, the name while the same one acts on."""
        time = "" if same else moment(beat.event.time, self.start)
        readings = {name: (value, remaining) for name, value, remaining in beat.event.clocks}
        clocks = ["" if same or name not in readings else reading(*readings[name]) for name in self.layout.clocks]
        cells = [self.paint(time.ljust(self.layout.time), DIM)]
        cells += [self.paint(_fit(clock, self.layout.clock), RED if "over" in clock else YELLOW) for clock in clocks]
        cells.append(self.paint(_fit("" if again else beat.who, self.layout.who), BOLD))
        return "  ".join(cells) + "  "


def _fit(words: str, width: int) -> str:
    return (words if len(words) <= width else words[: width - 1] + "…").ljust(width)


def _stamp(beat: Beat, start: int | None) -> tuple[str, tuple[str, ...]]:
    """What the first columns would say."""
    return moment(beat.event.time, start), tuple(name for name, _, _ in beat.event.clocks)


def _ending(trace: Trace) -> EndingInfo | None:
    return next((ending for ending in trace.program.endings if ending.name == trace.ending), None)


def _heading(trace: Trace, page: _Page) -> Iterator[str]:
    program, ending = trace.program, _ending(trace)
    yield from (page.paint(line, BOLD) for line in textwrap.wrap(program.title or program.name, page.width))
    run = f"{program.name}, seed {trace.seed}, replication {trace.replication}"
    yield from textwrap.wrap(f"{run}: {_named(ending)}" if ending else run, page.width)
    yield ""


def _named(ending: EndingInfo | None) -> str:
    if ending is None:
        return "no ending"
    return words(ending.name) + (" (the film's ending)" if ending.canon else "")


def _footing(trace: Trace, page: _Page) -> Iterator[str]:
    ending = _ending(trace)
    how = " (stopped at the horizon)" if trace.status == "horizon" else ""
    yield page.rule()
    yield f"{page.paint(moment(trace.end_time, page.start), DIM)}  {page.paint('Ends: ' + _named(ending), BOLD)}{how}"
    indent = " " * (len(moment(trace.end_time, page.start)) + 2)
    if ending is not None and ending.text:
        yield from textwrap.wrap(ending.text, page.width, initial_indent=indent, subsequent_indent=indent)
    yield from _measures(trace, page)


def _measures(trace: Trace, page: _Page) -> Iterator[str]:
    """Every measure, here and in the film, in as much width as the longest needs."""
    outcomes = measures(trace)
    if not outcomes:
        return
    film = any(outcome.film for outcome in outcomes)
    here = max(4, *(len(outcome.here) for outcome in outcomes))
    there = max(4, *(len(outcome.film) for outcome in outcomes)) + 2 if film else 0
    name = min(max(len(words(outcome.column.name)) for outcome in outcomes), page.width - here - there - 4)
    yield ""
    yield page.paint(f"{'measure'.ljust(name)}  {'here'.rjust(here)}{'film'.rjust(there) if film else ''}", DIM)
    for outcome in outcomes:
        differs = film and outcome.film and outcome.film != outcome.here
        row = f"{_fit(words(outcome.column.name), name)}  {page.paint(outcome.here.rjust(here), BOLD if differs else '')}"
        about = outcome.column.text
        free = page.width - name - here - there - 6
        note = f"   {textwrap.shorten(about, free, placeholder=' …')}" if about and free > 20 else ""
        yield f"{row}{outcome.film.rjust(there)}{page.paint(note, DIM)}"

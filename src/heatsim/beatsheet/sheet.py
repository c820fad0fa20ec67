"""The beat sheet: a replication as people read it, one beat a line, in columns that fit a terminal."""

from __future__ import annotations

import re
import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING

from heatsim.beatsheet.beats import Beat, beats
from heatsim.beatsheet.clocks import moment, reading
from heatsim.beatsheet.frame import footing, heading
from heatsim.beatsheet.outcome import words
from heatsim.beatsheet.paint import BOLD, DIM, ITALIC, RED, YELLOW, Paint, fit
from heatsim.beatsheet.telling import HARD_SPACE, puts_out
from heatsim.units import TIME, format_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heatsim.trace import Trace

__all__ = ["text"]

NARROWEST = 60
WHO = 15  # the widest the column of names may be
CLOCK = 9  # `2:13 left`
CLOCKS = 2  # columns of clocks; what further clocks read is in the exports
PAUSE = 15_000_000  # microseconds after which a line is left blank
LATER = 60_000_000  # ... and after which the blank line says how long it was


def text(trace: Trace, *, width: int = 80, color: bool = False, every: bool = False, brief: bool = False) -> str:
    """The beat sheet of a replication: time, time on the clocks, who, what, and event and fact ids in brackets.

    Times are of the day when the scenario has a `start`, else minutes and seconds since the beginning. `width` is in characters
    (at least 60), `color` adds terminal colours, `every` lists all events instead of the beats; `brief` only the beats with an
    event id and who is put out, by a shot or otherwise, and of the measures the headlines.
    """
    told = [beat for beat in beats(trace, every=every) if not brief or _in_brief(beat)]
    paint = Paint(max(width, NARROWEST), color)
    page = _Page(trace.program.start_of_day, told, paint)
    lines = [*heading(trace, paint), *page.head()]
    before: Beat | None = None
    for beat in told:
        lines += page.gap(before, beat)
        lines += page.lines(before, beat)
        before = beat
    return "\n".join(line.rstrip() for line in (*lines, *footing(trace, paint, brief=brief)))


def _in_brief(beat: Beat) -> bool:
    return bool(beat.ids) or beat.event.kind == "state" or puts_out(beat.event)


def together(names: Sequence[str]) -> str:
    """Names of several as one: `Patrol unit 1–6`, `Guard 1, 3`, `Cheritto, Waingro`."""
    numbered = [match for name in names if (match := re.fullmatch(r"(.*\D)(\d+)", name))]
    if len(numbered) < max(2, len(names)) or len({match[1] for match in numbered}) > 1:
        return ", ".join(names)
    numbers = sorted(int(match[2]) for match in numbered)
    run = len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
    said = f"{numbers[0]}–{numbers[-1]}" if run else ", ".join(str(number) for number in numbers)
    return numbered[0][1] + said


class _Page:
    """The columns of one sheet."""

    def __init__(self, start_of_day: int | None, told: Sequence[Beat], paint: Paint) -> None:
        self.start, self.paint = start_of_day, paint
        counts_down = {name: remaining for beat in told for name, _, remaining in beat.event.clocks}
        self.clocks = sorted(counts_down, key=lambda name: not counts_down[name])[:CLOCKS]
        self.time = max((len(moment(beat.event.time, start_of_day)) for beat in told), default=7)
        self.who = min(WHO, max((len(together(beat.who)) for beat in told), default=3))
        self.left = self.time + 2 + (CLOCK + 2) * len(self.clocks) + self.who + 2

    def head(self) -> list[str]:
        one = len(self.clocks) == 1
        clocks = "".join(f"  {fit('clock' if one else words(name), CLOCK)}" for name in self.clocks)
        return [self.paint(f"{'time'.ljust(self.time)}{clocks}  {'who'.ljust(self.who)}  what", DIM), self.paint.rule()]

    def gap(self, before: Beat | None, beat: Beat) -> list[str]:
        """A blank line where the story pauses, with the length of a long pause."""
        pause = beat.event.time - before.event.time if before is not None else 0
        if pause < PAUSE:
            return []
        return [" " * self.left + self.paint(f"... {format_value(float(pause), TIME)} later" if pause >= LATER else "", DIM)]

    def lines(self, before: Beat | None, beat: Beat) -> list[str]:
        """One beat: columns in the first line, names and text as far down as they need, the ids at the right edge."""
        wide = self.paint.width - self.left
        body = [line.replace(HARD_SPACE, " ") for line in textwrap.wrap(beat.text, wide)] or [""]
        tone = ITALIC if beat.event.kind == "say" else RED if beat.event.kind == "state" else ""
        said = [self.paint(line, tone) for line in body]
        cited = (*beat.ids, *beat.facts)
        ids = textwrap.wrap(f"[{' '.join(cited)}]", wide) if cited else []
        if ids and len(body[-1]) + 2 + len(ids[0]) <= wide and len(ids) == 1:
            said[-1] += " " * (wide - len(body[-1]) - len(ids[0])) + self.paint(ids.pop(), DIM)
        said += [" " * (wide - len(line)) + self.paint(line, DIM) for line in ids]
        first, who = self._columns(before, beat)
        return [
            f"{first if number == 0 else ' ' * (self.left - self.who - 2)}{self.paint(fit(name, self.who), BOLD)}  {line}"
            for number, (name, line) in enumerate(zip_longest(who, said, fillvalue=""))
        ]

    def _columns(self, before: Beat | None, beat: Beat) -> tuple[str, list[str]]:
        """Time and clocks, blank while they stand still; the name, blank while the same one acts on."""
        same = before is not None and self._stamp(before) == self._stamp(beat)
        again = same and before is not None and before.who == beat.who
        readings = {name: (value, remaining) for name, value, remaining in beat.event.clocks}
        shown = ["" if same or name not in readings else reading(*readings[name]) for name in self.clocks]
        cells = [self.paint(("" if same else moment(beat.event.time, self.start)).ljust(self.time), DIM)]
        cells += [self.paint(fit(clock, CLOCK), RED if "over" in clock else YELLOW) for clock in shown]
        return "  ".join((*cells, "")), [] if again else textwrap.wrap(together(beat.who), self.who)

    def _stamp(self, beat: Beat) -> tuple[str, tuple[str, ...]]:
        """What the first columns would say; a clock that has just started is news even at the same moment."""
        return moment(beat.event.time, self.start), tuple(name for name, _, _ in beat.event.clocks)

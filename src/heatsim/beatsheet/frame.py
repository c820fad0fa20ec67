"""What stands above and below the beats: which replication this is, how it ended, its measures beside the film's."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from heatsim.beatsheet.clocks import moment
from heatsim.beatsheet.outcome import measures, words
from heatsim.beatsheet.paint import BOLD, DIM, Paint, fit
from heatsim.beatsheet.spans import unfinished
from heatsim.beatsheet.standstill import standstills

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heatsim.beatsheet.outcome import Outcome
    from heatsim.program.model import EndingInfo
    from heatsim.trace import Trace

__all__ = ["footing", "heading"]

SHOWN = 5  # of what is still going on at the horizon
NOTE = 16  # the narrowest space worth filling with what a measure means


def heading(trace: Trace, paint: Paint) -> Iterator[str]:
    program, ending = trace.program, _ending(trace)
    yield from (paint(line, BOLD) for line in textwrap.wrap(program.title or program.name, paint.width))
    yield from textwrap.wrap(f"{program.name}, seed {trace.seed}, replication {trace.replication}: {_named(ending)}", paint.width)
    yield ""


def footing(trace: Trace, paint: Paint, *, brief: bool = False) -> Iterator[str]:
    ending, time = _ending(trace), moment(trace.end_time, trace.program.start_of_day)
    how = " (stopped at the horizon)" if trace.status == "horizon" else ""
    yield paint.rule()
    yield f"{paint(time, DIM)}  {paint('Ends: ' + _named(ending), BOLD)}{how}"
    indent = " " * (len(time) + 2)
    if ending is not None and ending.text:
        yield from textwrap.wrap(ending.text, paint.width, initial_indent=indent, subsequent_indent=indent)
    if still := unfinished(trace):
        named = ", ".join(f"{words(span.process)} ({span.text})" for span in still[:SHOWN])
        more = f" and {len(still) - SHOWN} more" if len(still) > SHOWN else ""
        yield from textwrap.wrap(f"still going on: {named}{more}", paint.width, initial_indent=indent, subsequent_indent=indent)
    for waiting in standstills(trace):
        yield from textwrap.wrap(str(waiting), paint.width, initial_indent=indent, subsequent_indent=indent)
    every = measures(trace)
    outcomes = ([one for one in every if one.column.headline] or [one for one in every if one.column.margin]) if brief else every
    if outcomes:
        yield ""
        yield from _measures(outcomes, paint)
    if left := len(every) - len(outcomes):
        yield paint(f"and {left} more measure{'' if left == 1 else 's'}", DIM)


def _ending(trace: Trace) -> EndingInfo | None:
    return next((ending for ending in trace.program.endings if ending.name == trace.ending), None)


def _named(ending: EndingInfo | None) -> str:
    if ending is None:
        return "no ending"
    return words(ending.name) + (" (the film's ending)" if ending.canon else "")


def _measures(outcomes: list[Outcome], paint: Paint) -> Iterator[str]:
    """Every measure, here and in the film, a star where they differ, and what it means as far as there is room."""
    here = max(4, *(len(outcome.here) for outcome in outcomes))
    film = max(4, *(len(outcome.film) for outcome in outcomes)) if any(outcome.film for outcome in outcomes) else 0
    name = min(max(7, *(len(words(outcome.column.name)) for outcome in outcomes)), paint.width - here - film - 8)
    room = paint.width - name - here - film - 8
    yield paint(f"{'measure'.ljust(name)}  {'here'.rjust(here)}{'  ' + 'film'.rjust(film) if film else ''}", DIM)
    for outcome in outcomes:
        beside = f"  {outcome.film.rjust(film)}" if film else ""
        star = "*" if outcome.film and outcome.film != outcome.here else " "
        note = textwrap.shorten(outcome.column.text, room, placeholder=" …") if room >= NOTE else ""
        value = paint(outcome.here.rjust(here), BOLD if star == "*" else "")
        yield f"{fit(words(outcome.column.name), name)}  {value}{beside}{star}   {paint(note, DIM)}"
    if any(outcome.film and outcome.film != outcome.here for outcome in outcomes):
        yield paint("* not as in the film", DIM)

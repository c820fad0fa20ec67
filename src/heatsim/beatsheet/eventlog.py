"""Traces as an event log for process mining: a case for each replication, an activity for whatever somebody does.

Work and walks have two events, `start` and `complete` (or `ate_abort` when they are cut short); what is marked, said or chosen, the
hazard that comes and the state somebody is put in have one. Attributes have the names of XES (IEEE 1849-2023), in CSV as well, so
that process-mining libraries know them. Simulated time is counted from midnight of the first day of 1970, or from the story's time
of day on it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from heatsim.beatsheet.outcome import words
from heatsim.beatsheet.spans import spans

if TYPE_CHECKING:
    from heatsim.trace import Trace

__all__ = ["CSV_HEAD", "XES_FOOT", "Entry", "csv_case", "entries", "xes_case", "xes_head"]

INSTANT = frozenset({"mark", "say", "state", "came", "choose"})
WORK = frozenset({"do", "move"})
DAY_ONE = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = (
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "lifecycle:transition",
    "org:resource",
    "heatsim:process",
    "heatsim:events",
    "case:heatsim:ending",
)
CSV_HEAD = ",".join(FIELDS) + "\n"
XES_FOOT = "</log>\n"
EXTENSIONS = {"Concept": "concept", "Time": "time", "Lifecycle": "lifecycle", "Organizational": "org"}


class Entry(NamedTuple):
    """One event of a log: microseconds since the start, what was done, how far it is, by whom, in which process, event ids."""

    time: int
    activity: str
    transition: str
    who: str
    process: str
    ids: tuple[str, ...]


def entries(trace: Trace) -> list[Entry]:
    """The events of one replication in order."""
    actors = {process.name: process.actor for process in trace.program.processes}
    found: list[tuple[int, int, Entry]] = []
    for span in spans(trace):
        if span.kind in WORK:
            who = trace.events[span.first].actor or words(span.process)
            ids = trace.events[span.last].ids if span.last >= 0 else ()
            end = "complete" if span.how == "done" else "ate_abort"
            found.append((span.begin, span.first, Entry(span.begin, span.text, "start", who, span.process, ())))
            place = span.last if span.last >= 0 else len(trace.events)
            found.append((span.end, place, Entry(span.end, span.text, end, who, span.process, ids)))
    for place, event in enumerate(trace.events):
        if event.kind in INSTANT and event.process in actors:
            who = event.actor or words(event.process)
            found.append((event.time, place, Entry(event.time, event.text, "complete", who, event.process, event.ids)))
    return [entry for _, _, entry in sorted(found, key=lambda one: one[:2])]


def csv_case(trace: Trace) -> str:
    """The rows of one replication, to be written below `CSV_HEAD`."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    for one in entries(trace):
        moment = _moment(trace, one.time)
        ids = " ".join(one.ids)
        rows.writerow((trace.replication, one.activity, moment, one.transition, one.who, one.process, ids, trace.ending or ""))
    return file.getvalue()


def xes_head(name: str) -> str:
    """The beginning of an XES file; `XES_FOOT` is its end."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1849-2023" xes.features="">']
    for extension, prefix in EXTENSIONS.items():
        lines.append(f'  <extension name="{extension}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>')
    lines += ['  <classifier name="Activity" keys="concept:name"/>', _string("concept:name", name, 2)]
    return "\n".join(lines) + "\n"


def xes_case(trace: Trace) -> str:
    """One replication as a trace of an XES file."""
    return "\n".join(_xes_lines(trace)) + "\n"


def _xes_lines(trace: Trace) -> Iterator[str]:
    yield "  <trace>"
    yield _string("concept:name", str(trace.replication), 4)
    yield _string("heatsim:ending", trace.ending or "", 4)
    for one in entries(trace):
        yield "    <event>"
        yield _string("concept:name", one.activity, 6)
        yield f'      <date key="time:timestamp" value="{_moment(trace, one.time)}"/>'
        yield _string("lifecycle:transition", one.transition, 6)
        yield _string("org:resource", one.who, 6)
        yield _string("heatsim:process", one.process, 6)
        if one.ids:
            yield _string("heatsim:events", " ".join(one.ids), 6)
        yield "    </event>"
    yield "  </trace>"


def _string(key: str, value: str, indent: int) -> str:
    return f"{' ' * indent}<string key={quoteattr(key)} value={quoteattr(value)}/>"


def _moment(trace: Trace, time: int) -> str:
    since = (trace.program.start_of_day or 0) + time
    return (DAY_ONE + timedelta(microseconds=since)).isoformat(timespec="microseconds")

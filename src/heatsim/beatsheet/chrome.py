"""A trace for timeline viewers: the Chrome trace event format, which Perfetto and chrome://tracing open.

The format is documented in "Trace Event Format" (Chromium project). One thread per process of the scenario; work, walks and
waits are complete events (`X`), everything else is an instant (`i`), clocks are counters (`C`). Times are microseconds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from heatsim.beatsheet.outcome import measures, words
from heatsim.beatsheet.spans import CLOSES, OPENS, Span, spans

if TYPE_CHECKING:
    from heatsim.trace import Event, Trace

__all__ = ["to_chrome"]

PID = 1
WHOLE = frozenset({"signal", "state"})  # instants that matter to every thread are drawn across all of them

Entry = dict[str, Any]


def to_chrome(trace: Trace) -> str:
    """The trace as one JSON object."""
    threads = _threads(trace)
    entries = [_complete(trace, span, threads) for span in spans(trace)]
    entries += [_instant(event, threads) for event in trace.events if event.kind not in OPENS and event.kind not in CLOSES]
    entries += _counters(trace)
    # A viewer nests events of one thread in the order of their starts, the longest first.
    entries.sort(key=lambda entry: (entry["ts"], -entry.get("dur", 0)))
    content = {
        "traceEvents": [*_names(trace, threads), *entries],
        "displayTimeUnit": "ms",
        "otherData": {
            "scenario": trace.program.name,
            "seed": trace.seed,
            "replication": trace.replication,
            "ending": trace.ending,
            "measures": {outcome.column.name: outcome.here for outcome in measures(trace)},
        },
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _threads(trace: Trace) -> dict[str, int]:
    """A thread number for every process that did something, in the order of ranks; 0 is for what is nobody's."""
    busy = {event.process for event in trace.events}
    return {process.name: rank + 1 for rank, process in enumerate(trace.program.processes) if process.name in busy} | {"": 0}


def _names(trace: Trace, threads: dict[str, int]) -> list[Entry]:
    title = f"{trace.program.title or trace.program.name}, replication {trace.replication}"
    entries = [_meta("process_name", 0, {"name": title})]
    for name, thread in threads.items():
        entries.append(_meta("thread_name", thread, {"name": words(name) or "scenario"}))
        entries.append(_meta("thread_sort_index", thread, {"sort_index": thread}))
    return entries


def _meta(name: str, thread: int, args: Entry) -> Entry:
    return {"ph": "M", "name": name, "pid": PID, "tid": thread, "args": args}


def _complete(trace: Trace, span: Span, threads: dict[str, int]) -> Entry:
    first, last = trace.events[span.first], trace.events[span.last] if span.last >= 0 else None
    ids = [*first.ids, *(last.ids if last else ())]
    return {
        "ph": "X",
        "name": span.text or span.kind,
        "cat": span.kind,
        "ts": span.begin,
        "dur": span.end - span.begin,
        "pid": PID,
        "tid": threads.get(span.process, 0),
        "args": {"ended": span.how, "events": ids, "facts": list(first.facts), "line": first.where.line},
    }


def _instant(event: Event, threads: dict[str, int]) -> Entry:
    return {
        "ph": "i",
        "s": "p" if event.kind in WHOLE else "t",
        "name": event.text or event.kind,
        "cat": event.kind,
        "ts": event.time,
        "pid": PID,
        "tid": threads.get(event.process, 0),
        "args": {"events": list(event.ids), "facts": list(event.facts), "line": event.where.line},
    }


def _counters(trace: Trace) -> list[Entry]:
    """Seconds on each clock wherever an event shows a new reading."""
    entries, known = [], dict[str, int]()
    for event in trace.events:
        for name, time, _ in event.clocks:
            if known.get(name) != time:
                known[name] = time
                entries.append({"ph": "C", "name": words(name), "ts": event.time, "pid": PID, "args": {"s": time / 1e6}})
    return entries

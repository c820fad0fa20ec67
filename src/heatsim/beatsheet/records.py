"""A trace as records: CSV for spreadsheets and process mining, JSON Lines for programs."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

from heatsim.beatsheet.outcome import measures

if TYPE_CHECKING:
    from heatsim.trace import Event, Trace

__all__ = ["FIELDS", "to_csv", "to_jsonl"]

# Replication, text and time_s are what process mining calls case, activity and timestamp.
FIELDS = (
    "replication",
    "number",
    "time_us",
    "time_s",
    "process",
    "actor",
    "kind",
    "text",
    "events",
    "facts",
    "clocks",
    "value",
    "line",
    "column",
)


def to_csv(trace: Trace) -> str:
    """One row per event under a header of `FIELDS`: times in microseconds and seconds, ids separated by spaces.

    `clocks` reads `three_minutes=80.0` (seconds left, or elapsed for a clock that only counts up), several separated by spaces;
    `value` is in internal units (microseconds, cents); empty where there is none.
    """
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(FIELDS)
    for number, event in enumerate(trace.events):
        clocks = " ".join(f"{name}={time / 1e6!r}" for name, time, _ in event.clocks)
        record = _record(trace, number, event) | {"events": " ".join(event.ids), "facts": " ".join(event.facts), "clocks": clocks}
        rows.writerow(["" if record[field] is None else record[field] for field in FIELDS])
    return file.getvalue()


def to_jsonl(trace: Trace) -> str:
    """A first line about the replication (`"record": "trace"`), then one line per event (`"record": "event"`)."""
    program = trace.program
    head = {
        "record": "trace",
        "scenario": program.name,
        "title": program.title,
        "seed": trace.seed,
        "replication": trace.replication,
        "status": trace.status,
        "ending": trace.ending,
        "end_time_us": trace.end_time,
        "start_of_day_us": program.start_of_day,
        "measures": {outcome.column.name: {"value": outcome.value, "unit": outcome.column.unit} for outcome in measures(trace)},
    }
    events = ({"record": "event", **_record(trace, number, event)} for number, event in enumerate(trace.events))
    return "".join(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in (head, *events))


def _record(trace: Trace, number: int, event: Event) -> dict[str, Any]:
    value = event.value if event.value is not None and math.isfinite(event.value) else None
    return {
        "replication": trace.replication,
        "number": number,
        "time_us": event.time,
        "time_s": event.time / 1e6,
        "process": event.process,
        "actor": event.actor,
        "kind": event.kind,
        "text": event.text,
        "events": list(event.ids),
        "facts": list(event.facts),
        "clocks": [{"clock": name, "us": time, "remaining": remaining} for name, time, remaining in event.clocks],
        "value": value,
        "line": event.where.line,
        "column": event.where.column,
    }

"""A trace for other programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from heatsim.beatsheet import export, text, to_chrome, to_csv, to_jsonl
from heatsim.beatsheet.spans import spans
from heatsim.errors import StoreError, Where
from heatsim.trace import Event, Trace


def chrome(trace: Trace, phase: str) -> list[dict[str, Any]]:
    return [entry for entry in json.loads(to_chrome(trace))["traceEvents"] if entry["ph"] == phase]


def overlaps(entries: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Complete events of one thread of which one begins inside the other and ends outside it."""
    return [
        (a["name"], b["name"])
        for a in entries
        for b in entries
        if a["tid"] == b["tid"] and a["ts"] < b["ts"] < a["ts"] + a["dur"] < b["ts"] + b["dur"]
    ]


def test_jsonl_holds_every_event_whole(trace: Trace) -> None:
    """Read back, the lines are the events again, exactly."""
    head, *lines = [json.loads(line) for line in to_jsonl(trace).splitlines()]
    again = tuple(
        Event(
            line["time_us"],
            line["process"],
            line["actor"],
            line["kind"],
            line["text"],
            tuple(line["events"]),
            tuple(line["facts"]),
            tuple((clock["clock"], clock["us"], clock["remaining"]) for clock in line["clocks"]),
            line["value"],
            Where(line["line"], line["column"]),
        )
        for line in lines
    )
    assert again == trace.events
    assert (head["seed"], head["replication"], head["ending"]) == (1995, 17, "score_with_killings")
    assert head["measures"]["bonds_taken"] == {"value": 1.6e6, "unit": "usd"}
    assert head["measures"]["never"]["value"] is None


def test_csv_is_a_row_per_event(trace: Trace) -> None:
    """Every row has every field; commas and quotes in a text survive; times are exact."""
    odd = replace(trace.events[1], text='He said "go", then\nwent')
    rows = list(csv.DictReader(io.StringIO(to_csv(replace(trace, events=(odd, *trace.events[2:]))))))
    assert [int(row["time_us"]) for row in rows] == [event.time for event in trace.events[1:]]
    assert rows[0]["text"] == odd.text
    assert rows[0]["events"].split() == ["JOB-E1"]
    assert rows[4]["clocks"] == "three_minutes=160.0"
    assert all(None not in row and None not in row.values() for row in rows)


def test_chrome_has_a_named_thread_per_process(trace: Trace) -> None:
    """Threads are called like the processes and stand in the order of ranks."""
    names = {entry["tid"]: entry["args"]["name"] for entry in chrome(trace, "M") if entry["name"] == "thread_name"}
    assert [names[tid] for tid in sorted(names)] == ["scenario", "shiherlis", "waingro", "guards[1]", "dispatch"]


def test_chrome_work_is_complete_events_that_nest(trace: Trace) -> None:
    """Work, walks and waits have begin and length in microseconds; what an order puts inside nests; the check can fail."""
    work = chrome(trace, "X")
    search = next(entry for entry in work if entry["name"].startswith("search"))
    assert (search["ts"], search["dur"], search["cat"]) == (10_000_000, 82_000_000, "do")
    assert {entry["cat"] for entry in work} == {"do", "move", "wait"}
    assert overlaps(work) == []
    assert overlaps([*work, {**search, "name": "planted", "ts": search["ts"] + 1}]) == [(search["name"], "planted")]


def test_chrome_marks_and_signals_are_instants(trace: Trace) -> None:
    """Beats without length are instants of their thread; signals and states cross all threads."""
    scopes = {entry["cat"]: entry["s"] for entry in chrome(trace, "i")}
    assert scopes["mark"] == scopes["say"] == "t"
    assert scopes["signal"] == scopes["state"] == "p"
    assert "begin" not in scopes


def test_chrome_clocks_are_counters(trace: Trace) -> None:
    """The countdown is a curve that falls second by second."""
    curve = {entry["ts"]: entry["args"]["s"] for entry in chrome(trace, "C")}
    assert curve[10_000_000] == 180
    assert all(curve[ts] == pytest.approx(190 - ts / 1e6) for ts in curve)


def test_every_stretch_ends(trace: Trace) -> None:
    """Done, cut, taken away by an order that stops the process, or open to the end: each is told apart."""
    ends = {span.text: (span.how, span.end / 1e6) for span in spans(trace)}
    assert ends["look up"] == ("done", 42)
    assert ends["run"] == ("left", 200)
    assert ends["wait by the ambulance"] == ("cut", 203)
    assert ends["drive"] == ("open", 240)


def test_a_death_ends_the_work(trace: Trace) -> None:
    """The stretch of an actor who dies ends there, not at the end of the trace."""
    shot = replace(trace.events[12], time=210_000_000, text="waingro is dead")
    (drive,) = [span for span in spans(replace(trace, events=(*trace.events, shot))) if span.text == "drive"]
    assert (drive.how, drive.end) == ("left", 210_000_000)


def test_an_outer_end_closes_what_was_inside(trace: Trace) -> None:
    """Work inside that never reported its end ends with what it was part of, so that stretches nest whatever happens."""
    inside = replace(trace.events[8], text="lost", where=Where(99, 1))
    told = replace(trace, events=(*trace.events[:9], inside, *trace.events[9:]))
    (lost,) = [span for span in spans(told) if span.text == "lost"]
    assert (lost.how, lost.end) == ("left", 42_000_000)
    assert overlaps(chrome(told, "X")) == []


@pytest.mark.parametrize("name, make", [("a.txt", text), ("a.csv", to_csv), ("a.jsonl", to_jsonl), ("a.json", to_chrome)])
def test_the_suffix_chooses_the_format(trace: Trace, tmp_path: Path, name: str, make: Any) -> None:
    """The file holds what the function gives, in UTF-8, replacing what was there."""
    (tmp_path / name).write_text("old")
    path = export(trace, tmp_path / name)
    assert path.read_bytes().decode("utf-8").rstrip("\n") == make(trace).rstrip("\n")
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_exports_are_the_same_each_time(trace: Trace) -> None:
    """No dates and no chance in any export."""
    assert all(make(trace) == make(trace) for make in (to_csv, to_jsonl, to_chrome))


def test_an_unknown_suffix_is_refused(trace: Trace, tmp_path: Path) -> None:
    """The message names what there is."""
    with pytest.raises(StoreError, match=r"\.jsonl"):
        export(trace, tmp_path / "trace.xml")


@pytest.mark.parametrize("name", ["missing/trace.csv", "folder.csv"])
def test_a_place_that_cannot_be_written_is_refused(trace: Trace, tmp_path: Path, name: str) -> None:
    """One StoreError with the path, and nothing left behind."""
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(StoreError, match="cannot export to"):
        export(trace, tmp_path / name)
    assert [file.name for file in tmp_path.rglob("*")] == ["folder.csv"]

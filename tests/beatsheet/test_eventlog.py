"""Event logs: every replication a case, in XES and in CSV alike, and such that a process-mining library opens them."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from heatsim.beatsheet.eventlog import entries
from heatsim.errors import StoreError
from heatsim.scenario.load import Scenario, loads
from heatsim.study.eventlog import event_log
from heatsim.study.run import simulate

SAFE = """
heatsim: 1
scenario: a "safe" & a dog
horizon: 1 h
start: 11:30
actors:
  thief: {side: crew, name: Thief}
processes:
  thief:
    - do: drill <the safe>
      takes: {uniform: [60 s, 120 s]}
      until: barking
      event: SAFE-1
      then: [{say: "It's open"}]
      else: [{mark: runs}]
  dog:
    - do: sleep
      takes: {uniform: [60 s, 120 s]}
    - signal: barking
endings:
  rich: {when: happened(SAFE-1)}
  poor: {}
"""
CASES = 12


def night() -> Scenario:
    return loads(SAFE.replace('a "safe" & a dog', "safe"))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_work_begins_and_ends(tmp_path: Path) -> None:
    """Work has a start and an end, cut short or complete as it ended; words and marks have one event; times do not go back."""
    trace = simulate(night(), replication=0)
    found = entries(trace)
    drill = [one for one in found if one.activity == "drill <the safe>"]
    rich = trace.ending == "rich"
    assert [one.transition for one in drill] == ["start", "complete" if rich else "ate_abort"]
    assert drill[1].ids == (("SAFE-1",) if rich else ())
    assert ("It's open" if rich else "runs") in [one.activity for one in found]
    assert [one.time for one in found] == sorted(one.time for one in found)


def test_both_formats_hold_the_same(tmp_path: Path) -> None:
    """XES is well-formed whatever the texts are, and has the cases, activities and times of the CSV file."""
    for name in ("log.xes", "log.csv"):
        assert event_log(night(), tmp_path / name, replications=CASES) == {}
    log = ElementTree.parse(tmp_path / "log.xes").getroot()
    flat = []
    for case in log.iter("trace"):
        number = next(one.get("value") for one in case.findall("string") if one.get("key") == "concept:name")
        for event in case.iter("event"):
            held = {one.get("key"): one.get("value") for one in event}
            flat.append((number, held["concept:name"], held["time:timestamp"], held["lifecycle:transition"], held["org:resource"]))
    columns = ("case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition", "org:resource")
    assert flat == [tuple(row[column] for column in columns) for row in rows(tmp_path / "log.csv")]
    assert len({number for number, *_ in flat}) == CASES


def test_time_counts_from_the_story_s_time_of_day(tmp_path: Path) -> None:
    """The first event is at 11:30 of the first day, and the endings are those of the replications."""
    event_log(night(), tmp_path / "log.csv", replications=CASES)
    found = rows(tmp_path / "log.csv")
    assert datetime.fromisoformat(found[0]["time:timestamp"]).isoformat() == "1970-01-01T11:30:00+00:00"
    ends = {row["case:concept:name"]: row["case:heatsim:ending"] for row in found}
    assert [ends[str(number)] for number in range(CASES)] == [simulate(night(), replication=n).ending for n in range(CASES)]
    assert set(ends.values()) == {"rich", "poor"}


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    """A name that says no format writes nothing."""
    with pytest.raises(StoreError, match=r"the suffix must be \.csv or \.xes"):
        event_log(night(), tmp_path / "log.txt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(find_spec("pm4py") is None, reason="pm4py is not installed")
@pytest.mark.statistical
def test_pm4py_opens_it(tmp_path: Path) -> None:
    """The library reads as many cases and finds the way from one activity to the next, in a process of its own."""
    for name in ("log.xes", "log.csv"):
        event_log(night(), tmp_path / name, replications=CASES)
    code = (
        "import pandas, pm4py; log = pm4py.read_xes('log.xes'); "
        "table = pandas.read_csv('log.csv', dtype={'case:concept:name': str}, parse_dates=['time:timestamp']); "
        "edges, first, last = pm4py.discover_dfg(log); "
        "assert pm4py.discover_dfg(table)[0] == edges; "
        "print(log['case:concept:name'].nunique(), sum(first.values()), ('drill <the safe>', \"It's open\") in edges)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == f"{CASES} {CASES} True"

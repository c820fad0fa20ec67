"""Small results made by hand, and a small heist to run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest

from heatsim.program.model import Column, EndingInfo
from heatsim.study.provenance import Execution, Provenance
from heatsim.study.results import Results
from heatsim.study.table import from_rows
from heatsim.trace import Row

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

COLUMNS = (
    Column("margin", "measure", "time", "s", canon=12.0, text="police minus crew", facts=("AC-25",), margin=True),
    Column("loot", "measure", "money", "usd", canon=1_600_000.0),
    Column("clean", "measure", "flag", canon=False),
    Column("killer", "measure", "category", words=("waingro", "nobody"), canon="waingro"),
    Column("ending", "measure", "number"),
    Column("margin", "parameter", "time", "min"),
    Column("AC-E21", "event", "time", "s"),
)
ENDINGS = (EndingInfo("clean score", None), EndingInfo("killings", None, canon=True), EndingInfo("empty", None))
NAN = float("nan")

ROWS = (
    Row(0, "ended", "clean score", 80_000_000, None, (12e6, 160_000_000.0, 1.0, 1.0, 1.0, 60e6, 5e6)),
    Row(1, "ended", "killings", 90_500_000, None, (-3.5e6, 0.0, 0.0, 0.0, 2.0, 90e6, NAN)),
    Row(2, "failed", None, 0, "it broke", ()),
    Row(3, "horizon", "killings", 1_800_000_000, None, (NAN, 100.0, NAN, -1.0, 3.0, 30e6, 7e6)),
)

RACE = """
heatsim: 1
scenario: race
title: A crew against a response
horizon: 10 min
parameters:
  work: {lognormal: {median: 100 s, p90: 200 s}, basis: assumed, why: any, range: [50 s, 200 s], text: how long the job takes}
  response: {exponential: {mean: 180 s}, basis: assumed, why: any, text: how long the police take}
actors:
  crew: {side: robbers}
  police: {side: law}
processes:
  crew:
    - do: open the safe
      takes: work
      event: MUSEUM-1
    - signal: gone
  police:
    - do: drive
      takes: response
      event: MUSEUM-2
    - signal: arrived
measures:
  margin: {value: time_of(MUSEUM-2) - time_of(MUSEUM-1), canon: 20, unit: s, margin: true, text: how far the crew is ahead}
  ahead: {value: time_of(MUSEUM-1) < time_of(MUSEUM-2), canon: true}
  winner: {cases: {crew: time_of(MUSEUM-1) < time_of(MUSEUM-2)}, otherwise: police, canon: crew}
endings:
  away: {when: time_of(MUSEUM-1) < time_of(MUSEUM-2), canon: true}
  caught: {}
variants:
  hurry: {text: half the work, set: {work: "*0.5"}}
"""


def build(rows: Sequence[Row] = ROWS, columns: tuple[Column, ...] = COLUMNS, **execution: object) -> Results:
    """Results of some rows."""
    table = from_rows(rows, [ending.name for ending in ENDINGS], len(columns))
    provenance = Provenance("race", "A race", "races/race.yaml", "ab" * 32, 1995, 1, {"work": "+2 min"}, "hurry")
    how = Execution(**{"asked": len(rows), "engine": "simpy", **execution})  # type: ignore[arg-type]
    return Results(table, columns, ENDINGS, provenance, how)


@pytest.fixture
def make() -> Callable[..., Results]:
    """`build`, which makes results of rows."""
    return build


@pytest.fixture
def few() -> Results:
    """Four replications, of which one failed and one lacks most of its values."""
    return build()


@pytest.fixture(scope="session")
def race() -> Scenario:
    """A crew and a response that do not know of each other."""
    from heatsim.scenario.load import loads

    return loads(RACE)

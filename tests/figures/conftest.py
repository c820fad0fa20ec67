"""Made-up outcome tables with everything that is hard to draw: rare and absent endings, long tails, missing values."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from heatsim.program.model import Column, EndingInfo
from heatsim.study.provenance import Execution, Provenance
from heatsim.study.results import Results
from heatsim.study.table import Table

ENDINGS = (
    EndingInfo("clean_score", None, "away with the bonds, nobody hurt"),
    EndingInfo("score_with_killings", None, "away with the bonds, guards dead", canon=True),
    EndingInfo("aborted_empty", None, "away in time with nothing"),
    EndingInfo("intercepted", None, "police at the scene before the crew had left it"),
    EndingInfo("shot_it_out", None, ""),
    EndingInfo("no_alarm", None, "nobody called"),
)
BEATS = (  # id, text, whose process, side, seconds after the one before
    ("JOB-E01", "Tail begins", "trejo", "crew", 0),
    ("JOB-E02", "Radio: three hundred yards", "trejo", "crew", 95),
    ("JOB-E03", "Masks on", "mccauley", "crew", 8),
    ("JOB-E04", "Ram", "cheritto", "crew", 17),
    ("JOB-E05", "Call for help", "guards[3]", "guards", 14),
    ("JOB-E06", "Dispatch puts it out", "dispatcher", "police", 6),
    ("JOB-E07", "Doors open, after a charge that wakes all of the avenue", "shiherlis", "crew", 12),
    ("JOB-E08", "Eighty seconds left", "mccauley", "crew", 40),
    ("JOB-E09", "Guard shot", "waingro", "crew", 25),
    ("JOB-E10", "A rebuke", "cheritto", "crew", 3),
    ("JOB-E11", "Departure", "trejo", "crew", 20),
    ("JOB-E12", "First unit arrives", "units[1]", "police", 15),
    ("JOB-E13", "The strip stops three", "units[1]", "police", 4),
)
COLUMNS = (
    Column("margin", "measure", "time", "s", canon=4.0, text="first unit at the scene minus departure", margin=True),
    Column("spare", "measure", "time", "s", text="time to spare at the switch", margin=True),
    Column("bonds", "measure", "money", "usd", canon=1.6e6),
    Column("guards_killed", "measure", "number", canon=3.0),
    Column("pursued", "measure", "flag", canon=False),
    *(Column(id, "event", "time", "s", text=text) for id, text, _, _, _ in BEATS),
)


def heist(n: int = 400, *, seed: int = 3, columns: tuple[Column, ...] = COLUMNS, failed: int = 0) -> Results:
    luck = np.random.default_rng(seed)
    ending = luck.choice(6, n, p=[0.31, 0.42, 0.14, 0.122, 0.008, 0]).astype(np.int32)
    killed = ending == 1
    pace = luck.lognormal(0, 0.12, n)
    times = np.cumsum([gap * pace * luck.lognormal(0, 0.35, n) for *_, gap in BEATS], axis=0)
    times[8, ~killed] = np.nan
    times[9, luck.random(n) < 0.98] = np.nan
    times[12, :] = np.nan
    margin = luck.gamma(1.6, 45, n) - 28
    margin[luck.random(n) < 0.04] = np.nan
    margin[: min(n, 3)] = [700, 820, 515][: min(n, 3)]
    measured = [
        margin * 1e6,
        luck.normal(900e6, 600e6, n),
        np.where(ending < 2, 160e6, 0),
        np.where(killed, luck.integers(1, 4, n), 0),
        ending == 3,
    ]
    values = np.vstack([*measured, times * 1e6]).T.astype(float)
    ending[:failed], values[:failed] = -1, np.nan
    return Results(
        Table(
            replication=np.arange(n),
            status=np.where(np.arange(n) < failed, 2, 0).astype(np.int8),
            ending=ending,
            end_time=np.full(n, 600_000_000),
            values=values[:, [COLUMNS.index(column) for column in columns]],
            errors=dict.fromkeys(range(failed), "no way out"),
        ),
        columns,
        ENDINGS,
        Provenance("job", "A job on the avenue", None, "0" * 64, 1995, 1),
        Execution(n, "simpy"),
    )


@pytest.fixture(scope="session")
def make() -> Callable[..., Results]:
    return heist


@pytest.fixture(scope="session")
def results() -> Results:
    return heist()


@pytest.fixture(scope="session")
def program() -> SimpleNamespace:
    """As much of a program as figures look at."""
    sides = {whose: side for _, _, whose, side, _ in BEATS}
    names = list(sides)
    return SimpleNamespace(
        actors=[SimpleNamespace(name=name, side=sides[name]) for name in names],
        processes=[SimpleNamespace(name=name, actor=number) for number, name in enumerate(names)],
        events=[SimpleNamespace(id=id, process=whose) for id, _, whose, _, _ in BEATS],
    )


@pytest.fixture(scope="session")
def trace(program: SimpleNamespace) -> SimpleNamespace:
    """As much of a trace as figures look at: replication 7, a beat every ten seconds."""
    times = {id: 10_000_000 * number for number, (id, *_) in enumerate(BEATS[:9])}
    events = tuple(SimpleNamespace(ids=(id,), text=f"told: {text}") for id, text, *_ in BEATS[:9])
    return SimpleNamespace(program=program, replication=7, times=lambda: times, events=events)

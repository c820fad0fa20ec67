"""A small job, told by hand: one trace with every kind of event that a sheet or an export has to deal with."""

from __future__ import annotations

import pytest

from heatsim.errors import Where
from heatsim.program.model import (
    ActorInfo,
    ClockInfo,
    Column,
    EndingInfo,
    EventInfo,
    MeasureInfo,
    OrderInfo,
    ProcessInfo,
    Program,
    Slot,
)
from heatsim.trace import Event, Trace
from heatsim.units import MONEY, NUMBER, TIME

S = 1_000_000
COLUMNS = (
    Column(
        "margin",
        "measure",
        "time",
        "s",
        canon=4.0,
        text="first unit minus departure, and some words more than fit in a line",
        margin=True,
    ),
    Column("bonds_taken", "measure", "money", "usd", canon=1.6e6),
    Column("guards_killed", "measure", "number", canon=3.0),
    Column("pursued", "measure", "flag", canon=False),
    Column("who_fired", "measure", "category", words=("nobody", "waingro"), canon="waingro"),
    Column("never", "measure", "time", "s"),
)
VALUES = (0.0, 12.34e6, 160_000_000.0, 1.0, 0.0, 1.0, float("nan"))
ACTORS = (
    ActorInfo("shiherlis", "Shiherlis", "crew", 0, 0, 0, (0,)),
    ActorInfo("waingro", "Waingro", "crew", 0, 0, 0, (1,)),
    ActorInfo("guards[1]", "Guard 1", "guards", 0, 0, 0, (2,)),
)


def program(start_of_day: int | None = None) -> Program:
    return Program(
        name="small-job",
        title="A small job on a wide street",
        horizon=1800 * S,
        start_of_day=start_of_day,
        event_limit=1000,
        variables=(Slot("now", 0.0, TIME), Slot("bonds.truck", 160_000_000.0, MONEY), Slot("x", 0.0, NUMBER)),
        sites=(),
        samplers=(),
        code=(),
        setup=0,
        processes=(
            ProcessInfo("shiherlis", 0, 0),
            ProcessInfo("waingro", 0, 1),
            ProcessInfo("guards[1]", 0, 2),
            ProcessInfo("dispatch", 0, -1),
        ),
        orders=(
            OrderInfo("police here", ("const", 1.0), 0, "stop", False, 0),
            OrderInfo("look up", ("const", 1.0), 0, "resume", True, 0),
        ),
        actors=ACTORS,
        events=(EventInfo("JOB-E1", 1, "call"), EventInfo("JOB-E2", 2, "found")),
        signals=(),
        clocks=(ClockInfo("three_minutes", 0, 0, ("const", 180e6)),),
        parameters=(),
        measures=tuple(MeasureInfo(column, ("var", number + 1)) for number, column in enumerate(COLUMNS)),
        endings=(
            EndingInfo("clean_score", ("const", 0.0)),
            EndingInfo("score_with_killings", None, "away, and guards dead", canon=True),
        ),
        columns=(*COLUMNS, Column("JOB-E1", "event", "time", "s"), Column("JOB-E2", "event", "time", "s")),
    )


def clock(time: float) -> tuple[tuple[str, int, bool], ...]:
    return (("three_minutes", round((190 - time) * S), True),) if time >= 10 else ()


def event(time: float, process: str, kind: str, text: str, line: int = 0, **more: object) -> Event:
    actor = next((info.title for info in ACTORS if info.name == process), "")
    return Event(round(time * S), process, actor, kind, text, clocks=clock(time), where=Where(line, 1), **more)  # type: ignore[arg-type]


EVENTS = (
    event(0, "dispatch", "wait", "a call", 30),
    event(2, "guards[1]", "say", "Two-eleven, Venice and the freeway", 20, ids=("JOB-E1",), facts=("AC-09",)),
    event(2, "dispatch", "met", "a call", 30),
    event(10, "shiherlis", "clock", "three_minutes starts", 9),
    event(10, "shiherlis", "begin", "search the truck for the one envelope that is worth the noise", 10, value=80e6),
    event(30, "waingro", "move", "walk to the guards", 15, value=5e6),
    event(35, "waingro", "done", "walk to the guards", 15),
    event(40, "shiherlis", "order", "look up"),
    event(40, "shiherlis", "begin", "look up", 12, value=2e6),
    event(42, "shiherlis", "done", "look up", 12),
    event(50, "waingro", "chance", "fires", 16, value=1.0, facts=("AC-26",)),
    event(50, "waingro", "mark", "Guard 1 shot in the face", 17, ids=("JOB-E3",), facts=("AC-26", "AC-27")),
    event(50, "waingro", "state", "guards[1] is dead", 17, value=1.0),
    event(50.02, "waingro", "signal", "shots", 18),
    event(92, "shiherlis", "done", "search the truck for the one envelope that is worth the noise", 10, ids=("JOB-E2",)),
    event(92, "shiherlis", "hand", "bonds: truck to shiherlis", 11, value=160_000_000.0),
    event(195, "waingro", "begin", "wait by the ambulance", 19, value=60e6),
    event(196, "shiherlis", "begin", "run", 13, value=9e6),
    event(200, "shiherlis", "order", "police here"),
    event(203, "waingro", "cut", "wait by the ambulance", 19),
    event(204, "waingro", "begin", "drive", 21, value=60e6),
)


def told(start_of_day: int | None = None, events: tuple[Event, ...] = EVENTS) -> Trace:
    return Trace(program(start_of_day), 1995, 17, events, 240 * S, "ended", VALUES)


@pytest.fixture(scope="session")
def trace() -> Trace:
    return told()


@pytest.fixture(scope="session")
def morning() -> Trace:
    """The same at half past eleven."""
    return told((11 * 3600 + 30 * 60) * S)

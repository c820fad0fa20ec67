"""Scenarios that mean harm end, or stop with a sentence that names the step, soon and in little memory, alike in both engines."""

from __future__ import annotations

import re
import time
import tracemalloc
from typing import Any

import pytest

from heatsim.draws.consecutive import Consecutive
from heatsim.engines import get
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import loads
from heatsim.study.run import run
from trust.models import MODELS

FEW = 2000  # steps in the default run; by default a replication may have a million
SECONDS, MEGABYTES = 20, 150


def rows(name: str, events: int, engine: str, crowd: int = 30) -> list[Any]:
    """Two replications of a model."""
    program = compile_scenario(loads(MODELS[name].text(events, crowd)).resolved)
    return list(get(engine).rows(program, Consecutive(1995, 0, 2)))


def check(name: str, events: int, row: Any) -> None:
    """It came out as it should."""
    wanted = MODELS[name].error.format(events=events)
    if not wanted:
        assert row.error is None
        assert row.status in ("ended", "horizon")
        return
    assert row.status == "failed"
    assert wanted in row.error or (wanted.startswith("a loop without delay") and f"more than {events:,} steps" in row.error)
    assert re.search(r"in process '\w+(\[\d+\])?'.* at [-\d.e+]+ s \(seed 1995, replication \d; rerun: ", row.error)


@pytest.mark.parametrize("name", MODELS)
def test_it_ends_or_says_why_not(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the reference engine, with few steps."""
    monkeypatch.setattr("heatsim.engines.link.MOMENT_LIMIT", 500)
    for row in rows(name, FEW * (10 if MODELS[name].error == "" else 1), "simpy"):
        check(name, FEW, row)


@pytest.mark.statistical
@pytest.mark.parametrize("name", MODELS)
def test_both_engines_do_the_same(name: str) -> None:
    """With a hundred thousand steps the rows are the same to the last bit, errors included."""
    pytest.importorskip("numba")
    simpy, compiled = (rows(name, 100_000, engine, 60) for engine in ("simpy", "compiled"))
    for one, other in zip(simpy, compiled, strict=True):
        check(name, 100_000, one)
        assert repr(one) == repr(other)


@pytest.mark.statistical
@pytest.mark.parametrize("name", MODELS)
def test_time_and_memory_are_bounded(name: str) -> None:
    """A hundred thousand steps of a crowd take seconds and megabytes; a million, the limit where none is given, ten times that."""
    program = compile_scenario(loads(MODELS[name].text(100_000, 500 if "fight" not in name else 60)).resolved)
    tracemalloc.start()
    get("simpy").rows(program, Consecutive(1995, 0, 1))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    began = time.process_time()
    get("simpy").rows(program, Consecutive(1995, 0, 1))
    assert time.process_time() - began < SECONDS
    assert peak < MEGABYTES


def test_a_run_goes_on_past_them() -> None:
    """A study in which every replication fails says so for each, and ends."""
    results = run(loads(MODELS["a storm of microseconds"].text(500)), replications=20, engine="simpy", workers=1, max_failures=None)
    assert len(results.failures) == 20

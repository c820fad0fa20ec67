"""A replication that cannot go on stops with an error that says where, when, why, and how to see it again."""

from __future__ import annotations

import pickle
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from heatsim.cli.main import main
from heatsim.errors import SimulationError, Where
from heatsim.scenario.load import load, loads
from heatsim.study.run import run, simulate

HEAD = "heatsim: 1\nscenario: limits\nhorizon: 10 min\nendings: {over: {}}\n"


class Case(NamedTuple):
    """A story, and what its error says: reason, process, step, place and second."""

    body: str
    reason: str
    process: str
    step: str
    where: tuple[int, int]
    second: float


CASES = {
    "more steps than the limit": Case(
        """\
limits: {events: 1000}
processes:
  ida:
    - {do: walk in, takes: 1 s}
    - {while: now < 5 min, steps: [{do: fidget, takes: 1 ms}]}
""",
        "more than 1,000 steps in one replication (raise `limits: {events: ...}` if that is meant)",
        "ida",
        "while now < 5 min",
        (9, 7),
        1.5,
    ),
    "a loop around a wait for what is there already": Case(
        "processes:\n  ida: [{signal: go}]\n  ron:\n    - {do: nap, takes: 2 s}\n    - {while: now < 5 min, steps: [{wait: go}]}\n",
        "a loop without delay: time does not move on",
        "ron",
        "while now < 5 min",
        (9, 7),
        2,
    ),
    "two that throw a ball to and fro": Case(
        """\
variables: {ball: 0}
processes:
  ida: [{while: now < 5 min, steps: [{wait: ball == 0}, {set: {ball: 1}}]}]
  ron: [{while: now < 5 min, steps: [{wait: ball == 1}, {set: {ball: 0}}]}]
""",
        "a loop without delay",
        "ron",
        "wait ball == 1",
        (8, 38),
        0,
    ),
    "a loop whose step takes no time after all": Case(
        "parameters: {nap: 0 s}\nprocesses:\n  ida: [{while: now < 5 min, steps: [{do: nod, takes: nap}]}]\n",
        "a loop without delay",
        "ida",
        "do nod",
        (7, 38),
        0,
    ),
    "an order that breaks in again and again": Case(
        """\
processes:
  ida:
    orders: [{on: go, then: resume, again: true, steps: [{mark: duck}]}]
    steps: [{do: dig, takes: 30 s}]
  ron: [{do: wait for it, takes: 3 s}, {signal: go}]
""",
        "a loop without delay",
        "ida",
        "mark duck",
        (7, 58),
        3,
    ),
    "a negative duration": Case(
        "parameters: {pace: {uniform: [1 s, 2 s]}}\nprocesses:\n  ida: [{do: nap, takes: 4 s}, {do: walk, takes: pace - 9 s}]\n",
        "the duration is negative: -7.",
        "ida",
        "do walk",
        (7, 32),
        4,
    ),
    "a duration that counts from what has not happened": Case(
        "processes:\n  ida: [{do: nap, takes: 4 s}, {do: run, takes: time_of(L-1) + 2 s}, {mark: out, event: L-1}]\n",
        "the duration is missing: it counts from something that has not happened",
        "ida",
        "do run",
        (6, 32),
        4,
    ),
    "a division by zero": Case(
        "variables: {bags: 0}\nprocesses:\n  ida: [{do: nap, takes: 4 s}, {do: run, takes: 60 s / bags}]\n",
        "division by zero",
        "ida",
        "do run",
        (7, 32),
        4,
    ),
    "a condition that another process breaks": Case(
        "variables: {bags: 2}\nprocesses:\n  ida: [{wait: 6 / bags > 5}]\n  ron: [{do: nap, takes: 4 s}, {set: {bags: 0}}]\n",
        "division by zero",
        "ida",
        "wait 6 / bags > 5",
        (7, 9),
        4,
    ),
    "arguments that no distribution has": Case(
        "variables: {most: 1}\nprocesses:\n  ida: [{do: nap, takes: 4 s}, {do: run, takes: {uniform: [5 s, 1 s * most]}}]\n",
        "low must not exceed high",
        "ida",
        "do run",
        (7, 32),
        4,
    ),
}


@pytest.fixture(autouse=True)
def few_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment that does not end is given up sooner, for the sake of time."""
    monkeypatch.setattr("heatsim.engines.link.MOMENT_LIMIT", 500)


def failure(case: Case, replication: int = 0, seed: int = 1995) -> SimulationError:
    with pytest.raises(SimulationError) as caught:
        simulate(loads(HEAD + case.body), seed=seed, replication=replication)
    return caught.value


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_error_says_where_when_and_why(case: Case) -> None:
    """Reason, process, step, line and column, and the simulated time."""
    error = failure(case)
    assert case.reason in error.reason
    assert (error.process, error.step, error.where) == (case.process, case.step, Where(*case.where))
    assert error.time_us == case.second * 1_000_000


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_batch_reports_the_same(case: Case) -> None:
    """In a run it is a failed row with the text of the error, whatever other processes there are."""
    results = run(loads(HEAD + case.body), replications=2, workers=1)
    assert list(results["status"]) == ["failed", "failed"]
    assert results.failures == {number: str(failure(case, number)) for number in (0, 1)}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_error_survives_pickling(case: Case) -> None:
    """A worker can send it home whole."""
    error = failure(case, replication=3, seed=7)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.args, copy.command) == (str(error), error.args, error.command)
    assert (copy.seed, copy.replication) == (7, 3)


def test_below_the_limit_nothing_is_said() -> None:
    """Negative control: with a limit just high enough the same story ends."""
    body = "limits: {events: %d}\nprocesses:\n  ida: [{repeat: 100, steps: [{do: fidget, takes: 1 ms}]}]\n"
    assert simulate(loads(HEAD + body % 1000)).status == "ended"
    with pytest.raises(SimulationError, match="more than 50 steps"):
        simulate(loads(HEAD + body % 50))


def test_a_duration_beyond_all_bounds_is_for_ever() -> None:
    """Nobody wakes from it, so the run ends when nothing else can happen; this is no error."""
    trace = simulate(loads(HEAD + "processes:\n  ida: [{do: sleep, takes: 1e300 s}]\n  ron: [{do: nap, takes: 4 s}]\n"))
    assert (trace.status, trace.end_time) == ("ended", 4_000_000)


RANDOM = """\
parameters: {pace: {uniform: [0 s, 10 s]}, rest: {exponential: {mean: 5 s}}}
processes:
  ida: [{do: nap, takes: 2 s}, {do: run, takes: pace - 0.5 s}]
  ron: [{do: nap, takes: rest}, {do: run, takes: rest - 0.5 s}]
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_who_fails_at_random_fails_under_its_own_number(workers: int) -> None:
    """Exactly the replications with a duration below zero fail, and each message names its own replication."""
    results = run(loads(HEAD + RANDOM), replications=600, workers=workers, chunk=100, max_failures=600)
    short = (results["parameter.pace"] < 0.5) | (results["parameter.rest"] < 0.5)
    failed = results["status"] == "failed"
    assert 40 < failed.sum() < 150
    assert not short[~failed].any()
    assert set(results.failures) == set(results["replication"][failed])
    assert all(f"replication {number};" in text for number, text in results.failures.items())


def test_a_result_that_cannot_be_worked_out() -> None:
    """A measure that divides by zero fails its replication, at the end of the story."""
    body = "variables: {bags: 0}\nmeasures: {share: {value: 1 / bags}}\nprocesses: {ida: [{do: nap, takes: 4 s}]}\n"
    text = run(loads(HEAD + body), replications=1).failures[0]
    assert "a result cannot be worked out" in text
    assert "at 4 s (seed 1995, replication 0" in text


def test_the_command_shows_the_error_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the message says to type gives the same message, changes and all; from a text there is a call instead."""
    path = tmp_path / "two words.yaml"
    path.write_text(
        HEAD + CASES["a negative duration"].body + "variants: {slow: {set: {pace: {uniform: [3 s, 4 s]}}}}\n", encoding="utf-8"
    )
    scenario = load(path).variant("slow").vary({"pace": "*0.5"})
    with pytest.raises(SimulationError) as caught:
        simulate(scenario, seed=7, replication=4)
    words = shlex.split(caught.value.command)
    assert words[:4] == ["python", "-m", "heatsim", "replay"]
    assert main(words[3:]) == 2
    assert capsys.readouterr().err == f"heatsim: {caught.value}\n"
    assert "the duration is negative: -7." in str(caught.value)
    assert failure(CASES["a negative duration"]).command == "heatsim.simulate(scenario, seed=1995, replication=0)"

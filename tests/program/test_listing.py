"""The listing of a program says what its instructions do, with the names of the scenario."""

from __future__ import annotations

import pytest

from heatsim.program.compile import compile_scenario
from heatsim.program.listing import listing, value_words
from heatsim.scenario.load import loads

TINY = """
heatsim: 1
scenario: tiny
horizon: 10 min
parameters:
  work: {normal: {mean: 20 s, sd: 2 s}, basis: assumed, why: any}
quantities:
  cash: {unit: usd, start: {ann: $5, till: $2k}}
variables: {n: 2}
actors: {ann: {}, bob: {}}
processes:
  ann:
    - do: work
      takes: work
      until: bell or n > 2
      else: [{mark: too late}]
    - take: cash
      from: till
  bob:
    - add: {n: 2}
    - signal: bell
    - put: ann
      state: captured
    - stop: ann
endings: {over: {}}
"""


@pytest.fixture(scope="module")
def lines() -> list[str]:
    text = listing(compile_scenario(loads(TINY).resolved))
    return [line.strip().lstrip("0123456789").strip() for line in text.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        "work := normal(2e+07, 2e+06) drawn at parameters/work",
        "block for 'work' until (sent 'bell' or ('n' > 2)) -> 6",
        "cash.till := ('cash.till' - 'ann/take cash moved')",
        "note hand: cash: till to ann",
        "n := ('n' + 2)",
        "signal bell",
        "state ann := captured",
        "stop ann",
    ],
)
def test_an_instruction_is_told_with_both_of_its_sides(lines: list[str], line: str) -> None:
    """What is set, tested and waited for is written out, the left side and the right one."""
    assert line in lines


def test_what_is_known_needs_no_instruction(lines: list[str]) -> None:
    """Before the start only chance has its turn: a first value that the scenario gives stands in the table of variables."""
    first = lines.index("before the start") + 1
    assert lines[first : lines.index("", first)] == ["work := normal(2e+07, 2e+06) drawn at parameters/work", "halt"]


@pytest.mark.parametrize(
    "change, words",
    [
        ("+5 s", "normal(20 s, 2 s) + 5 s"),
        ("-5 s", "normal(20 s, 2 s) - 5 s"),
        ("*1.5", "normal(20 s, 2 s) * 1.5"),
    ],
)
def test_a_changed_parameter_is_told_with_its_change(change: str, words: str) -> None:
    """What is drawn and moved is told as both, with the sign of the move."""
    assert value_words(loads(TINY).vary({"work": change}).resolved.parameters[0]) == words

"""Simultaneous wake-ups run in the order (time, rank)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import loads

Tell = Callable[..., list[str]]

PAIR = """
processes:
  first: [{do: work, takes: 5 s}, {mark: done}]
  second: [{do: work, takes: 5 s}, {mark: done}]
"""


def test_equal_times_go_by_declaration(tell: Tell) -> None:
    """Of two processes due at one moment the one declared first goes first."""
    assert tell(PAIR) == ["5 first done", "5 second done"]


def test_stress_mode_reverses_ranks(tell: Tell) -> None:
    """The stress mode runs ties the other way round, so that a conclusion that rests on them is found."""
    assert tell(PAIR, reverse_ranks=True) == ["5 second done", "5 first done"]


def test_zero_delay_hops_do_not_lose_rank(tell: Tell) -> None:
    """However many zero-delay hops a process of low rank takes, it stays ahead of the others due at that moment."""
    body = """
processes:
  hopper:
    - {do: reach five, takes: 5 s}
    - {do: hop one, takes: 0 s}
    - {do: hop two, takes: 0 s}
    - {mark: hopped}
  other: [{do: reach five, takes: 5 s}, {mark: done}]
"""
    assert tell(body) == ["5 hopper hopped", "5 other done"]


def test_a_signal_gives_a_turn_at_the_same_moment_by_rank(tell: Tell) -> None:
    """Processes roused by one signal have their turns in order of rank, before later alarms and after the sender blocks."""
    body = """
processes:
  late: [{wait: go}, {mark: heard}]
  sender: [{do: think, takes: 2 s}, {signal: go}, {mark: sent}]
  later: [{wait: go}, {mark: heard}]
"""
    assert tell(body) == ["2 sender sent", "2 late heard", "2 later heard"]


def test_work_that_ends_on_the_stroke_of_its_limit_goes_by_rank(tell: Tell) -> None:
    """A task done at the very moment the clock runs out is done if its process has the lower rank, and cut short if not."""
    body = """
processes:
  early: [{do: work, takes: 3 s, until: out, then: [{mark: done}], else: [{mark: cut}]}]
  clock: [{do: tick, takes: 3 s}, {signal: out}]
  tardy: [{do: work, takes: 3 s, until: out, then: [{mark: done}], else: [{mark: cut}]}]
"""
    assert tell(body) == ["3 early done", "3 tardy cut"]


def test_a_process_that_has_begun_goes_before_one_of_higher_rank_that_has_not(tell: Tell) -> None:
    """At the very start the rule is the same: a signal sent by the second process reaches the first before the third begins."""
    body = """
processes:
  one: [{wait: go}, {mark: heard}]
  two: [{signal: go}, {mark: sent}]
  three: [{mark: begun}]
"""
    assert tell(body) == ["0 two sent", "0 one heard", "0 three begun"]


@pytest.mark.parametrize("start_order", [None, range(60)])
def test_all_that_is_due_at_the_horizon_still_happens(start_order: range | None) -> None:
    """The horizon comes last of its moment, however many others are due at it and however they are ranked."""
    body = """
heatsim: 1
scenario: crowd
horizon: 10 min
variables: {done: 0}
actors: {crowd: {count: 60}}
processes: {crowd: {of: crowd, steps: [{do: work, takes: 10 min}, {add: {done: 1}}]}}
measures: {done: done}
endings: {over: {}}
"""
    program = compile_scenario(loads(body).resolved)
    assert on_simpy.rows(program, [Draws(1)], start_order=start_order)[0].values[0] == 60

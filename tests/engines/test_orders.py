"""Standing orders break into whatever a process waits for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.tiny import run_text

Tell = Callable[..., list[str]]

BODY = """
processes:
  worker:
    orders: [{on: cops, name: cops, then: %s, steps: [{do: hide, takes: 3 s}, {mark: hid}]}]
    steps:
      - {do: dig, takes: 10 s, then: [{mark: dug}], else: [{mark: left off}]}
      - {mark: on}
  watch: [{do: look, takes: 4 s}, {signal: cops}]
"""


@pytest.mark.parametrize(
    "then, expected",
    [
        ("resume", ["7 worker hid", "13 worker dug", "13 worker on"]),
        ("skip", ["7 worker hid", "7 worker left off", "7 worker on"]),
        ("stop", ["7 worker hid"]),
        ("leave", ["7 worker hid"]),
    ],
)
def test_what_follows_an_order(tell: Tell, then: str, expected: list[str]) -> None:
    """After its steps an order resumes the work with the time that was left, skips it, stops the process or leaves the block."""
    assert tell(BODY % then) == expected


def test_leave_leads_behind_the_watched_steps(tell: Tell) -> None:
    """`leave` goes on after the block whose order it is."""
    body = """
processes:
  worker:
    - watch: [{on: cops, then: leave, steps: [{mark: run}]}]
      steps: [{do: dig, takes: 10 s}, {mark: dug}]
    - {mark: after}
  watch_out: [{do: look, takes: 4 s}, {signal: cops}]
"""
    assert tell(body) == ["4 worker run", "4 worker after"]


def test_an_order_stands_only_while_its_block_runs(tell: Tell) -> None:
    """Outside the block nothing breaks in."""
    body = """
processes:
  worker:
    - watch: [{on: cops, steps: [{mark: run}]}]
      steps: [{do: dig, takes: 2 s}]
    - {do: drive, takes: 5 s}
    - {mark: home}
  watch_out: [{do: look, takes: 4 s}, {signal: cops}]
"""
    assert tell(body) == ["7 worker home"]


def test_the_first_order_breaks_into_a_later_one(tell: Tell) -> None:
    """An order may break into the steps of a later one, never the other way round; both resume."""
    body = """
processes:
  worker:
    orders:
      - {on: shots, name: shots, steps: [{do: duck, takes: 2 s}, {mark: ducked}]}
      - {on: cops, name: cops, steps: [{do: hide, takes: 4 s}, {mark: hid}]}
    steps: [{do: dig, takes: 10 s}, {mark: dug}]
  noise: [{do: a, takes: 1 s}, {signal: cops}, {do: b, takes: 2 s}, {signal: shots}]
"""
    assert tell(body) == ["5 worker ducked", "7 worker hid", "16 worker dug"]
    swapped = (
        body.replace("on: shots, name: shots", "on: X").replace("on: cops, name: cops", "on: shots").replace("on: X", "on: cops")
    )
    assert tell(swapped) == ["3 worker ducked", "7 worker hid", "16 worker dug"]


def test_a_limit_goes_on_while_an_order_is_served(tell: Tell) -> None:
    """Work stops during an order, a time limit does not."""
    body = """
processes:
  waiter:
    orders: [{on: cops, steps: [{do: hide, takes: 5 s}]}]
    steps: [{wait: never, for: 6 s, else: [{mark: gave up}]}]
  watch_out: [{do: look, takes: 4 s}, {signal: cops}, {do: sleep, takes: 60 s}, {signal: never}]
"""
    assert tell(body) == ["9 waiter gave up"]


def test_an_order_serves_again_if_it_says_so(tell: Tell) -> None:
    """`again: true` arms the order anew when its steps are done."""
    body = """
variables: {shots: 0}
processes:
  worker:
    orders: [{on: shots > 0, again: true, steps: [{set: {shots: 0}}, {mark: ducked}]}]
    steps: [{do: dig, takes: 10 s}]
  noise: [{do: a, takes: 1 s}, {add: {shots: 1}}, {do: b, takes: 2 s}, {add: {shots: 1}}]
"""
    assert tell(body) == ["1 worker ducked", "3 worker ducked"]
    assert tell(body.replace("again: true, ", "")) == ["1 worker ducked"]


def test_a_trace_tells_of_the_order_and_whose_it_is() -> None:
    """The order that breaks in stands in the trace at its moment, with the name of the process and the title of its actor."""
    trace = run_text("actors: {worker: {name: The worker}}\n" + BODY % "resume")
    assert [(event.time, event.process, event.actor, event.text) for event in trace if event.kind == "order"] == [
        (4_000_000, "worker", "The worker", "cops")
    ]

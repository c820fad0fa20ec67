"""Small models with known answers: independent sums, a coin each, straight effects."""

from __future__ import annotations

from pathlib import Path

import pytest

from heatsim.scenario.load import Scenario, load, loads

REFERENCE = Path(__file__).parents[2] / "scenarios" / "reference"

SHARES = """
heatsim: 1
scenario: shares
horizon: 10 min
parameters:
  unsure: {uniform: [0 s, 10 s], basis: assumed, why: any}
  waste: {value: 0, range: [0, 1], basis: assumed, why: any}
actors:
  one: {side: crew}
  two: {side: crew}
processes:
  one:
    - chance: 0.5
      name: coin
      then: [{signal: heads_one}]
    - do: work
      takes: {uniform: [0 s, 20 s]}
      event: AC-E1
  two:
    - chance: 0.5
      name: coin
      then: [{signal: heads_two}]
    - do: work
      takes: {uniform: [0 s, 40 s]}
      event: AC-E2
measures:
  total: {value: time_of(AC-E1) + time_of(AC-E2) + unsure + 0 s * waste, unit: s}
  both: heads_one and heads_two
  never: {value: time_of(AC-E1), unit: s, text: the first alone}
endings:
  matched: {when: heads_one and heads_two, canon: true}
  other: {}
"""

STRAIGHT = """
heatsim: 1
scenario: straight
horizon: 10 min
parameters:
  p1: {value: 0.5, range: [0, 1], basis: assumed, why: any}
  p2: {value: 0.5, range: [0, 1], basis: assumed, why: any}
  p3: {value: 0.5, range: [0, 1], basis: assumed, why: any}
  p4: {value: 0.5, range: [0, 1], basis: cited, source: any}
  follows: {expr: p1 * 2, range: [0, 2], basis: assumed, why: any}
  each_time: {uniform: [0 s, 10 s], drawn: each, range: [0 s, 10 s], basis: assumed, why: any}
  way: {value: left, options: [left, right, back], basis: assumed, why: any, text: which way}
actors:
  one: {side: crew}
processes:
  one:
    - do: work
      takes: each_time
      event: AC-E1
measures:
  y: p1 + 2 * p2 + p3 * p4 + 0 * follows + if(way == right, 10, if(way == back, -3, 0))
  z: p1 + time_of(AC-E1) / 10 s
  early: time_of(AC-E1) < 10 s * p1
endings:
  over: {}
"""


@pytest.fixture(scope="session")
def shares() -> Scenario:
    """Two actors, each with a coin and a time; variances of `total` 100/12, 400/12 and 1600/12."""
    return loads(SHARES)


@pytest.fixture(scope="session")
def straight() -> Scenario:
    """y = p1 + 2 p2 + p3 p4, z = p1 + a uniform number, early = a uniform number is below p1."""
    return loads(STRAIGHT)


@pytest.fixture(scope="session")
def interruption() -> Scenario:
    """The textbook path."""
    return load(REFERENCE / "interruption.yaml")

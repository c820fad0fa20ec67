"""A small heist with a sheet: three men, a door, a clock; small enough that every probability is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from heatsim.scenario.load import Scenario, load

# The door opens with probability 1/2. Ann leaves after a uniform time of 0 to 10 s, Bob after exactly 5 s.
SCENARIO = """
heatsim: 1
scenario: door
canon: ../seeds/door.yaml
horizon: 1 h
parameters:
  bob_takes: {value: 5 s, basis: canon, fact: D-3}
actors:
  ann: {side: crew}
  bob: {side: crew}
quantities:
  cash: {unit: usd, start: {bob: $0, till: $2k}}
processes:
  ann:
    - chance: 1/2
      name: the door
      then:
        - signal: door_open
          event: DOOR-1
    - do: leave
      takes: {uniform: [0 s, 10 s]}
      event: DOOR-2
  bob:
    - wait: door_open
      for: 1 s
      then:
        - take: cash
          from: till
    - do: walk out
      takes: bob_takes
      event: DOOR-3
measures:
  took: {value: cash.bob, unit: usd, canon: $2k, fact: D-1}
  opened: {value: door_open, canon: true}
  first_out:
    cases: {ann: time_of(DOOR-2) < time_of(DOOR-3), bob: time_of(DOOR-3) <= time_of(DOOR-2)}
    otherwise: none_yet
    canon: ann
  ann_left: {value: time_of(DOOR-2), unit: s, canon: 2 s}
endings:
  rich: {when: cash.bob > $0, canon: true}
  poor: {}
"""

SHEET = """
canon: 1
heist: door
title: The door
sources: {A: a.txt, B: b.txt}
facts:
  D-1:
    what: Bob gets the money
    numbers: {took: $2k}
    rests: {A: [10], B: [20, 30]}
    evidence: stated
    level: core
    when: took == $2k
  D-2:
    what: Ann is out first
    rests: {A: [40]}
    evidence: stated
    level: core
    conflict: C-01
    chosen: ann
    readings:
      ann: {what: Ann is out first, rests: {A: [40]}}
      bob: {what: Bob is out first, rests: {B: [50]}, when: first_out == bob}
      untold: {what: nobody says}
    when: first_out == ann and time_of(DOOR-2) < time_of(DOOR-3)
    finer: ann_left <= 2 s
  D-3:
    what: Bob needs five seconds
    numbers: {bob_takes: 5 s}
    evidence: derived
    level: detail
    when: time_of(DOOR-3) >= 5 s
  D-4: {what: It rains, evidence: stated, level: detail, shown: false, why: weather plays no part}
order:
  DOOR-0: {what: They meet, after: [], shown: false}
  DOOR-1: {what: The door opens, after: [DOOR-0]}
  DOOR-2: {what: Ann leaves, after: [DOOR-1]}
  DOOR-3: {what: Bob leaves, after: [DOOR-2]}
constraints:
  - {id: DOOR-H1, what: The door is open before Ann goes, when: time_of(DOOR-1) < time_of(DOOR-2)}
terminal:
  opened: {value: true}
  first_out: {value: ann}
  took: {at_least: $1k}
  never_measured: {value: 3}
"""

Heist = Callable[..., Scenario]


@pytest.fixture
def heist(tmp_path: Path) -> Heist:
    """Writes the heist, its sheet and perhaps its world, each with some texts replaced, and loads the scenario."""

    def make(*, scenario: tuple[str, str] = ("", ""), sheet: tuple[str, str] = ("", ""), world: str = "") -> Scenario:
        for folder, text, (old, new) in (("scenarios", SCENARIO, scenario), ("seeds", SHEET, sheet)):
            assert old in text
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / "door.yaml").write_text((text.replace(old, new) if old else text).lstrip(), encoding="utf-8")
        if world:
            (tmp_path / "seeds" / "door.world.yaml").write_text(world, encoding="utf-8")
        return load(tmp_path / "scenarios" / "door.yaml")

    return make

"""A small heist with everything a report shows: places, a fight, a clock, a race, a canon sheet and its world, variants.

`@` stands wherever the language takes free text, so that a test can put there what a stranger might.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from heatsim.report import budget
from heatsim.report.make import report
from heatsim.scenario.load import Scenario, load

SCENARIO = """
heatsim: 1
scenario: vault
title: 'The vault@'
description: 'Two men, one guard and a car that comes@.'
canon: ../seeds/vault.yaml
horizon: 10 min
parameters:
  work: {uniform: [20 s, 60 s], basis: canon, fact: V-1, range: [10 s, 90 s], text: 'time at the door@'}
  drive: {value: 60 s, basis: cited, source: 'A table@', range: [20 s, 80 s]}
  nerve: {value: 0.5, basis: assumed, why: 'nobody knows@', range: [0, 1]}
  alarm: {value: true, basis: assumed, why: 'there may be one@'}
places:
  door: {at: [0 m, 0 m], cover: 0.5, text: 'in front@'}
  car: {at: [30 m, 0 m], cover: 0.5}
  corner: {at: [15 m, 20 m], cover: 0.5}
actors:
  ann: {side: crew, name: 'Ann@', at: car, speed: 5 m/s, weapon: pistol}
  bob: {side: crew, name: Bob, at: car}
  guard: {side: guards, name: Guard, at: corner, weapon: pistol, text: 'asleep@'}
  patrol: {side: police, name: 'Patrol@', count: 2}
walls:
  fence: {from: [-12 m, 10 m], to: [-5 m, 10 m]}
weapons:
  pistol: {every: {uniform: [1 s, 3 s]}, hit: 0.3, magazine: 6, carried: 12, reload: 2 s, text: '9 mm@'}
fights:
  yard: {between: [crew, guards], geometry: true, hit_state: down, text: 'the yard@'}
clocks:
  two_minutes: {runs: 2 min, text: 'what they give themselves@'}
processes:
  ann:
    - move: door
      event: V-E1
    - start: two_minutes
    - do: 'open the door@'
      takes: work
      event: V-E2
      facts: V-1
    - say: 'It is open@.'
    - signal: opened
    - fight: yard
      until: guard.out or sleeps
    - move: car
      event: V-E3
    - put: me
      state: away
  bob:
    - wait: opened
    - do: 'start the car@'
      takes: 2 s
  guard:
    - wait: opened
    - chance: nerve
      name: 'wakes up@'
      then:
        - fight: yard
          reaction: 1 s
          until: ann.out
      else:
        - signal: sleeps
  patrol:
    - if: not alarm
      then: [{wait: never_called}]
    - do: 'drive there@'
      takes: drive
      event: V-E4
  nobody_calls:
    - wait: not alarm and opened and guard.dead
    - signal: never_called
measures:
  margin: {value: time_of(V-E4) - time_of(V-E3), unit: s, margin: true, canon: 10 s, text: 'patrol less crew@'}
  shots: {value: ann.shots, canon: 0}
  who: {cases: {ann: ann.away}, otherwise: nobody, canon: ann}
endings:
  away: {when: ann.away and time_of(V-E3) < time_of(V-E4), canon: true, text: 'gone before they come@'}
  shot: {when: ann.down, text: 'hit in the yard@'}
  late: {text: 'not out in time@'}
variants:
  deaf_guard: {text: 'the guard sleeps on@', set: {nerve: 0}}
  near_patrol: {text: 'a car around the corner@', set: {drive: 20 s}}
  film: {text: 'what they did@', set: {drive: 70 s}}
"""

SHEET = """
canon: 1
heist: vault
title: The vault
sources: {A: a.txt}
facts:
  V-1: {what: 'The door opens@', rests: {A: [1]}, evidence: stated, level: core, when: who == ann}
  V-2: {what: Nobody fires, rests: {A: [2]}, evidence: stated, level: detail, when: shots == 0}
order:
  V-E1: {what: at the door, who: [ann], facts: [V-1]}
  V-E2: {what: open, who: [ann], after: [V-E1], facts: [V-1]}
  V-E3: {what: away, who: [ann], after: [V-E2], facts: [V-1]}
"""

WORLD = """
world: 1
heist: vault
scenario: vault
language: 1
seed: 1995
replication: 3
draws: {}
"""


def write_heist(folder: Path, text: str = "") -> Path:
    """The scenario, its sheet and its world in a folder, with some text wherever free text may stand."""
    for name, content in (("scenarios/vault", SCENARIO), ("seeds/vault", SHEET), ("seeds/vault.world", WORLD)):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.lstrip().replace("@", text.replace("'", "''")), encoding="utf-8")
    return folder / "scenarios/vault.yaml"


@pytest.fixture
def heist(tmp_path: Path) -> Scenario:
    return load(write_heist(tmp_path))


@pytest.fixture(scope="session")
def small() -> Iterator[None]:
    """Fewer pairs than would tell anything, so that a report takes a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(budget, "FEWEST", 6)
        yield


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory, small: None) -> Path:
    """One report of the small heist, for all tests that only read it; its scenario stands beside it."""
    folder = tmp_path_factory.mktemp("report")
    return written(load(write_heist(folder)), folder / "vault.html")


def written(heist: Scenario, path: Path) -> Path:
    """The report that all tests make: of few replications, and one to watch that nobody would have chosen."""
    return report(heist, path, replications=12, replay=[7], workers=1)

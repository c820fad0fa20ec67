"""The assumptions worth a closer look are found among many by one study."""

from __future__ import annotations

from heatsim.report.screen import candidates, screen
from heatsim.scenario.load import Scenario, loads
from heatsim.study.progress import silent

# One parameter decides, nine do nothing; `follows` is computed, `words` is a choice, `fixed` has no range.
HEIST = """
heatsim: 1
scenario: door
horizon: 1 h
parameters:
  luck: {value: 0.5, basis: assumed, why: any, range: [0, 1]}
IDLE
  follows: {expr: luck / 2, basis: assumed, why: any, range: [0, 1]}
  words: {value: a, options: [a, b], basis: assumed, why: any}
  fixed: {value: 3 s, basis: cited, source: any}
processes:
  door:
    - do: wait for it
      takes: fixed + (idle_1 + idle_2 + idle_3 + idle_4) + if(words == a, 1 s, 2 s) + follows * 1 s
    - if: luck > 0.5
      then: [{signal: opened}]
    - wait: opened
endings:
  open: {when: opened, canon: true}
  shut: {}
"""


def door(idle: int = 4) -> Scenario:
    lines = "\n".join(f"  idle_{i}: {{value: 1 s, basis: assumed, why: any, range: [0 s, 2 s]}}" for i in range(1, idle + 1))
    return loads(HEIST.replace("IDLE", lines))


def test_only_numbers_with_a_range_of_their_own_are_candidates() -> None:
    """Neither what follows from others, nor choices, nor what declares no range."""
    assert candidates(door()) == ("luck", "idle_1", "idle_2", "idle_3", "idle_4")


def test_the_one_that_decides_is_found() -> None:
    """Of five, the one that the ending follows is chosen first."""
    found = screen(door(), 2, 60, seed=1, workers=1, engine="auto", progress=silent)
    assert found.names[0] == "luck"
    assert (len(found.names), found.of, found.replications) == (2, 5, 60)


def test_few_need_no_screen() -> None:
    """When all can be tried, none is run."""
    found = screen(door(), 5, 60, seed=1, workers=1, engine="auto", progress=silent)
    assert (found.names, found.replications) == (candidates(door()), 0)

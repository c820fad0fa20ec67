"""A process written in Python: a dog that wakes sooner every time it has been woken.

usage: python examples/watchdog.py [REPLICATIONS]
"""

from __future__ import annotations

import sys
from collections.abc import Generator

import heatsim as hs
from heatsim.engines.python_process import Here, Pause

HOUSE = """
heatsim: 1
scenario: three-thieves
title: Three thieves in one night, and a dog that learns
horizon: 1 h
parameters:
  first_sleep: {value: 60 s, basis: assumed, why: an old dog, range: [20 s, 3 min], text: how long it sleeps on the first time}
  pause: {value: 5 min, basis: assumed, why: they watch, range: [1 min, 15 min], text: between one thief and the next}
variables:
  vases: 0
  inside: false
  barking: false
processes:
  thieves:
    - repeat: 3
      steps:
        - {do: climb in, takes: {uniform: [20 s, 40 s]}}
        - {set: {inside: true}}
        - {do: take a vase, takes: {uniform: [30 s, 90 s]}, until: barking, then: [{set: {vases: vases + 1}}]}
        - {set: {inside: false, barking: false}}
        - {do: wait for the house to sleep, takes: pause}
  dog: {python: dog, event: DOG-1}
measures:
  taken: {value: vases, text: vases taken}
endings:
  all_three: {when: vases == 3}
  fewer: {}
"""


def dog(here: Here) -> Generator[Pause, bool, None]:
    """Wakes when someone has been inside for a while, and sleeps half as well from then on."""
    sleep = here.get("first_sleep")
    while here.now < 3000:
        yield here.sleep("1 s")
        if here.get("inside") and not here.get("barking"):
            yield here.sleep(here.sample("wake up", "exponential", sleep))
            if here.get("inside"):
                here.mark("the dog barks", event="DOG-1")
                here.set("barking", 1)
                sleep /= 2


def main(replications: int) -> None:
    """Print how many vases were lost."""
    night = hs.loads(HOUSE)
    print(hs.simulate(night, behaviours={"dog": dog}))
    taken = hs.run(night, replications=replications, behaviours={"dog": dog})["taken"]
    print(f"of three vases {taken.mean():.2f} are lost on average")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

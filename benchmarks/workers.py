"""Two workers against one: 20,000 replications of a heist on the SimPy engine, wall time, in turns in one run.

The ratio needs two processors that nothing else uses. It says how much the workers cost to start and to feed, so what is measured
is the whole call, from a scenario to a table in memory.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

import heatsim as hs

ROUNDS = 3
REPLICATIONS = 20_000
BAR = 1.85
ROOT = Path(__file__).parent.parent


def seconds(scenario: hs.Scenario, replications: int, workers: int) -> tuple[float, float]:
    """The time of a run, and the sum of a column of it."""
    began = time.perf_counter()
    results = hs.run(scenario, replications=replications, workers=workers, engine="simpy")
    return time.perf_counter() - began, float(results["end_time"].sum())


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether the bar holds. A scenario and a number may be given."""
    scenario = hs.load(arguments[0] if arguments else ROOT / "scenarios" / "armored-car.yaml")
    replications = int(arguments[1]) if len(arguments) > 1 else REPLICATIONS
    hs.run(scenario, replications=200, workers=1)  # imports and compiles
    ratios = []
    what = f"{scenario.name}, {replications} replications; load {os.getloadavg()[0]:.1f}"
    print(f"{'one':>8}{'two':>8}{'ratio':>8}   seconds; {what}")
    for _ in range(ROUNDS):
        one, first = seconds(scenario, replications, 1)
        two, second = seconds(scenario, replications, 2)
        if first != second:
            raise SystemExit("two workers give another table than one")
        ratios.append(one / two)
        print(f"{one:8.2f}{two:8.2f}{one / two:8.2f}")
    ratio = statistics.median(ratios)
    missed = ratio < BAR
    print(f"{'median':>16}{ratio:8.2f}   bar {BAR}{'   missed' if missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

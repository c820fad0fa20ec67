"""What one shot costs as the sides grow: five against five to fifty against fifty, in the open and on a street with cover.

In the open a shot touches its shooter and its target, so its cost should not grow with the sides; with positions, the search for
the nearest enemy in sight looks at every enemy, which is what the rule asks for, and grows in proportion to them.

    python benchmarks/gunfight_scaling.py [shots per case]
"""

from __future__ import annotations

import statistics
import sys
import time

__all__ = ["main"]

BAR = 2.0  # a shot of 50 against 50 in the open, against one of 5 against 5
SIDES = (5, 10, 20, 50)
OPEN = """
heatsim: 1
scenario: crowd
horizon: 1 h
actors:
  red: {{side: one, count: {n}, weapon: rifle}}
  blue: {{side: two, count: {n}, weapon: rifle}}
weapons: {{rifle: {{every: {{exponential: {{mean: 2 s}}}}, hit: 0.05}}}}
fights: {{field: {{between: [red, blue]}}}}
processes: {{red: [{{fight: field}}], blue: [{{fight: field}}]}}
measures: {{rounds: red.shots + blue.shots}}
endings: {{red: {{when: blue.out == blue.count}}, blue: {{when: red.out == red.count}}, open: {{}}}}
"""
STREET = """
heatsim: 1
scenario: crowd
horizon: 1 h
actors:
  red: {{side: one, count: {n}, weapon: rifle, at: east}}
  blue: {{side: two, count: {n}, weapon: rifle, at: west}}
places: {{east: {{at: [0 m, 0 m], cover: 0.5}}, west: {{at: [40 m, 0 m], cover: 0.5}}}}
walls: {{bus: {{from: [20 m, 3 m], to: [20 m, 9 m]}}}}
weapons: {{rifle: {{every: {{exponential: {{mean: 2 s}}}}, dispersion: 0.015, suppresses: 0.2}}}}
fights: {{field: {{between: [red, blue], geometry: true}}}}
processes: {{red: [{{fight: field, target: nearest}}], blue: [{{fight: field, target: nearest}}]}}
measures: {{rounds: red.shots + blue.shots}}
endings: {{red: {{when: blue.out == blue.count}}, blue: {{when: red.out == red.count}}, open: {{}}}}
"""


def cost(text: str, size: int, shots: int) -> tuple[float, float]:
    """Microseconds of processor time per shot, and shots per replication; the median of five."""
    from heatsim.draws.world import Draws
    from heatsim.engines import on_simpy
    from heatsim.program.compile import compile_scenario
    from heatsim.scenario.load import loads

    program = compile_scenario(loads(text.format(n=size)).resolved)
    fired = on_simpy.rows(program, [Draws(1, 0)])[0].values[0]
    count = max(1, round(shots / fired))
    found, rounds = [], 0.0
    for turn in range(5):
        draws = [Draws(1995, turn * count + k) for k in range(count)]
        start = time.process_time()
        rows = on_simpy.rows(program, draws)
        spent = time.process_time() - start
        rounds = sum(row.values[0] for row in rows)
        found.append(1e6 * spent / rounds)
    return statistics.median(found), rounds / count


def main(shots: int = 20_000) -> int:
    """Print a table; 1 if a shot in the open costs too much more in a crowd."""
    first: dict[str, float] = {}
    growth = 0.0
    for name, text in (("open", OPEN), ("street", STREET)):
        for size in SIDES:
            each, fired = cost(text, size, shots)
            first.setdefault(name, each)
            print(
                f"{name:7} {size:3} against {size:<3} {fired:7.0f} shots  {each:7.2f} us per shot  {each / first[name]:5.2f} times"
            )
            growth = each / first[name] if name == "open" else growth
    print(f"bar: at most {BAR} times in the open, found {growth:.2f}")
    return int(growth > BAR)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))

"""Four against eight written by hand in SimPy, against heatsim's SimPy engine: same model, same results, how much time.

The first half is what a SimPy user would write for `scenarios/reference/gunfight.yaml`: a process per shooter, interrupted when he
is hit, `random` for chance. The second half runs both in turns, checks both against the exact values and against each other
(winners and survivors by chi-square, times and rounds by their means), and prints the ratio of their times.

    python benchmarks/gunfight.py [replications] [rounds]
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import simpy

__all__ = ["main"]

BAR = 1.5
SCENARIO = Path(__file__).parent.parent / "scenarios" / "reference" / "gunfight.yaml"
EXACT = {"wins": 0.477119, "duration": 11.8008, "rounds": 37.6991}
COUNTS = {"crew": 4, "police": 8}
ENEMY = {"crew": "police", "police": "crew"}
RATES = {"crew": 0.5, "police": 0.4}
HITS = {"crew": 0.35, "police": 0.12}
Row = tuple[int, int, float, float]  # crew left, police left, duration in seconds, rounds fired


class Gunfight:
    """One replication."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.env = simpy.Environment()
        self.rounds = 0
        self.over = self.env.event()
        self.standing = {side: list(range(count)) for side, count in COUNTS.items()}
        self.shooters = {
            (side, number): self.env.process(self.shooter(side)) for side, count in COUNTS.items() for number in range(count)
        }

    def shooter(self, side: str) -> Iterator[simpy.Event]:
        enemies = self.standing[ENEMY[side]]
        try:
            while True:
                yield self.env.timeout(self.rng.expovariate(RATES[side]))
                self.rounds += 1
                target = self.rng.choice(enemies)
                if self.rng.random() < HITS[side]:
                    enemies.remove(target)
                    self.shooters[ENEMY[side], target].interrupt()
                    if not enemies:
                        self.over.succeed()
                        return
        except simpy.Interrupt:
            return

    def run(self) -> Row:
        self.env.run(until=self.over)
        return len(self.standing["crew"]), len(self.standing["police"]), self.env.now, float(self.rounds)


def by_hand(first: int, count: int) -> list[Row]:
    return [Gunfight(random.Random(f"gunfight {first + k}")).run() for k in range(count)]


def by_heatsim(program: object, first: int, count: int) -> list[Row]:
    from heatsim.draws.world import Draws
    from heatsim.engines import on_simpy

    found = on_simpy.rows(program, [Draws(1995, first + k) for k in range(count)])  # type: ignore[arg-type]
    return [(int(row.values[0]), int(row.values[1]), row.values[2] / 1e6, row.values[3]) for row in found]


def distance(ours: list[float], theirs: list[float]) -> float:
    """Of two means, in standard errors."""
    error = math.sqrt(statistics.variance(ours) / len(ours) + statistics.variance(theirs) / len(theirs))
    return abs(statistics.fmean(ours) - statistics.fmean(theirs)) / error


def chi_square(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> float:
    """Of two samples of survivors, as a normal deviate (Wilson and Hilferty); rare outcomes are pooled."""
    a, b = Counter(ours), Counter(theirs)
    rare = {cell for cell in a | b if a[cell] + b[cell] < 20}
    cells = [(a[cell], b[cell]) for cell in a | b if cell not in rare]
    if rare:
        cells.append((sum(a[cell] for cell in rare), sum(b[cell] for cell in rare)))
    share = len(ours) / (len(ours) + len(theirs))
    total = sum((x - share * (x + y)) ** 2 / (share * (1 - share) * (x + y)) for x, y in cells)
    k = len(cells) - 1
    return ((total / k) ** (1 / 3) - (1 - 2 / (9 * k))) / math.sqrt(2 / (9 * k))


def agreement(ours: list[Row], theirs: list[Row]) -> dict[str, float]:
    """Everything that is compared, in standard errors."""
    found = {"survivors": chi_square([row[:2] for row in ours], [row[:2] for row in theirs])}
    for name, place in (("duration", 2), ("rounds", 3)):
        found[name] = distance([row[place] for row in ours], [row[place] for row in theirs])
    for who, rows in (("heatsim", ours), ("by hand", theirs)):
        wins = statistics.fmean(row[0] > 0 for row in rows)
        error = math.sqrt(EXACT["wins"] * (1 - EXACT["wins"]) / len(rows))
        found[f"{who}, wins against exact"] = abs(wins - EXACT["wins"]) / error
        for name, place in (("duration", 2), ("rounds", 3)):
            numbers = [row[place] for row in rows]
            error = statistics.stdev(numbers) / math.sqrt(len(numbers))
            found[f"{who}, {name} against exact"] = abs(statistics.fmean(numbers) - EXACT[name]) / error
    return found


def timed(work: object, *args: object) -> tuple[float, list[Row]]:
    start = time.process_time()
    rows = work(*args)  # type: ignore[operator]
    return time.process_time() - start, rows


def main(replications: int = 1000, rounds: int = 7) -> int:
    """Run both in turns, compare, print; 1 if they differ or the bar is missed."""
    from heatsim.program.compile import compile_scenario
    from heatsim.scenario.load import load

    program = compile_scenario(load(SCENARIO).resolved)
    by_heatsim(program, 10**6, 200), by_hand(10**6, 200)  # warm-up
    ratios, ours, theirs = [], [], []
    times: dict[str, list[float]] = {"heatsim": [], "by hand": []}
    for block in range(rounds):
        spent, rows = timed(by_heatsim, program, block * replications, replications)
        other, hand = timed(by_hand, block * replications, replications)
        times["heatsim"].append(spent)
        times["by hand"].append(other)
        ratios.append(spent / other)
        ours += rows
        theirs += hand
    for name, each in times.items():
        print(f"{name:8}  {1e6 * statistics.median(each) / replications:7.0f} us per replication (median of {rounds})")
    ratio = statistics.median(ratios)
    print(f"ratio     {ratio:.2f}  ({min(ratios):.2f} to {max(ratios):.2f})   bar {BAR}")
    apart = agreement(ours, theirs)
    for name, sigmas in apart.items():
        print(f"{sigmas:6.2f} standard errors  {name}")
    wrong = chi_square([(min(row[:2]), max(row[:2])) for row in ours], [row[:2] for row in theirs])
    print(f"{wrong:6.2f} standard errors  with the sides mixed up, to see that this can fail")
    return int(ratio > BAR or max(apart.values()) > 4 or wrong < 4)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))

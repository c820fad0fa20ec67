"""The compiled engine against the SimPy engine, scenario by scenario, and against a gunfight written by hand in SimPy.

Processor time on one core, tracing off, in turns; rows are compared to the last bit before times are. Then two threads against one
(wall time), and the cost of one shot at 10, 100 and 1000 shooters, and at 10, 100 and 1000 minutes.

    python benchmarks/engines.py [rounds]
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from gunfight import by_hand  # beside this file

from heatsim.draws.consecutive import Consecutive
from heatsim.engines import get
from heatsim.program.compile import compile_scenario
from heatsim.program.model import Program
from heatsim.scenario.load import load, loads
from heatsim.study.executors import cores

__all__ = ["main"]

SCENARIOS = Path(__file__).parent.parent / "scenarios"
BARS = {"armored-car": 25.0, "depository": 25.0, "bank": 25.0, "drive-in": 25.0, "reference/gunfight": 0.0}
REPLICATIONS = {"armored-car": 100, "depository": 200, "bank": 25, "drive-in": 60, "reference/gunfight": 300}
BAR_BY_HAND, BAR_THREADS = 40.0, 1.85


def spent(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def shown(name: str, ratios: list[float], bar: float, note: str = "") -> bool:
    ratio = statistics.median(ratios)
    missed = ratio < bar
    print(
        f"{name:34} {ratio:6.1f} times ({min(ratios):.1f} to {max(ratios):.1f})  bar {bar:g}{'  MISSED' if missed else ''}  {note}"
    )
    return missed


def against_simpy(name: str, rounds: int) -> bool:
    program = compile_scenario(load(SCENARIOS / f"{name}.yaml").resolved)
    fast, slow, count = get("compiled"), get("simpy"), REPLICATIONS[name]
    some = Consecutive(1995, 0, count)
    assert repr(fast.rows(program, some)) == repr(slow.rows(program, some)), f"{name}: other rows"
    ratios, each = [], []
    for _ in range(rounds):
        reference = spent(lambda: slow.rows(program, some)) / count
        each.append(spent(lambda: fast.columns(program, Consecutive(1995, 0, 20 * count))) / (20 * count))  # type: ignore[attr-defined]
        ratios.append(reference / each[-1])
    return shown(f"{name}, against simpy", ratios, BARS[name], f"{1e6 * statistics.median(each):.1f} us per replication")


def against_by_hand(rounds: int) -> bool:
    program = compile_scenario(load(SCENARIOS / "reference/gunfight.yaml").resolved)
    fast: Any = get("compiled")
    ratios = []
    for block in range(rounds):
        hand = spent(partial(by_hand, 300 * block, 300)) / 300
        ratios.append(hand / (spent(lambda: fast.columns(program, Consecutive(1995, 0, 20_000))) / 20_000))
    return shown("gunfight, against one by hand", ratios, BAR_BY_HAND)


def threads(rounds: int) -> bool:
    program = compile_scenario(load(SCENARIOS / "reference/gunfight.yaml").resolved)
    fast: Any = get("compiled")
    ratios = []
    for _ in range(rounds):
        seconds = []
        for count in (1, 2):
            start = time.perf_counter()
            fast.columns(program, Consecutive(1995, 0, 200_000), threads=count)
            seconds.append(time.perf_counter() - start)
        ratios.append(seconds[0] / seconds[1])
    note = f"load {os.getloadavg()[0]:.1f} on {cores()} processors: above none, the ratio says what others left over"
    return shown("two threads against one, wall time", ratios, BAR_THREADS, note)


def crowd(size: int, minutes: int) -> Program:
    """Half of `size` against as many who never hit: every shooter fires about ten times a minute."""
    text = {
        "heatsim": 1,
        "scenario": "crowd",
        "horizon": f"{minutes} min",
        "limits": {"events": 10_000_000},
        "weapons": {"rifle": {"every": {"exponential": {"mean": "6 s"}}, "hit": 0}},
        "actors": {side: {"side": f"{side}s", "count": size // 2, "weapon": "rifle"} for side in ("red", "blue")},
        "fights": {"brawl": {"between": ["reds", "blues"]}},
        "processes": {side: [{"fight": "brawl"}] for side in ("red", "blue")},
        "measures": {"shots": "reds.shots + blues.shots"},
        "endings": {"open": {}},
    }
    return compile_scenario(loads(json.dumps(text)).resolved)


def crowds() -> None:
    """The cost of a shot, as there are more shooters and as each fires more often."""
    fast: Any = get("compiled")
    for size, minutes in ((10, 10), (100, 10), (1000, 10), (10, 100), (10, 1000)):
        program, count = crowd(size, minutes), max(4, 200_000 // (size * minutes))
        fast.columns(program, Consecutive(1, 0, 1))
        start = time.process_time()
        found = fast.columns(program, Consecutive(1995, 0, count))
        seconds, shots = time.process_time() - start, found.values[:, 0].sum()
        print(f"{size:5} shooters, {shots / count:7.0f} shots: {1e9 * seconds / shots:.0f} ns of processor time per shot")


def main(rounds: int = 7) -> int:
    """Everything; 1 if a bar is missed."""
    missed = [against_simpy(name, rounds) for name in BARS]
    missed += [against_by_hand(rounds), threads(rounds)]
    crowds()
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))

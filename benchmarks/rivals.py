"""The gunfight on the compiled engine, from its scenario file, against the same model in other tools: processor time on one core.

Against a loop over arrays written for this one model and compiled with numba, and against Cimba Python, where an interpreter has it
(`HEATSIM_CIMBA_PYTHON=/path/to/python`, else this one). In turns in one run; results are held against each other and exact ones.

    python benchmarks/rivals.py [replications] [rounds]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numba
import numpy as np
from gunfight import COUNTS, HITS, RATES, SCENARIO, Row, agreement  # beside this file

from heatsim.draws.consecutive import Consecutive
from heatsim.engines import get
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import load

__all__ = ["main"]

MOST_AGAINST_LOOP = 2.5  # times the loop's time
LEAST_AGAINST_CIMBA = 5.0
Timed = tuple[float, list[Row]]


@numba.njit
def fights(seed, rows, counts, means, hits):  # type: ignore[no-untyped-def]
    """What somebody would write who wants this one model fast: who is due next is looked for among all."""
    np.random.seed(seed)
    people = counts[0] + counts[1]
    due, standing, left = np.empty(people), np.empty((2, people), np.int64), np.empty(2, np.int64)
    for k in range(len(rows)):
        left[:] = counts
        for who in range(people):
            side = 0 if who < counts[0] else 1
            standing[side, who - counts[0] * side] = who
            due[who] = np.random.exponential(means[side])
        shots, now = 0, 0.0
        while left[0] > 0 and left[1] > 0:
            who = int(np.argmin(due))
            now = due[who]
            shots += 1
            side = 0 if who < counts[0] else 1
            place = np.random.randint(left[1 - side])
            if np.random.random() < hits[side]:
                left[1 - side] -= 1
                due[standing[1 - side, place]] = np.inf
                standing[1 - side, place] = standing[1 - side, left[1 - side]]
            due[who] = now + np.random.exponential(means[side])
        rows[k, 0], rows[k, 1], rows[k, 2], rows[k, 3] = left[0], left[1], now, shots


def as_rows(found: Any) -> list[Row]:
    return [(int(crew), int(police), seconds, fired) for crew, police, seconds, fired in found.tolist()]


def by_loop(seed: int, count: int) -> Timed:
    found = np.empty((count, 4))
    numbers = [np.array([each["crew"], each["police"]]) for each in (COUNTS, RATES, HITS)]
    start = time.process_time()
    fights(seed, found, numbers[0], 1.0 / numbers[1], numbers[2])
    return time.process_time() - start, as_rows(found)


def heatsim_runner() -> Callable[[int, int], Timed]:
    program, engine = compile_scenario(load(SCENARIO).resolved), get("compiled")

    def run(seed: int, count: int) -> Timed:
        start = time.process_time()
        found = engine.columns(program, Consecutive(seed, 0, count))  # type: ignore[attr-defined]
        seconds = time.process_time() - start
        rows = found.values[:, :4].copy()
        rows[:, 2] /= 1e6
        return seconds, as_rows(rows)

    return run


@contextmanager
def cimba() -> Iterator[Callable[[int, int], Timed] | None]:
    """Something that runs the model in Cimba; None, after saying why, if no interpreter has it."""
    python = os.environ.get("HEATSIM_CIMBA_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import cimba"], capture_output=True, check=False).returncode:
        print(f"cimba is not installed for {python}, so it is left out: pip install cimba, or set HEATSIM_CIMBA_PYTHON")
        yield None
        return
    words = [python, str(Path(__file__).with_name("rivals_cimba.py"))]
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen(words, stdin=-1, stdout=-1, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        place = Path(folder) / "rows.npy"

        def run(seed: int, count: int) -> Timed:
            print(seed, count, place, file=other.stdin, flush=True)
            return float(other.stdout.readline()), as_rows(np.load(place))  # type: ignore[union-attr]

        yield run
        other.stdin.close()


def told(name: str, ours: list[float], theirs: list[float], bar: str, missed: Callable[[float], bool]) -> bool:
    ratios = [their / our for our, their in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    late = missed(ratio)
    spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"{name:26} takes {ratio:5.2f} times heatsim's time {spread}  {bar}{'  MISSED' if late else ''}")
    return late


def main(replications: int = 20_000, rounds: int = 7) -> int:
    """Run all in turns, compare, print; 1 if results differ or a bar is missed."""
    with cimba() as in_cimba:
        tools = {"heatsim": heatsim_runner(), "a numba loop by hand": by_loop, "cimba": in_cimba}
        runs = {name: run for name, run in tools.items() if run is not None}
        times: dict[str, list[float]] = {name: [] for name in runs}
        rows: dict[str, list[Row]] = {name: [] for name in runs}
        for name in runs:
            runs[name](99, 100)  # compiles
        for seed in range(rounds):
            for name, run in runs.items():
                seconds, found = run(seed, replications)
                times[name].append(seconds)
                rows[name] += found
    for name, each in times.items():
        print(f"{name:26} {1e6 * statistics.median(each) / replications:7.2f} us per replication (median of {rounds})")
    wrong = False
    for name in list(runs)[1:]:
        apart = agreement(rows["heatsim"], rows[name])
        print(f"{name:26} apart by {max(apart.values()):.2f} standard errors at most, of {len(apart)} comparisons")
        wrong |= max(apart.values()) > 4
    loop, bar = "a numba loop by hand", 1 / MOST_AGAINST_LOOP
    late = told(loop, times["heatsim"], times[loop], f"bar {bar:.1f}", lambda ratio: ratio < bar)
    if in_cimba is not None:
        named = f"bar {LEAST_AGAINST_CIMBA:g}"
        late |= told("cimba", times["heatsim"], times["cimba"], named, lambda ratio: ratio < LEAST_AGAINST_CIMBA)
    return int(late or wrong)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))

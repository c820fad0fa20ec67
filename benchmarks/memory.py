"""Resident memory of a run that writes to a folder, against the number of replications: it must not grow with them.

Each size is a fresh process, which reports the most it ever had. What is measured is the run itself, from the first replication to
the finished file; reading one column of the table afterwards takes 8 bytes a replication, and that is measured beside it.

Sizes begin where everything that a run ever needs has been needed once: the file's columns are compressed side by side, and until
each has been, memory grows with the first row groups and not with the rows. Ten million themselves are a size like any other:

    python benchmarks/memory.py scenarios/reference/gunfight.yaml 100000 1000000 10000000
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (100_000, 400_000, 1_000_000)
ROUNDS = 3  # the least of them counts: what an allocator keeps for later is chance, and nothing that rows need
BAR = 40.0  # bytes a replication: what one number for each would be five times over; the rows themselves are some 150
MOST = 600.0  # MB at ten million replications, by the slope

TRIVIAL = """\
heatsim: 1
scenario: trivial
title: As little as there can be
horizon: 10 min
parameters:
  work: {exponential: {mean: 60 s}, basis: assumed, why: a benchmark, text: how long it takes}
actors:
  crew: {side: robbers}
processes:
  crew:
    - do: work
      takes: work
      event: MUSEUM-1
measures:
  done: {value: time_of(MUSEUM-1), unit: s, text: when it was done}
  soon: {value: time_of(MUSEUM-1) < 1 min, text: whether that was soon}
endings:
  soon: {when: time_of(MUSEUM-1) < 1 min}
  late: {}
"""

RUN = """
import resource, sys
import heatsim as hs

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

scenario = hs.load(sys.argv[1])
hs.run(scenario, replications=500, workers=1, out=sys.argv[3])  # what it costs to begin
results = hs.run(scenario, replications=int(sys.argv[2]), workers=int(sys.argv[4]), out=sys.argv[3])
run = most()
results.summary()
print(len(results), run, most())
"""


def peak(scenario: Path, replications: int, folder: Path, workers: int) -> tuple[int, int]:
    """The most bytes that a run had, and that it had with its summary."""
    place = folder / str(replications)
    words = [sys.executable, "-c", RUN, str(scenario), str(replications), str(place), str(workers)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env={**os.environ, "MALLOC_ARENA_MAX": "2"})
    shutil.rmtree(place)  # millions of rows are gigabytes
    count, run, summary = (int(word) for word in done.stdout.split())
    if count != replications:
        raise SystemExit(f"{count} replications instead of {replications}")
    return run, summary


def slope(sizes: list[int], peaks: list[int]) -> float:
    """Bytes for each further replication, by least squares."""
    x, y = sum(sizes) / len(sizes), sum(peaks) / len(peaks)
    return sum((a - x) * (b - y) for a, b in zip(sizes, peaks, strict=True)) / sum((a - x) ** 2 for a in sizes)


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether the bar holds. A scenario and sizes may be given."""
    sizes = [int(word) for word in arguments[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scenario = folder / "trivial.yaml"
        scenario.write_text(TRIVIAL)
        if arguments:
            scenario = Path(arguments[0])
        peaks = [min(peak(scenario, size, folder / str(number), 1) for number in range(ROUNDS)) for size in sizes]
    print(f"{'replications':>12}{'run':>10}{'summary':>10}   MB of resident memory at most, {scenario.stem}")
    for size, (run, summary) in zip(sizes, peaks, strict=True):
        print(f"{size:12}{run / 1e6:10.1f}{summary / 1e6:10.1f}")
    grows, reads = slope(sizes, [run for run, _ in peaks]), slope(sizes, [summary for _, summary in peaks])
    late = grows > BAR
    print(f"{'slope':>12}{grows:10.1f}{reads:10.1f}   bytes a replication; bar {BAR:.0f}{'   missed' if late else ''}")
    # A slope below nothing is noise; then the most that was seen stands for any number.
    last = [
        (max(column) + max(each, 0.0) * 1e7) / 1e6 for column, each in zip(zip(*peaks, strict=True), (grows, reads), strict=True)
    ]
    over = last[0] > MOST
    print(f"{'10 million':>12}{last[0]:10.0f}{last[1]:10.0f}   MB by that slope; bar {MOST:.0f}{'   missed' if over else ''}")
    return 1 if late or over else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

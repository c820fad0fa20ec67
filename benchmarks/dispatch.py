"""What a study adds to its engine: 100,000 trivial replications through `hs.run`, against the bare loop of the engine.

Processor time of one process, in turns. The loop calls the engine in chunks of a thousand and throws the rows away. The study cuts
jobs, makes a table of the rows, joins the tables, and tells a progress bar that draws on a terminal nobody sees.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable

import heatsim as hs
from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.study import progress
from heatsim.study.run import prepare

ROUNDS = 5
REPLICATIONS = 100_000
CHUNK = 1000
BAR_STUDY, BAR_PROGRESS = 1.20, 1.01

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
endings:
  soon: {when: time_of(MUSEUM-1) < 1 min}
  late: {}
"""


class Terminal(io.StringIO):
    """A terminal that nobody sees."""

    def isatty(self) -> bool:
        return True


def processor_time(work: Callable[[], object]) -> float:
    """Seconds of processor time, all threads of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether the bars hold. A number of replications may be given."""
    replications = int(arguments[0]) if arguments else REPLICATIONS
    scenario = hs.loads(TRIVIAL)
    work = prepare(scenario, "simpy")
    engine = get("simpy")

    def loop() -> None:
        for start in range(0, replications, CHUNK):
            engine.rows(work.program, [Draws(1995, k) for k in range(start, min(start + CHUNK, replications))])

    def study() -> None:
        hs.run(scenario, replications=replications, workers=1, engine="simpy")

    def shown() -> None:
        with progress.shown(Terminal()) as bar:
            hs.run(scenario, replications=replications, workers=1, engine="simpy", progress=bar)

    times: dict[str, list[float]] = {"loop": [], "study": [], "with a bar": []}
    for round_ in range(ROUNDS + 1):
        for name, what in (("loop", loop), ("study", study), ("with a bar", shown)):
            spent = processor_time(what)
            if round_:  # the first round compiles and imports
                times[name].append(spent)
    median = {name: statistics.median(spent) for name, spent in times.items()}
    for name, spent in times.items():
        print(f"{name:12}{median[name]:8.3f}{min(spent):8.3f}{max(spent):8.3f}   s of processor time, {replications} replications")
    pairs = zip(times["study"], times["loop"], times["with a bar"], strict=True)
    ratios = [(study / loop, bar / study) for study, loop, bar in pairs]
    overhead, bar = (statistics.median(column) for column in zip(*ratios, strict=True))
    missed = overhead > BAR_STUDY or bar > BAR_PROGRESS
    print(
        f"study / loop {overhead:.3f} (bar {BAR_STUDY}), bar / study {bar:.3f} (bar {BAR_PROGRESS}){'   missed' if missed else ''}"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

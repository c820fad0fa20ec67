"""Processor time of a first answer in a fresh process: import, load, compile the scenario, a thousand replications, their summary.

The compiled engine's machine code is on the disk already. In turns with the SimPy engine, a bare interpreter and `import numba`.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from import_time import milliseconds  # beside this file

ROUNDS, BAR = 7, 1200.0
SCENARIO = Path(__file__).parent.parent / "scenarios" / "reference" / "gunfight.yaml"
ASK = "import heatsim as hs; print(hs.run(hs.load({file!r}), replications={count}, engine={engine!r}).summary())"
WHAT = {
    "bare interpreter": "pass",
    "import numba": "import numba",
    "1000 replications, compiled": ASK.format(file=str(SCENARIO), count=1000, engine="compiled"),
    "1000 replications, simpy": ASK.format(file=str(SCENARIO), count=1000, engine="simpy"),
    "1000 replications, auto": ASK.format(file=str(SCENARIO), count=1000, engine="auto"),
}


def main() -> int:
    """Measure, print, and say by the exit status whether the bar holds."""
    times: dict[str, list[float]] = {name: [] for name in WHAT}
    for round_ in range(ROUNDS + 1):
        for name, code in WHAT.items():
            spent = milliseconds(["-c", code])
            if round_:  # the first round compiles, and warms the file cache
                times[name].append(spent)
    print(f"{'':28}{'median':>8}{'least':>8}{'most':>8}   ms of processor time, {ROUNDS} fresh processes each")
    for name, each in times.items():
        print(f"{name:28}{statistics.median(each):8.0f}{min(each):8.0f}{max(each):8.0f}")
    late = statistics.median(times["1000 replications, compiled"]) > BAR
    print(f"bar {BAR:.0f} for the compiled engine{'   missed' if late else ''}")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())

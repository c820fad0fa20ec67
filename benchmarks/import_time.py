"""Processor time of `import heatsim` and of `--help`, each in fresh processes taken in turns with a bare interpreter."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

ROUNDS = 7
WHAT = {
    "bare interpreter": (["-c", "pass"], None),
    "import heatsim": (["-c", "import heatsim"], 100.0),
    "--help": (["-m", "heatsim", "--help"], 200.0),
}


def milliseconds(arguments: list[str]) -> float:
    """User and system time of one fresh interpreter."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"python {' '.join(arguments)} failed")
    return 1000 * (usage.ru_utime + usage.ru_stime)


def main() -> int:
    """Measure, print, and say by the exit status whether the bars hold."""
    times: dict[str, list[float]] = {name: [] for name in WHAT}
    for round_ in range(ROUNDS + 1):
        for name, (arguments, _) in WHAT.items():
            spent = milliseconds(arguments)
            if round_:  # the first round warms the file cache
                times[name].append(spent)
    missed = 0
    print(f"{'':18}{'median':>8}{'least':>8}{'most':>8}{'bar':>8}   ms of processor time, {ROUNDS} fresh processes each")
    for name, (_, bar) in WHAT.items():
        median = statistics.median(times[name])
        late = bar is not None and median > bar
        missed += late
        shown = f"{bar:8.0f}" if bar else " " * 8
        print(f"{name:18}{median:8.1f}{min(times[name]):8.1f}{max(times[name]):8.1f}{shown}{'   missed' if late else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())

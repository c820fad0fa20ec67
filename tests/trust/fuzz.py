"""Hostile input without end: `python tests/trust/fuzz.py 100000 [TARGET...] [--seed S] [--seconds T]`.

Feeds that many inputs to every target named (all by default), at most T processor seconds each, and prints what came of it. What
breaks something is printed with its numbers; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import resource
import sys
from importlib import import_module
from pathlib import Path

MEMORY = 4 << 30  # bytes this process may ask for


def main() -> int:
    """Run the campaigns that the command line asks for."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    run, known = import_module("trust.campaign").campaign, import_module("trust.targets").TARGETS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("targets", nargs="*", choices=[*known, []])
    parser.add_argument("--seed", type=int, default=1995)
    parser.add_argument("--seconds", type=float, default=1e9)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    faults = 0
    for name in asked.targets or known:
        outcome = run(name, asked.count, asked.seed, asked.seconds)
        print(outcome, flush=True)
        for fault in outcome.faults[:20]:
            print(f"\n{fault.target}, seed {fault.seed}, number {fault.number}: {fault.given!r:.3000}\n{fault.trace}", flush=True)
        faults += len(outcome.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long until the chance that the crew wins a gunfight is known to one in a thousand, stopping by itself, on one core.

python benchmarks/stopping.py
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import heatsim as hs

ROUNDS, BAR = 3, 3.0
EXACT = 0.477119
SCENARIO = Path(__file__).parent.parent / "scenarios" / "reference" / "gunfight.yaml"
UNTIL = "share(ending=crew_wins) ± 0.1pt"


def main() -> int:
    """Run, print, and say by the exit status whether the bar holds and the exact value is near."""
    scenario = hs.load(SCENARIO)
    hs.run(scenario, replications=500, workers=1, engine="compiled")
    spent, far = [], 0.0
    for seed in range(ROUNDS):
        began, clock = time.process_time(), time.perf_counter()
        results = hs.run(scenario, until=UNTIL, seed=seed, workers=1, engine="compiled")
        spent.append(time.process_time() - began)
        share = float((results["ending"] == "crew_wins").mean())
        far = max(far, abs(share - EXACT))
        print(f"{len(results)} replications: {share:.4f}, {spent[-1]:.2f} s of processor time, {time.perf_counter() - clock:.2f} s")
    seconds = statistics.median(spent)
    late = seconds > BAR
    print(f"median {seconds:.2f} s, bar {BAR:g}{'   missed' if late else ''}; at most {far:.4f} from the exact {EXACT}")
    return int(late or far > 0.003)


if __name__ == "__main__":
    sys.exit(main())

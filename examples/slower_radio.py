"""How much is a slow radio call worth to the crew? Two runs on the same luck, compared pair by pair.

usage: python examples/slower_radio.py [REPLICATIONS]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import heatsim as hs

SCENARIO = Path(__file__).parent.parent / "scenarios" / "armored-car.yaml"


def main(replications: int) -> None:
    """Print the mean gain in margin with its standard error, seconds."""
    heist = hs.load(SCENARIO)
    later = heist.vary({"radio_delay": "+30 s"})
    base, slow = (hs.run(scenario, replications=replications) for scenario in (heist, later))
    gain = slow["margin"] - base["margin"]
    gain = gain[np.isfinite(gain)]
    print(f"a call 30 s later widens the margin by {gain.mean():.1f} s (standard error {gain.std() / len(gain) ** 0.5:.1f} s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

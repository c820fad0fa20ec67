"""Which decision doomed the shop, and how long should the crew have stayed? Decisions flipped, and money against risk.

usage: python examples/what_mattered.py [REPLICATIONS]
"""

from __future__ import annotations

import sys
from pathlib import Path

import heatsim as hs

SHOP = Path(__file__).parent.parent / "scenarios" / "reference" / "jewellers.yaml"


def main(replications: int) -> None:
    """Print the flips that change the loot most, and the stopping rules that no other beats."""
    shop = hs.load(SHOP)
    found = hs.decisions(shop, measure="mean(taken)", replications=replications)
    for flip in found.flips[:5]:
        doubt = "" if flip.is_clear else "  (direction in doubt)"
        print(f"{flip.decision.name} -> {flip.option}: {flip.focus.value:+,.0f} dollars{doubt}")
    stay = hs.protection(shop, stay="stay=1 min:5 min:5", loot="taken", replications=replications).stay
    assert stay is not None
    for point in stay.points:
        if point.best:
            print(f"staying {point.shown}: {point.loot.value:,.0f} dollars, police first in {point.caught.value:.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

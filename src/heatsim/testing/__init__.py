"""For property-based tests of heists, your own and heatsim's: Hypothesis strategies and assertions.

Hypothesis is needed only here. Nothing inside heatsim imports this package.
"""

from __future__ import annotations

from heatsim.testing.assertions import assert_canon, assert_reproducible
from heatsim.testing.fights import fight_texts, small_fights
from heatsim.testing.scenarios import scenario_texts, small_scenarios
from heatsim.testing.worlds import draws, worlds

__all__ = [
    "assert_canon",
    "assert_reproducible",
    "draws",
    "fight_texts",
    "scenario_texts",
    "small_fights",
    "small_scenarios",
    "worlds",
]

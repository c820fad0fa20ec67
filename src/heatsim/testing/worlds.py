"""Draws supplied by Hypothesis: a failure shrinks to the fewest unusual draws and prints as a world."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from heatsim.draws.world import Draws, World
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario

__all__ = ["draws", "worlds"]

UNIFORM = st.floats(min_value=2.0**-53, max_value=1.0 - 2.0**-53, exclude_min=False, exclude_max=False)


def draws() -> st.SearchStrategy[Draws]:
    """Any seed and replication, nothing pinned."""
    return st.builds(Draws, st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))


def worlds(scenario: Scenario, *, sites: Sequence[str] | None = None, seed: int = 1995) -> st.SearchStrategy[World]:
    """Worlds of a scenario: some of its draws (all sites, unless `sites` names some) are supplied, the rest come from `seed`."""
    known = [site.name for site in compile_scenario(scenario.resolved).sites]
    chosen = st.sampled_from(list(sites) if sites is not None else known)
    pins = st.dictionaries(chosen, UNIFORM, max_size=min(12, len(known))) if known else st.just({})
    return st.builds(World, st.just(seed), st.integers(0, 1000), pins)

"""Draws supplied by Hypothesis: a failure shrinks to the fewest unusual draws, prints as a world and says how to replay it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import note
from hypothesis import strategies as st

from heatsim.draws.address import Address
from heatsim.draws.world import Draws, World
from heatsim.program.chance import check_sites
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario
from heatsim.testing.replaying import replaying

__all__ = ["draws", "worlds"]

UNIFORM = st.floats(min_value=2.0**-53, max_value=1.0 - 2.0**-53, exclude_min=False, exclude_max=False)


def draws() -> st.SearchStrategy[Draws]:
    """Any seed and replication, nothing pinned."""
    return st.builds(Draws, st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))


def worlds(scenario: Scenario, *, sites: Sequence[str] | None = None, seed: int = 1995) -> st.SearchStrategy[World]:
    """Worlds of a scenario: some of its draws are supplied, the rest come from `seed`.

    Those of all sites may be, but for the shots of fights; or those of `sites`, which may name shots too. A failing test prints
    the world, and the command or call that replays it. UsageError for a site that the scenario does not have.
    """
    program = compile_scenario(scenario.resolved)
    known = [site.name for site in program.sites]
    chosen = list(sites) if sites is not None else known
    check_sites(program, (Address.parse(site).site for site in (sites or ())))
    pins = st.dictionaries(st.sampled_from(chosen), UNIFORM, max_size=min(12, len(chosen))) if chosen else st.just({})
    return _told(scenario, st.builds(World, st.just(seed), st.integers(0, 1000), pins))


@st.composite
def _told(draw: st.DrawFn, scenario: Scenario, made: st.SearchStrategy[World]) -> World:
    """The same worlds, each with a note that Hypothesis prints when a test fails in it."""
    world = draw(made)
    note(f"replay it: {replaying(scenario, world)}")
    return world

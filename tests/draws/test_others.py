"""Draws of one world, some of whose sites are left to another."""

from __future__ import annotations

import pickle

import pytest

from heatsim.draws.batch import block, further, further_blocks, prefetch, prefetch_blocks
from heatsim.draws.world import Draws
from heatsim.errors import UsageError

MIXED = Draws(1995, 5, others={"crew/work": Draws(7, 11, 2, {"crew/work#1": 0.25}, antithetic=True)})
OTHER = MIXED.others["crew/work"]


@pytest.mark.parametrize("occurrence", [0, 1, 7])
@pytest.mark.parametrize("word", [0, 1, 3])
def test_the_other_world_supplies_its_sites(occurrence: int, word: int) -> None:
    """At a site that is left to another world every number is that world's, pins and mirror included; elsewhere nothing changes."""
    assert MIXED.uniform("crew/work", occurrence, word) == OTHER.uniform("crew/work", occurrence, word)
    assert MIXED.uniform("police/drive", occurrence, word) == Draws(1995, 5).uniform("police/drive", occurrence, word)
    assert MIXED.uniform("crew/work", occurrence, word) != Draws(1995, 5).uniform("crew/work", occurrence, word)


def test_tables_agree_with_single_draws() -> None:
    """Whatever an engine fetches draws with, it gets the same numbers."""
    sites, worlds = ["crew/work", "police/drive"], [MIXED, Draws(1995, 6), Draws(1995, 7, others={"police/drive": OTHER})]
    for world, row, blocks in zip(worlds, prefetch(worlds, sites, [3, 2]), prefetch_blocks(worlds, sites, 2), strict=True):
        for site, column, fours in zip(sites, row, blocks, strict=True):
            assert column == [world.uniform(site, k) for k in range(len(column))]
            assert list(fours) == [world.uniform(site, k, word) for k in range(2) for word in range(4)]
            assert further(world, site, 3, 5) == [world.uniform(site, 3 + k) for k in range(5)]
            assert list(further_blocks(world, site, 0, 3))[::4] == [world.uniform(site, k) for k in range(3)]
            assert list(block(world, site, 1)) == list(fours[4:])


def test_own_pins_win() -> None:
    """What is pinned in the world itself is not left to the other."""
    pinned = MIXED.with_pins({"crew/work": 0.125})
    assert pinned.uniform("crew/work") == prefetch([pinned], ["crew/work"], [2])[0][0][0] == 0.125
    assert pinned.uniform("crew/work", 2) == OTHER.uniform("crew/work", 2)


def test_mixed_draws_travel() -> None:
    """They can be sent to a worker, and only draws can supply a site."""
    assert pickle.loads(pickle.dumps(MIXED)) == MIXED
    with pytest.raises(UsageError, match="can only be left to other Draws"):
        Draws(1, others={"crew/work": 0.5})  # type: ignore[dict-item]

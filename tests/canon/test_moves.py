"""Moves in worlds change what they say, and keep the law of independent uniform draws."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from heatsim.canon.search.moves import MOVES, Settings, entity, propose
from heatsim.draws.address import Address
from heatsim.draws.world import Draws

WORLD = {Address("ann/a"): 0.2, Address("ann/b", 1): 0.9, Address("bob/c"): 0.5, Address("parameters/p"): 0.4}
SETTINGS = Settings(("ann", "bob", "parameters/p"), 6, 0.5)


@pytest.mark.parametrize("name", MOVES)
def test_a_move_changes_what_it_says(name: str) -> None:
    """A step supplies every draw anew or as it was; the others leave some draws as they were and supply nothing else."""
    for number in range(40):
        chance = Draws(3, number, 1)
        new = MOVES[name](WORLD, SETTINGS, chance, chance.uniform("how"))
        assert set(new) <= set(WORLD)
        if name == "step":
            assert set(new) == set(WORLD)
            assert all(0 < u < 1 for u in new.values())
        else:
            assert all(WORLD[address] == u for address, u in new.items())
        if name == "rest":
            assert list(new) == list(WORLD)[: len(new)]
        if name == "one entity":
            assert len({entity(address.site) for address in set(WORLD) - set(new)}) == 1


def test_every_move_is_made() -> None:
    """Proposals choose among all moves about equally often."""
    counts = Counter(propose(WORLD, SETTINGS, Draws(1, number, 1)).move for number in range(400))
    assert set(counts) == set(MOVES)
    assert min(counts.values()) > 60


@pytest.mark.parametrize("size", [0.1, 0.5, 1.0])
def test_steps_keep_the_uniform_law(size: float) -> None:
    """Stepping from uniform draws gives uniform draws: mean 1/2, variance 1/12."""
    settings = Settings(("a",), 1, size)
    values = []
    for number in range(3000):
        chance = Draws(2, number, 1)
        world = {Address("a/b"): chance.uniform("start")}
        values += MOVES["step"](world, settings, chance, 0.99).values()
    mean = math.fsum(values) / len(values)
    variance = math.fsum((u - mean) ** 2 for u in values) / len(values)
    assert mean == pytest.approx(0.5, abs=0.02)
    assert variance == pytest.approx(1 / 12, abs=0.005)

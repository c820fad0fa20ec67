"""The draws of a replication can be supplied by someone else, address by address."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

from heatsim.draws.address import Address
from heatsim.draws.uniform import draw
from heatsim.draws.world import Draws, World
from heatsim.errors import UsageError

sites = st.sampled_from(["a/b", "units[2]/travel", "mccauley/fire", "x#1"])
addresses = st.builds(Address, sites, st.integers(0, 3), st.integers(0, 3))
uniforms = st.floats(0, 1, exclude_min=True, exclude_max=True)
worlds = st.builds(World, st.integers(0, 2**64 - 1), st.integers(0, 9), st.dictionaries(addresses, uniforms, max_size=5))


@given(addresses, st.integers(0, 99))
def test_background(address: Address, replication: int) -> None:
    """Where nothing is pinned, draws are the public mapping."""
    assert Draws(7, replication).uniform(*address) == draw(7, replication, *address)


@given(addresses, addresses, uniforms)
def test_a_pin_changes_its_own_address_only(pinned: Address, other: Address, u: float) -> None:
    """A pinned draw is exactly what was supplied and all others stay."""
    draws = Draws(7, 3, pins={str(pinned): u})
    assert draws.uniform(*pinned) == u
    assert other == pinned or draws.uniform(*other) == Draws(7, 3).uniform(*other)


@given(addresses, addresses, uniforms)
def test_antithetic(pinned: Address, other: Address, u: float) -> None:
    """The antithetic twin has 1 - u everywhere but at pins."""
    draws = Draws(7, 3, pins={pinned: u}, antithetic=True)
    assert draws.uniform(*pinned) == u
    assert other == pinned or draws.uniform(*other) == 1.0 - Draws(7, 3).uniform(*other)


@given(worlds)
def test_a_world_is_shown_as_it_is_written(world: World) -> None:
    """Its repr is the call that makes it again, addresses as people write them."""
    assert eval(repr(world)) == world
    assert repr(World(1995, 190, {"guards[1]/wakes#2": 0.1})) == "World(1995, 190, {'guards[1]/wakes#2': 0.1})"
    assert repr(World(7)) == pretty(World(7)) == "World(7, 0)"


def test_neighbours_differ() -> None:
    """Every part of an address matters: change one and the number is another."""
    numbers = {
        Draws(7, 3).uniform("a", 1, 2),
        Draws(8, 3).uniform("a", 1, 2),
        Draws(7, 4).uniform("a", 1, 2),
        Draws(7, 3, purpose=1).uniform("a", 1, 2),
        Draws(7, 3).uniform("b", 1, 2),
        Draws(7, 3).uniform("a", 2, 2),
        Draws(7, 3).uniform("a", 1, 3),
    }
    assert len(numbers) == 7


@pytest.mark.parametrize("u", [0.0, 1.0, -0.1, 1.5, float("nan"), 1, "0.5", None, True])
def test_impossible_pins(u: Any) -> None:
    """A pin is a number strictly between 0 and 1."""
    with pytest.raises(UsageError, match="'a#3' must be a number strictly between 0 and 1"):
        Draws(7, pins={"a#3": u})


def test_a_pin_given_twice() -> None:
    """Two ways to write one address are one address."""
    with pytest.raises(UsageError, match="'a' is given twice"):
        Draws(7, pins={"a": 0.5, "a#0.0": 0.25})


@pytest.mark.parametrize("wrong", [{"seed": -1}, {"seed": 2**64}, {"seed": 1, "replication": -1}, {"seed": 1, "purpose": 0.5}])
def test_numbers_that_fit_no_counter(wrong: dict[str, Any]) -> None:
    """Seed, replication and purpose each fill one 64-bit word."""
    with pytest.raises(UsageError, match=f"{list(wrong)[-1]} must be"):
        Draws(**wrong)


@pytest.mark.parametrize("place", [(-1, 0), (0, 4), (0, -1)])
def test_draws_that_cannot_be(place: tuple[int, int]) -> None:
    """An occurrence counts from 0 and a block has four words."""
    with pytest.raises(UsageError):
        Draws(7).uniform("a", *place)


def test_later_pins_win() -> None:
    """Pins are added without touching the draws they are added to."""
    first = Draws(7, pins={"a": 0.25, "b": 0.5})
    second = first.with_pins({"a": 0.75, Address("c", 1): 0.125})
    assert [second.uniform("a"), second.uniform("b"), second.uniform("c", 1)] == [0.75, 0.5, 0.125]
    assert first.uniform("a") == 0.25


@given(worlds)
def test_a_world_is_plain_data(world: World) -> None:
    """A world written down and read back is the same world."""
    again = World.from_dict(world.to_dict())
    assert again == world
    assert all(type(key) is str and type(u) is float for key, u in world.to_dict()["pins"].items())
    assert all(again[address] == u == again.draws().uniform(*address) for address, u in world.pins.items())


def test_a_world_has_a_number_everywhere() -> None:
    """Where a world pins nothing it has its replication's own luck."""
    assert World(7, 3)["a#1.2"] == draw(7, 3, "a", 1, 2)


@pytest.mark.parametrize(
    "data,complaint",
    [
        ({}, "needs a seed"),
        ({"seed": 1, "luck": 2}, "not luck"),
        ({"seed": 1, "pins": [0.5]}, "pins"),
        ({"seed": "x"}, "seed must be"),
    ],
)
def test_what_is_no_world(data: dict[str, Any], complaint: str) -> None:
    """Data that is no world says what is wrong with it."""
    with pytest.raises(UsageError, match=complaint):
        World.from_dict(data)


def test_draws_travel() -> None:
    """Draws go to another process and into sets."""
    draws = Draws(7, 3, pins={"a": 0.5}, antithetic=True)
    assert pickle.loads(pickle.dumps(draws)) == draws
    assert len({draws, Draws(7, 3, pins={"a": 0.5}, antithetic=True), Draws(7, 3)}) == 2


def test_what_is_left_out_is_nought() -> None:
    """Replications, occurrences and words count from 0, in draws, worlds and addresses."""
    assert (Draws(5).replication, World(5).replication, World.from_dict({"seed": 5}).replication) == (0, 0, 0)
    assert Draws(5, pins={("a/b",): 0.25, ("a/b", 1): 0.5}).pins == {Address("a/b"): 0.25, Address("a/b", 1): 0.5}
    assert Draws(5).uniform("a/b") == Draws(5, 0).uniform("a/b") != Draws(5, 1).uniform("a/b")

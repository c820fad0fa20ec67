"""Draws computed in bulk are the draws computed one at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws import batch
from heatsim.draws.address import Address
from heatsim.draws.audit import forbid_other_randomness
from heatsim.draws.batch import block, further, prefetch
from heatsim.draws.philox import WORD
from heatsim.draws.world import Draws
from heatsim.errors import UsageError

SITES = ["a/b", "units[2]/travel", "mccauley/fire", "c"]

addresses = st.builds(Address, st.sampled_from(SITES), st.integers(0, 4), st.integers(0, 3))
uniforms = st.floats(0, 1, exclude_min=True, exclude_max=True)
pins = st.dictionaries(addresses, uniforms, max_size=4)
words = st.integers(0, WORD)
any_draws = st.builds(Draws, words | st.just(1995), words, st.sampled_from([0, 0, 0, 1]), pins, st.booleans())
depths = st.lists(st.integers(0, 4), min_size=len(SITES), max_size=len(SITES))


@given(st.lists(any_draws, max_size=4), depths)
def test_prefetch_equals_single_draws(draws: list[Draws], depth: list[int]) -> None:
    """The table holds what `uniform` gives, for any mix of seeds, pins and antithetic twins."""
    one_by_one = [[[one.uniform(site, k) for k in range(count)] for site, count in zip(SITES, depth, strict=True)] for one in draws]
    assert prefetch(draws, SITES, depth) == one_by_one


@given(any_draws, st.integers(0, 6) | st.just(WORD - 15), st.integers(0, 16))
def test_further_equals_single_draws(draws: Draws, start: int, count: int) -> None:
    """Later occurrences of one site are what `uniform` gives, from the first to the last there can be."""
    assert further(draws, "a/b", start, count) == [draws.uniform("a/b", k) for k in range(start, start + count)]


@given(any_draws, st.integers(0, 4) | words)
def test_a_block_equals_its_words(draws: Draws, occurrence: int) -> None:
    """Four numbers decided together are the four words at their address."""
    assert block(draws, "c", occurrence) == tuple(draws.uniform("c", occurrence, word) for word in range(4))


@pytest.mark.parametrize("chunk", [1, 7, 1 << 14])
def test_chunks_do_not_show(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is computed at a time changes nothing."""
    draws = [Draws(5, r, antithetic=r % 2 == 1) for r in range(9)]
    whole = prefetch(draws, SITES, [3, 0, 1, 2])
    monkeypatch.setattr(batch, "CHUNK", chunk)
    assert prefetch(draws, SITES, [3, 0, 1, 2]) == whole


def test_a_site_more_moves_no_other_draw() -> None:
    """Sites are known by name, so one more before them leaves their numbers alone."""
    draws = [Draws(5, r) for r in range(3)]
    assert [row[1:] for row in prefetch(draws, ["new", *SITES], [2] * 5)] == prefetch(draws, SITES, [2] * 4)


def test_nothing_to_fetch() -> None:
    """No draws, no sites and no depth are empty tables."""
    assert prefetch([], SITES, [1] * 4) == []
    assert prefetch([Draws(1)], [], []) == [[]]
    assert prefetch([Draws(1)], ["a"], [0]) == [[[]]]


def test_impossible_requests() -> None:
    """Depths belong to sites, and occurrences end somewhere."""
    with pytest.raises(UsageError, match="one depth"):
        prefetch([Draws(1)], ["a"], [])
    with pytest.raises(UsageError, match="one depth"):
        prefetch([Draws(1)], ["a"], [-1])
    with pytest.raises(UsageError, match="occurrences are numbered"):
        further(Draws(1), "a", WORD)
    with pytest.raises(UsageError, match="occurrence must be"):
        block(Draws(1), "a", -1)


def test_bulk_draws_pass_the_audit() -> None:
    """Nothing here touches other randomness, not even to make a generator."""
    batch._own.__dict__.pop("stream", None)
    with forbid_other_randomness():
        assert further(Draws(1), "a", 0, 2) == prefetch([Draws(1)], ["a"], [2])[0][0]

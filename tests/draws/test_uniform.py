"""A word becomes a number strictly between 0 and 1, exactly, and its complement the exact mirror."""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws.philox import WORD
from heatsim.draws.uniform import draw, to_uniform
from heatsim.errors import UsageError

words = st.integers(0, WORD) | st.sampled_from([0, WORD, 1 << 63, (1 << 63) - 1])


@given(words)
def test_never_zero_or_one(word: int) -> None:
    """Every number is the middle of its cell of width 2**-52, without rounding."""
    assert 0.0 < to_uniform(word) < 1.0
    assert Fraction(to_uniform(word)) == (Fraction(word >> 12) + Fraction(1, 2)) / 2**52


@given(words)
def test_complement_is_exact(word: int) -> None:
    """The complement of a word gives exactly 1 - u."""
    assert Fraction(to_uniform(word ^ WORD)) == 1 - Fraction(to_uniform(word))


def test_53_bits_would_reach_one() -> None:
    """One bit more, and the last cell's middle rounds to 1: why there are 52."""
    assert ((WORD >> 11) + 0.5) * 2.0**-53 == 1.0
    assert to_uniform(WORD) == 1.0 - 2.0**-53


@given(words, words, st.text("abc/ [1]", min_size=1), words, st.integers(0, 3))
def test_anyone_can_recompute_a_draw(seed: int, replication: int, site: str, occurrence: int, word: int) -> None:
    """numpy's Philox, one behind, and a hash give the same number."""
    number = int.from_bytes(blake2b(site.encode(), digest_size=8).digest(), "little")
    counter = (occurrence + (number << 64) + (replication << 128) - 1) % 2**256
    raw = int(np.random.Philox(key=seed, counter=counter).random_raw(4)[word])
    assert draw(seed, replication, site, occurrence, word) == ((raw >> 12) + 0.5) * 2**-52


@pytest.mark.parametrize("seed", [-1, WORD + 1, 1.0, True, "1995"])
def test_seeds_that_are_none(seed: object) -> None:
    """A seed is a whole number from 0 to 2**64 - 1."""
    with pytest.raises(UsageError, match="seed must be"):
        draw(seed, 0, "a")  # type: ignore[arg-type]


def test_seeds_at_the_ends() -> None:
    """The smallest and the largest seed are seeds."""
    assert draw(0, 0, "a") != draw(WORD, 0, "a")

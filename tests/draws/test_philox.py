"""Philox4x64-10 gives the published words, in Python, in arrays and in numpy's own generator."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws import philox
from heatsim.draws.philox import WORD, first_words, philox4x64, philox_words

words = st.integers(0, WORD) | st.sampled_from([0, 1, WORD, WORD - 1, 1 << 32, (1 << 32) - 1])
counters = st.tuples(words, words, words, words)

KNOWN = {
    (1, 0, 0, 0): (0x02F4BA6408E4D89B, 0x3DD62B0B9CA8C5B2, 0x1C8667A55D902E79, 0x907D7A052FD5B4DC),
    (0, 0, 0, 0): (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B),
}


def by_numpy(counter: tuple[int, ...], seed: int) -> tuple[int, ...]:
    """The block numpy yields first when its counter is one behind, as a 256-bit number."""
    whole = sum(word << 64 * place for place, word in enumerate(counter))
    return tuple(int(word) for word in np.random.Philox(key=seed, counter=(whole - 1) % (1 << 256)).random_raw(4))


def in_arrays(counter: tuple[int, ...], seed: int) -> list[list[int]]:
    """The same block by the array functions: all words, and the first alone."""
    arrays = [np.array([word], dtype=np.uint64) for word in (*counter, seed)]
    return [philox_words(*arrays)[0].tolist(), first_words(*arrays).tolist()]


@pytest.mark.parametrize("counter", KNOWN)
def test_known_answers(counter: tuple[int, int, int, int]) -> None:
    """The words of validation's two counters come out of all three ways to compute them."""
    expected = KNOWN[counter]
    assert philox4x64(counter, (0, 0)) == expected
    assert by_numpy(counter, 0) == expected
    assert in_arrays(counter, 0) == [list(expected), [expected[0]]]


@given(counters, words)
def test_three_ways_agree(counter: tuple[int, int, int, int], seed: int) -> None:
    """Any counter and seed give the same block in Python, in arrays and in numpy, also where the counter wraps."""
    expected = philox4x64(counter, (seed, 0))
    assert by_numpy(counter, seed) == expected
    assert in_arrays(counter, seed) == [list(expected), [expected[0]]]


def test_nine_rounds_are_not_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The known answers notice a missing round."""
    monkeypatch.setattr(philox, "ROUNDS", 9)
    assert philox4x64((1, 0, 0, 0), (0, 0)) != KNOWN[1, 0, 0, 0]
    assert in_arrays((1, 0, 0, 0), 0)[0] != list(KNOWN[1, 0, 0, 0])


def test_arrays_broadcast() -> None:
    """Rows of replications and columns of occurrences make a table without being spread out first."""
    occurrence, replication = np.arange(3, dtype=np.uint64)[None, :], np.arange(5, dtype=np.uint64)[:, None]
    site, seed = np.array([[77]], dtype=np.uint64), np.array([[1995]], dtype=np.uint64)
    table = philox_words(occurrence, site, replication, np.zeros((1, 1), dtype=np.uint64), seed)
    assert table.shape == (5, 3, 4)
    assert all(tuple(table[r, k].tolist()) == philox4x64((k, 77, r, 0), (1995, 0)) for r in range(5) for k in range(3))

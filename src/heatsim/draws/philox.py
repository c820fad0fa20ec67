"""Philox4x64-10, the counter-based generator under every draw.

Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11. Four 64-bit counter words and
two key words go in, four random words come out; there is no state. The plain function serves single draws and is the
reference; the array functions give the same words for whole tables and need numpy, which is imported when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

__all__ = ["WORD", "first_words", "philox4x64", "philox_words"]

WORD = (1 << 64) - 1
ROUNDS = 10
MULTIPLIER_0 = 0xD2E7470EE14C6C93
MULTIPLIER_1 = 0xCA5A826395121157
WEYL_0 = 0x9E3779B97F4A7C15
WEYL_1 = 0xBB67AE8584CAA73B

# Temporaries of this many 64-bit words stay in a core's own cache; larger and smaller ones were slower when measured.
CHUNK = 1 << 14


def philox4x64(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """The four words of one block; counter and key words are below 2**64, lowest word first."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0 = (p1 >> 64) ^ c1 ^ k0
        c1 = p1 & WORD
        c2 = (p0 >> 64) ^ c3 ^ k1
        c3 = p0 & WORD
        k0 = (k0 + WEYL_0) & WORD
        k1 = (k1 + WEYL_1) & WORD
    return c0, c1, c2, c3


def philox_words(occurrence: Words, site: Words, replication: Words, purpose: Words, seed: Words) -> Words:
    """All four words of many blocks: uint64 arrays that broadcast to some shape give an array of that shape + (4,)."""
    import numpy as np

    shape = np.broadcast_shapes(occurrence.shape, site.shape, replication.shape, purpose.shape, seed.shape)
    result = np.empty((*shape, 4), dtype=np.uint64)
    for index, word in enumerate(_rounds(occurrence, site, replication, purpose, seed, shape, first_only=False)):
        result[..., index] = word
    return result


def first_words(occurrence: Words, site: Words, replication: Words, purpose: Words, seed: Words) -> Words:
    """Word 0 of many blocks: uint64 arrays that broadcast to some shape give an array of that shape.

    Costs about four fifths of `philox_words`, and least when the arrays repeat along an axis rather than being spread out:
    the first two rounds are then computed on the small arrays.
    """
    import numpy as np

    shape = np.broadcast_shapes(occurrence.shape, site.shape, replication.shape, purpose.shape, seed.shape)
    return _rounds(occurrence, site, replication, purpose, seed, shape, first_only=True)[0]


def _rounds(
    c0: Words, c1: Words, c2: Words, c3: Words, k0: Words, shape: tuple[int, ...], *, first_only: bool
) -> tuple[Words, ...]:
    """The ten rounds: two that leave broadcasting to numpy, the others in place on arrays of the full shape."""
    import numpy as np

    key1 = 0
    for _ in range(2):
        high0, low0 = _product(c0, MULTIPLIER_0)
        high1, low1 = _product(c2, MULTIPLIER_1)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ np.uint64(key1), low0
        k0 = k0 + np.uint64(WEYL_0)
        key1 = (key1 + WEYL_1) & WORD
    full = [np.array(np.broadcast_to(word, shape)) for word in (c0, c1, c2, c3)]
    scratch = [np.empty(shape, dtype=np.uint64) for _ in range(4)]
    for number in range(2, ROUNDS):
        # Word 0 of the last round needs neither c2 nor c3, and so only one of its two products.
        _round_in_place(full, scratch, k0, np.uint64(key1), half=first_only and number == ROUNDS - 1)
        k0 = k0 + np.uint64(WEYL_0)
        key1 = (key1 + WEYL_1) & WORD
    return tuple(full)


def _round_in_place(c: list[Words], scratch: list[Words], k0: Words, k1: np.uint64, *, half: bool) -> None:
    import numpy as np

    high, s1, s2, s3 = scratch
    c0, c1, c2, c3 = c
    _high_in_place(c2, MULTIPLIER_1, high, s1, s2, s3)
    np.bitwise_xor(high, c1, out=high)
    np.bitwise_xor(high, k0, out=high)
    np.multiply(c2, np.uint64(MULTIPLIER_1), out=c1)
    scratch[0] = c2
    if not half:
        _high_in_place(c0, MULTIPLIER_0, c2, s1, s2, s3)
        np.bitwise_xor(c2, c3, out=c2)
        np.bitwise_xor(c2, k1, out=c2)
        np.multiply(c0, np.uint64(MULTIPLIER_0), out=c3)
        scratch[0] = c0
    c[0] = high


def _product(x: Words, multiplier: int) -> tuple[Words, Words]:
    """High and low words of x * multiplier."""
    import numpy as np

    high, *scratch = (np.empty_like(x) for _ in range(4))
    _high_in_place(x, multiplier, high, *scratch)
    return high, x * np.uint64(multiplier)


def _high_in_place(x: Words, multiplier: int, out: Words, s1: Words, s2: Words, s3: Words) -> None:
    """High word of x * multiplier into `out` (which is not x), by halves of 32 bits, since numpy has no 128-bit product."""
    import numpy as np

    half, mask = np.uint64(32), np.uint64(0xFFFFFFFF)
    low_m, high_m = np.uint64(multiplier & 0xFFFFFFFF), np.uint64(multiplier >> 32)
    np.bitwise_and(x, mask, out=s1)
    np.right_shift(x, half, out=out)
    np.multiply(s1, low_m, out=s2)
    np.right_shift(s2, half, out=s2)
    np.multiply(s1, high_m, out=s1)
    np.add(s1, s2, out=s1)
    np.bitwise_and(s1, mask, out=s2)
    np.multiply(out, low_m, out=s3)
    np.add(s2, s3, out=s2)
    np.right_shift(s2, half, out=s2)
    np.right_shift(s1, half, out=s1)
    np.multiply(out, high_m, out=out)
    np.add(out, s1, out=out)
    np.add(out, s2, out=out)

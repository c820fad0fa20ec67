"""Addressed draws inside the kernel: a block of Philox for every decision, unless another world or a pin supplies it.

`plain_word` and `plain_block` are the arithmetic on 64-bit words; compiled code has its own version of them (`building`), which
multiplies words without Python's whole numbers.
"""

from __future__ import annotations

from heatsim.draws.philox import WORD, philox4x64
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import (
    AHEAD,
    E_SITE,
    OCCURRENCES,
    OPPOSITE,
    PIN_KEYS,
    PIN_VALUES,
    PINS,
    PURPOSE,
    REPLICATION,
    SEED,
    SITE_WORLDS,
    SITES,
    SPECIAL,
    Scratch,
    Values,
    Whole,
)

__all__ = ["fetch", "plain_block", "plain_shots", "plain_word", "scrambled_place", "scrambled_word", "uniform"]

SCALE = 2.0**-52
Four = tuple[float, float, float, float]


def plain_word(seed: int, replication: int, purpose: int, opposite: int, site: int, occurrence: int) -> float:
    """Word 0 at an address as a number between 0 and 1; whole numbers are bit patterns of 64-bit words."""
    return plain_block(seed, replication, purpose, opposite, site, occurrence)[0]


def plain_block(seed: int, replication: int, purpose: int, opposite: int, site: int, occurrence: int) -> Four:
    """All four words at an address."""
    words = philox4x64((occurrence, site & WORD, replication & WORD, purpose & WORD), (seed & WORD, 0))
    flip = WORD if opposite else 0
    a, b, c, d = (((word ^ flip) >> 12) + 0.5 for word in words)
    return a * SCALE, b * SCALE, c * SCALE, d * SCALE


def scrambled_word(state: int) -> int:
    """The next word of SplitMix64's sequence (`aiming._redraw` has its source)."""
    return (state + 0x9E3779B97F4A7C15) & WORD


def scrambled_place(state: int, count: int) -> int:
    """The place below `count` that a word of the sequence means."""
    mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & WORD
    return ((mixed ^ (mixed >> 31)) >> 12) * count >> 52


@kernel
def uniform(P: Whole, V: Values, S: Scratch, site: int) -> float:
    """The next draw at a site."""
    place = P[OCCURRENCES] + site
    occurrence = S[place]
    S[place] = occurrence + 1
    if S[SPECIAL]:
        return supplied(P, V, S, site, occurrence)[0]
    return plain_word(S[SEED], S[REPLICATION], S[PURPOSE], S[OPPOSITE], P[P[SITES] + site], occurrence)


@kernel
def fetch(P: Whole, V: Values, S: Scratch, engagement: int, at: int) -> None:
    """The four words of the next shot of an engagement, into V at `at`."""
    site = P[engagement + E_SITE]
    place = P[OCCURRENCES] + site
    occurrence = S[place]
    S[place] = occurrence + 1
    if S[SPECIAL]:
        V[at], V[at + 1], V[at + 2], V[at + 3] = supplied(P, V, S, site, occurrence)
    else:
        V[at], V[at + 1], V[at + 2], V[at + 3] = plain_block(
            S[SEED], S[REPLICATION], S[PURPOSE], S[OPPOSITE], P[P[SITES] + site], occurrence
        )


@kernel
def plain_shots(P: Whole, V: Values, S: Scratch, engagement: int, occurrence: int, first: int) -> None:
    """The words of `AHEAD` shots of an engagement from one on, into V at `first`."""
    site = P[P[SITES] + P[engagement + E_SITE]]
    seed, replication, purpose, opposite = S[SEED], S[REPLICATION], S[PURPOSE], S[OPPOSITE]
    for k in range(AHEAD):
        at = first + 4 * k
        V[at], V[at + 1], V[at + 2], V[at + 3] = plain_block(seed, replication, purpose, opposite, site, occurrence + k)


@kernel
def supplied(P: Whole, V: Values, S: Scratch, site: int, occurrence: int) -> Four:
    """A block where each site has its world, and single words may be pinned."""
    world = P[SITE_WORLDS] + 4 * site
    a, b, c, d = plain_block(S[world], S[world + 1], S[world + 2], S[world + 3], P[P[SITES] + site], occurrence)
    if S[PINS] == 0:
        return a, b, c, d
    key = (site << 40) | (occurrence << 2)
    return pinned(P, V, S, key, a), pinned(P, V, S, key + 1, b), pinned(P, V, S, key + 2, c), pinned(P, V, S, key + 3, d)


@kernel
def pinned(P: Whole, V: Values, S: Scratch, key: int, u: float) -> float:
    """The pin of an address, if there is one: keys are in order."""
    low, high, keys = 0, S[PINS], P[PIN_KEYS]
    while low < high:
        middle = (low + high) >> 1
        if S[keys + middle] < key:
            low = middle + 1
        else:
            high = middle
    if low < S[PINS] and S[keys + low] == key:
        return V[P[PIN_VALUES] + low]
    return u

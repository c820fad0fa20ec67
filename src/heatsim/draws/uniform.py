"""A 64-bit word becomes a number strictly between 0 and 1.

The upper 52 bits choose one of 2**52 equal cells and the number is the cell's middle, an odd multiple of 2**-53: it is exact,
never 0 or 1, and the complement of the word gives exactly 1 - u. With 53 bits the middle of the last cell would round to 1.
"""

from __future__ import annotations

from heatsim.draws.address import Address, site_number
from heatsim.draws.philox import WORD, philox4x64
from heatsim.errors import UsageError

__all__ = ["MODEL", "check_counter_word", "draw", "to_uniform"]

MODEL = 0  # the purpose of the draws a model makes; searches and designs use others


def to_uniform(word: int) -> float:
    """The number of a word below 2**64: ((word >> 12) + 0.5) * 2**-52."""
    return ((word >> 12) + 0.5) * 2.0**-52


def draw(seed: int, replication: int, site: str, occurrence: int = 0, word: int = 0) -> float:
    """The number at an address, 0 < u < 1; UsageError if seed, replication or occurrence is outside 0..2**64 - 1."""
    check_counter_word("seed", seed)
    check_counter_word("replication", replication)
    Address(site, occurrence, word).checked()
    return to_uniform(philox4x64((occurrence, site_number(site), replication, MODEL), (seed, 0))[word])


def check_counter_word(name: str, value: object) -> None:
    """UsageError unless `value` is a whole number that fits one word."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise UsageError(f"{name} must be a whole number, not {value!r}")
    if not 0 <= value <= WORD:
        raise UsageError(f"{name} must be from 0 to 2**64 - 1, not {value}")

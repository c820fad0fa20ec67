"""How many replications each part of a report gets, as a function of `n` and of how much there is to try.

The what-ifs together get about twice as many as the study itself, the screen as many, the tornado one and a half times as many:
the page of a scenario with forty variants costs no more than a few runs of it. A long program gets fewer, down to a quarter, a
short one more, up to twice as many. Where the compiled engine plays it, everything beside the study gets twenty times as many,
which takes no longer: a replication of the bank is 0.2 ms there and 10 ms on SimPy. Instructions are counted, since a clock would
give another page on another day.
"""

from __future__ import annotations

__all__ = ["ASSUMPTIONS", "FEWEST", "pairs", "screened", "tried"]

FEWEST = 60  # below so many pairs an interval says nothing
ASSUMPTIONS = 8  # bars of the tornado
MIDDLING = 1600  # instructions
FASTER = 20  # so many more on the compiled engine


def pairs(n: int, variants: int, size: int, *, compiled: bool = False) -> int:
    """Pairs for each variant of the what-ifs, never more than `n`; `size` is the number of instructions."""
    return min(n, max(FEWEST, round(2 * n * _ease(size, compiled)) // max(1, variants)))


def screened(n: int, size: int, *, compiled: bool = False) -> int:
    """Replications in which all assumptions are drawn from their ranges at once."""
    return min(n, max(FEWEST, round(n * _ease(size, compiled))))


def tried(n: int, size: int, *, compiled: bool = False) -> int:
    """Replications at each end of an assumption's range."""
    return min(n, max(FEWEST, round(n * _ease(size, compiled)) // 10))


def _ease(size: int, compiled: bool) -> float:
    return min(2.0, max(0.25, MIDDLING / max(1, size))) * (FASTER if compiled else 1)

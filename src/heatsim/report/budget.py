"""How many replications each part of a report gets, as a function of `n` and of how much there is to try.

The what-ifs together get about twice as many as the study itself, the screen as many, the tornado at most as many and a half:
the page of a scenario with forty variants costs no more than a few runs of it.
"""

from __future__ import annotations

__all__ = ["ASSUMPTIONS", "FEWEST", "pairs", "screened", "tried"]

FEWEST = 40  # below so many pairs an interval says nothing
ASSUMPTIONS = 8  # bars of the tornado


def pairs(n: int, variants: int) -> int:
    """Pairs for each variant of the what-ifs, never more than `n`."""
    return min(n, max(FEWEST, 2 * n // max(1, variants)))


def screened(n: int) -> int:
    """Replications in which all assumptions are drawn from their ranges at once."""
    return min(1000, n)


def tried(n: int) -> int:
    """Replications at each end of an assumption's range."""
    return min(n, max(FEWEST, n // 10))

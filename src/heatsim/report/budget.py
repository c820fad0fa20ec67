"""How many replications each part of a report gets, as a function of `n` and of how much there is to try.

The what-ifs together get about twice as many as the study itself, the screen as many, the tornado one and a half times as many: the
page of a scenario with forty variants costs no more than a few runs of it. Where much happens in a replication they get fewer, down
to a quarter, where little happens more. What happens is counted in events, since a clock would give another page on another day.
"""

from __future__ import annotations

__all__ = ["ASSUMPTIONS", "FEWEST", "pairs", "screened", "tried"]

FEWEST = 40  # below so many pairs an interval says nothing
ASSUMPTIONS = 8  # bars of the tornado
EVENTS = 400  # in a replication of middling length


def pairs(n: int, variants: int, events: int) -> int:
    """Pairs for each variant of the what-ifs, never more than `n`; `events` are those of a typical replication."""
    return min(n, max(FEWEST, round(2 * n * _ease(events)) // max(1, variants)))


def screened(n: int, events: int) -> int:
    """Replications in which all assumptions are drawn from their ranges at once."""
    return min(n, max(FEWEST, round(n * _ease(events))))


def tried(n: int, events: int) -> int:
    """Replications at each end of an assumption's range."""
    return min(n, max(FEWEST, round(n * _ease(events)) // 10))


def _ease(events: int) -> float:
    return min(2.0, max(0.25, EVENTS / max(1, events)))

"""Intervals of a difference between two runs under the same luck: replication k of one beside replication k of the other."""

from __future__ import annotations

import math
from statistics import NormalDist

from heatsim.study.intervals import LEVEL, Interval

__all__ = ["paired_share_interval"]

STEPS = 60  # halvings of the interval -1..1: beyond the last bit


def paired_share_interval(gained: int, lost: int, total: int, level: float = LEVEL) -> Interval:
    """The score interval of a difference of two shares in pairs (T. Tango, Statistics in Medicine 17, 1998).

    Of `total` pairs, `gained` have what is counted in the second alone and `lost` in the first alone; the difference is
    (gained - lost) / total. Like Wilson's, it has a width when no pair differs; the whole of -1..1 when there are no pairs.
    """
    if total == 0:
        return Interval(-1.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = (gained - lost) / total
    return Interval(_end(gained, lost, total, z, -1.0, middle), _end(gained, lost, total, -z, 1.0, middle))


def _end(gained: int, lost: int, total: int, z: float, outer: float, inner: float) -> float:
    """The difference whose score is z, between the far end of what there can be and the estimate."""
    for _ in range(STEPS):
        middle = (outer + inner) / 2
        beyond = _score(gained, lost, total, middle) > z if z > 0 else _score(gained, lost, total, middle) < z
        outer, inner = (middle, inner) if beyond else (outer, middle)
    return (outer + inner) / 2


def _score(gained: int, lost: int, total: int, difference: float) -> float:
    """How many standard errors the counts lie above a difference, at the likeliest shares with that difference."""
    a = 2 * total
    b = -gained - lost + (2 * total - gained + lost) * difference
    c = -lost * difference * (1 - difference)
    lost_share = (math.sqrt(max(0.0, b * b - 4 * a * c)) - b) / (2 * a)
    variance = total * (2 * lost_share + difference * (1 - difference))
    distance = gained - lost - total * difference
    if variance <= 0:
        return math.copysign(math.inf, distance) if distance else 0.0
    return distance / math.sqrt(variance)

"""The interval of a paired difference of shares keeps its promise, also where normal theory does not."""

from __future__ import annotations

import math

import pytest

from heatsim.study.intervals import Interval
from heatsim.study.paired import paired_share_interval


def coverage(n: int, gained: float, lost: float) -> float:
    """The exact probability that the interval of n pairs covers: every pair of counts, weighted."""
    total = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            interval = paired_share_interval(b, c, n)
            if interval.low <= gained - lost <= interval.high:
                ways = math.comb(n, b) * math.comb(n - b, c)
                total += ways * gained**b * lost**c * (1 - gained - lost) ** (n - b - c)
    return total


def wald(b: int, c: int, n: int) -> Interval:
    """The textbook interval, which has no width when no pair differs."""
    d = (b - c) / n
    half = 1.96 * math.sqrt(max(0.0, (b + c) / n - d * d) / n)
    return Interval(d - half, d + half)


@pytest.mark.parametrize("gained, lost", [(0.05, 0.0), (0.02, 0.02), (0.1, 0.05), (0.3, 0.1), (0.4, 0.4)])
def test_the_score_interval_covers(gained: float, lost: float) -> None:
    """Counted out over all outcomes of forty pairs, the interval covers with about 95 % or more."""
    assert coverage(40, gained, lost) > 0.94


def test_the_textbook_interval_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same count finds the textbook interval wanting, so it would have noticed."""
    monkeypatch.setitem(globals(), "paired_share_interval", wald)
    assert coverage(40, 0.05, 0.0) < 0.9


def test_its_ends() -> None:
    """No pair that differs leaves a width of z²/(n + z²) to either side; all pairs that differ reach 1; no pairs tell nothing."""
    z = 1.959964**2
    low, high = paired_share_interval(0, 0, 100)
    assert high == pytest.approx(z / (100 + z), abs=1e-6)
    assert low == pytest.approx(-high)
    assert paired_share_interval(50, 0, 50).high == pytest.approx(1.0)
    assert paired_share_interval(0, 0, 0) == (-1.0, 1.0)
    one, other = paired_share_interval(30, 10, 100), paired_share_interval(10, 30, 100)
    assert one.low == pytest.approx(-other.high)
    assert one.low < 0.2 < one.high

"""How precisely something is known by now: its estimate, the interval, and whether that is as narrow as wanted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heatsim.study.intervals import LEVEL, Interval, mean_interval, quantile_interval, wilson
from heatsim.study.paired import paired_share_interval
from heatsim.study.stopping.subject import Subject

__all__ = ["ENOUGH", "Reached", "estimate", "paired_estimate", "share_estimate"]

# A relative width of a share is itself uncertain by a tenth at a hundred hits and by a fifth at 25; with fewer it says nothing.
ENOUGH = 20

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reached:
    """One target at one moment: `value` with its interval in `unit` (shares from 0 to 1), from `total` replications that have it.

    `half` is the distance from the value to the farther end, `wanted` what it may be. `hits` counts what a share is of, or the
    pairs that differ; None for numbers. `met` tells whether the target is reached.
    """

    target: str
    unit: str
    value: float
    low: float
    high: float
    half: float
    wanted: float
    total: int
    hits: int | None
    met: bool

    @property
    def factor(self) -> float:
        """About how many times the replications so far are needed in all."""
        if self.met:
            return 1.0
        if not (math.isfinite(self.half) and self.wanted > 0):
            return math.inf
        return max(1.0, (self.half / self.wanted) ** 2)


def estimate(subject: Subject, values: Floats, level: float = LEVEL) -> Reached:
    """A target's estimate from the values of all replications so far."""
    kept = values[np.isfinite(values)]
    count = len(kept)
    if subject.is_share:
        return share_estimate(subject, int(np.count_nonzero(kept)), count, level)
    if subject.target.statistic == "mean":
        return _reached(subject, *_mean(kept, level), count)
    return _reached(subject, *_quantile(kept, subject.target.p, level), count)


def share_estimate(subject: Subject, hits: int, count: int, level: float = LEVEL) -> Reached:
    """The same of a share from its counts alone."""
    return _reached(subject, hits / count if count else math.nan, wilson(hits, count, level), count, hits)


def paired_estimate(subject: Subject, base: Floats, other: Floats, level: float = LEVEL) -> Reached:
    """The same of the difference, other less base, between replications under the same luck."""
    both = np.isfinite(base) & np.isfinite(other)
    change = other[both] - base[both]
    count = len(change)
    if subject.is_share:
        gained, lost = int(np.count_nonzero(change > 0)), int(np.count_nonzero(change < 0))
        value = (gained - lost) / count if count else math.nan
        return _reached(subject, value, paired_share_interval(gained, lost, count, level), count, gained + lost)
    if subject.target.statistic == "mean":
        return _reached(subject, *_mean(change, level), count)
    return _reached(subject, *_quantile(change, subject.target.p, level), count)


def _mean(values: Floats, level: float) -> tuple[float, Interval]:
    count = len(values)
    if not count:
        return math.nan, Interval(-math.inf, math.inf)
    mean = math.fsum(values) / count
    sd = math.sqrt(math.fsum((values - mean) ** 2) / (count - 1)) if count > 1 else math.nan
    return mean, mean_interval(mean, sd, count, level)


def _quantile(values: Floats, p: float, level: float) -> tuple[float, Interval]:
    if not len(values):
        return math.nan, Interval(-math.inf, math.inf)
    ordered = np.sort(values)
    return float(np.quantile(ordered, p)), quantile_interval(ordered, p, level)  # indexed only


def _reached(subject: Subject, value: float, interval: Interval, total: int, hits: int | None = None) -> Reached:
    half = max(interval.high - value, value - interval.low) if total else math.inf
    wanted = subject.half * abs(value) if subject.target.relative else subject.half
    enough = not subject.target.relative or hits is None or hits >= ENOUGH
    met = total > 0 and enough and half <= wanted
    return Reached(str(subject.target), subject.unit, value, *interval, half, wanted, total, hits, met)

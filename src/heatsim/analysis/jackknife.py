"""The jackknife: an interval for any statistic of rows, by leaving out blocks of them in turn."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Ranged", "jackknife"]

BLOCKS = 100


class Ranged(NamedTuple):
    """A value with the ends of its interval."""

    value: float
    low: float
    high: float


def jackknife(statistic: Callable[..., float], *columns: Any) -> Ranged:
    """A statistic of arrays of one length with its 95 % interval (normal, from a hundred blocks of rows)."""
    whole = statistic(*columns)
    count = len(columns[0])
    edges = np.linspace(0, count, min(BLOCKS, count) + 1).astype(int)
    left = np.array([statistic(*(np.delete(column, slice(a, b), axis=0) for column in columns)) for a, b in pairwise(edges)])
    blocks = len(left)
    error = math.sqrt((blocks - 1) / blocks * float(((left - left.mean()) ** 2).sum())) if blocks > 1 else math.nan
    half = NormalDist().inv_cdf(0.975) * error
    return Ranged(whole, whole - half, whole + half)

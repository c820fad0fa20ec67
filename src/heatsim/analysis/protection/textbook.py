"""The textbook's formula (EASI), fed with what a simulation measured.

    P = C * sum_i p_i * Phi((m_i - R) / sqrt(v_i + r^2))

with p_i the share of attacks first detected at task i, m_i and v_i mean and variance of the time left there, R and r those of the
response time, and C the share of detections that are answered. It takes all times for normal; what the simulation gives less what
the formula gives is the error of that.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

__all__ = ["textbook"]

Floats = NDArray[np.float64]


def textbook(at: NDArray[np.int64], left: Floats, response: Floats) -> float:
    """Of one entry per attack: the task of the first detection, time left there and response time, NaN where there is none."""
    seen, answered = np.isfinite(left), np.isfinite(response)
    if not answered.any():
        return 0.0
    mean, variance = float(response[answered].mean()), float(response[answered].var())
    total = 0.0
    for place in np.unique(at[seen]):
        times = left[seen & (at == place)]
        total += len(times) / len(left) * _beats(float(times.mean()) - mean, float(times.var()) + variance)
    return total * float(np.count_nonzero(answered)) / float(np.count_nonzero(seen))


def _beats(gap: float, variance: float) -> float:
    """The probability that a normal number with this mean and variance is above zero."""
    return NormalDist().cdf(gap / math.sqrt(variance)) if variance > 0 else float(gap > 0)

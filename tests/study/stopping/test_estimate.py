"""Estimates at a look, worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from heatsim.study.paired import paired_share_interval
from heatsim.study.stopping.estimate import paired_estimate
from heatsim.study.stopping.subject import Subject

Find = Callable[[str], Subject]


def test_a_paired_share_is_what_was_gained_less_what_was_lost(subject: Find) -> None:
    """Of seven pairs three come in, one goes and three stay: two sevenths; a pair without a value is left out."""
    base = np.array([0, 0, 0, 1, 1, 1, 0, math.nan])
    other = np.array([1, 1, 1, 0, 1, 1, 0, 1])
    found = paired_estimate(subject("share(ending=heads) ± 10pt"), base, other)
    assert (found.value, found.total, found.hits) == (pytest.approx(2 / 7), 7, 4)
    assert (found.low, found.high) == tuple(paired_share_interval(3, 1, 7))
    back = paired_estimate(subject("share(ending=heads) ± 10pt"), other, base)
    assert (back.value, back.total, back.hits) == (pytest.approx(-2 / 7), 7, 4)

"""What a study asks of a replication: forms, values, intervals, pairs, and wrong names."""

from __future__ import annotations

import math

import numpy as np
import pytest

from heatsim.errors import UsageError
from heatsim.study.intervals import wilson
from heatsim.study.response import Response, difference, find_response
from heatsim.study.results import Results


def ask(text: str | None, few: Results) -> Response:
    return find_response(text, few.declared, few.endings)


@pytest.mark.parametrize(
    "text, full, values",
    [
        (None, "share(ending=killings)", [0, 1, 0, 1]),
        ("ending=clean score", "share(ending=clean score)", [1, 0, 0, 0]),
        ("share( ending = 'clean score' )", "share(ending=clean score)", [1, 0, 0, 0]),
        ("empty", "share(ending=empty)", [0, 0, 0, 0]),
        ("clean", "share(clean)", [1, 0, math.nan, math.nan]),
        ("share(clean=false)", "share(clean=false)", [0, 1, math.nan, math.nan]),
        ("killer=nobody", "share(killer=nobody)", [1, 0, math.nan, 0]),
        ("margin", "mean(margin)", [12, -3.5, math.nan, math.nan]),
        ("mean(parameter.margin)", "mean(parameter.margin)", [1, 1.5, math.nan, 0.5]),
    ],
)
def test_forms_and_values(text: str | None, full: str, values: list[float], few: Results) -> None:
    """Short and full forms mean the same; each replication has one number in the reader's unit, or none."""
    made = ask(text, few)
    assert made.text == full
    assert made.values(few.table).tolist() == pytest.approx(values, nan_ok=True)


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("margn", "did you mean 'margin'"),
        ("ending=clen score", "did you mean 'clean score'"),
        ("share(margin)", "it has a mean: mean(margin)"),
        ("mean(clean)", "ask for a share: share(clean)"),
        ("killer", "'killer' is one of waingro, nobody; write share(killer=waingro)"),
        ("killer=hanna", "is one of waingro, nobody"),
        ("median(margin)", "share(...) or mean(...), not median(...)"),
    ],
)
def test_wrong_questions_are_said(text: str, complaint: str, few: Results) -> None:
    """An unknown name, a share of a number and a mean of a word are refused with what would do."""
    with pytest.raises(UsageError) as caught:
        ask(text, few)
    assert complaint in str(caught.value)


def test_intervals_are_those_of_shares_and_means(few: Results) -> None:
    """A share has Wilson's interval, a mean Student's, unbounded for one value; what is missing does not count."""
    share = ask("clean", few).estimate(np.array([1.0, 0.0, 0.0, math.nan]))
    assert (share.low, share.high) == tuple(wilson(1, 3))
    assert share.count == 3
    mean = ask("margin", few).estimate(np.array([1.0, 2.0, 3.0]))
    assert mean.high - mean.value == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)
    assert math.isnan(ask("margin", few).estimate(np.array([math.nan])).value)
    lone = ask("margin", few).estimate(np.array([2.0, math.nan]))
    assert (lone.value, lone.low, lone.high, lone.count) == (2.0, -math.inf, math.inf, 1)


def test_what_was_never_or_always_seen_is_told_as_a_bound(few: Results) -> None:
    """Nought of ten is at most something, ten of ten at least something, five of ten a share."""
    share = ask("clean", few)
    told = [share.told(share.estimate(np.array([1.0] * seen + [0.0] * (10 - seen))))[0] for seen in (0, 5, 10)]
    assert told == ["at most 27.8 %", "50.0 %", "at least 72.2 %"]


def test_differences_are_paired(few: Results) -> None:
    """A constant shift has no spread at all, and a share that nowhere flips still has an interval."""
    base = np.array([1.0, 5.0, 9.0, math.nan])
    moved = difference(ask("margin", few), base, base + 2)
    assert (moved.value, moved.low, moved.high, moved.count) == (2.0, 2.0, 2.0, 3)
    same = difference(ask("clean", few), np.ones(50), np.ones(50))
    assert same.low < 0 == same.value < same.high

"""Impossible arguments are explained in a sentence; possible ones always give a number."""

from __future__ import annotations

from math import inf, isfinite, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws.distributions import KINDS, check, moments, quantile

WRONG = [
    ("uniform", (5.0, 2.0), "low must not exceed high"),
    ("uniform", (5.0,), "uniform takes low, high, not 1 argument"),
    ("triangular", (0.0, 9.0, 5.0), "mode must lie between low and high"),
    ("triangular", (6.0, 5.5, 5.0), "low must not exceed high"),
    ("pert", (0.0, -1.0, 5.0), "mode must lie between low and high"),
    ("normal", (5.0, -1.0), "sd must not be negative"),
    ("normal", (-50.0, 1.0), "mean lies so far below zero that nothing of the normal distribution is left above it"),
    ("normal", (-50.0, 0.0), "mean lies so far below zero that nothing of the normal distribution is left above it"),
    ("plain_normal", (5.0, -1.0), "sd must not be negative"),
    ("lognormal_mean_sd", (0.0, 1.0), "mean must be above zero"),
    ("lognormal_mean_sd", (1.0, -1.0), "sd must not be negative"),
    ("lognormal_mean_sd", (1e-90, 1e90), "sd is too large for this mean"),
    ("lognormal_median_p90", (10.0, 10.0), "p90 must be above the median"),
    ("lognormal_median_p90", (10.0, 2.0), "p90 must be above the median"),
    ("lognormal_median_p90", (-1.0, 2.0), "median must be above zero"),
    ("lognormal_median_p90", (1.0, 1e50), "p90 is too large for this median"),
    ("lognormal_median_sigma", (1.0, -0.5), "sigma must not be negative"),
    ("lognormal_median_sigma", (1.0, 30.0), "sigma must not exceed 25"),
    ("exponential", (-1.0,), "mean must not be negative"),
    ("exponential", (inf,), "mean must be a finite number up to 1e+100, not inf"),
    ("gamma", (0.0, 1.0), "shape must be above zero"),
    ("gamma", (1.0, -1.0), "scale must not be negative"),
    ("weibull", (-1.0, 1.0), "shape must be above zero"),
    ("weibull", (0.001, 1.0), "shape must not be below 0.02"),
    ("beta", (1.0, 0.0), "beta must be above zero"),
    ("beta", (1.0, 1.0, 3.0, 2.0), "low must not exceed high"),
    ("beta", (1.0, 1e7), "alpha and beta must not exceed 1000000"),
    ("beta", (1.0,), "beta takes alpha, beta, low, high, not 1 argument"),
    ("poisson", (-1.0,), "mean must not be negative"),
    ("poisson", (1e9,), "mean must not exceed 1000000"),
    ("empirical", (), "empirical needs at least one of values and weights"),
    ("empirical", (1.0, 2.0, 3.0), "empirical needs as many weights as values"),
    ("empirical", (1.0, 2.0, 0.0, 0.0), "at least one weight must be above zero"),
    ("empirical", (1.0, 2.0, nan, 1.0), "weights must be a finite number up to 1e+100, not nan"),
    ("empirical", (1.0, nan, 1.0, 1.0), "values must be a finite number up to 1e+100, not nan"),
    ("bernoulli", (1.5,), "a probability must lie between 0 and 1"),
    ("bernoulli", (nan,), "p must be a finite number up to 1e+100, not nan"),
    ("ordinal", (1.0, -1.0), "weights must not be negative"),
    ("ordinal", (1e-310,), "weights is too close to zero: 1e-310"),
    ("ordinal", (), "ordinal needs at least one of weights"),
    ("gama", (1.0, 1.0), "there is no distribution 'gama'; did you mean 'gamma'?"),
]


@pytest.mark.parametrize("kind,args,sentence", WRONG)
def test_what_is_wrong_is_said(kind: str, args: tuple[float, ...], sentence: str) -> None:
    """The sentence names the argument and what is allowed."""
    assert check(kind, args) == sentence


def test_an_unknown_kind_unlike_any() -> None:
    """Where no name is near, all are listed."""
    sentence = check("zzz", ())
    assert sentence is not None
    assert all(kind in sentence for kind in KINDS)


numbers = st.floats() | st.sampled_from([0.0, 1e-300, 1e-99, 1e-9, 1.0, 2.0, 1e4, 1e100]) | st.floats(0, 1e3)


@given(st.sampled_from(sorted(KINDS)), st.lists(numbers, max_size=6), st.data())
def test_what_passes_can_be_drawn(kind: str, args: list[float], data: st.DataObject) -> None:
    """Any arguments are either explained or give finite numbers and moments, at any u that there is."""
    count = KINDS[kind].count
    args = args if count is None else [*args, 1.0, 1.0, 2.0, 3.0][:count]
    u = data.draw(st.floats(0, 1, exclude_min=True, exclude_max=True) | st.sampled_from([2.0**-53, 1 - 2.0**-53]))
    if check(kind, args) is None:
        assert isfinite(quantile(kind, u, args))
        assert all(isfinite(moment) for moment in moments(kind, args))


@pytest.mark.parametrize(
    "kind,args,u",
    [
        ("beta", (1074.0, 1.0), 5e-324),
        ("beta", (1e6, 1e-11), 0.5),
        ("beta", (1e-99, 1e6), 0.5),
        ("gamma", (1e-99, 1.0), 0.5),
        ("gamma", (9e3, 1.0), 5e-324),
        ("poisson", (1e6,), 5e-324),
        ("lognormal_median_sigma", (1e100, 25.0), 1 - 2.0**-53),
        ("weibull", (0.02, 1e100), 1 - 2.0**-53),
    ],
)
def test_far_corners(kind: str, args: tuple[float, ...], u: float) -> None:
    """The largest and smallest arguments and luck that are allowed still give a number."""
    assert isfinite(quantile(kind, u, args))


def test_defaults() -> None:
    """A beta without limits is between 0 and 1; nothing else may be left out."""
    assert KINDS["beta"].complete((2.0, 3.0)) == (2.0, 3.0, 0.0, 1.0)
    assert KINDS["beta"].complete((2.0, 3.0, -1.0)) == (2.0, 3.0, -1.0, 1.0)
    assert KINDS["beta"].required == ("alpha", "beta")
    assert all(kind.required == kind.args for name, kind in KINDS.items() if name != "beta")

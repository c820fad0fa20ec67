"""A sampler is the quantile of its arguments, prepared; only gamma, beta and pert read a table, and that is close."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws.distributions import moments, quantile, sampler
from heatsim.draws.distributions.tables import CELLS, LOWEST, WIDTH, cells, with_table
from heatsim.errors import UsageError

EXACT = [
    ("uniform", (2.0, 5.0)),
    ("triangular", (1.0, 2.0, 6.0)),
    ("normal", (300.0, 90.0)),
    ("normal", (0.5, 1.0)),
    ("plain_normal", (-3.0, 2.0)),
    ("lognormal_mean_sd", (738e6, 400e6)),
    ("lognormal_median_p90", (9.2, 24.36)),
    ("lognormal_median_sigma", (9.2, 0.76)),
    ("exponential", (180.0,)),
    ("weibull", (1.5, 10.0)),
    ("gamma", (0.05, 1.0)),
    ("gamma", (1e6, 1.0)),
    ("beta", (0.1, 3.0)),
    ("poisson", (0.1,)),
    ("poisson", (4.0,)),
    ("poisson", (700.0,)),
    ("empirical", (5.0, 1.0, 3.0, 2.0, 0.0, 1.0)),
    ("bernoulli", (0.3,)),
    ("bernoulli", (0.0,)),
    ("bernoulli", (1.0,)),
    ("ordinal", (1.0, 0.0, 2.0)),
]
TABLED: list[tuple[str, tuple[float, ...]]] = [("gamma", (shape, 3.0)) for shape in (0.2, 0.5, 1.0, 2.5, 9.0, 200.0)]
TABLED += [("beta", shapes) for shapes in ((0.2, 0.2), (0.2, 50.0), (50.0, 0.2), (0.5, 1.5), (1.0, 1.0), (2.0, 3.0), (300.0, 40.0))]
TABLED += [("pert", (0.0, mode, 10.0)) for mode in (0.0, 0.1, 3.0, 5.0, 10.0)]

lattice = st.integers(0, 2**52 - 1).map(lambda cell: (cell + 0.5) * 2.0**-52)


@given(st.sampled_from(EXACT), lattice | st.sampled_from([2.0**-53, 1 - 2.0**-53]))
def test_exact_kinds_agree_to_the_bit(case: tuple[str, tuple[float, ...]], u: float) -> None:
    """It does not matter whether arguments are known in advance."""
    assert sampler(*case)(u) == quantile(case[0], u, case[1])


@pytest.mark.parametrize("kind,args", TABLED)
def test_tables_are_close_and_do_not_decrease(kind: str, args: tuple[float, ...]) -> None:
    """In the middle a table is within a millionth of the standard deviation of the exact quantile; in the tails it is that."""
    draw, sd = sampler(kind, args), moments(kind, args)[1]
    inside = [LOWEST + WIDTH * (cell + part) for cell in (0, 1, 2, 90, 190, 300, 381, 382, 383) for part in (0.0, 0.21, 0.5, 0.79)]
    assert max(abs(draw(u) - quantile(kind, u, args)) for u in inside) < 1e-6 * sd
    outside = [1e-6, 0.01, LOWEST - 1e-9, 1 - LOWEST + 1e-9, 0.99, 1 - 1e-6]
    assert all(draw(u) == quantile(kind, u, args) for u in outside)
    values = [draw((i + 0.5) / 2000) for i in range(2000)]
    assert all(low <= high for low, high in pairwise(values))


def test_a_coarse_table_would_be_noticed() -> None:
    """Wrong slopes break the closeness that the test above asks for."""

    def exact(u: float) -> float:
        return quantile("exponential", u, (1.0,))

    good = with_table(exact, cells(lambda u: (exact(u), 1.0 / (1.0 - u))))
    poor = with_table(exact, cells(lambda u: (exact(u), 0.9 / (1.0 - u))))
    middle = LOWEST + WIDTH * (CELLS - 0.7)
    assert abs(good(middle) - exact(middle)) < 1e-6 < abs(poor(middle) - exact(middle))


def test_tables_never_decrease_whatever_the_slopes() -> None:
    """Slopes too steep for their cell are held back."""
    staircase = with_table(lambda u: float(u > 0.5), cells(lambda u: (float(u > 0.5), 1e3)))
    values = [staircase(LOWEST + WIDTH * i / 7) for i in range(7 * CELLS)]
    assert all(low <= high for low, high in pairwise(values))


def test_prepared_once() -> None:
    """The same arguments give the same function, whole numbers or not."""
    assert sampler("gamma", [2, 3]) is sampler("gamma", (2.0, 3.0))


@pytest.mark.parametrize("kind,args", [("lognormal_median_p90", (10.0, 5.0)), ("gama", (1.0, 1.0)), ("normal", (1.0,))])
def test_impossible_arguments(kind: str, args: tuple[float, ...]) -> None:
    """What does not exist is refused before anything is drawn."""
    with pytest.raises(UsageError):
        sampler(kind, args)
    with pytest.raises(UsageError):
        quantile(kind, 0.5, args)
    with pytest.raises(UsageError):
        moments(kind, args)

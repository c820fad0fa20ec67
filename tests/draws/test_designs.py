"""Designs: antithetic pairs, Latin hypercubes, Sobol' points, mixtures, all through addressed draws."""

from __future__ import annotations

import itertools
import pickle

import numpy as np
import pytest

from heatsim.draws.designs import DESIGN, PLAIN, Antithetic, Design, LatinHypercube, Mixed, Points, SobolPoints
from heatsim.draws.world import Draws
from heatsim.errors import UsageError

SITES = ("crew/work", "police/drive")


def block_of(design: Design, number: int, size: int, site: str) -> list[float]:
    return [design.draws(1995, number * size + row, {}).uniform(site) for row in range(size)]


def test_plain_replications_are_themselves() -> None:
    """Without a design, replication k has the draws of k."""
    assert PLAIN.draws(1995, 17, {"crew/work": 0.5}) == Draws(1995, 17, pins={"crew/work": 0.5})


def test_pairs_are_mirrored() -> None:
    """The second of a pair has 1 - u everywhere, or at the sites that are named."""
    first, second = (Antithetic().draws(1995, 2 * 8 + k, {}) for k in (0, 1))
    assert [second.uniform(site, 3) for site in SITES] == [1 - first.uniform(site, 3) for site in SITES]
    second = Antithetic(SITES[:1]).draws(1995, 17, {})
    assert second.uniform(SITES[0]) == 1 - first.uniform(SITES[0])
    assert second.uniform(SITES[1]) == first.uniform(SITES[1])


@pytest.mark.parametrize("kind", [LatinHypercube, SobolPoints])
def test_each_cell_has_one_point(kind: type[LatinHypercube] | type[SobolPoints]) -> None:
    """In a block every one of `size` equal cells of every site is hit once, in another order at each site."""
    if kind is SobolPoints:
        pytest.importorskip("scipy")
    orders = set()
    for site, number in itertools.product(SITES, (0, 3)):
        cells = [int(u * 16) for u in block_of(kind(SITES, 16), number, 16, site)]
        assert sorted(cells) == list(range(16))
        orders.add(tuple(cells))
    assert len(orders) == 4


def test_plain_draws_leave_cells_empty() -> None:
    """The check of the cells can fail."""
    assert sorted(int(u * 16) for u in block_of(PLAIN, 0, 16, SITES[0])) != list(range(16))


def test_sobol_points_fill_the_square() -> None:
    """Sixteen points hit each of the sixteen squares of a 4 x 4 board once, whatever the shift."""
    pytest.importorskip("scipy")
    xs, ys = (block_of(SobolPoints(SITES, 16), 5, 16, site) for site in SITES)
    assert len({(int(4 * x), int(4 * y)) for x, y in zip(xs, ys, strict=True)}) == 16


@pytest.mark.parametrize("kind", [LatinHypercube, SobolPoints])
def test_designed_numbers_are_uniform(kind: type[LatinHypercube] | type[SobolPoints]) -> None:
    """Over many blocks a single row's number has mean 1/2 and variance 1/12: the randomisation leaves no bias."""
    if kind is SobolPoints:
        pytest.importorskip("scipy")
    us = np.array([kind(SITES, 8).draws(1995, 8 * number + 3, {}).uniform(SITES[0]) for number in range(400)])
    assert abs(us.mean() - 0.5) < 4 * (1 / 12 / 400) ** 0.5
    assert abs(us.var() - 1 / 12) < 4 * (1 / 180 / 400) ** 0.5


def test_other_sites_keep_their_luck() -> None:
    """A design moves no draw at sites it does not name, nor a later draw at those it does; pins win over it."""
    designed = LatinHypercube(SITES[:1], 8).draws(1995, 21, {"crew/work": 0.3})
    assert designed.uniform("police/drive") == Draws(1995, 21).uniform("police/drive")
    assert designed.uniform("crew/work", 1) == Draws(1995, 21).uniform("crew/work", 1)
    assert designed.uniform("crew/work") == 0.3


def test_mixtures_take_a_group_from_the_other_world() -> None:
    """A mixture is the first world but for its sites; with no sites the two worlds have nothing in common."""
    first, second, mixed = (design.draws(1995, 4, {}) for design in (Mixed(), Mixed(second=True), Mixed(SITES[:1])))
    assert second == Draws(1995, 4, DESIGN)
    assert mixed.uniform(SITES[0], 2) == second.uniform(SITES[0], 2) != first.uniform(SITES[0], 2)
    assert mixed.uniform(SITES[1], 2) == first.uniform(SITES[1], 2)
    back = Mixed(SITES[:1], second=True).draws(1995, 4, {})
    assert back.uniform(SITES[0]) == first.uniform(SITES[0])
    assert back.uniform(SITES[1]) == second.uniform(SITES[1])


def test_points_share_luck() -> None:
    """Replications of a point differ in luck, the same replication of two points does not; `luck` gives a point other luck."""
    points = Points(("parameters/work",), ((0.1,), (0.9,)), each=3)
    assert points.draws(1995, 4, {}) == Draws(1995, 1, pins={"parameters/work": 0.9})
    assert Points(("parameters/work",), ((0.1,), (0.9,)), 1, (0, 7)).draws(1995, 1, {}).replication == 7


@pytest.mark.parametrize(
    "make, complaint",
    [
        (lambda: SobolPoints(SITES, 12), "powers of two, not 12"),
        (lambda: LatinHypercube((), 8), "at least one site"),
        (lambda: LatinHypercube(("a", "a"), 8), "each site once"),
        (lambda: LatinHypercube(SITES, 1), "at least two points"),
    ],
)
def test_impossible_designs_are_refused(make: object, complaint: str) -> None:
    """A design that cannot be made says why."""
    with pytest.raises(UsageError, match=complaint):
        make()  # type: ignore[operator]


def test_designs_travel() -> None:
    """A worker makes the same draws of a design."""
    design = LatinHypercube(SITES, 8)
    assert pickle.loads(pickle.dumps(design)).draws(1995, 9, {}) == design.draws(1995, 9, {})

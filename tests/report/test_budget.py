"""How much is run for a page."""

from __future__ import annotations

import pytest

from heatsim.report import budget

SIZES = (20, 400, 1600, 4000, 50_000)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("n", [1, 10, 1000, 100_000])
def test_no_part_gets_more_than_the_study(n: int, size: int) -> None:
    """Pairs, screen and tornado are at least one replication each, and at most as many as the study."""
    for compiled in (False, True):
        how = {"compiled": compiled}
        for got in (budget.pairs(n, 20, size, **how), budget.screened(n, size, **how), budget.tried(n, size, **how)):
            assert 1 <= got <= n


def test_many_variants_share_what_few_would_get() -> None:
    """Twice the study together, but enough for each to say something; a longer program gets less."""
    assert budget.pairs(1000, 4, 1600) == 500
    assert budget.pairs(1000, 20, 1600) == 100
    assert budget.pairs(1000, 500, 1600) == budget.FEWEST
    assert budget.pairs(1000, 36, 3881) == budget.FEWEST
    assert budget.pairs(1000, 36, 3881, compiled=True) == 458
    assert budget.tried(1000, 3881, compiled=True) == 824
    assert [budget.screened(1000, size) for size in SIZES] == [1000, 1000, 1000, 400, 250]
    assert [budget.tried(1000, size) for size in SIZES] == [200, 200, 100, 60, 60]

"""The coin, and tables of its tosses made without an engine."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from heatsim.draws.address import site_number
from heatsim.draws.philox import first_words
from heatsim.scenario.load import Scenario, loads
from heatsim.study.stopping.subject import Subject, find_subject
from heatsim.study.stopping.target import parse_target
from heatsim.study.table import Table
from support.coin import COIN

ENDINGS = (SimpleNamespace(name="heads"), SimpleNamespace(name="tails"))


@pytest.fixture(scope="session")
def coin() -> Scenario:
    """A coin that comes up heads with probability 0.3."""
    return loads(COIN, "coin.yaml")


def uniforms(seed: int, count: int, site: str = "coin/toss") -> np.ndarray:
    """The number that replications 0 to count - 1 have at a site, by the published formula."""
    one = np.array([[0]], dtype=np.uint64)
    words = first_words(
        one,
        np.array([[site_number(site)]], dtype=np.uint64),
        np.arange(count, dtype=np.uint64)[:, None],
        one,
        np.array([[seed]], dtype=np.uint64),
    )
    return ((words[:, 0] >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def tosses(seed: int, count: int, p: float, start: int = 0) -> Table:
    """The endings of the coin's replications."""
    heads = uniforms(seed, start + count)[start:] >= 1 - p
    return Table(
        np.arange(start, start + count),
        np.zeros(count, np.int8),
        np.where(heads, 0, 1).astype(np.int32),
        np.zeros(count, np.int64),
        np.zeros((count, 0)),
    )


@pytest.fixture
def toss() -> Callable[..., Table]:
    """`tosses`, which makes tables."""
    return tosses


@pytest.fixture
def subject() -> Callable[[str], Subject]:
    """A target of the coin's endings."""
    return lambda text: find_subject(parse_target(text), (), ENDINGS)  # type: ignore[arg-type]

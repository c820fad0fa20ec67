"""Draws look independent and uniform along every axis of their addresses: replications, occurrences, sites, seeds and words.

The main tests of Knuth (The Art of Computer Programming, vol. 2, 3.3.2: equidistribution, serial, gap, runs, poker by permutations,
maximum of t, birthday spacings, serial correlation) and the frequency of bits (NIST SP 800-22). Each gives a number that is
standard normal, or close to it, for true randomness; there are some hundred of them, so none is beyond five and a half by chance.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from heatsim.draws.batch import further, prefetch
from heatsim.draws.world import Draws

Stream = NDArray[np.float64]
FAR = 5.5


def replications(count: int) -> Stream:
    """One site in one replication after the other."""
    return np.array(prefetch([Draws(1995, k) for k in range(count)], ["mccauley/the nod"], [1])).reshape(-1)


def occurrences(count: int) -> Stream:
    """One site in one replication, again and again."""
    return np.array(further(Draws(1995, 17), "mccauley/fire", 0, count))


def sites(count: int) -> Stream:
    """Places with names that differ in a number."""
    return np.array(prefetch([Draws(1995, 17)], [f"units[{k}]/travel" for k in range(count)], [1] * count)).reshape(-1)


def seeds(count: int) -> Stream:
    """One draw under one seed after the other."""
    return np.array(prefetch([Draws(k, 17) for k in range(count)], ["mccauley/the nod"], [1])).reshape(-1)


def mixed(count: int) -> Stream:
    """As an engine takes them: some sites, some occurrences each, replication by replication."""
    names, each = [f"crew/step {k}" for k in range(8)], 4
    return np.array(prefetch([Draws(7, k) for k in range(count // 32)], names, [each] * 8)).reshape(-1)


AXES: dict[str, Callable[[int], Stream]] = {one.__name__: one for one in (replications, occurrences, sites, seeds, mixed)}


def chi_square(counts: NDArray[np.int64], expected: NDArray[np.float64] | float) -> float:
    """A sum of squares as a normal number (Wilson and Hilferty 1931)."""
    freedom = counts.size - 1
    sum_of_squares = float(((counts - expected) ** 2 / expected).sum())
    return float(((sum_of_squares / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / math.sqrt(2 / (9 * freedom)))


def equidistribution(u: Stream) -> float:
    return chi_square(np.bincount((u * 256).astype(int), minlength=256), len(u) / 256)


def bits(u: Stream) -> float:
    """The share of ones among the 52 bits, and with it every bit by itself."""
    words = (u * 2.0**52).astype(np.uint64)
    ones = np.array([int(((words >> np.uint64(k)) & np.uint64(1)).sum()) for k in range(52)])
    return chi_square(np.append(ones, 52 * len(u) - ones.sum()), np.append(np.full(52, len(u) / 2), 26.0 * len(u)))


def serial(u: Stream) -> float:
    """Pairs, side by side."""
    cells = (u * 16).astype(int)
    return chi_square(np.bincount(cells[0::2][: len(u) // 2] * 16 + cells[1::2], minlength=256), len(u) / 2 / 256)


def permutations(u: Stream) -> float:
    """The order of four in a row."""
    fours = u[: len(u) // 4 * 4].reshape(-1, 4).argsort(axis=1) @ np.array([64, 16, 4, 1])
    places = sorted(a * 64 + b * 16 + c * 4 + d for a, b, c, d in itertools.permutations(range(4)))
    counts = np.bincount(fours, minlength=256)[places]
    return chi_square(counts, counts.sum() / 24)


def runs(u: Stream) -> float:
    """How often it turns from up to down (Kendall and Stuart)."""
    steps = np.diff(u) > 0
    turns, n = int((steps[1:] != steps[:-1]).sum()), len(u)
    return float((turns - 2 * (n - 2) / 3) / math.sqrt((16 * n - 29) / 90))


def gaps(u: Stream) -> float:
    """How long until the next below one quarter."""
    hits = np.flatnonzero(u < 0.25)
    lengths = np.minimum(np.diff(hits) - 1, 19)
    shares = np.array([0.25 * 0.75**k for k in range(19)] + [0.75**19])
    return chi_square(np.bincount(lengths, minlength=20), shares * len(lengths))


def maximum(u: Stream) -> float:
    """The largest of eight, to the eighth power, is uniform."""
    return equidistribution(u[: len(u) // 8 * 8].reshape(-1, 8).max(axis=1) ** 8)


def birthdays(u: Stream) -> float:
    """Spacings that come twice: a Poisson number."""
    days, year = 512, 2.0**25
    count = len(u) // days
    spacings = np.sort(np.diff(np.sort((u[: count * days] * year).astype(np.int64).reshape(count, days), axis=1), axis=1), axis=1)
    twice, expected = int((np.diff(spacings, axis=1) == 0).sum()), count * days**3 / (4 * year)
    return float(2 * (math.sqrt(twice) - math.sqrt(expected)))


def correlation(u: Stream) -> float:
    """The largest of the serial correlations of lags 1 to 32."""
    centred = (u - 0.5) * math.sqrt(12)
    found = [float((centred[:-lag] * centred[lag:]).sum() / math.sqrt(len(u) - lag)) for lag in range(1, 33)]
    return max(found, key=abs)


TESTS = (equidistribution, bits, serial, permutations, runs, gaps, maximum, birthdays, correlation)


@pytest.mark.parametrize("axis", AXES)
def test_a_short_stretch(axis: str) -> None:
    """Sixteen thousand draws along each axis."""
    u = AXES[axis](1 << 14)
    assert len(u) == 1 << 14
    assert {test.__name__: z for test in TESTS if abs(z := test(u)) > FAR} == {}


@pytest.mark.statistical
@pytest.mark.parametrize("axis", AXES)
def test_a_long_stretch(axis: str) -> None:
    """Half a million along each axis."""
    u = AXES[axis](1 << 19)
    assert {test.__name__: z for test in TESTS if abs(z := test(u)) > FAR} == {}


@pytest.mark.statistical
def test_axes_do_not_know_of_each_other() -> None:
    """No two seeds, sites or purposes go together, however close their numbers and names are."""
    names = ["a", "b", "aa", "a/b", "a/c", "units[1]/travel", "units[2]/travel", "units[11]/travel"]
    count = 1 << 16
    table = np.array(prefetch([Draws(1995, k) for k in range(count)], names, [1] * len(names)))[:, :, 0]
    others = [
        np.array(prefetch([Draws(seed, k, purpose=purpose) for k in range(count)], ["a"], [1])).reshape(-1)
        for seed, purpose in ((1996, 0), (1995, 1), (1995 + 2**32, 0), (2**63 + 1995, 0))
    ]
    columns = (np.column_stack([table, *others]) - 0.5) * math.sqrt(12)
    products = columns.T @ columns / math.sqrt(count)
    assert np.abs(products[np.triu_indices(len(products), 1)]).max() < FAR


BAD: dict[str, tuple[Callable[[Stream], Stream], str]] = {
    "not quite even": (lambda u: u**1.05, "equidistribution"),
    "few bits": (lambda u: np.floor(u * 2**20) / 2**20, "bits"),
    "each like the one before": (lambda u: 0.95 * u + 0.05 * np.roll(u, 1), "correlation"),
    "pairs in order": (
        lambda u: np.where(np.arange(len(u)) % 16 < 2, np.sort(u.reshape(-1, 2), axis=1).reshape(-1), u),
        "permutations",
    ),
    "too even": (lambda u: np.sort(u), "runs"),
}


@pytest.mark.parametrize("name", BAD)
def test_the_battery_finds_what_is_bad(name: str) -> None:
    """Negative control: numbers spoilt a little are found, by the test that looks for it."""
    spoil, finder = BAD[name]
    found = {test.__name__ for test in TESTS if abs(test(spoil(mixed(1 << 16)))) > FAR}
    assert finder in found

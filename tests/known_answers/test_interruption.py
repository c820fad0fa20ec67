"""Interruption on the textbook path: the closed form, its published value, and what the method assumes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from heatsim.study.results import Results

MEAN = [10, 12, 90, 10, 90, 120]
SD = [3, 3.6, 27, 3, 27, 36]
DETECTS = [0, 0, 0.9, 0, 0.9, 0]
R, R_SD, C = 300, 90, 0.95
SIZES = [4_000, pytest.param(100_000, marks=pytest.mark.statistical)]
Run = Callable[..., Results]
Distance = Callable[[Any, float], float]


def exact(location: str = "BBBBBB", detects: Sequence[float] = DETECTS) -> float:
    """Probability of interruption in closed form: plainly normal times, communication tried once per attack."""
    total, unseen = 0.0, 1.0
    for i, d in enumerate(detects):
        w = {"B": 1.0, "M": 0.5, "E": 0.0}[location[i]]
        mean = w * MEAN[i] + sum(MEAN[i + 1 :])
        variance = (w * SD[i]) ** 2 + sum(s * s for s in SD[i + 1 :])
        total += unseen * d * 0.5 * (1 + math.erf((mean - R) / math.sqrt(2 * (variance + R_SD**2))))
        unseen *= 1 - d
    return C * total


def exact_lognormal(step: float = 0.1, top: float = 2400) -> float:
    """The same with lognormal times of equal moments, by convolution of the densities on a grid."""
    at = np.arange(step / 2, top, step)

    def density(mean: float, sd: float) -> Any:
        s2 = math.log(1 + (sd / mean) ** 2)
        return step * np.exp(-((np.log(at / mean) + s2 / 2) ** 2) / (2 * s2)) / (at * math.sqrt(2 * math.pi * s2))

    def in_time(tasks: Sequence[int]) -> float:
        size = 2 * len(at)
        left = np.prod([np.fft.rfft(density(MEAN[i], SD[i]), size) for i in tasks], axis=0)
        total = np.fft.irfft(left, size)[: len(at)]
        shift = len(tasks) * step / 2  # sums of mid points
        response = np.cumsum(density(R, R_SD))
        return float(np.sum(total * np.interp(np.arange(len(at)) * step + shift, at + step / 2, response)))

    return C * (0.9 * in_time([2, 3, 4, 5]) + 0.1 * 0.9 * in_time([4, 5]))


def interrupted(results: Results) -> Any:
    return results["ending"] == "interrupted"


def test_the_closed_form_gives_the_published_value() -> None:
    """The formula gives the textbook's 0.476 (0.476041)."""
    assert exact() == pytest.approx(0.476041, abs=5e-7)


@pytest.mark.parametrize("replications", SIZES)
def test_plain_normal_times_give_the_closed_form(replications: int, reference: Run, sigmas: Distance) -> None:
    """The process model agrees with the closed form."""
    assert sigmas(interrupted(reference("interruption", replications)), exact()) < 4


@pytest.mark.parametrize("replications", SIZES)
def test_lognormal_times_give_the_convolution(replications: int, reference: Run, sigmas: Distance) -> None:
    """Lognormal times of equal moments give about 0.504, as numerical convolution says."""
    expected = exact_lognormal()
    assert expected == pytest.approx(0.504, abs=1e-3)
    assert sigmas(interrupted(reference("interruption", replications, "lognormal_times")), expected) < 4


@pytest.mark.parametrize("replications", [1_500, pytest.param(100_000, marks=pytest.mark.statistical)])
@pytest.mark.parametrize("variant, location", [("sensors_in_the_middle", "BBMBMB"), ("sensors_at_the_end", "BBEBEB")])
def test_sensor_places(variant: str, location: str, replications: int, reference: Run, sigmas: Distance) -> None:
    """A sensor in the middle splits one drawn delay in halves, one at the end leaves nothing of its task."""
    assert sigmas(interrupted(reference("interruption", replications, variant)), exact(location)) < 4


@pytest.mark.statistical
@pytest.mark.parametrize("mutant", ["sensors_in_the_middle", "tried_per_sensor", "lognormal_times"])
def test_mutants_fail_the_comparison(mutant: str, reference: Run, sigmas: Distance) -> None:
    """Sensors at M instead of B, communication tried per sensor, or lognormal times are noticed at 100,000 replications."""
    assert sigmas(interrupted(reference("interruption", 100_000, mutant)), exact()) > 4


def test_a_misplaced_sensor_fails_the_comparison_in_the_default_suite(reference: Run, sigmas: Distance) -> None:
    """Sensors at M instead of B are noticed with a few replications."""
    assert sigmas(interrupted(reference("interruption", 1_500, "sensors_in_the_middle")), exact()) > 4


def test_no_detection_no_interruption(reference: Run) -> None:
    """Without detection nobody is ever interrupted."""
    assert not interrupted(reference("interruption", 500, door_detects=0, vault_detects=0)).any()


def test_no_spread_is_deterministic(reference: Run) -> None:
    """With zero spread a communicated alarm at the first door interrupts (310 s against 300 s), one at the second does not."""
    results = reference("interruption", 1_000, "no_spread")
    at_the_first_door = results["communicated"] & (results["time_left"] == 310)
    assert (interrupted(results) == at_the_first_door).all()


def test_one_more_sensor_never_hurts(reference: Run) -> None:
    """On the same luck an added sensor turns no interruption into a completed path, and does help somebody."""
    before, after = (interrupted(reference("interruption", 1_500, variant)) for variant in (None, "fence_sensor_added"))
    assert not (before & ~after).any()
    assert (after & ~before).any()


def test_a_slower_response_never_helps(reference: Run) -> None:
    """On the same luck a longer response interrupts nobody more; the reverse comparison fails."""
    usual = interrupted(reference("interruption", 1_500))
    slower = interrupted(reference("interruption", 1_500, response_time="+30 s"))
    assert not (slower & ~usual).any()
    assert (usual & ~slower).any()

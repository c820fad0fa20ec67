"""Reference scenarios run once per session, and how far a result is from its exact value.

Small numbers of replications are the SimPy engine's, large ones the compiled engine's where numba is installed: both are held to
the exact values. `tests/engines` compares their rows one by one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heatsim.scenario.load import load
from heatsim.study.results import Results
from heatsim.study.run import run

REFERENCE = Path(__file__).parents[2] / "scenarios" / "reference"
MANY = 50_000  # replications: worth the seconds that the compiled engine takes to get ready


@cache
def _run(name: str, replications: int, variant: str | None, changes: tuple[tuple[str, Any], ...]) -> Results:
    scenario = load(REFERENCE / f"{name}.yaml")
    if variant:
        scenario = scenario.variant(variant)
    if changes:
        scenario = scenario.vary(dict(changes))
    engine = "compiled" if replications >= MANY and find_spec("numba") is not None else "simpy"
    results = run(scenario, replications=replications, seed=1995, workers=1, chunk=min(replications, 5_000), engine=engine)
    assert not results.failures
    return results


@pytest.fixture(scope="session")
def reference() -> Callable[..., Results]:
    """`reference(name, replications, variant, parameter=value, ...)`: results of a reference scenario, kept for the session."""

    def results(name: str, replications: int, variant: str | None = None, **changes: Any) -> Results:
        return _run(name, replications, variant, tuple(changes.items()))

    return results


@pytest.fixture(scope="session")
def sigmas() -> Callable[[Any, float], float]:
    """`sigmas(values, exact)`: distance of the mean from the exact value in standard errors; exact ones for true and false."""

    def distance(values: Any, exact: float) -> float:
        numbers = np.asarray(values, dtype=float)
        spread = math.sqrt(exact * (1 - exact)) if set(numbers.tolist()) <= {0.0, 1.0} else float(numbers.std(ddof=1))
        return abs(float(numbers.mean()) - exact) / (spread / math.sqrt(len(numbers)))

    return distance

"""The armored-car scenario, and its first replications as rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from heatsim.scenario.load import Scenario, load
from heatsim.study.results import Results
from heatsim.study.run import run

REPLICATIONS = 400


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load(Path(__file__).parents[2] / "scenarios" / "armored-car.yaml")


@pytest.fixture(scope="session")
def outcomes() -> Callable[..., Results]:
    """The same replications of any variant."""

    def rows(scenario: Scenario, replications: int = REPLICATIONS) -> Results:
        results = run(scenario, replications=replications, seed=1995, workers=1, chunk=replications)
        assert not results.failures
        return results

    return rows


@pytest.fixture(scope="session")
def film(scenario: Scenario, outcomes: Callable[..., Results]) -> Results:
    """The scenario as it stands."""
    return outcomes(scenario)

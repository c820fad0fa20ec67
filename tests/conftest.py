"""Hypothesis profiles: `ci` (the default) finds the same examples on every machine, `thorough` looks further each time. Workers."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],  # explaining a failure takes longer than finding it
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

CHOOSERS = ("heatsim.study.schedule", "heatsim.study.crew", "heatsim.canon.search.find", "heatsim.analysis.rare")


@pytest.fixture(scope="session", autouse=True)
def workers_only_where_asked_for() -> Iterator[None]:
    """Left to heatsim, a run gets workers if it is slow, which here is a matter of what else the machine does; so it gets none.

    What the choice rests on is tested with a clock of its own (tests/study/test_schedule.py).
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in CHOOSERS:
            patch.setattr(f"{module}.cores", lambda: 1)
        yield

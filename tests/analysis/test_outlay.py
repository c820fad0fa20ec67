"""What an analysis of sensitivity is going to cost is what it then does."""

from __future__ import annotations

import pytest

from heatsim.analysis.outlay import outlay
from heatsim.analysis.sensitivity import sensitivity
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario


@pytest.mark.parametrize(
    "model, measure, methods",
    [
        ("shares", "mean(total)", ("tornado", "variance", "luck")),
        ("straight", "mean(y)", ("tornado",)),
        ("straight", "mean(y)", ("morris", "sobol")),
    ],
)
def test_as_many_replications_as_were_said(
    model: str, measure: str, methods: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    """By each method, in their order, and in all."""
    if "morris" in methods:
        pytest.importorskip("SALib")
    scenario: Scenario = request.getfixturevalue(model)
    told = outlay(scenario, methods, replications=20, workers=1)
    begun = []
    sensitivity(
        scenario,
        methods=methods,
        measure=measure,
        replications=20,
        workers=1,
        progress=lambda done, total: begun.append(total) if not done else None,
    )
    assert [count for _, count, _ in told.parts] == begun
    assert told.replications == sum(begun)


def test_it_is_told_in_a_line(straight: Scenario) -> None:
    """How many replications, about how long, and what they are made of."""
    told = str(outlay(straight, ("tornado",), only=["p1", "way"], replications=20, workers=1))
    assert told == "100 replications to come, about 1 min on 1 worker: tornado 100 (2 assumptions at 4 values, 20 each)"


def test_what_does_not_exist_is_said(straight: Scenario) -> None:
    """A name that is wrong is refused here already."""
    with pytest.raises(UsageError, match="p9"):
        outlay(straight, ("tornado",), only=["p9"])

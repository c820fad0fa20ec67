"""The armored car's numbers: each says what it rests on, and the film's stand beside the measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from heatsim.scenario.load import Scenario
from heatsim.scenario.resolved import Parameter


def baseless(parameters: Iterable[Parameter]) -> list[str]:
    """Parameters that do not say what they rest on, or assume a number without saying how far it might be off."""
    supports = {"canon": "facts", "cited": "source", "assumed": "why"}
    wrong = []
    for parameter in parameters:
        number = parameter.kind == "number"
        ranged = parameter.low is not None and parameter.high is not None
        derived = parameter.name in {"on_foot"}
        if not getattr(parameter, supports.get(parameter.basis, ""), None) or (number and not ranged and not derived):
            wrong.append(parameter.name)
    return wrong


def test_every_number_says_what_it_rests_on(scenario: Scenario) -> None:
    """Every parameter has a basis with its fact, source or reason, and every number its range."""
    assert baseless(scenario.resolved.parameters) == []


@pytest.mark.parametrize("gap", [{"basis": ""}, {"why": ""}, {"low": None}])
def test_a_gap_is_noticed(gap: dict[str, Any], scenario: Scenario) -> None:
    """The same check names a parameter whose basis, reason or range is taken away."""
    parameters = [replace(each, **gap) if each.name == "fuse" else each for each in scenario.resolved.parameters]
    assert baseless(parameters) == ["fuse"]


def test_film_values_are_declared(scenario: Scenario) -> None:
    """What the film gives as a number stands in the measures: three guards, $1.6M, eighty seconds, five bullets, three units."""
    canon = {measure.name: measure.canon for measure in scenario.resolved.measures}
    assert canon["guards_killed"] == 3
    assert canon["units_disabled"] == 3
    assert canon["rounds_at_guard_2"] == 5
    assert canon["call_reading"] == pytest.approx(80)
    assert canon["bonds_taken"] == pytest.approx(1_600_000)

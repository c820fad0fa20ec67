"""The armored car's numbers: each says what it rests on, and the film's stand beside the measures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from heatsim.scenario.load import Scenario, loads
from heatsim.scenario.resolved import Parameter

FILE = Path(__file__).parents[2] / "scenarios" / "armored-car.yaml"


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


def test_a_missing_reason_is_noticed() -> None:
    """The same check names a parameter whose reason is taken away."""
    text = FILE.read_text(encoding="utf-8").replace("basis: assumed, why: a prepared device, range", "basis: assumed, range")
    assert baseless(loads(text, name="no reason").resolved.parameters) == ["firebomb_time"]


def test_film_values_are_declared(scenario: Scenario) -> None:
    """What the film gives as a number stands in the measures: three guards, $1.6M, eighty seconds, five bullets, three units."""
    canon = {measure.name: measure.canon for measure in scenario.resolved.measures}
    assert canon["guards_killed"] == 3
    assert canon["units_disabled"] == 3
    assert canon["rounds_at_guard_2"] == 5
    assert canon["call_reading"] == pytest.approx(80)
    assert canon["bonds_taken"] == pytest.approx(1_600_000)

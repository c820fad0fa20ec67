"""The armored car's levers: each moves outcomes the way the facts' logic says, and nothing when it is disconnected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest

from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.load import Scenario
from heatsim.study.results import Results
from heatsim.units import TIME
from support.outcomes import mean, share

Outcomes = Callable[..., Results]

# Of the first 2,400 replications, cut into twelve times as many, each lever shows its effect in every piece.
REPLICATIONS = 200
LOOSE = 30


@pytest.fixture(scope="module", name="film")
def first_of_film(film: Results) -> Results:
    """As many of the scenario as it stands."""
    return film.first(REPLICATIONS)


def fewer(name: str) -> Callable[[Results, Results], bool]:
    return lambda film, other: mean(other, name) < mean(film, name)


def more(name: str) -> Callable[[Results, Results], bool]:
    return lambda film, other: mean(other, name) > mean(film, name)


def none(name: str) -> Callable[[Results, Results], bool]:
    return lambda film, other: mean(other, name) == 0 < mean(film, name)


def wider(film: Results, other: Results) -> bool:
    """On the same luck the margin widens on average where both have one."""
    return float(np.nanmean(other["margin"] - film["margin"])) > 1.0


def longer(film: Results, other: Results) -> bool:
    return float(np.nanmean(other["job_clock"] - film["job_clock"])) > 1.0


def never_met(film: Results, other: Results) -> bool:
    return bool(np.isnan(other["margin"]).all()) and share(other, "intercepted") == 0


def caught_more(film: Results, other: Results) -> bool:
    return share(other, "intercepted") > share(film, "intercepted")


def leaves_a_witness(film: Results, other: Results) -> bool:
    return bool((other["killer_of_guard_3"] == "nobody").all()) and mean(other, "guards_who_can_testify") > 1


# variant, the parameter it pulls, what the facts' logic says must come of it
LEVERS: list[tuple[str, str, Callable[[Results, Results], bool]]] = [
    ("no_waingro", "fifth_man", none("guards_killed")),
    ("steady_fifth_man", "fifth_man", none("guards_killed")),
    ("cheritto_holds_guards", "guards_held_by", none("guards_killed")),
    ("takes_them_over", "after_the_blow", fewer("guards_killed")),
    ("quiet_breach", "breach", none("guards_deaf")),
    ("quiet_breach", "breach", fewer("blow")),
    ("small_charge", "charge", fewer("guards_deaf")),
    ("no_radio", "radio", never_met),
    ("slow_radio", "radio_delay", wider),
    ("fast_police", "first_unit_median", caught_more),
    ("long_search", "search_time", fewer("bonds_taken")),
    ("two_searchers", "searchers", lambda film, other: longer(other, film)),
    ("no_strip", "strip", none("units_disabled")),
    ("no_strip", "strip", more("pursued")),
    ("strip_seen", "sees_strip", fewer("units_disabled")),
    ("guard_searched", "guards_searched", lambda film, other: bool((other["killer_of_guard_2"] == "nobody").all())),
    ("no_nod", "nod_chance", leaves_a_witness),
    ("far_switch", "switch_distance", more("pursued")),
    ("no_firebomb", "firebomb", none("evidence_burned")),
    ("quiet_truck_stop", "patrol_at_truck_stop", fewer("waingro_survives")),
    ("stay_past_zero", "policy_at_zero", more("bonds_taken")),
    ("deaf_to_the_police", "scanner", none("blow")),
]


# one of each kind; the other levers are pulled with the long tests
ALWAYS = (
    "no_waingro",
    "takes_them_over",
    "slow_radio",
    "fast_police",
    "no_strip",
    "no_nod",
    "stay_past_zero",
    "deaf_to_the_police",
)
PULLED = [
    pytest.param(*one, id=f"{one[0]}-{n}", marks=() if one[0] in ALWAYS else pytest.mark.statistical)
    for n, one in enumerate(LEVERS)
]


@pytest.mark.parametrize("variant, parameter, expected", PULLED)
def test_levers(
    variant: str,
    parameter: str,
    expected: Callable[[Results, Results], bool],
    scenario: Scenario,
    film: Results,
    outcomes: Outcomes,
) -> None:
    """Pulled, a lever moves the outcome as the facts say; with its parameter disconnected the same expectation fails."""
    pulled = scenario.variant(variant)
    assert expected(film, outcomes(pulled, REPLICATIONS))
    loose = [replace(each, resolved=disconnected(each, scenario, parameter)) for each in (scenario, pulled)]
    assert not expected(*(outcomes(each, LOOSE) for each in loose))


def disconnected(scenario: Scenario, film: Scenario, parameter: str) -> Any:
    """What a scenario means when every use of a parameter is replaced by the film's value."""
    declared = next(found for found in film.resolved.parameters if found.name == parameter)
    fixed = declared.value if isinstance(declared.value, Expression) else constant(100e6, TIME)
    return without(scenario.resolved, parameter, fixed)


def without(part: Any, parameter: str, fixed: Expression) -> Any:
    """A part of the resolved model with a fixed value in place of a parameter."""
    if isinstance(part, Expression) and part.op == "parameter" and part.name == parameter:
        return fixed
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return tuple(without(each, parameter, fixed) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: without(getattr(part, field.name), parameter, fixed) for field in fields(part)})
    return part


def test_levers_answer_every_question_of_the_facts(scenario: Scenario) -> None:
    """Each of the ten levers AC-V01 to AC-V10 has a named variant that says so, and there are at least ten variants."""
    variants = scenario.resolved.variants
    named = {lever for variant in variants for lever in re.findall(r"AC-V\d\d", variant.text)}
    assert named == {f"AC-V{number:02d}" for number in range(1, 11)}
    assert len(variants) >= 10
    assert {variant for variant, _, _ in LEVERS} == {variant.name for variant in variants}


def test_a_hotter_temper_kills_more_on_the_same_luck(scenario: Scenario, film: Results, outcomes: Outcomes) -> None:
    """Halving the fuse takes no life that was not lost before, and takes more; the reverse does not hold."""
    hotter = outcomes(scenario.vary({"fuse": "*0.5"}), REPLICATIONS)
    first = film["killer_of_guard_1"] == "waingro"
    now = hotter["killer_of_guard_1"] == "waingro"
    assert not (first & ~now).any()
    assert (now & ~first).any()


def test_ignoring_sirens_costs(scenario: Scenario, film: Results, outcomes: Outcomes) -> None:
    """A crew that does not break off on sirens is intercepted more often."""
    assert caught_more(film, outcomes(scenario.vary({"heed_sirens": False}), REPLICATIONS))

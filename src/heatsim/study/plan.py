"""A plan: a scenario, its variants, factors and how many replications of each point, as plain data.

Factors are crossed (every value with every other), linked (they change together) or sampled (points spread over ranges). Every
point has the same seed, so all points see the same luck.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from os import PathLike
from typing import TYPE_CHECKING

from heatsim.draws.designs import Design, LatinHypercube, Plain, SobolPoints
from heatsim.errors import UsageError
from heatsim.study.axis import Axis, axis, parse_axis

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["AS_WRITTEN", "METHODS", "MOST_POINTS", "Plan", "Point", "Sampled", "points", "scenario_of"]

AS_WRITTEN = "as written"  # the variant that is none
METHODS = ("latin", "sobol", "random")
MOST_POINTS = 100_000

Values = str | Sequence[object]


@dataclass(frozen=True, slots=True)
class Sampled:
    """`points` spread over `ranges` (parameter: `LOW:HIGH`), as a Latin hypercube, Sobol' points (a power of two) or at random."""

    ranges: Mapping[str, str]
    points: int
    method: str = "latin"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a study runs. `scenario` is a scenario or the path of one.

    `factors` maps parameters to `LOW:HIGH:POINTS` or a list of values, all crossed; each of `linked` maps parameters to lists
    of one length, which go together; `variants` are names, or `as written`. `measures` are texts such as `share(ending=clean)`.
    """

    scenario: Scenario | str | PathLike[str]
    variants: Sequence[str] = (AS_WRITTEN,)
    factors: Mapping[str, Values] = field(default_factory=dict)
    linked: Sequence[Mapping[str, Values]] = ()
    sampled: Sampled | None = None
    replications: int = 1000
    seed: int = 1995
    measures: Sequence[str] = ()
    engine: str = "auto"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a study: the variant, and for every factor the override and what the table shows for it."""

    number: int
    variant: str
    changes: tuple[tuple[str, object], ...]
    shown: tuple[tuple[str, float | str], ...]


def scenario_of(plan: Plan) -> Scenario:
    """The plan's scenario, loaded if it is a path."""
    from heatsim.scenario.load import Scenario, load

    return plan.scenario if isinstance(plan.scenario, Scenario) else load(plan.scenario)


def points(plan: Plan, scenario: Scenario) -> tuple[Point, ...]:
    """All points in order: variants, then crossed factors, linked ones, samples, the last varying fastest.

    UsageError for unknown names, empty or reversed ranges, factors named twice, lists of different lengths, too many points.
    """
    columns = [*([one] for one in _crossed(scenario, plan.factors)), *(_together(scenario, one) for one in plan.linked)]
    names = [one.name for column in columns for one in column] + list(plan.sampled.ranges if plan.sampled else ())
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"'{twice[0]}' is a factor twice; each parameter can be one once")
    samples = list(_samples(plan.sampled, scenario, plan.seed)) if plan.sampled else [()]
    count = len(plan.variants) * prod(len(column[0].values) for column in columns) * len(samples)
    if not 0 < count <= MOST_POINTS:
        raise UsageError(
            "a plan needs at least one variant" if not count else f"the plan has {count} points; at most {MOST_POINTS}"
        )
    for variant in plan.variants:
        if variant != AS_WRITTEN:
            scenario.variant(variant)
    made = product(plan.variants, *(range(len(column[0].values)) for column in columns), samples)
    return tuple(_point(number, combination, columns) for number, combination in enumerate(made))


def _crossed(scenario: Scenario, factors: Mapping[str, Values]) -> list[Axis]:
    return [_axis(scenario, name, values) for name, values in factors.items()]


def _axis(scenario: Scenario, name: str, values: Values) -> Axis:
    return parse_axis(scenario, f"{name}={values}") if isinstance(values, str) else axis(scenario, name, values)


def _together(scenario: Scenario, linked: Mapping[str, Values]) -> list[Axis]:
    """Factors of one length."""
    if not linked:
        raise UsageError("linked factors need at least one parameter")
    # A linked factor may well stay the same while another changes, which a crossed one may not.
    made = [_repeating(scenario, name, values) for name, values in linked.items()]
    lengths = {one.name: len(one.values) for one in made}
    if len(set(lengths.values())) > 1:
        raise UsageError(f"linked factors have lists of one length, not {', '.join(f'{n} of {k}' for k, n in lengths.items())}")
    return made


def _repeating(scenario: Scenario, name: str, values: Values) -> Axis:
    if isinstance(values, str):
        return _axis(scenario, name, values)
    once = list(dict.fromkeys(map(repr, values)))
    different = axis(scenario, name, [next(value for value in values if repr(value) == text) for text in once])
    order = [once.index(repr(value)) for value in values]
    at = tuple(different.at[i] for i in order) if different.is_numeric else ()
    return Axis(name, tuple(different.values[i] for i in order), at, different.unit, dimension=different.dimension)


def _point(number: int, combination: tuple[object, ...], columns: Sequence[Sequence[Axis]]) -> Point:
    variant, *places, sample = combination
    changes: list[tuple[str, object]] = []
    shown: list[tuple[str, float | str]] = []
    for column, place in zip(columns, places, strict=True):
        for one in column:
            assert isinstance(place, int)
            changes.append((one.name, one.values[place]))
            shown.append((one.name, one.at[place] if one.is_numeric else str(one.values[place])))
    assert isinstance(sample, tuple)
    for name, value, x in sample:
        changes.append((name, value))
        shown.append((name, x))
    return Point(number, str(variant), tuple(changes), tuple(shown))


def _samples(sampled: Sampled, scenario: Scenario, seed: int) -> Iterator[tuple[tuple[str, object, float], ...]]:
    """Points as (parameter, override, place on its scale). Their luck is the design's own: it moves no draw of the model."""
    if sampled.method not in METHODS:
        raise UsageError(f"there is no method '{sampled.method}'; there are {', '.join(METHODS)}")
    if not isinstance(sampled.points, int) or isinstance(sampled.points, bool) or not 2 <= sampled.points <= MOST_POINTS:
        raise UsageError(f"samples have from 2 to {MOST_POINTS} points, not {sampled.points}")
    if not sampled.ranges:
        raise UsageError("samples need at least one range: NAME: LOW:HIGH")
    axes = [parse_axis(scenario, f"{name}={ends}:2") for name, ends in sampled.ranges.items()]
    sites = tuple(f"plan/{one.name}" for one in axes)
    made: dict[str, Design] = {"random": Plain()}
    if sampled.method == "latin":
        made["latin"] = LatinHypercube(sites, sampled.points)
    elif sampled.method == "sobol":
        made["sobol"] = SobolPoints(sites, sampled.points)
    for number in range(sampled.points):
        draws = made[sampled.method].draws(seed, number, {})
        places = [one.at[0] + draws.uniform(site) * (one.at[1] - one.at[0]) for one, site in zip(axes, sites, strict=True)]
        yield tuple((one.name, one.value(x), x) for one, x in zip(axes, places, strict=True))

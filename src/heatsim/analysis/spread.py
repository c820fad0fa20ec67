"""Uncertain parameters as draws: every number with a declared range is drawn evenly from it, at its own site `parameters/NAME`.

Then what is not known and what is left to chance are both draws, told apart by their sites, and one program serves every point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.scenario.resolved import Distribution, Parameter
from heatsim.scenario.vary import parameter_named
from heatsim.study.axis import as_override
from heatsim.units import READER, format_value, to_reader

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["Spread", "ends", "site_of", "spread", "uncertain", "unfit"]


@dataclass(frozen=True, slots=True)
class Spread:
    """A scenario whose uncertain parameters are drawn from their ranges: `names` are those, `left_out` the others and why."""

    scenario: Scenario
    names: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def site_of(name: str) -> str:
    """Where a drawn parameter is drawn."""
    return f"parameters/{name}"


def uncertain(scenario: Scenario, only: Sequence[str] = ()) -> tuple[Parameter, ...]:
    """The parameters with a range, or those of them that are named. UsageError when a name has none, and if nobody has."""
    for name in only:
        parameter = parameter_named(scenario.resolved, name)
        if parameter.low is None:
            raise UsageError(f"'{name}' declares no range; give it one in the file (range: [low, high])")
    found = tuple(p for p in scenario.resolved.parameters if p.low is not None and (not only or p.name in only))
    if not found:
        raise UsageError(f"no parameter of '{scenario.name}' declares a range; there is nothing to be uncertain about")
    return found


def ends(parameter: Parameter) -> tuple[object, object]:
    """Both ends of a parameter's range as overrides."""
    assert parameter.low is not None
    assert parameter.high is not None
    low, high = (as_override(to_reader(end, parameter.dimension), parameter.dimension) for end in (parameter.low, parameter.high))
    return low, high


def spread(scenario: Scenario, only: Sequence[str] = ()) -> Spread:
    """Draw every uncertain parameter from its range. UsageError when none can be."""
    made, names, left_out = scenario, [], []
    for parameter in uncertain(scenario, only):
        if why := unfit(parameter):
            left_out.append((parameter.name, why))
            continue
        try:
            made = made.vary({parameter.name: {"uniform": list(ends(parameter))}})
        except UsageError as error:
            left_out.append((parameter.name, str(error)))
        else:
            names.append(parameter.name)
    if not names:
        raise UsageError(f"no parameter of '{scenario.name}' can be drawn from its range: {left_out[0][0]}: {left_out[0][1]}")
    return Spread(made, tuple(names), tuple(left_out))


def unfit(parameter: Parameter) -> str:
    """Why a parameter with a range is not drawn from it."""
    if isinstance(parameter.value, Distribution) and parameter.drawn == "each":
        return "it is drawn at each use, so it is luck"
    if not isinstance(parameter.value, Distribution) and parameter.value.op != "const":
        return "it follows from others"
    if parameter.low == parameter.high:
        value = format_value(parameter.low or 0.0, parameter.dimension)
        return f"its range is the one value {value}"
    return "" if parameter.dimension in READER else "its values cannot be written"

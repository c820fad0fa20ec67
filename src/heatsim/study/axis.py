"""One factor of a sweep: `NAME=LOW:HIGH:POINTS` becomes values that parameter is given, one after the other.

`tip_delay=0 s:10 min:6` sets values; `response=*0.5:*2:4`, `tip_delay=+0 s:+4 min:5` and `loot=-10 %:+10 %:5` move what is
there, and so keep a drawn parameter drawn; `driver=trejo,breedan` and `guards=2,3,5` list them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.errors import UsageError
from heatsim.scenario.resolved import Distribution, Parameter
from heatsim.scenario.vary import parameter_named
from heatsim.units import (
    NUMBER,
    RATE,
    READER,
    Dimension,
    UnitError,
    dimension_name,
    format_value,
    parse_quantity,
    reader_unit,
    to_reader,
)

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["MOST_POINTS", "Axis", "as_override", "axis", "parse_axis"]

MOST_POINTS = 1000
FORM = "LOW:HIGH:POINTS (how many points, not a step)"
_SIGN = re.compile(r"\s*([*+-])")


@dataclass(frozen=True, slots=True)
class Axis:
    """`values` are overrides of parameter `name`; `at` where they stand on a scale in `unit` (empty for words).

    `sign` is empty for values that are set, `*`, `+` or `%` for those that move what is there. `whole` when the points are whole
    numbers and there is nothing between them.
    """

    name: str
    values: tuple[object, ...]
    at: tuple[float, ...]
    unit: str = ""
    sign: str = ""
    whole: bool = False
    dimension: Dimension = NUMBER
    note: str = ""

    @property
    def is_numeric(self) -> bool:
        return bool(self.at)

    def value(self, x: float) -> object:
        """The override that stands at `x` on the scale."""
        return as_override(x, self.dimension, self.sign)

    def shown(self, index: int) -> str:
        """A value in words."""
        return self.words(self.at[index]) if self.at else str(self.values[index])

    def words(self, x: float) -> str:
        """A place on the scale in words."""
        if self.sign == "*":
            return f"×{x:.4g}"
        if self.sign == "%":
            return f"{100 * x:+.4g} %"
        words = format_value(x * READER.get(self.dimension, ("", 1.0))[1], self.dimension)
        return words if not self.sign or words.startswith("-") else f"+{words}"


def parse_axis(scenario: Scenario, text: str) -> Axis:
    """Read one factor; UsageError for an unknown parameter, an empty or reversed range, too few points, what has no numbers."""
    name, equals, rest = text.partition("=")
    name, rest = name.strip(), rest.strip()
    if not name or not equals or not rest:
        raise UsageError(f"'{text}' is not of the form NAME=LOW:HIGH:POINTS or NAME=VALUE,VALUE,...")
    parameter = parameter_named(scenario.resolved, name)
    if ".." in rest and ":" not in rest and parameter.kind == "number":
        raise UsageError(f"'{text}': a range is written {name}={FORM}, such as {_example(parameter)}")
    if ":" not in rest and not rest.startswith("{"):
        return axis(scenario, name, [part.strip() for part in rest.split(",")])
    parts = [part.strip() for part in rest.split(":")]
    if len(parts) != 3 or not all(parts):
        raise UsageError(f"'{text}': write {name}={FORM}, such as {_example(parameter)}")
    return _ranged(text, parameter, parts[0], parts[1], parts[2])


def axis(scenario: Scenario, name: str, values: Sequence[object]) -> Axis:
    """A factor with the values given, as overrides. UsageError when one does not fit or there are none."""
    parameter = parameter_named(scenario.resolved, name)
    if not values or "" in values:
        raise UsageError(f"{name}: there are no values to try" if not values else f"{name}: one of the values is empty")
    if len({str(value) for value in values}) < len(values):
        raise UsageError(f"{name}: each value can be tried once")
    for value in values:
        scenario.vary({name: value})
    at = [_place(value, parameter.dimension) for value in values] if parameter.kind == "number" else [None]
    kept = tuple(place for place in at if place is not None)
    if len(kept) < len(values):
        return Axis(name, tuple(values), (), note=_note(parameter, ""))
    return Axis(name, tuple(values), kept, reader_unit(parameter.dimension), "", True, parameter.dimension, _note(parameter, ""))


def as_override(x: float, dimension: Dimension, sign: str = "") -> object:
    """A number in reader units as `vary` takes it; exact, since floats are written in full."""
    if sign == "*":
        return f"*{x!r}"
    if sign == "%":
        return f"{'-' if x < 0 else '+'}{abs(100 * x)!r} %"
    unit = "/ s" if dimension == RATE else reader_unit(dimension)
    if sign:
        return f"{'-' if x < 0 else '+'}{abs(x)!r} {unit}".rstrip()
    if dimension == NUMBER:
        return int(x) if x == int(x) else x
    # With its sign in front it would be read as a move of what is there.
    return f"{x!r} {unit}" if x >= 0 else f"0 {unit} - {-x!r} {unit}"


def _ranged(text: str, parameter: Parameter, low_text: str, high_text: str, points_text: str) -> Axis:
    name = parameter.name
    if parameter.kind != "number":
        words = ", ".join(parameter.options) if parameter.kind == "choice" else "true, false"
        raise UsageError(f"{name} is one of {words}: it has no range; list the values, as in {name}={words.replace(' ', '')}")
    if parameter.dimension not in READER:
        raise UsageError(f"{name} is {dimension_name(parameter.dimension)}: its values cannot be written; it has no sweep")
    sign = _sign(text, low_text, high_text)
    low, high = (_number(parameter, part, sign) for part in (low_text, high_text))
    count = _count(text, points_text)
    if low == high:
        raise UsageError(f"'{text}': the range is empty, it begins and ends at {low_text}")
    if low > high:
        raise UsageError(f"'{text}': the range is reversed; write {name}={high_text}:{low_text}:{count}")
    at = tuple(_tidy(low + (high - low) * i / (count - 1)) for i in range(count))
    if not all(map(math.isfinite, at)):
        raise UsageError(f"'{text}': the range is too wide for numbers to lie in it")
    dimension = parameter.dimension
    unit = "" if sign in ("*", "%") else reader_unit(dimension)
    whole = not sign and dimension == NUMBER and low_text.isdigit() and high_text.isdigit() and all(x == int(x) for x in at)
    values = tuple(as_override(x, dimension, sign) for x in at)
    return Axis(name, values, at, unit, sign, whole and count == int(high - low) + 1, dimension, _note(parameter, sign))


def _sign(text: str, low: str, high: str) -> str:
    """How both ends move what is there, or empty if they replace it."""
    found = [match[1] if (match := _SIGN.match(part)) else "" for part in (low, high)]
    if found == ["", ""]:
        return ""
    if "" in found or ("*" in found and found != ["*", "*"]):
        raise UsageError(f"'{text}': both ends must set a value, or both move what is there (*0.5:*2, +0 s:+4 min)")
    if found == ["*", "*"]:
        return "*"
    percent = [part.rstrip().endswith("%") for part in (low, high)]
    if percent[0] != percent[1]:
        raise UsageError(f"'{text}': both ends must move by a percentage, or both by an amount")
    return "%" if percent[0] else "+"


def _number(parameter: Parameter, text: str, sign: str) -> float:
    """An end of the range in reader units (a factor, a share for a percentage)."""
    try:
        value, dimension = parse_quantity(text.lstrip(" *"))
    except UnitError as error:
        raise UsageError(f"{parameter.name}: '{text}' is not understood: {error.message}") from None
    wanted = NUMBER if sign in ("*", "%") else parameter.dimension
    if dimension != wanted and value != 0:
        said = f"{parameter.name} takes {dimension_name(wanted)} here, not '{text}'"
        raise UsageError(f"{said}; write {FORM}, such as {_example(parameter)}")
    return to_reader(value, wanted)


def _tidy(x: float) -> float:
    """Without the last bits' noise of dividing a range: 1.0, not 0.9999999999999999."""
    return float(f"{x:.12g}")


def _count(text: str, points: str) -> int:
    if not points.isdigit():
        raise UsageError(f"'{text}': POINTS is a whole number, not '{points}'; a range is {FORM}")
    count = int(points)
    if not 2 <= count <= MOST_POINTS:
        raise UsageError(f"'{text}': a range has from 2 to {MOST_POINTS} points, not {count}")
    return count


def _place(value: object, dimension: Dimension) -> float | None:
    """Where a listed value stands on the scale; None for moves and distributions, which stand nowhere."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str) or _SIGN.match(value):
        return None
    try:
        number, found = parse_quantity(value)
    except UnitError:
        return None
    return to_reader(number, dimension) if found == dimension else None


def _note(parameter: Parameter, sign: str) -> str:
    if sign or not isinstance(parameter.value, Distribution):
        return ""
    name = parameter.name
    return f"{name} is drawn ({parameter.value.kind}); here it is fixed at each value. To keep it drawn, move it: {name}=*0.5:*2:4"


def _example(parameter: Parameter) -> str:
    name = parameter.name
    if parameter.kind != "number":
        return f"{name}={','.join(parameter.options) or 'true,false'}"
    if parameter.low is not None and parameter.high is not None and parameter.dimension in READER:
        unit = "/s" if parameter.dimension == RATE else reader_unit(parameter.dimension)
        low, high = (f"{to_reader(end, parameter.dimension):g}{unit}" for end in (parameter.low, parameter.high))
        return f"{name}={low}:{high}:5"
    return f"{name}=*0.5:*2:4"

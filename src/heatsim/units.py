"""Units: what people write (`1h30m`, `450 ft`, `$12.16M`, `30 %`) and what programs compute with.

Inside, time is microseconds, distance metres and money cents, so that sums of times and of money are exact. A *dimension* is the
powers of (time, distance, money); a speed is (-1, 1, 0).
"""

from __future__ import annotations

import math
import re

__all__ = [
    "LENGTH",
    "MONEY",
    "NUMBER",
    "RATE",
    "SPEED",
    "TIME",
    "Dimension",
    "UnitError",
    "dimension_name",
    "format_value",
    "from_unit",
    "parse_quantity",
    "parse_time_of_day",
    "reader_unit",
    "scan_quantity",
    "to_reader",
    "to_unit",
    "unit_dimension",
]

Dimension = tuple[int, int, int]
NUMBER: Dimension = (0, 0, 0)
TIME: Dimension = (1, 0, 0)
LENGTH: Dimension = (0, 1, 0)
MONEY: Dimension = (0, 0, 1)
SPEED: Dimension = (-1, 1, 0)
RATE: Dimension = (-1, 0, 0)

# Exact by definition: an international foot is 0.3048 m, a yard three feet, a mile 5280.
TIMES = {"us": 1.0, "ms": 1e3, "s": 1e6, "min": 60e6, "h": 3600e6, "day": 86400e6}
LENGTHS = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "ft": 0.3048, "yd": 0.9144, "mi": 1609.344}
MULTIPLES = {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9}
SIMPLE: dict[str, tuple[float, Dimension]] = {
    **{name: (size, TIME) for name, size in TIMES.items()},
    **{name: (size, LENGTH) for name, size in LENGTHS.items()},
    "usd": (100.0, MONEY),
    "%": (0.01, NUMBER),
    "mph": (LENGTHS["mi"] / TIMES["h"], SPEED),
}
# What people write for them, in small letters.
MEANT = {
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "s"),
    **dict.fromkeys(("minute", "minutes", "mins"), "min"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "h"),
    **dict.fromkeys(("days", "d"), "day"),
    **dict.fromkeys(("millisecond", "milliseconds", "msec"), "ms"),
    **dict.fromkeys(("meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("kilometer", "kilometers", "kilometre", "kilometres"), "km"),
    **dict.fromkeys(("foot", "feet"), "ft"),
    **dict.fromkeys(("yard", "yards"), "yd"),
    **dict.fromkeys(("mile", "miles"), "mi"),
    **dict.fromkeys(("dollar", "dollars"), "usd"),
    **dict.fromkeys(("percent", "pct"), "%"),
}
NAMES = {NUMBER: "a number", TIME: "a time", LENGTH: "a distance", MONEY: "money", SPEED: "a speed", RATE: "a rate"}
READER = {NUMBER: ("", 1.0), TIME: ("s", 1e6), LENGTH: ("m", 1.0), MONEY: ("usd", 100.0), SPEED: ("m/s", 1e-6), RATE: ("1/s", 1e-6)}

_NUMBER = r"(?:\d+(?:_\d+)*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_MONEY = re.compile(rf"\$\s*({_NUMBER})([kMB]?)(?![A-Za-z0-9_])")
_CLOCK = re.compile(r"(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?:in)?)?(?:(\d+(?:\.\d+)?)s)?(?![A-Za-z0-9_.])")
_PLAIN = re.compile(_NUMBER)
_UNIT = re.compile(r"\s*(%|/\s*[A-Za-z]+|[A-Za-z]+(?:\s*/\s*[A-Za-z]+)?)")
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class UnitError(ValueError):
    """A text is not a quantity; `column` is the offset of the trouble in it."""

    def __init__(self, message: str, column: int = 0) -> None:
        self.message = message
        self.column = column
        super().__init__(message, column)


def dimension_name(dimension: Dimension) -> str:
    """What people call a dimension: "a time", "a distance", "a speed", or its powers."""
    if dimension in NAMES:
        return NAMES[dimension]
    parts = [f"{name}^{power}" for name, power in zip(("time", "distance", "money"), dimension, strict=True) if power]
    return "a value in " + " ".join(parts)


def unit_dimension(unit: str) -> tuple[float, Dimension]:
    """Size in internal units, and dimension, of one unit such as `s`, `m/s`, `/ min`; UnitError if there is none."""
    unit = re.sub(r"\s+", "", unit)
    if unit in SIMPLE:
        return SIMPLE[unit]
    top, slash, bottom = unit.partition("/")
    if slash and bottom in TIMES and (top in LENGTHS or top in ("", "1")):
        size = LENGTHS.get(top, 1.0)
        return size / TIMES[bottom], (SPEED if top in LENGTHS else RATE)
    raise UnitError(_unknown(unit, "", [*SIMPLE, "m/s", "/ min"]))


def _unknown(unit: str, number: str, known: list[str]) -> str:
    """That there is no such unit, with the one that was meant, or all of them."""
    lower = unit.lower()
    meant = lower if lower in SIMPLE else MEANT.get(lower, "")
    return f"unknown unit '{unit}'; " + (f"did you mean '{number}{meant}'?" if meant else f"known: {', '.join(known)}")


def scan_quantity(text: str, start: int = 0, *, words: frozenset[str] = frozenset()) -> tuple[float, Dimension, int]:
    """The quantity that begins at `start`: value in internal units, dimension, and where it ends.

    `words` are names that never count as a unit (`and`, `or`, ...). UnitError when no quantity begins there, or an infinite one.
    """
    value, dimension, end = _scanned(text, start, words)
    if not math.isfinite(value):
        raise UnitError("this number is too large", start)
    return value, dimension, end


def _scanned(text: str, start: int, words: frozenset[str]) -> tuple[float, Dimension, int]:
    if money := _MONEY.match(text, start):
        return float(money[1].replace("_", "")) * MULTIPLES[money[2]] * 100.0, MONEY, money.end()
    clock = _CLOCK.match(text, start)
    if clock and sum(part is not None for part in clock.groups()) >= 2:
        hours, minutes, seconds = (float(part or 0) for part in clock.groups())
        return hours * TIMES["h"] + minutes * TIMES["min"] + seconds * TIMES["s"], TIME, clock.end()
    number = _PLAIN.match(text, start)
    if not number:
        raise UnitError("expected a number with its unit, such as 45 s", start)
    value = float(number[0].replace("_", ""))
    unit = _UNIT.match(text, number.end())
    if not unit or unit[1].split("/")[0].strip() in words:
        return value, NUMBER, number.end()
    return _with_unit(text, value, number.end(), unit)


def _with_unit(text: str, value: float, end: int, unit: re.Match[str]) -> tuple[float, Dimension, int]:
    """Read the longest unit that is one; a slash before something else (`6 / n`) is a division."""
    words = re.sub(r"\s+", "", unit[1])
    try:
        size, dimension = unit_dimension(words)
    except UnitError:
        if words.startswith("/"):
            return value, NUMBER, end
        head = words.split("/")[0]
        if head == words or head not in SIMPLE:
            message = _unknown(head, f"{value:g} ", [*SIMPLE, "$", "m/s", "/ min"])
            raise UnitError(message, unit.start(1)) from None
        size, dimension = SIMPLE[head]
        return value * size, dimension, unit.start(1) + len(head)
    return value * size, dimension, unit.end()


def parse_quantity(text: str) -> tuple[float, Dimension]:
    """Value in internal units and dimension of a whole text such as `-45 s`, `$1.6M`, `30 %`, `1h30m`."""
    lead = len(text) - len(text.lstrip())
    sign = -1.0 if text[lead : lead + 1] == "-" else 1.0
    start = lead + (text[lead : lead + 1] in ("-", "+"))
    start += len(text[start:]) - len(text[start:].lstrip())
    value, dimension, end = scan_quantity(text, start)
    if text[end:].strip():
        raise UnitError(f"'{text[end:].strip()}' after the quantity is not understood", end)
    return sign * value, dimension


def parse_time_of_day(text: str) -> int:
    """Microseconds since midnight of `11:30` or `23:05:10`."""
    match = _TIME_OF_DAY.fullmatch(text.strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        raise UnitError(f"'{text}' is not a time of day; write it like 11:30")
    return (int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)) * 1_000_000


def reader_unit(dimension: Dimension) -> str:
    """The unit tables use for a dimension: s, m, usd, m/s, 1/s or none."""
    return READER.get(dimension, ("", 1.0))[0]


def to_reader(value: float, dimension: Dimension) -> float:
    """An internal value in the unit that `reader_unit` names."""
    return value / READER.get(dimension, ("", 1.0))[1]


def to_unit(value: float, unit: str) -> float:
    """An internal value in `unit` (the empty unit leaves it as it is)."""
    return value / unit_dimension(unit)[0] if unit and unit != "number" else value


def from_unit(value: float, unit: str) -> float:
    """A value given in `unit`, in internal units."""
    return value * unit_dimension(unit)[0] if unit and unit != "number" else value


def format_value(value: float, dimension: Dimension = NUMBER, unit: str | None = None) -> str:
    """A value for people: `1 min 20 s`, `$1.6M`, `450 m`, `0.123`; `unit` forces one."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "-∞"
    if unit:
        return f"{to_unit(value, unit):.4g} {unit}"
    if dimension == TIME:
        return _format_time(value / 1e6)
    if dimension == MONEY:
        return _format_money(value / 100.0)
    if dimension == SPEED:
        return f"{value * 1e6:.3g} m/s"
    text = f"{to_reader(value, dimension):.4g}"
    name = reader_unit(dimension)
    return f"{text} {name}" if name else text


def _format_time(seconds: float) -> str:
    sign = "-" if seconds < 0 else ""
    seconds = abs(seconds)
    if seconds < 60:
        return f"{sign}{seconds:.3g} s"
    if seconds < 3600:
        whole = round(seconds)
        return f"{sign}{whole // 60} min {whole % 60} s" if whole % 60 else f"{sign}{whole // 60} min"
    minutes = round(seconds / 60)
    return f"{sign}{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{sign}{minutes // 60} h"


def _format_money(dollars: float) -> str:
    sign = "-" if dollars < 0 else ""
    dollars = abs(dollars)
    for letter, size in (("B", 1e9), ("M", 1e6), ("k", 1e3)):
        if dollars >= size:
            return f"{sign}${dollars / size:.4g}{letter}"
    return f"{sign}${dollars:.4g}"

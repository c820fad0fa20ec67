"""How a replication came out: its ending and its measures, beside the film's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.units import LENGTH, MONEY, RATE, SPEED, TIME, format_value, from_unit, to_unit

if TYPE_CHECKING:
    from heatsim.program.model import Column
    from heatsim.trace import Trace

__all__ = ["Outcome", "measures", "shown", "words"]

DIMENSIONS = {"time": TIME, "distance": LENGTH, "money": MONEY, "speed": SPEED, "rate": RATE}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measure: `value` as plain data in the reader's unit (None: missing), and both values as people write them."""

    column: Column
    value: float | str | bool | None
    here: str
    film: str


def measures(trace: Trace) -> list[Outcome]:
    """Every measure of a replication, in the scenario's order."""
    values = zip(trace.program.columns, trace.row.values, strict=True)
    return [_outcome(column, value) for column, value in values if column.group == "measure"]


def _outcome(column: Column, value: float) -> Outcome:
    plain = _plain(column, value)
    film = column.canon
    if isinstance(film, (int, float)) and column.kind in DIMENSIONS:
        film_text = shown(column, from_unit(film, column.unit))
    else:
        film_text = "" if film is None else _word(film)
    return Outcome(column, plain, shown(column, value), film_text)


def _plain(column: Column, value: float) -> float | str | bool | None:
    if not math.isfinite(value):
        return None
    if column.kind == "flag":
        return value == 1.0
    if column.kind in ("category", "choice"):
        return column.words[int(value)] if value >= 0 else None
    return to_unit(value, column.unit)


def shown(column: Column, value: float) -> str:
    """An internal value of a column as people write it."""
    plain = _plain(column, value)
    if plain is None:
        return "–"
    if isinstance(plain, (bool, str)):
        return _word(plain)
    text = format_value(value, DIMENSIONS[column.kind]) if column.kind in DIMENSIONS else f"{plain:.6g} {column.unit}".strip()
    return f"+{text}" if column.margin and value > 0 else text


def _word(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return words(value) if isinstance(value, str) else f"{value:.6g}"


def words(name: str) -> str:
    """A name of the scenario as a reader would say it."""
    return name.replace("_", " ").replace("-", " ")

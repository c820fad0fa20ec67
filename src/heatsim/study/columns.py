"""The columns of a results table: those that every table has, and what the scenario's own are called."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from heatsim.program.model import Column, EndingInfo, Whose
from heatsim.study.table import STATUSES

__all__ = ["FIXED", "SHAPE", "WORDS", "Shape", "column_name", "fixed_columns", "shape_of_text", "shape_text"]

FIXED = ("replication", "status", "ending", "end_time", "error")
SHAPE = "heatsim.shape"  # the key of a table's metadata under which its shape stands
WORDS = ("category", "choice")  # kinds whose values are words, kept as indexes


def fixed_columns(endings: tuple[EndingInfo, ...]) -> tuple[Column, ...]:
    """In the order of `FIXED`; the film's ending is the canon value of `ending`."""
    film = next((ending.name for ending in endings if ending.canon), None)
    names = tuple(ending.name for ending in endings)
    return (
        Column("replication", "run", "number", text="number of the replication"),
        Column("status", "run", "category", words=STATUSES, text="ended by itself, stopped at the horizon, or failed"),
        Column("ending", "run", "category", words=names, canon=film, text="the ending that held"),
        Column("end_time", "run", "time", "s", text="simulated time at the end"),
        Column("error", "run", "text", text="why a failed replication failed"),
    )


def column_name(column: Column) -> str:
    """A column's name in a results table: measures plain, parameters and events under a prefix, so that none can clash."""
    if column.group == "measure" and column.name not in FIXED:
        return column.name
    return f"{column.group}.{column.name}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the columns of a scenario's tables are."""

    declared: tuple[Column, ...]
    endings: tuple[EndingInfo, ...]

    @property
    def ending_names(self) -> tuple[str, ...]:
        return tuple(ending.name for ending in self.endings)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns by the names that they have in a table, in its order."""
        return (*fixed_columns(self.endings), *(replace(column, name=column_name(column)) for column in self.declared))


def shape_text(shape: Shape) -> str:
    """A shape as JSON, so that a table can be read again without its scenario."""
    columns = [{key: value for key, value in asdict(column).items() if not _left_out(key, value)} for column in shape.declared]
    endings = [{"name": ending.name, "text": ending.text, "canon": ending.canon} for ending in shape.endings]
    return json.dumps({"columns": columns, "endings": endings}, ensure_ascii=False, separators=(",", ":"))


def _left_out(key: str, value: object) -> bool:
    """What a column has unless something else is said; the film's value may be false, or zero."""
    return value is None or (key != "canon" and value in ("", (), False))


def shape_of_text(text: str) -> Shape:
    """The shape again; what decides an ending is not part of it. ValueError, KeyError or TypeError if the text is no shape."""
    found = json.loads(text)
    return Shape(
        tuple(_column(dict(column)) for column in found["columns"]),
        tuple(EndingInfo(ending["name"], None, ending["text"], ending["canon"]) for ending in found["endings"]),
    )


def _column(about: dict[str, object]) -> Column:
    if isinstance(whose := about.get("whose"), dict):
        about["whose"] = Whose(**{**whose, "weapons": tuple(whose["weapons"])})
    for key in ("words", "facts"):
        if isinstance(listed := about.get(key), list):
            about[key] = tuple(listed)
    return Column(**about)  # type: ignore[arg-type]

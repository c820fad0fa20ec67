"""Does a scenario say of the film what its sheet says?

A number of the sheet that is named like a measure is the film's value of it, and so is how things end; one that is named like a
parameter is what a parameter with `basis: canon` must be. `check` reports where the two files differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from heatsim.canon.predicates import dimension_of
from heatsim.canon.sheet import Number, Sheet
from heatsim.errors import Problem
from heatsim.program.model import Column, Program
from heatsim.units import UnitError, dimension_name, format_value, from_unit, parse_quantity

__all__ = ["differences", "film_values"]


def film_values(sheet: Sheet, columns: Sequence[Column]) -> dict[str, float]:
    """The film's value, in internal units, of every number and time among the columns that the scenario or the sheet gives one."""
    values = {number.name: number.value for fact in sheet.facts for number in fact.numbers}
    found: dict[str, float] = {}
    for column in columns:
        if column.group == "event" or column.words or column.kind == "flag":
            continue
        if column.canon is not None:
            found[column.name] = from_unit(float(column.canon), column.unit)
        elif column.name in values and (read := _read(values[column.name])) and read[1] == dimension_of(column):
            found[column.name] = read[0]
    return found


def differences(sheet: Sheet, program: Program) -> list[Problem]:
    """Every value of the sheet that the scenario contradicts, at its place in the sheet."""
    columns = {column.name: column for column in program.columns if column.group == "measure"}
    fixed = {p.name: program.variables[p.variable] for p in program.parameters if p.basis == "canon" and p.kind == "number"}
    drawn = {column.name for column in program.columns if column.group == "parameter"}
    problems = []
    for number in _numbers(sheet):
        message = ""
        if number.name in columns:
            message = _against_measure(number, columns[number.name])
        elif number.name in fixed and number.name not in drawn:
            slot = fixed[number.name]
            message = _against(number, slot.initial, slot.dimension, "a parameter of the scenario")
        if message:
            problems.append(Problem(sheet.file, number.where.line, number.where.column, message))
    return problems


def _numbers(sheet: Sheet) -> Iterator[Number]:
    for fact in sheet.facts:
        yield from fact.numbers
    for ending in sheet.told.terminal:
        if ending.value is not None:
            yield Number(ending.name, ending.value, ending.when.where)


def _against_measure(number: Number, column: Column) -> str:
    if column.kind == "flag" or column.words:
        if column.canon is None or str(column.canon).lower() == str(number.value).lower():
            return ""
        return f"'{number.name}' is {_word(number.value)} here, but the scenario says that it is {_word(column.canon)} in the film"
    film = None if column.canon is None else from_unit(float(column.canon), column.unit)
    return _against(number, film, dimension_of(column), "the scenario's canon value")


def _against(number: Number, other: float | None, dimension: tuple[int, int, int], what: str) -> str:
    read = _read(number.value)
    if read is None:
        return f"'{number.name}' must be {dimension_name(dimension)}, not '{number.value}'"
    value, own = read
    if own != dimension:
        return f"'{number.name}' is {dimension_name(dimension)}, but '{number.value}' is {dimension_name(own)}"
    if other is None or abs(value - other) <= 1e-9 * max(abs(value), abs(other)):
        return ""
    return f"'{number.name}' is {format_value(value, dimension)} here, but {format_value(other, dimension)} as {what}"


def _read(value: object) -> tuple[float, tuple[int, int, int]] | None:
    try:
        return parse_quantity(str(value)) if not isinstance(value, bool) else None
    except UnitError:
        return None


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

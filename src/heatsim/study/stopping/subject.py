"""What a target is about, found in the columns of a table: from its name to one number per replication."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heatsim.errors import nearest
from heatsim.study.columns import WORDS, column_name
from heatsim.study.results import in_unit
from heatsim.study.stopping.target import Target, wrong
from heatsim.units import NUMBER, dimension_name, to_unit, unit_dimension

if TYPE_CHECKING:
    from heatsim.program.model import Column, EndingInfo
    from heatsim.study.table import Table

__all__ = ["Subject", "find_subject"]

Values = Callable[["Table"], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A target with its column. `values` gives one float per replication (0 or 1 for a share, NaN where missing), in `unit`.

    `half` is the half-width wanted, in `unit`, or relative as the target says.
    """

    target: Target
    unit: str
    half: float
    values: Values

    @property
    def is_share(self) -> bool:
        return self.target.statistic == "share"


def find_subject(target: Target, columns: Sequence[Column], endings: Sequence[EndingInfo]) -> Subject:
    """The subject of a target among a scenario's columns and endings; UsageError with the place and the nearest name."""
    if target.name == "ending":
        return _ending(target, [ending.name for ending in endings])
    names = [column_name(column) for column in columns]
    if target.name not in names:
        if target.statistic == "share" and target.word is None and target.name in [ending.name for ending in endings]:
            raise wrong(target.text, target.columns[0], f"'{target.name}' is an ending: write share(ending={target.name})")
        known = nearest(target.name, ["ending", *names])
        raise wrong(target.text, target.columns[0], f"there is no measure '{target.name}'{known}")
    index = names.index(target.name)
    column = columns[index]
    if target.statistic == "share":
        return _share(target, column, index)
    return _number(target, column, index)


def _ending(target: Target, names: list[str]) -> Subject:
    if target.statistic != "share" or target.word is None:
        raise wrong(target.text, target.columns[0], f"of an ending there is a share: share(ending=...), one of {', '.join(names)}")
    code = _word(target, names, "ending")
    # A replication that failed has no ending, and counts as one that did not end so.
    return Subject(target, "", target.half, lambda table: np.equal(table.ending, code).astype(np.float64))


def _share(target: Target, column: Column, index: int) -> Subject:
    if column.kind in WORDS:
        if target.word is None:
            raise wrong(target.text, target.columns[0], f"'{target.name}' is a word: say which, {_list(target.name, column.words)}")
        code = _word(target, list(column.words), f"word of '{target.name}'")
        return Subject(target, "", target.half, lambda table: _of_word(table.values[:, index], code))
    if column.kind != "flag":
        raise wrong(target.text, target.columns[0], f"'{target.name}' is a number, not a yes or no: mean({target.name})")
    if target.word not in (None, "true", "false", "yes", "no"):
        raise wrong(target.text, target.columns[1], f"'{target.name}' is true or false")
    wanted = 0.0 if target.word in ("false", "no") else 1.0
    return Subject(target, "", target.half, lambda table: _of_word(table.values[:, index], wanted))


def _number(target: Target, column: Column, index: int) -> Subject:
    if column.kind in WORDS or column.kind == "flag":
        of = f"share({target.name}={column.words[0]})" if column.kind in WORDS else f"share({target.name})"
        raise wrong(target.text, target.columns[0], f"'{target.name}' has no {target.statistic}: {of}")
    unit = column.unit if column.unit != "number" else ""
    half = target.half
    if not target.relative and target.dimension != NUMBER:
        dimension = unit_dimension(unit)[1] if unit else NUMBER
        if dimension != target.dimension:
            raise wrong(
                target.text,
                target.columns[2],
                f"'{target.name}' is {dimension_name(dimension)}, the precision {dimension_name(target.dimension)}",
            )
        half = to_unit(target.half, unit)
    return Subject(target, unit, half, lambda table: in_unit(table.values[:, index], unit))


def _of_word(codes: NDArray[np.float64], code: float) -> NDArray[np.float64]:
    return np.where(np.isnan(codes), math.nan, np.equal(codes, code))


def _word(target: Target, words: list[str], what: str) -> int:
    assert target.word is not None
    if target.word not in words:
        raise wrong(target.text, target.columns[1], f"there is no {what} '{target.word}'{nearest(target.word, words)}")
    return words.index(target.word)


def _list(name: str, words: Sequence[str]) -> str:
    return " or ".join(f"share({name}={word})" for word in words[:3])

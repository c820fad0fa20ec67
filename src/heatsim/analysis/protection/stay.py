"""How long to stay: the crew's stopping rule, money against the chance that the response is there first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from heatsim.analysis.protection.instrument import DONE, RESPONDED, marked
from heatsim.analysis.protection.roles import Roles
from heatsim.errors import UsageError
from heatsim.study.axis import Axis, parse_axis
from heatsim.study.crew import Piece
from heatsim.study.intervals import wilson
from heatsim.study.response import Estimate, Response, find_response

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.scenario.load import Scenario
    from heatsim.study.table import Table

__all__ = ["Frontier", "Rule", "Stay", "efficient", "frontier", "rule"]


@dataclass(frozen=True, slots=True)
class Stay:
    """One value of the rule: mean loot and the probability that the response is there before the crew is gone.

    `best` says that no other value brings as much money at less risk, or more at as much.
    """

    value: float | str
    shown: str
    loot: Estimate
    caught: Estimate
    best: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """All values of the parameter `rule`, in its `unit`; loot is the mean of `measure` in `loot_unit`."""

    rule: str
    unit: str
    measure: str
    loot_unit: str
    points: tuple[Stay, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """A stopping rule before it is run: the values, what they bring, and the runs."""

    axis: Axis
    loot: Response
    pieces: list[Piece]


def rule(scenario: Scenario, who: Roles, stay: str | None, loot: str | None, piece: Callable[[Scenario], Piece]) -> Rule | None:
    """The runs of a stopping rule, each made by `piece`; None if none is asked for.

    UsageError if only half of it is, or if the loot is no number.
    """
    if stay is None and loot is None:
        return None
    if stay is None or loot is None:
        raise UsageError("a stopping rule takes two things: stay, a parameter with its values, and loot, a measure")
    axis = parse_axis(scenario, stay)
    varied = [marked(scenario.vary({axis.name: value}), who).written for value in axis.values]
    pieces = [piece(one) for one in varied]
    program = pieces[0].work.program
    response = find_response(loot, program.columns, program.endings)
    if response.kind != "mean":
        raise UsageError(f"'{loot}' is a share; loot is a measure that is a number")
    return Rule(axis, response, pieces)


def frontier(made: Rule, tables: Iterator[Table]) -> Frontier:
    """Money and risk at every value, from the tables of the rule's runs."""
    found = [_point(made.loot, piece.work.program, next(tables)) for piece in made.pieces]
    best = efficient([loot.value for loot, _ in found], [caught.value for _, caught in found])
    axis = made.axis
    points = tuple(
        Stay(axis.at[i] if axis.is_numeric else str(axis.values[i]), axis.shown(i), loot, caught, best[i])
        for i, (loot, caught) in enumerate(found)
    )
    return Frontier(axis.name, axis.unit, made.loot.text, made.loot.unit, points)


def _point(loot: Response, program: Program, table: Table) -> tuple[Estimate, Estimate]:
    names = [column.name for column in program.columns]
    kept = ~table.failed
    came, gone = (table.values[kept, names.index(name)] for name in (RESPONDED, DONE))
    caught = np.isfinite(came) & ~(gone <= came)
    count, total = int(np.count_nonzero(caught)), len(caught)
    return loot.estimate(loot.values(table)[kept]), Estimate(count / total, *wilson(count, total), total)


def efficient(money: list[float], risk: list[float]) -> list[bool]:
    """Which points no other one beats: as much money at less risk, or more money at as much."""
    pairs = list(zip(money, risk, strict=True))
    return [not any(m >= mine and r <= danger and (m, r) != (mine, danger) for m, r in pairs) for mine, danger in pairs]

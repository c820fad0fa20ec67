"""What every table of an encoded program is made with: lists, rows, who is told, expressions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heatsim.engines.compiled import layout as at
from heatsim.engines.compiled.expressions import Expressions
from heatsim.program.model import Program

__all__ = ["Encoded", "Writer"]


@dataclass
class Encoded:
    """The arrays of a program. `whole` and `real` never change; `values` and `scratch` say how large V and S are.

    `sites` are the names of all sites in the order of their numbers: of draws, then of shots.
    """

    program: Program
    whole: list[int] = field(default_factory=list)
    real: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)  # V behind the state vector, as it is at the start
    scratch: int = 0
    sites: tuple[str, ...] = ()
    tables: list[tuple[int, str, tuple[float, ...]]] = field(default_factory=list)  # cells still to be worked out, in `real`


class Writer:
    """Writes at the end of the arrays of a program that is being encoded."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.made = Encoded(program)
        self.P = self.made.whole
        self.P.extend([0] * at.CODE)
        self.expressions = Expressions(self.P, len(program.variables))
        self.made.real.append(2.0)  # SECOND_POWER
        self.samplers: list[int] = []
        self._lists: dict[tuple[int, ...], int] = {}
        self.watchers: list[list[int]] = [[] for _ in program.variables]
        for number, process in enumerate(program.processes):
            for variable in process.watches:
                self.watchers[variable].append(number)

    def list(self, numbers: Iterable[int]) -> int:
        """A count and its numbers; equal lists are one."""
        key = tuple(numbers)
        if key not in self._lists:
            self._lists[key] = len(self.P)
            self.P.extend((len(key), *key))
        return self._lists[key]

    def told(self, *variables: int) -> int:
        """Who watches any of these variables."""
        return self.list(sorted({number for variable in variables for number in self.watchers[variable]}))

    def table(self, rows: Iterable[Sequence[int]]) -> int:
        """Rows one behind the other, once they all have been worked out."""
        made = list(rows)
        place = len(self.P)
        for row in made:
            self.P.extend(row)
        return place

    def real(self, numbers: Iterable[float]) -> int:
        place = len(self.made.real)
        self.made.real.extend(numbers)
        return place

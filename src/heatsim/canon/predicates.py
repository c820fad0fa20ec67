"""Do the facts hold? Predicates of a sheet over the rows of one program.

A row is the list of a program's columns in internal units. One evaluator serves a single replay and a table of millions: the
expression language of scenarios, bound to columns instead of to the state of a running model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from heatsim.canon.sheet import Beat, Fact, Sheet, Written
from heatsim.errors import Problem, ScenarioError
from heatsim.program.evaluate import closure
from heatsim.program.model import Column, Tree
from heatsim.scenario.binding import Declared, Scope, bind
from heatsim.scenario.expression import Expression
from heatsim.scenario.grammar import ExpressionError, parse
from heatsim.units import LENGTH, MONEY, NUMBER, RATE, SPEED, TIME

__all__ = ["Predicates", "Row", "Test", "bind_sheet", "dimension_of"]

Row = Sequence[float]
Holds = Callable[[Row], float]
DIMENSIONS = {"time": TIME, "money": MONEY, "distance": LENGTH, "speed": SPEED, "rate": RATE}


@dataclass(frozen=True, slots=True)
class Test:
    """One thing to test of a row. `group` is fact, order, constraint or end; `tree` the predicate over the row."""

    id: str
    what: str
    group: str
    core: bool
    tree: Tree

    def holds(self) -> Holds:
        return closure(self.tree)


@dataclass(frozen=True)
class Predicates:
    """A sheet bound to columns. Order tests of one beat: it happens, and not before any that it comes after."""

    sheet: Sheet
    tests: tuple[Test, ...]

    @property
    def core(self) -> tuple[Test, ...]:
        return tuple(test for test in self.tests if test.group == "fact" and test.core)

    @property
    def facts(self) -> tuple[Test, ...]:
        return tuple(test for test in self.tests if test.group == "fact")

    @property
    def order(self) -> tuple[Test, ...]:
        return tuple(test for test in self.tests if test.group in ("order", "constraint"))

    @property
    def ends(self) -> tuple[Test, ...]:
        """How everybody and everything ends, as far as a measure of that name shows it; the core facts imply most of it."""
        return tuple(test for test in self.tests if test.group == "end")

    @property
    def film(self) -> tuple[Test, ...]:
        """What must all hold for a replication to be the film: core facts, order and constraints."""
        return (*self.core, *self.order)

    @property
    def details(self) -> tuple[Test, ...]:
        return tuple(test for test in self.facts if not test.core)


def bind_sheet(sheet: Sheet, columns: Sequence[Column]) -> Predicates:
    """Every predicate bound to a program's columns; ScenarioError with all that do not fit, at their place in the sheet."""
    binder = _Binder(sheet, columns)
    tests = [test for fact in sheet.facts for test in binder.fact(fact)]
    tests += [test for beat in sheet.order if beat.shown and (test := binder.beat(beat))]
    for rule in sheet.constraints:
        tree = binder.predicate(rule.when)
        if tree:
            tests.append(Test(rule.id, rule.what, "constraint", True, tree))
    for ending in sheet.told.terminal:
        if ending.name in binder.scope.variables and (tree := binder.predicate(ending.when)):
            tests.append(Test(ending.name, f"in the end: {ending.when.text}", "end", False, tree))
    for reading in (reading for fact in sheet.facts for reading in fact.readings if reading.when):
        binder.predicate(reading.when)
    if binder.problems:
        raise ScenarioError(tuple(sorted(set(binder.problems))))
    return Predicates(sheet, tuple(tests))


class _Binder:
    """Names of columns to places in a row."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column]) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.shown = {beat.id for beat in sheet.order if beat.shown}
        self.place = {(column.group, column.name): index for index, column in enumerate(columns)}
        measures = {column.name: _declared(column) for column in columns if column.group == "measure"}
        self.scope = Scope(variables=measures, events=frozenset(column.name for column in columns if column.group == "event"))

    def fact(self, fact: Fact) -> list[Test]:
        """The fact's own test, and the finer one under the fact's id with a `+`."""
        found = []
        if fact.when and (tree := self.predicate(fact.when)):
            found.append(Test(fact.id, fact.what, "fact", fact.core, tree))
        if fact.finer and (tree := self.predicate(fact.finer)):
            found.append(Test(f"{fact.id}+", f"{fact.id} exactly: {fact.finer.text}", "fact", False, tree))
        return found

    def beat(self, beat: Beat) -> Test | None:
        before = [f"time_of({name}) <= time_of({beat.id})" for name in beat.after if name in self.shown]
        text = " and ".join([f"happened({beat.id})", *before])
        tree = self.predicate(Written(text, beat.where))
        return Test(beat.id, beat.what, "order", True, tree) if tree else None

    def predicate(self, written: Written) -> Tree | None:
        try:
            bound = bind(parse(written.text), self.scope, written.where)
        except ExpressionError as error:
            self.wrong(written, error.message, error.column)
            return None
        if bound.kind != "flag":
            self.wrong(written, "a predicate must be true or false")
            return None
        return self.lower(bound)

    def wrong(self, written: Written, message: str, column: int = 0) -> None:
        where = written.at(column)
        self.problems.append(Problem(self.sheet.file, where.line, where.column, message))

    def lower(self, e: Expression) -> Tree:
        """The tree over a row: measures and times of events are its places."""
        if e.op == "const":
            return ("const", e.value)
        if e.op == "variable":
            return ("var", self.place["measure", e.name])
        if e.op in ("time_of", "happened"):
            return ("var" if e.op == "time_of" else "sent", self.place["event", e.name])
        return (e.op, *(self.lower(arg) for arg in e.args))


def _declared(column: Column) -> Declared:
    if column.kind == "flag":
        return Declared("flag")
    if column.words:
        return Declared("choice", options=column.words)
    return Declared("number", dimension_of(column))


def dimension_of(column: Column) -> tuple[int, int, int]:
    """The dimension of a column of numbers."""
    return DIMENSIONS.get(column.kind, NUMBER)

"""Do the facts hold? Predicates of a sheet over the rows of one program.

A row is the list of a program's columns in internal units. One evaluator serves a single replay and a table of millions: the
expression language of scenarios, bound to columns instead of to the state of a running model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from heatsim.canon.sheet import Beat, Fact, Sheet
from heatsim.errors import Problem, ScenarioError, Where
from heatsim.program.evaluate import closure
from heatsim.program.model import Column, Program, Tree
from heatsim.scenario.binding import Declared, Scope, bind
from heatsim.scenario.expression import Expression
from heatsim.scenario.grammar import ExpressionError, parse
from heatsim.units import LENGTH, MONEY, NUMBER, RATE, SPEED, TIME

__all__ = ["Predicates", "Test", "bind_sheet"]

Row = Sequence[float]
Holds = Callable[[Row], float]
DIMENSIONS = {"time": TIME, "money": MONEY, "distance": LENGTH, "speed": SPEED, "rate": RATE}


@dataclass(frozen=True, slots=True)
class Test:
    """One thing to test of a row. `group` is fact, order or constraint; `tree` the predicate over the row."""

    id: str
    what: str
    group: str
    core: bool
    tree: Tree

    def holds(self) -> Holds:
        return closure(self.tree)


@dataclass(frozen=True)
class Predicates:
    """A sheet bound to a program. Order tests of one beat: it happens, and not before any that it comes after."""

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
        return tuple(test for test in self.tests if test.group != "fact")

    @property
    def film(self) -> tuple[Test, ...]:
        """What must all hold for a replication to be the film: core facts, order and constraints."""
        return (*self.core, *self.order)


def bind_sheet(sheet: Sheet, program: Program) -> Predicates:
    """Every predicate bound; ScenarioError with all that do not fit the scenario, at their place in the sheet."""
    binder = _Columns(sheet, program)
    tests = [test for fact in sheet.facts if fact.when and (test := binder.fact(fact))]
    tests += [test for beat in sheet.order if beat.shown and (test := binder.beat(beat))]
    for rule in sheet.constraints:
        tree = binder.predicate(rule.when, rule.where)
        if tree:
            tests.append(Test(rule.id, rule.what, "constraint", True, tree))
    for fact in sheet.facts:
        for reading in fact.readings:
            if reading.when:
                binder.predicate(reading.when, reading.where)
    if binder.problems:
        raise ScenarioError(tuple(sorted(set(binder.problems))))
    return Predicates(sheet, tuple(tests))


class _Columns:
    """Names of columns to places in a row."""

    def __init__(self, sheet: Sheet, program: Program) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.place = {(column.group, column.name): index for index, column in enumerate(program.columns)}
        measures = {column.name: _declared(column) for column in program.columns if column.group == "measure"}
        self.scope = Scope(variables=measures, events=frozenset(event.id for event in program.events))

    def fact(self, fact: Fact) -> Test | None:
        tree = self.predicate(fact.when, fact.when_where)
        return Test(fact.id, fact.what, "fact", fact.core, tree) if tree else None

    def beat(self, beat: Beat) -> Test | None:
        shown = {other.id for other in self.sheet.order if other.shown}
        parts = [f"happened({beat.id})", *(f"time_of({name}) <= time_of({beat.id})" for name in beat.after if name in shown)]
        tree = self.predicate(" and ".join(parts), beat.where)
        return Test(beat.id, beat.what, "order", True, tree) if tree else None

    def predicate(self, text: str, where: Where) -> Tree | None:
        try:
            bound = bind(parse(text), self.scope, where)
        except ExpressionError as error:
            self.wrong(where, error.message)
            return None
        if bound.kind != "flag":
            self.wrong(where, "a predicate must be true or false")
            return None
        return self.lower(bound)

    def wrong(self, where: Where, message: str) -> None:
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
    return Declared("number", DIMENSIONS.get(column.kind, NUMBER))

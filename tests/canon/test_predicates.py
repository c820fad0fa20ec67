"""A predicate over rows means what the same expression means in a scenario, row by row and column by column."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.canon.columnwise import evaluate_columns
from heatsim.canon.locate import sheet_of_scenario
from heatsim.canon.predicates import Predicates, bind_sheet
from heatsim.program.compile import compile_scenario
from heatsim.program.evaluate import closure
from heatsim.program.model import Tree
from heatsim.scenario.load import Scenario

Heist = Callable[..., Scenario]
NAN = math.nan


def bound(heist: Heist, old: str = "", new: str = "") -> tuple[Predicates, Callable[..., list[float]]]:
    """The predicates, and a function that makes a row from values by column."""
    scenario = heist(sheet=(old, new))
    columns = compile_scenario(scenario.resolved).columns
    usual = {"took": 2e5, "opened": 1.0, "first_out": 0.0, "ann_left": 2e6, "DOOR-1": 0.0, "DOOR-2": 2e6, "DOOR-3": 5e6}

    def row(**changes: float) -> list[float]:
        values = usual | {name.replace("_", "-") if name.startswith("DOOR") else name: value for name, value in changes.items()}
        return [values[column.name] for column in columns]

    return bind_sheet(sheet_of_scenario(scenario), columns), row


def holding(predicates: Predicates, row: list[float]) -> set[str]:
    return {test.id for test in predicates.tests if test.holds()(row)}


def test_every_fact_order_and_end_holds_in_the_film(heist: Heist) -> None:
    """A row with the film's values passes every test: facts, finer facts, order, constraints, ends."""
    predicates, row = bound(heist)
    every = {"D-1", "D-2", "D-2+", "D-3", "DOOR-1", "DOOR-2", "DOOR-3", "DOOR-H1", "opened", "first_out", "took"}
    assert holding(predicates, row()) == every == {test.id for test in predicates.tests}
    assert [test.id for test in predicates.core] == ["D-1", "D-2"]
    assert [test.id for test in predicates.details] == ["D-2+", "D-3"]
    assert [test.id for test in predicates.film] == ["D-1", "D-2", "DOOR-1", "DOOR-2", "DOOR-3", "DOOR-H1"]


@pytest.mark.parametrize(
    "changes, broken",
    [
        ({"took": 1.9e5}, {"D-1"}),
        ({"took": 0.0}, {"D-1", "took"}),
        ({"first_out": 1.0}, {"D-2", "first_out"}),
        ({"ann_left": 2.000001e6}, {"D-2+"}),
        ({"DOOR_2": 6e6}, {"D-2", "DOOR-3"}),
        ({"DOOR_2": 0.0}, {"DOOR-H1"}),
        ({"DOOR_3": NAN}, {"D-2", "D-3", "DOOR-3"}),
        ({"DOOR_1": NAN}, {"DOOR-1", "DOOR-2", "DOOR-H1"}),
        ({"opened": 0.0}, {"opened"}),
    ],
)
def test_one_change_breaks_what_it_touches(changes: dict[str, float], broken: set[str], heist: Heist) -> None:
    """A row that differs from the film in one thing fails the tests of that thing and no other."""
    predicates, row = bound(heist)
    assert {test.id for test in predicates.tests} - holding(predicates, row(**changes)) == broken


@pytest.mark.parametrize(
    "old, new, broken",
    [
        ("when: took == $2k", "when: took == $2.1k", {"D-1"}),
        ("time_of(DOOR-1) < time_of(DOOR-2)}", "time_of(DOOR-2) < time_of(DOOR-1)}", {"DOOR-H1"}),
        ("when: first_out == ann and", "when: first_out == bob and", {"D-2"}),
        ("DOOR-3: {what: Bob leaves, after: [DOOR-2]}", "DOOR-3: {what: Bob leaves, after: []}", set()),
        ("took: {at_least: $1k}", "took: {at_least: $3k}", {"took"}),
        ("first_out: {value: ann}", "first_out: {value: [bob, none_yet]}", {"first_out"}),
    ],
)
def test_a_sheet_with_one_mistake_fails_for_the_film(old: str, new: str, broken: set[str], heist: Heist) -> None:
    """A wrong number, a reversed order or a wrong doer in the sheet makes the film's own row fail, in that test alone."""
    predicates, row = bound(heist, old, new)
    assert {test.id for test in predicates.tests} - holding(predicates, row()) == broken


def test_an_order_allows_ties(heist: Heist) -> None:
    """What comes after may happen at the same moment."""
    predicates, row = bound(heist)
    assert "DOOR-3" in holding(predicates, row(DOOR_3=2e6))
    assert "DOOR-3" not in holding(predicates, row(DOOR_3=2e6 - 1))


NUMBERS = st.sampled_from([0.0, 1.0, -2.0, 2.5, 7.0, NAN])
LEAVES: st.SearchStrategy[Tree] = st.one_of(
    st.builds(lambda value: ("const", value), st.sampled_from([0.0, 1.0, 2.5, -3.0])),
    st.builds(lambda index: ("var", index), st.integers(0, 2)),
)
FLAGS = ("==", "!=", "<", "<=", ">", ">=")


def sums(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    two = st.builds(lambda op, a, b: (op, a, b), st.sampled_from(["+", "-", "*", "min", "max", "sum", "hypot"]), inner, inner)
    one = st.builds(lambda op, a: (op, a), st.sampled_from(["neg", "abs"]), inner)
    return st.one_of(two, one)


VALUES = st.recursive(LEAVES, sums, max_leaves=5)
COMPARED = st.one_of(
    st.builds(lambda op, a, b: (op, a, b), st.sampled_from(FLAGS), VALUES, VALUES),
    st.builds(lambda i: ("sent", i), st.integers(0, 2)),
)
PREDICATES = st.recursive(
    COMPARED,
    lambda inner: st.one_of(
        st.builds(lambda op, a, b: (op, a, b), st.sampled_from(["and", "or"]), inner, inner),
        st.builds(lambda a: ("not", a), inner),
        st.builds(lambda c, a, b: ("if", c, a, b), inner, inner, inner),
    ),
    max_leaves=8,
)


@given(PREDICATES, st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_a_table_at_once_is_every_row_alone(tree: Tree, rows: list[tuple[float, float, float]]) -> None:
    """Evaluating a predicate by columns gives what evaluating it row by row gives, missing values included."""
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    holds = closure(tree)
    assert (evaluate_columns(tree, columns, len(rows)) != 0).tolist() == [bool(holds(row)) for row in rows]


def test_the_difference_would_be_noticed() -> None:
    """The two evaluators are told apart where they should be: `not` of a missing comparison is true."""
    tree = ("not", ("<", ("var", 0), ("const", 1.0)))
    assert evaluate_columns(tree, [np.array([NAN, 0.0, 2.0])], 3).tolist() == [1.0, 0.0, 1.0]

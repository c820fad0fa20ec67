"""Results give every column in its unit, with the missing marked and the names unmistakable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from heatsim.errors import UsageError
from heatsim.program.model import Column
from heatsim.study.results import Results
from heatsim.trace import Row


def test_columns_come_in_their_units(few: Results) -> None:
    """Seconds, dollars and minutes come out exact, the missing as NaN."""
    np.testing.assert_array_equal(few["margin"], [12.0, -3.5, np.nan, np.nan])
    np.testing.assert_array_equal(few["loot"], [1_600_000.0, 0.0, np.nan, 1.0])
    np.testing.assert_array_equal(few["parameter.margin"], [1.0, 1.5, np.nan, 0.5])
    np.testing.assert_array_equal(few["event.AC-E21"], [5.0, np.nan, np.nan, 7.0])
    np.testing.assert_array_equal(few["end_time"], [80.0, 90.5, np.nan, 1800.0])


def test_flags_and_words(few: Results) -> None:
    """Flags are true, false or None; words are words or None."""
    assert few["clean"].tolist() == [True, False, None, None]
    assert few["killer"].tolist() == ["nobody", "waingro", None, None]
    assert few["ending"].tolist() == ["clean score", "killings", None, "killings"]
    assert few["status"].tolist() == ["ended", "ended", "failed", "horizon"]
    assert few["error"].tolist() == [None, None, "it broke", None]


def test_complete_flags_are_bool(make: Callable[..., Results]) -> None:
    """Where no flag is missing the array is one of bool, so that it can select rows."""
    column = Column("clean", "measure", "flag")
    whole = make([Row(k, "ended", "empty", 0, None, (float(k % 2),)) for k in range(4)], (column,))
    assert whole["clean"].dtype == np.bool_
    assert whole["replication"][whole["clean"]].tolist() == [1, 3]


def test_a_measure_cannot_hide_a_column_of_every_table(few: Results) -> None:
    """A measure that is called `ending` is found under `measure.ending`."""
    np.testing.assert_array_equal(few["measure.ending"], [1.0, 2.0, np.nan, 3.0])


def test_names_are_unique_and_all_can_be_asked_for(few: Results) -> None:
    """Every column has a name of its own, an array as long as the table, and a description."""
    names = [column.name for column in few.columns]
    assert len(names) == len(set(names)) == 12
    for name in names:
        assert len(few[name]) == len(few) == 4
        assert few.column(name).name == name


def test_an_unknown_column_names_the_nearest(few: Results) -> None:
    """A misspelt column is refused with the one that was meant."""
    with pytest.raises(UsageError, match="no column 'margni'; did you mean 'margin'"):
        few["margni"]
    many = replace(few, declared=(*few.declared, *(Column(f"c{n}", "parameter", "number") for n in range(400))))
    with pytest.raises(UsageError, match="no column 'margni'; did you mean 'margin'"):
        many["margni"]
    with pytest.raises(UsageError, match=r"known: .*event\.AC-E21, .*replication"):
        few.column("?")


def test_what_was_run(few: Results) -> None:
    """Failures and the film's ending can be asked for; `meta` is plain data."""
    assert few.failures == {2: "it broke"}
    assert few.canon_ending == "killings"
    assert few.meta["seed"] == 1995
    assert few.meta["overrides"] == {"work": "+2 min"}
    assert "4 replications" in repr(few)


def test_notebooks_show_tables(few: Results) -> None:
    """In a notebook the results are tables, with names that cannot inject anything."""
    text = few._repr_html_()
    assert "<table>" in text
    assert "&lt;- film" in text
    assert "killings" in text

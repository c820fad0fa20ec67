"""Parts of results: rows that are chosen, groups, several runs in one table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario
from heatsim.study.results import Results
from heatsim.study.run import run
from heatsim.study.selection import concatenate
from heatsim.study.store import write_table


@pytest.fixture(scope="module")
def some(race: Scenario) -> Results:
    return run(race, replications=200, workers=1)


def test_rows_are_chosen_by_true_and_false(some: Results) -> None:
    """A mask keeps the rows where it is true, with their numbers and all columns."""
    ahead = some.select(some["margin"] > 0)
    assert (ahead["margin"] > 0).all()
    assert ahead["replication"].tolist() == some["replication"][some["margin"] > 0].tolist()
    assert 0 < len(ahead) < len(some)


def test_rows_are_chosen_by_value(some: Results) -> None:
    """Named columns keep the rows that have the value, and conditions add up."""
    away = some.select(ending="away", ahead=True)
    assert set(away["ending"]) == {"away"}
    assert len(away) == np.count_nonzero(some["ending"] == "away")
    assert len(some.select(some["margin"] > 0, ending="caught")) == 0


def test_missing_is_a_value(few: Results) -> None:
    """None chooses the rows that have no value."""
    assert few.select(clean=None)["replication"].tolist() == [2, 3]
    assert few.select(few["clean"])["replication"].tolist() == [0]
    assert few.select(ending=None).failures == {2: "it broke"}


def test_groups_are_all_rows_by_value(some: Results) -> None:
    """Groups come in the order of the scenario and hold every row once."""
    groups = some.group("winner")
    assert list(groups) == ["crew", "police"]
    assert sum(map(len, groups.values())) == len(some)
    assert sorted(number for part in groups.values() for number in part["replication"].tolist()) == list(range(200))


def test_groups_of_missing_values_come_last(few: Results) -> None:
    """Flags group as false, true, missing."""
    assert {value: len(part) for value, part in few.group("clean").items()} == {False: 1, True: 1, None: 2}
    assert list(few.group("clean")) == [False, True, None]


@pytest.mark.parametrize(
    "wrong, complaint",
    [({"ending": "awy"}, "is never 'awy'; it is one of away, caught"), ({"endin": "away"}, "did you mean 'ending'")],
)
def test_a_wrong_name_is_said(wrong: dict[str, object], complaint: str, some: Results) -> None:
    """An unknown column and an unknown word are named."""
    with pytest.raises(UsageError, match=complaint):
        some.select(**wrong)


def test_a_wrong_mask_is_said(some: Results) -> None:
    """A mask of another length, numbers instead of truths, and a column of a thousand values are refused."""
    with pytest.raises(UsageError, match="one true or false for each of 200 rows"):
        some.select([True])
    with pytest.raises(UsageError, match="one true or false"):
        some.select(some["margin"])
    with pytest.raises(UsageError, match="192 different values"):
        some.group("margin")


def test_runs_are_put_together(race: Scenario, some: Results) -> None:
    """Runs of variants make one table that says which run a row is of."""
    hurry = run(race.variant("hurry"), replications=50, workers=1)
    table = concatenate({"base": some, "hurry": hurry})
    assert table.column("run").to_pylist() == ["base"] * 200 + ["hurry"] * 50
    assert table.column("ending").to_pylist()[200:] == hurry["ending"].tolist()
    with pytest.raises(UsageError, match="nothing to concatenate"):
        concatenate({})


def test_arrow_takes_results_as_they_are(some: Results) -> None:
    """Whatever speaks Arrow's own protocol needs no method of ours."""
    import pyarrow as pa

    assert pa.table(some).equals(some.to_arrow(), check_metadata=True)


def test_polars_reads_results(some: Results) -> None:
    """polars takes results with their types, where it is installed."""
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(some)
    assert frame.equals(polars.from_arrow(some.to_arrow()))
    assert frame.shape == (200, len(some.columns))
    assert frame["margin"].fill_null(float("nan")).to_list() == pytest.approx(some["margin"].tolist(), nan_ok=True)


def test_duckdb_reads_the_file(some: Results, tmp_path: Path) -> None:
    """One line gives the counts of the endings, where DuckDB is installed."""
    duckdb = pytest.importorskip("duckdb")
    write_table(some, tmp_path / "results.parquet")
    rows = duckdb.sql(f"SELECT ending, count(*) FROM '{tmp_path}/results.parquet' GROUP BY ending").fetchall()
    assert dict(rows) == {ending: len(part) for ending, part in some.group("ending").items()}

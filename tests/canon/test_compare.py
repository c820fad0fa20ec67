"""The comparison of a table with a sheet gives exact shares, places and intervals, in data and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heatsim.canon.compare import Comparison, compare
from heatsim.canon.locate import find_sheet
from heatsim.canon.words import at_most, brief, percent
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario, loads
from heatsim.study.intervals import wilson
from heatsim.study.results import Results
from heatsim.study.run import run
from heatsim.study.table import Table

Heist = Callable[..., Scenario]
NAN = float("nan")
FILM = {"took": 2e5, "opened": 1.0, "first_out": 0.0, "ann_left": 2e6, "DOOR-1": 0.0, "DOOR-2": 2e6, "DOOR-3": 5e6}


def table_of(scenario: Scenario, rows: list[Mapping[str, float]], failed: frozenset[int] = frozenset()) -> Results:
    """Results with exactly these rows, each the film's with some values changed."""
    results = run(scenario, replications=len(rows), workers=1)
    values = np.array([[{**FILM, **row}[column.name] for column in results.declared] for row in rows])
    status = np.array([2 if place in failed else 0 for place in range(len(rows))], dtype=np.int8)
    return replace(results, table=replace(results.table, values=values, status=status))


TOY: list[Mapping[str, float]] = [
    {},
    {"took": 0.0},
    {"first_out": 1.0, "DOOR-2": 6e6, "ann_left": 6e6},
    {"DOOR-1": NAN, "opened": 0.0, "took": 0.0},
]


def test_shares_of_a_small_table_are_exact(heist: Heist) -> None:
    """In four known rows each fact, each order and all of them together have the shares one counts by hand."""
    made = compare(table_of(heist(), TOY))
    assert {fact.id: fact.count for fact in made.facts} == {"D-1": 2, "D-2": 3, "D-2+": 3, "D-3": 4}
    assert {rule.id: rule.count for rule in made.order} == {"DOOR-1": 3, "DOOR-2": 3, "DOOR-3": 3, "DOOR-H1": 3}
    assert (made.together.count, made.film.count) == (1, 1)
    assert made.typical == 1.0
    for share in (*made.facts, made.together):
        assert (share.total, share.share, (share.low, share.high)) == (4, share.count / 4, wilson(share.count, 4))


def test_agreement_counts_orders_between_events_that_both_happen(heist: Heist) -> None:
    """Orders hold in rows 1, 2 (2 of 2), row 3 (1 of 2) and row 4, where only one pair happened (1 of 1)."""
    assert compare(table_of(heist(), TOY)).agreement == pytest.approx((1 + 1 + 1 / 2 + 1) / 4)


def test_numbers_have_their_place(heist: Heist) -> None:
    """The film's value has a mid-rank place; flags, words and numbers the film does not give have none."""
    made = compare(table_of(heist(), TOY))
    assert [number.name for number in made.numbers] == ["took", "ann_left"]
    took, left = made.numbers
    assert (took.film, took.unit, took.percentile, took.median) == (2000.0, "usd", 75.0, 1000.0)
    assert (left.film, left.unit, left.percentile) == (2.0, "s", 37.5)
    assert (took.below, took.equal, took.total) == (2, 2, 4)
    assert (left.below, left.equal, left.total) == (0, 3, 4)
    assert (took.low, took.high) == pytest.approx([100 * end for end in wilson(3, 4)])
    assert not took.always


def test_ties_are_told_apart_from_what_is_below(heist: Heist) -> None:
    """In words, what lies below the film's number and what equals it are two shares, and what they are is said."""
    text = str(compare(table_of(heist(), TOY)))
    row = next(line for line in text.splitlines() if line.startswith("ann_left"))
    assert row.split("..")[1].split()[1:3] == ["0", "%"]
    assert row.endswith(" 75 %")
    assert "below, equal: replications with less than the film's number, and with exactly it" in text


def test_a_sheet_without_an_order_has_no_agreement(heist: Heist) -> None:
    """Where nothing is ordered there is no share of orders, in words or in data."""
    scenario = heist()
    text = Path(str(find_sheet(scenario))).read_text(encoding="utf-8")
    bare = text[: text.index("order:")] + text[text.index("terminal:") :]
    Path(str(find_sheet(scenario))).write_text(bare, encoding="utf-8")
    made = compare(table_of(scenario, TOY))
    assert made.to_dict()["agreement"] is None
    assert "order" not in str(made).replace("the order of events", "")
    assert made.film.count == made.together.count


def test_a_failed_replication_shows_nothing(heist: Heist) -> None:
    """A replication that failed counts, as one in which no fact holds."""
    made = compare(table_of(heist(), [{}, {}], failed=frozenset({1})))
    assert (made.together.count, made.together.total) == (1, 2)


def test_what_was_never_seen_has_an_upper_bound(heist: Heist) -> None:
    """No hit in n replications is 'at most', never zero."""
    made = compare(table_of(heist(), [{"took": 0.0}] * 50))
    assert made.together.never
    assert made.together.high == wilson(0, 50).high > 0
    assert "not seen in 50: at most 7.1 %" in str(made)
    assert at_most(made.together) == "at most 7.1 %"


def test_a_real_run_is_near_the_exact_probabilities(heist: Heist) -> None:
    """The door opens with 1/2, Ann is before Bob with 1/2 if it does and 6/10 if not: all intervals hold the exact values."""
    made = compare(run(heist(), replications=4000, workers=1))
    exact = {"D-1": 0.5, "D-2": 0.55, "D-2+": 0.2}
    for fact in made.facts:
        if fact.id in exact:
            assert fact.low < exact[fact.id] < fact.high, fact
    assert made.together.low < 0.25 < made.together.high
    assert not made.together.low < 0.3 < made.together.high


def test_readings_change_the_test_and_nothing_else(heist: Heist) -> None:
    """With the other reading D-2 is what the other source says."""
    results = table_of(heist(), TOY)
    usual, other = compare(results), compare(results, readings={"C-01": "bob"})
    assert [fact.count for fact in other.facts if fact.id == "D-2"] == [1]
    assert [fact for fact in usual.facts if fact.id[:3] != "D-2"] == [fact for fact in other.facts if fact.id[:3] != "D-2"]
    assert other.together.count == 1


def test_a_table_without_a_sheet_is_refused(heist: Heist, tmp_path: Path) -> None:
    """A scenario that names no sheet is compared only with one that is passed."""
    scenario = heist()
    bare = loads(scenario.source.replace("canon: ../seeds/door.yaml\n", ""))
    results = run(bare, replications=5, workers=1)
    with pytest.raises(UsageError, match="names no canon sheet"):
        compare(results)
    assert compare(results, sheet=tmp_path / "seeds" / "door.yaml").replications == 5


def test_the_words_fit_a_terminal_and_the_data_are_the_same(heist: Heist) -> None:
    """The table has at most 80 columns, names every fact and says who told it; plain data hold the same numbers."""
    made = compare(table_of(heist(), TOY))
    text = str(made)
    assert max(map(len, text.splitlines())) <= 80
    assert all(fact.id in text for fact in made.facts)
    assert "D-1       Bob gets the money                  ab       50.0 %" in text
    assert "always (51.0 % or more): D-3" in text
    assert made.to_dict()["together"]["share"] == 0.25
    assert made.summary()["facts"]["D-1"] == {"share": 0.5, "low": wilson(2, 4).low, "high": wilson(2, 4).high}
    assert "all 2 core facts together: 25.0 %" in brief(made)


@pytest.mark.parametrize(
    "share, text",
    [(0.0, "0.0 %"), (1.0, "100.0 %"), (0.123, "12.3 %"), (0.0123, "1.2 %"), (0.00012, "0.012 %"), (0.9999, "> 99.9 %")],
)
def test_shares_in_words(share: float, text: str) -> None:
    """A share is never rounded to a 0 or 100 that it is not."""
    assert percent(share) == text


def test_a_hundred_thousand_rows_are_quick(heist: Heist) -> None:
    """A long table is compared by columns, not row by row."""
    results = table_of(heist(), TOY)
    many = Table(
        replication=np.arange(100_000),
        status=np.zeros(100_000, dtype=np.int8),
        ending=np.zeros(100_000, dtype=np.int32),
        end_time=np.zeros(100_000, dtype=np.int64),
        values=np.tile(results.table.values, (25_000, 1)),
    )
    made: Comparison = compare(replace(results, table=many))
    assert made.together.share == 0.25

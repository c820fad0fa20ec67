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
from heatsim.study.reopen import read
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
    assert not [line for line in str(made).splitlines() if line.startswith("order")]
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


def test_results_that_were_read_find_their_sheet(heist: Heist, tmp_path: Path) -> None:
    """From a folder the sheet is found while the scenario lies where it lay; if it is changed or gone, it is said what to pass."""
    scenario = heist()
    made = compare(run(scenario, replications=20, workers=1, out=tmp_path / "out"))
    again = compare(read(tmp_path / "out"))
    assert again == made
    Path(str(scenario.path)).write_text(scenario.source + "# changed\n", encoding="utf-8")
    with pytest.raises(UsageError, match="read do not know where 'door' lies, or it was changed since; pass the canon sheet"):
        compare(read(tmp_path / "out"))
    assert compare(read(tmp_path / "out"), sheet=tmp_path / "seeds" / "door.yaml").facts == made.facts
    Path(str(scenario.path)).unlink()
    with pytest.raises(UsageError, match="pass the canon sheet"):
        compare(read(tmp_path / "out"))


def test_the_words_fit_a_terminal_and_the_data_are_the_same(heist: Heist) -> None:
    """The table has at most 80 columns, names every fact and says who told it; plain data hold the same numbers."""
    made = compare(table_of(heist(), TOY))
    text = str(made)
    assert max(len(line) for line in text.splitlines() if "python -m" not in line) <= 80
    assert all(fact.id in text for fact in made.facts)
    assert "D-1       Bob gets the money                  ab       50.0 %" in text
    assert "always (51.0 % or more): D-3" in text
    assert made.to_dict()["together"]["share"] == 0.25
    assert made.summary()["facts"]["D-1"] == {"share": 0.5, "low": wilson(2, 4).low, "high": wilson(2, 4).high}
    assert "all 2 core facts together: 25.0 %" in brief(made)


def test_the_nearest_replication_has_most_core_facts(heist: Heist) -> None:
    """Core facts first, then details, then the lower number; what failed is never the nearest, and where all failed none is."""
    made = compare(table_of(heist(), [*TOY, {"ann_left": 3e6}, {}]))
    assert made.nearest is not None
    assert (made.nearest.replication, made.nearest.core, made.nearest.details) == (0, 2, 2)
    assert made.nearest.command.endswith("scenarios/door.yaml --replication 0 --seed 1995")
    assert "nearest: replication 0, 2 of 2 core facts, 2 of 2 details\n  python -m heatsim replay" in str(made)
    assert "the nearest (replication 0) 2" in brief(made)
    assert made.to_dict()["nearest"]["replication"] == 0
    less = compare(table_of(heist(), [{"took": 0.0}, {"ann_left": 3e6}, {}, {}], failed=frozenset({2})))
    assert less.nearest is not None
    assert less.nearest.replication == 3
    assert "1 failed, and shows nothing" in str(less)
    assert compare(table_of(heist(), [{}], failed=frozenset({0}))).nearest is None


def test_the_nearest_is_found_again_in_its_world(heist: Heist) -> None:
    """The command has the changes of the scenario; of one without a file it is a call."""
    near = compare(run(heist().vary({"bob_takes": "6 s"}), replications=30, workers=1)).nearest
    assert near is not None
    assert "--set 'bob_takes=6 s'" in near.command
    results = table_of(heist(), TOY)
    bare = compare(replace(results, provenance=replace(results.provenance, path=None)), sheet=find_sheet(heist())).nearest
    assert bare is not None
    assert bare.command == "heatsim.simulate(scenario, seed=1995, replication=0)"


def test_a_long_comparison_is_a_page(heist: Heist) -> None:
    """With forty facts more the text is a page: the whole, the nearest, the rarest, what was never seen, and how to have it all."""
    more = "".join(
        f"  X-{n:02d}: {{what: One of many, evidence: stated, level: {'core' if n % 2 else 'detail'}, when: took == $9k}}\n"
        for n in range(40)
    )
    made = compare(table_of(heist(sheet=("order:\n", f"{more}order:\n")), TOY))
    page, whole = made.text(more="--all"), made.text(every=True)
    assert len(page.splitlines()) <= 40 < len(whole.splitlines())
    assert "rarest core facts" in page
    assert "nearest: replication 0" in page
    assert "X-01      One of many" in page
    assert "other facts never seen (34): X-00, X-02" in page
    assert "and 18 more" in " ".join(page.split())
    assert "38 more facts, and where the film stands in 2 numbers: --all" in page
    assert "X-39" not in page
    assert "X-39      One of many" in whole
    assert str(made) == made.text()


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

"""Plans: which points there are, in Python and in a file, what they give, and what is refused with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from heatsim.errors import ScenarioError, UsageError
from heatsim.scenario.load import Scenario, loads
from heatsim.study.plan import AS_WRITTEN, Plan, Sampled, points
from heatsim.study.planfile import read_plan
from heatsim.study.planned import run_plan
from heatsim.study.run import run

FILE = """study: 1
scenario: race.yaml
variants: [as written, hurry]
factors:
  response: [60 s, 3 min]
sampled: {method: latin, points: 3, ranges: {work: "50 s:200 s"}}
replications: 20
seed: 7
measures: [share(ending=away), mean(margin)]
"""


@pytest.fixture(scope="module")
def race(race: Scenario) -> Scenario:
    """The race, whose response has a range and may therefore be fixed."""
    drawn = "{exponential: {mean: 180 s}, basis: assumed, "
    assert drawn in race.source
    return loads(race.source.replace(drawn, drawn + "range: [30 s, 10 min], "))


@pytest.fixture
def folder(tmp_path: Path, race: Scenario) -> Path:
    """A folder with the race in it."""
    (tmp_path / "race.yaml").write_text(race.source, encoding="utf-8")
    return tmp_path


def test_factors_are_crossed(race: Scenario) -> None:
    """Every value meets every other and every variant, the last factor varying fastest."""
    made = points(Plan(race, (AS_WRITTEN, "hurry"), {"work": "60 s:120 s:3", "response": ["60 s", "90 s"]}), race)
    assert len(made) == 12
    assert [point.number for point in made] == list(range(12))
    assert made[1].shown == (("work", 60.0), ("response", 90.0))
    assert made[6].variant == "hurry"


def test_linked_factors_go_together(race: Scenario) -> None:
    """Linked lists change in step, and one may repeat a value."""
    made = points(Plan(race, linked=({"work": ["60 s", "90 s", "120 s"], "response": ["1 min", "1 min", "2 min"]},)), race)
    assert [dict(point.changes) for point in made] == [
        {"work": "60 s", "response": "1 min"},
        {"work": "90 s", "response": "1 min"},
        {"work": "120 s", "response": "2 min"},
    ]


@pytest.mark.parametrize("method", ["latin", "sobol", "random"])
def test_samples_lie_in_their_ranges(method: str, race: Scenario) -> None:
    """Sampled factors stay inside, fill the range unless they are random, and are the same each time."""
    if method == "sobol":
        pytest.importorskip("scipy")
    plan = Plan(race, sampled=Sampled({"work": "50 s:250 s", "response": "*0.5:*2"}, 8, method))
    made = points(plan, race)
    works = [float(dict(point.shown)["work"]) for point in made]
    assert all(50 < work < 250 for work in works)
    assert made == points(plan, race)
    if method != "random":
        assert sorted(int((work - 50) / 25) for work in works) == list(range(8))


def test_the_table_is_long(race: Scenario) -> None:
    """One row per point and measure, with the variant and the factors; the same as running each point alone."""
    made = run_plan(
        {"scenario": race, "factors": {"response": ["60 s", "3 min"]}, "replications": 50, "measures": ["away", "margin"]}
    )
    assert len(made) == 2
    rows = made.rows()
    assert [(row["point"], row["parameter.response"], row["measure"]) for row in rows] == [
        (0, 60.0, "share(ending=away)"),
        (0, 60.0, "mean(margin)"),
        (1, 180.0, "share(ending=away)"),
        (1, 180.0, "mean(margin)"),
    ]
    alone = run(race.vary({"response": "3 min"}), replications=50, workers=1)
    assert rows[3]["value"] == pytest.approx(alone["margin"].mean())
    assert made.to_arrow().num_rows == 4


def test_whole_tables_may_be_kept(race: Scenario) -> None:
    """With `keep` each point has its results, row for row those of a run."""
    made = run_plan(Plan(race, ("hurry",), replications=130), keep=True, workers=2)
    assert made.results[0].to_arrow().equals(run(race.variant("hurry"), replications=130, workers=1).to_arrow())


def test_a_file_says_the_same(folder: Path) -> None:
    """A plan in a file is the plan in Python, its scenario beside it."""
    (folder / "study.yaml").write_text(FILE, encoding="utf-8")
    plan = read_plan(folder / "study.yaml")
    assert plan.scenario == folder / "race.yaml"
    assert (plan.replications, plan.seed, plan.measures) == (20, 7, ("share(ending=away)", "mean(margin)"))
    assert len(run_plan(plan, workers=1).rows()) == 2 * 2 * 3 * 2


CHANGES: list[tuple[str, str, str]] = [
    ("study: 1\n", "", "1:1: a plan begins with 'study: 1'"),
    ("scenario: race.yaml", "scenario: rase.yaml", "2:11: its scenario is wrong"),
    ("hurry]", "hury]", "3:24: 'race' has no variant 'hury'; did you mean 'hurry'"),
    ("response: [", "respond: [", "5:12: 'race' has no parameter 'respond'; did you mean 'response'"),
    ("[60 s, 3 min]", "[]", "5:13: response: an empty list has no values"),
    ("[60 s, 3 min]", "3 min:1 min:2", "5:13: 'response=3 min:1 min:2': the range is reversed"),
    ("[60 s, 3 min]", "1 min:1 min:2", "5:13: 'response=1 min:1 min:2': the range is empty"),
    ("[60 s, 3 min]", "1 min:2 min:0", "from 2 to 1000 points, not 0"),
    ("[60 s, 3 min]", "[60 s, 3 m]", "'3 m'"),
    ("latin", "latn", "6:19: there is no method 'latn'; there are latin, sobol, random"),
    ('work: "50 s:200 s"', "response: 1 min:2 min", "'response' is a factor twice"),
    ("points: 3", "points: 1", "samples have from 2 to 100000 points, not 1"),
    ("replications: 20", "replications: none", "7:15: 'replications' is a whole number from 1"),
    ("replications: 20", "replicatons: 20", "7:1: a plan has no 'replicatons'; did you mean 'replications'"),
    ("mean(margin)", "mean(margn)", "9:32: 'mean(margn)': there is no measure 'margn'; did you mean 'margin'"),
    ("[share(ending=away), mean(margin)]", "margin", "9:11: 'measures' is a list"),
]


@pytest.mark.parametrize("old, new, complaint", CHANGES, ids=[complaint for _, _, complaint in CHANGES])
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, complaint: str, folder: Path) -> None:
    """Each mistake in a plan is named with line and column."""
    text = FILE.replace(old, new)
    assert text != FILE
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_plan(folder / "study.yaml")
    assert complaint in str(caught.value)


REFUSED: list[tuple[Callable[[Scenario], Plan], str]] = [
    (lambda race: Plan(race, variants=()), "at least one variant"),
    (lambda race: Plan(race, factors={"work": []}), "there are no values to try"),
    (lambda race: Plan(race, factors={"work": "50 s:60 s:1000", "response": "50 s:60 s:1000"}), "1000000 points; at most 100000"),
    (lambda race: Plan(race, linked=({"work": ["60 s"], "response": ["1 min", "2 min"]},)), "lists of one length"),
    (lambda race: Plan(race, linked=({},)), "at least one parameter"),
    (lambda race: Plan(race, sampled=Sampled({}, 4)), "at least one range"),
    (lambda race: Plan(race, replications=0), "a whole number from 1, not 0"),
]


@pytest.mark.parametrize("make, complaint", REFUSED, ids=[complaint for _, complaint in REFUSED])
def test_impossible_plans_are_refused(make: Callable[[Scenario], Plan], complaint: str, race: Scenario) -> None:
    """A plan in Python is checked before anything runs."""
    with pytest.raises(UsageError, match=complaint):
        run_plan(make(race))


def test_a_mapping_is_a_plan(race: Scenario) -> None:
    """Its keys are the fields of a plan; others are named with the nearest."""
    assert len(run_plan({"scenario": race, "replications": 5, "measures": "mean(margin)"}, workers=1).rows()) == 1
    with pytest.raises(UsageError, match="a plan has no 'replicatons'; did you mean 'replications'"):
        run_plan({"scenario": race, "replicatons": 5})
    with pytest.raises(UsageError, match="a plan names its scenario"):
        run_plan({"replications": 5})

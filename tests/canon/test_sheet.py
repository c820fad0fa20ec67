"""Canon sheets are read with every problem at its place, and found beside their scenario."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from heatsim.canon.agree import differences
from heatsim.canon.locate import find_sheet, located, sheet_of_scenario, world_beside
from heatsim.canon.predicates import bind_sheet
from heatsim.canon.read import read_sheet, sheet_of
from heatsim.canon.sheet import Sheet
from heatsim.errors import ScenarioError, UsageError
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario
from heatsim.scenario.source import from_text

Heist = Callable[..., Scenario]
SEEDS = Path(__file__).parent.parent.parent / "seeds"
SHEETS = sorted(path for path in SEEDS.glob("*.yaml") if not path.name.endswith(".world.yaml"))


def sheet(heist: Heist, old: str = "", new: str = "") -> Sheet:
    return sheet_of_scenario(heist(sheet=(old, new)))


def test_a_sheet_holds_what_the_file_says(heist: Heist) -> None:
    """Facts keep their numbers, places, readings and finer tests; the end of each thing is a predicate."""
    found = sheet(heist)
    fact = found.fact("D-2")
    assert (fact.when.text, fact.finer.text, fact.chosen) == (
        "first_out == ann and time_of(DOOR-2) < time_of(DOOR-3)",
        "ann_left <= 2 s",
        "ann",
    )
    assert found.fact("D-1").rests == (("A", (10,)), ("B", (20, 30)))
    assert [(number.name, number.value) for number in found.fact("D-1").numbers] == [("took", "$2k")]
    ends = [ending.when.text for ending in found.told.terminal]
    assert ends == ["opened", "first_out == ann", "took >= $1k", "never_measured == 3"]
    assert (found.fact("D-4").why, found.order[0].shown) == ("weather plays no part", False)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_the_shipped_sheets_are_sound(path: Path) -> None:
    """Every sheet in seeds/ is read without a problem, has core facts, and calls nothing by two names."""
    found = read_sheet(path)
    assert found.heist == path.stem
    assert any(fact.core for fact in found.facts)
    ids = [one.id for one in (*found.facts, *found.order, *found.constraints)]
    assert len(ids) == len(set(ids))


WRONG = [
    ("canon: 1", "canon: 9", "1:1: a canon sheet starts with 'canon: 1'"),
    ("    level: core\n    when: took", "    level: corr\n    when: took", "'level' must be one of core, detail, not 'corr'"),
    ("    when: took == $2k\n", "", "D-1 has no 'when'; give its predicate, or 'shown: false' and 'why'"),
    ("    chosen: ann", "    chosen: anne", "'anne' is not a reading; did you mean 'ann'?"),
    ("    finer:", "    finest:", "unknown key 'finest' in fact D-2; did you mean 'finer'?"),
    ("shown: false, why: weather plays no part", "shown: false", "'why' is missing"),
    ("shown: false, why: weather plays no part", "shown: false, why: x, when: opened", "D-4 has a test although 'shown' is false"),
    ("after: [DOOR-0]", "after: [DOOR-9]", "DOOR-1 comes after DOOR-9, which is not an event"),
    ("after: [DOOR-0]", "after: [DOOR-3]", "is in a circle of 'after'"),
    ("rests: {A: [40]}\n    evidence", "rests: {A: [-1]}\n    evidence", "'rests: A' must be a list of character offsets"),
    ("id: DOOR-H1", "id: DOOR-3", "'DOOR-3' is the id of something else already"),
    ("opened: {value: true}", "opened: {facts: [D-1]}", "'opened' needs a 'value'"),
    ("when: time_of(DOOR-1) < time_of(DOOR-2)}", "also: 1}", "unknown key 'also' in a constraint"),
]


@pytest.mark.parametrize("old, new, message", WRONG)
def test_a_wrong_sheet_is_reported(old: str, new: str, message: str, heist: Heist) -> None:
    """Each mistake in a sheet is named, in the sheet's file."""
    with pytest.raises(ScenarioError) as caught:
        sheet(heist, old, new)
    assert message in str(caught.value)
    assert all(problem.file.endswith("door.yaml") and problem.line for problem in caught.value.problems)


def test_constraints_without_anything_have_a_place(heist: Heist) -> None:
    """Two that say neither what they are called nor what they hold are told apart by their lines."""
    old = "when: time_of(DOOR-1) < time_of(DOOR-2)}"
    with pytest.raises(ScenarioError) as caught:
        sheet(heist, old, f"{old}\n  - {{what: x}}\n  - {{what: y}}\n  - {{id: DOOR-3, what: z}}")
    assert len({problem.line for problem in caught.value.problems}) == 3
    assert all(problem.line for problem in caught.value.problems)
    assert "''" not in str(caught.value)


def test_another_reading_takes_its_own_test(heist: Heist) -> None:
    """A reading is chosen by fact or by conflict; one that is only recorded takes the test away."""
    found = sheet(heist)
    assert found.select({"D-2": "bob"}).fact("D-2").when.text == "first_out == bob"
    assert found.select({"C-01": "bob"}) == found.select({"D-2": "bob"})
    assert not found.select({"D-2": "untold"}).fact("D-2").when
    assert found.select({"D-2": "ann"}) == found
    with pytest.raises(UsageError, match="D-2 has no reading 'bo'; did you mean 'bob'"):
        found.select({"D-2": "bo"})
    with pytest.raises(UsageError, match="no fact or conflict 'D-1' has readings"):
        found.select({"D-1": "bob"})


def test_the_sheet_is_found_beside_the_scenario(heist: Heist, tmp_path: Path) -> None:
    """The path is relative to the scenario's file, and the world lies beside the sheet."""
    path = find_sheet(heist())
    assert path == tmp_path / "seeds" / "door.yaml"
    assert world_beside(path) == tmp_path / "seeds" / "door.world.yaml"


@pytest.mark.parametrize(
    "canon, message",
    [
        ("../seeds/none.yaml", "there is no canon sheet"),
        ("../../seeds/door.yaml", "may begin with one '..'"),
        ("x/../../seeds/door.yaml", "may begin with one '..'"),
        ("/etc/door.yaml", "must be a path relative to this file"),
        ("C:/door.yaml", "must be a path relative to this file"),
        ("../seeds/passwords.txt", "must be a .yaml file"),
    ],
)
def test_a_path_that_may_not_be_is_refused_at_its_place(canon: str, message: str, heist: Heist) -> None:
    """A scenario cannot make heatsim read files elsewhere, and says where it tried to."""
    with pytest.raises(ScenarioError) as caught:
        find_sheet(heist(scenario=("canon: ../seeds/door.yaml", f"canon: '{canon}'")))
    (problem,) = caught.value.problems
    assert message in problem.message
    assert (problem.line, problem.column) == (3, 8)


def test_only_plain_files_are_read(heist: Heist, tmp_path: Path) -> None:
    """A folder in the sheet's place is no sheet."""
    scenario = heist(scenario=("../seeds/door.yaml", "../seeds/folder.yaml"))
    (tmp_path / "seeds" / "folder.yaml").mkdir()
    with pytest.raises(ScenarioError, match="there is no canon sheet"):
        find_sheet(scenario)


def test_links_do_not_change_where_a_path_leads(tmp_path: Path) -> None:
    """The shorter form of a path is used only where it is the same file."""
    (tmp_path / "far" / "scenarios").mkdir(parents=True)
    (tmp_path / "far" / "seeds").mkdir()
    (tmp_path / "far" / "seeds" / "x.yaml").write_text("far", encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "x.yaml").write_text("near", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "far" / "scenarios")
    assert located("../seeds/x.yaml", tmp_path / "link" / "s.yaml").read_text(encoding="utf-8") == "far"


DISAGREE = [
    ("numbers: {took: $2k}", "numbers: {took: $3k}", "'took' is $3k here, but $2k as the scenario's canon value"),
    ("numbers: {took: $2k}", "numbers: {took: 2 s}", "'took' is money, but '2 s' is a time"),
    ("numbers: {took: $2k}", "numbers: {took: much}", "'took' must be money, not 'much'"),
    ("numbers: {bob_takes: 5 s}", "numbers: {bob_takes: 6 s}", "'bob_takes' is 6 s here, but 5 s as a parameter"),
    ("first_out: {value: ann}", "first_out: {value: bob}", "'first_out' is bob here, but the scenario says that it is ann"),
    ("opened: {value: true}", "opened: {value: false}", "'opened' is false here, but the scenario says that it is true"),
]


@pytest.mark.parametrize("old, new, message", DISAGREE)
def test_sheet_and_scenario_must_agree(old: str, new: str, message: str, heist: Heist) -> None:
    """A value that sheet and scenario both give is the same in both, or it is reported where the sheet gives it."""
    scenario = heist()
    program = compile_scenario(scenario.resolved)
    assert differences(sheet_of_scenario(scenario), program) == []
    (problem,) = differences(sheet(heist, old, new), program)
    assert message in str(problem)
    assert problem.line > 1


def test_text_that_is_no_sheet_is_refused() -> None:
    """An empty file, a list and broken YAML are reported, not raised as something else."""
    for text in ("", "- 1\n", "canon: [\n", "canon: 1\n"):
        with pytest.raises(ScenarioError):
            sheet_of(from_text(text, "x.yaml"))


def test_predicates_are_bound_with_the_sheet(heist: Heist) -> None:
    """What a predicate names must be there: measure, event, word, unit; the column in the line is given."""
    program = compile_scenario(heist().resolved)
    for old, new, message in (
        ("when: took == $2k", "when: tok == $2k", "unknown name 'tok'"),
        ("when: took == $2k", "when: took == 2 s", "money"),
        ("first_out == bob}", "first_out == bab}", "bab"),
        ("time_of(DOOR-3) >= 5 s", "time_of(DOOR-8) >= 5 s", "DOOR-8"),
        ("when: took == $2k", "when: took", "must be true or false"),
    ):
        with pytest.raises(ScenarioError, match=message):
            bind_sheet(sheet(heist, old, new), program.columns)
    with pytest.raises(ScenarioError) as caught:
        bind_sheet(sheet(heist, "time_of(DOOR-3) >= 5 s", "time_of(DOOR-3) >= 5 s and tok"), program.columns)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (31, 38)

"""`check`, `list`, `show`, `schema` and `replay` say what they should on standard output."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from heatsim.scenario.load import load

Cli = Callable[..., tuple[int, str, str]]


def test_check_names_every_file_and_every_problem(cli: Cli, folder: Path) -> None:
    """Good files are `ok`, bad ones have a line per problem with its place, and one bad file makes the status 2."""
    text = (folder / "race.yaml").read_text()
    (folder / "bad.yaml").write_text(text.replace("takes: work", "takes: wrok").replace("takes: response", "takse: response"))
    status, out, err = cli("check", "race.yaml", "bad.yaml", "race.yaml")
    assert status == 2
    assert out == "race.yaml: ok\nrace.yaml: ok\n"
    lines = err.splitlines()
    assert any(line.startswith("bad.yaml:14:") and "wrok" in line for line in lines)
    assert any(line.startswith("bad.yaml:18:") and "takse" in line for line in lines)
    assert cli("check", "race.yaml") == (0, "race.yaml: ok\n", "")


def test_check_warns_of_a_side_that_is_a_slip(cli: Cli, folder: Path) -> None:
    """Somebody alone on a side that is spelt almost like a larger one is asked about; a name of its own is not."""
    head = "heatsim: 1\nscenario: slip\nhorizon: 1 min\nactors:\n  ann: {side: crew}\n  ben: {side: crew}\n  bob: {side: SIDE}\n"
    text = head + "processes:\n  ann:\n    - do: wait\n      takes: 1 s\nendings: {over: {}}\n"
    (folder / "slip.yaml").write_text(text.replace("SIDE", "krew"))
    status, out, err = cli("check", "slip.yaml")
    assert (status, out) == (0, "slip.yaml: ok\n")
    assert err == "slip.yaml:7:3: warning: 'bob' is alone on the side 'krew'; did you mean 'crew'?\n"
    (folder / "slip.yaml").write_text(text.replace("SIDE", "police"))
    assert cli("check", "slip.yaml") == (0, "slip.yaml: ok\n", "")


def test_list_shows_titles(cli: Cli, folder: Path) -> None:
    """Each scenario has a line with path and title; a broken one is listed with what to do."""
    (folder / "scenarios" / "more").mkdir(parents=True)
    (folder / "race.yaml").rename(folder / "scenarios/more/race.yaml")
    (folder / "scenarios/bad.yaml").write_text("heatsim: 1\n")
    status, out, err = cli("list")
    assert (status, err) == (0, "")
    bad, race = out.splitlines()
    assert bad.startswith("scenarios/bad.yaml ")
    assert "python -m heatsim check scenarios/bad.yaml" in bad
    assert race == "scenarios/more/race.yaml  A crew against a response"


def test_show_lists_program_and_parameters(cli: Cli) -> None:
    """The listing names processes and steps; every parameter has its value and what it rests on."""
    status, out, err = cli("show", "race.yaml")
    assert (status, err) == (0, "")
    assert "process crew" in out
    assert "MUSEUM-1" in out
    parameters = out[out.index("\nparameters\n") :]
    assert "  work = " in parameters
    assert "      assumed - a guess - how long the job takes" in parameters
    assert "      cited, a study - how long the police take" in parameters


def test_show_leaves_no_parameter_out(cli: Cli) -> None:
    """One that is drawn each time it is used is not a column of the table, and rests on something all the same."""
    path = Path(__file__).parents[2] / "scenarios" / "reference" / "jewellers.yaml"
    named = [parameter.name for parameter in load(path).resolved.parameters]
    each = [parameter.name for parameter in load(path).resolved.parameters if parameter.drawn == "each"]
    shown = cli("show", str(path))[1]
    assert [name for name in named if f"\n  {name} = " not in shown] == []
    assert each
    assert all(re.search(rf"\n  {name} = .*, drawn each time\n", shown) for name in each)


BANK = str(Path(__file__).parents[2] / "scenarios" / "bank.yaml")


def test_show_of_a_long_program_is_a_page(cli: Cli) -> None:
    """What does not fit is counted and named, and the last lines say how to see it; --all has what a short one has at once."""
    page = cli("show", BANK)[1].splitlines()
    assert len(page) <= 45
    assert any(line.startswith("36 variants: film, no_tip, ") for line in page)
    assert page[-1].startswith("  --all             everything, 4,")
    whole = cli("show", BANK, "--all")[1]
    assert whole.count("\nprocess ") == 79 + 1
    assert "\n  standoff = " in whole
    assert whole.splitlines()[: len(page) - 5] == page[:-5]


def test_show_takes_processes_and_parameters(cli: Cli) -> None:
    """By name, by pattern, or all of a kind; only these are shown."""
    out = cli("show", "race.yaml", "--process", "police", "--parameter", "wor*")[1]
    assert "process police" in out
    assert "\n  work = " in out
    assert "process crew" not in out
    assert "response = " not in out
    assert re.findall(r"^  (\w+) = ", cli("show", "race.yaml", "--parameters")[1], re.MULTILINE) == ["work", "response"]
    assert cli("show", BANK, "--process", "roadblock")[1].count("\nprocess roadblock[") == 12


def test_show_says_what_names_mean(cli: Cli) -> None:
    """Endings, measures and variants with their texts and no program; a run says how to see it."""
    out = cli("show", BANK, "--meanings")[1]
    assert re.search(r"^  met_outside +patrol cars meet the crew", out, re.MULTILINE)
    assert re.search(r"^  margin \[s\] +all four in place", out, re.MULTILINE)
    assert re.search(r"^  no_tip +Benny does not call", out, re.MULTILINE)
    assert "process " not in out
    assert max(map(len, out.splitlines())) <= 80
    short = cli("show", "race.yaml", "--meanings")[1]
    assert "\n  away                        <- film\n  caught\n" in short
    assert "\n  hurry                       half the work\n" in short
    run = cli("run", "race.yaml", "-n", "5", "--workers", "1")[1]
    assert "what these mean: python -m heatsim show race.yaml --meanings" in run


@pytest.mark.parametrize(
    "words, message",
    [
        (("--process", "polise"), "there is no process 'polise'; did you mean 'police'?"),
        (("--parameter", "wrok"), "there is no parameter 'wrok'; did you mean 'work'?"),
    ],
)
def test_show_knows_no_such_name(cli: Cli, words: tuple[str, ...], message: str) -> None:
    """A name or pattern that fits nothing is bad input, with the nearest."""
    assert cli("show", "race.yaml", *words) == (2, "", f"heatsim: {message}\n")


def test_show_follows_changes(cli: Cli) -> None:
    """What is shown is the scenario as changed."""
    assert cli("show", "race.yaml", "--set", "work=123 s")[1] != cli("show", "race.yaml")[1]


def test_schema_is_a_schema(cli: Cli) -> None:
    """The printed schema is a valid JSON Schema that demands a language version."""
    status, out, err = cli("schema")
    assert (status, err) == (0, "")
    schema = json.loads(out)
    jsonschema.validators.validator_for(schema).check_schema(schema)
    assert "heatsim" in schema["required"]


def test_replay_is_one_replication(cli: Cli) -> None:
    """The beat sheet shows what happened, the same every time, another for another replication or seed."""
    status, out, err = cli("replay", "race.yaml", "--replication", "3")
    assert (status, err) == (0, "")
    assert "open the safe" in out
    assert cli("replay", "race.yaml", "--replication", "3")[1] == out
    assert cli("replay", "race.yaml")[1] != out
    assert cli("replay", "race.yaml", "--replication", "3", "--seed", "2")[1] != out
    assert cli("replay", "race.yaml", "--replication", "3", "--set", "work=1 s")[1] != out


def test_replay_finds_an_ending(cli: Cli) -> None:
    """The first replication that ends as wanted, from a number on; one that never comes, or does not exist, is said."""
    endings = [one.name for one in load("race.yaml").resolved.endings]
    told = [cli("replay", "race.yaml", "--replication", str(number))[1].splitlines()[1] for number in range(9)]
    ends = [next(name for name in endings if f": {name}" in line) for line in told]
    for name in set(ends):
        assert cli("replay", "race.yaml", "--ending", name)[1].splitlines()[1] == told[ends.index(name)]
    later = ends.index(ends[0], 1)
    assert f"replication {later}:" in cli("replay", "race.yaml", "--ending", ends[0], "--replication", "1")[1]
    assert "there is no ending 'nowhere'; known: " in cli("replay", "race.yaml", "--ending", "nowhere")[2]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json"])
def test_replay_exports(cli: Cli, folder: Path, suffix: str) -> None:
    """The trace is written in the format that the file's name asks for."""
    status, _, err = cli("replay", "race.yaml", "--export", f"trace.{suffix}")
    assert (status, err) == (0, f"written to trace.{suffix}\n")
    content = (folder / f"trace.{suffix}").read_text()
    assert "MUSEUM-1" in content
    if suffix == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in content.splitlines())
    if suffix == "json":
        json.loads(content)

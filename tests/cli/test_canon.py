"""`canon`, `replay --canon`, and what `run` and `check` make of a canon sheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHEET = """\
canon: 1
heist: race
sources: {A: a.txt}
facts:
  R-1: {what: The crew is away first, evidence: stated, level: core, rests: {A: [1]}, when: winner == crew and ahead}
  R-2:
    what: It takes less than two minutes
    evidence: stated
    level: detail
    conflict: C-01
    chosen: two
    readings:
      two: {what: less than two minutes}
      one: {what: less than one, when: time_of(MUSEUM-1) <= 1 min}
    when: time_of(MUSEUM-1) <= 2 min
order:
  MUSEUM-1: {what: The safe is open, after: []}
  MUSEUM-2: {what: The police arrive, after: [MUSEUM-1]}
"""


Cli = Callable[..., Any]


@pytest.fixture
def museum(folder: Path) -> Path:
    """The folder, where race.yaml has a sheet in seeds/."""
    text = (folder / "race.yaml").read_text(encoding="utf-8")
    (folder / "race.yaml").write_text(text.replace("horizon:", "canon: seeds/race.yaml\nhorizon:"), encoding="utf-8")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "race.yaml").write_text(SHEET, encoding="utf-8")
    return folder


def sheet(museum: Path, old: str, new: str) -> None:
    path = museum / "seeds" / "race.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_comparison_is_printed(museum: Path, cli: Cli) -> None:
    """`canon` prints every fact with its interval, writes nothing, and says that there is no world yet."""
    before = sorted(museum.rglob("*"))
    done = cli("canon", "race.yaml", "-n", "300", "--workers", "1")
    assert done.status == 0
    assert "race against the film: 300 replications, seed 1995" in done.out
    assert "R-1       The crew is away first" in done.out
    assert "no canon world is recorded; look for one with --search" in done.out
    assert sorted(museum.rglob("*")) == before


def test_the_comparison_as_data(museum: Path, cli: Cli) -> None:
    """With --json standard output is the comparison and nothing else; readings change the fact they concern."""
    one = json.loads(cli("canon", "race.yaml", "-n", "300", "--workers", "1", "--json").out)
    other = json.loads(cli("canon", "race.yaml", "-n", "300", "--workers", "1", "--json", "--reading", "C-01=one").out)
    assert [fact["id"] for fact in one["facts"]] == ["R-1", "R-2"]
    assert one["replay"] is None
    assert one["facts"][0] == other["facts"][0]
    assert one["facts"][1]["share"] > other["facts"][1]["share"]


def test_a_page_unless_everything_is_asked_for(museum: Path, cli: Cli) -> None:
    """A comparison that is longer than a page is cut to one, which names the nearest replication; --all has every fact."""
    more = "".join(
        f"  X-{n}: {{what: Late, evidence: stated, level: detail, when: time_of(MUSEUM-1) > 9 min}}\n" for n in range(60)
    )
    sheet(museum, "order:\n", f"{more}order:\n")
    page = cli("canon", "race.yaml", "-n", "50", "--workers", "1").out
    whole = cli("canon", "race.yaml", "-n", "50", "--workers", "1", "--all").out
    assert len(page.splitlines()) <= 40
    assert ": --all" in page
    assert "  python -m heatsim replay race.yaml --replication " in page
    assert "X-59" not in page
    assert "X-59      Late" in whole


def test_search_then_replay(museum: Path, cli: Cli) -> None:
    """The search writes a world where it is told to; replaying it shows every fact; `canon` then replays it too."""
    done = cli("canon", "race.yaml", "--search", "-n", "100", "--workers", "1", "--out", "seeds")
    assert done.status == 0
    assert "written to" in done.out
    assert (museum / "seeds" / "race.world.yaml").is_file()
    done = cli("replay", "race.yaml", "--canon")
    assert done.status == 0
    assert "tests of facts, order and ends hold" in done.out
    assert "MUSEUM-1" in done.out
    done = cli("canon", "race.yaml", "-n", "50", "--workers", "1")
    assert done.status == 0
    assert "canon world seeds/race.world.yaml: seed 1995" in done.out


def test_by_default_the_world_goes_to_the_output_folder(museum: Path, cli: Cli) -> None:
    """Without --out the search writes below out/, like every command."""
    assert cli("canon", "race.yaml", "--search", "-n", "50", "--workers", "1", "--quiet").status == 0
    assert (museum / "out" / "race" / "race.world.yaml").is_file()


@pytest.mark.parametrize(
    "old, new, fact",
    [
        ("time_of(MUSEUM-1) <= 2 min", "time_of(MUSEUM-1) <= 2 s", "R-2"),
        ("when: winner == crew", "when: winner == police", "R-1"),
        (
            "after: []}\n  MUSEUM-2: {what: The police arrive, after: [MUSEUM-1]}",
            "after: [MUSEUM-2]}\n  MUSEUM-2: {what: The police arrive, after: []}",
            "MUSEUM-1",
        ),
    ],
)
def test_a_fact_that_fails_is_named(old: str, new: str, fact: str, museum: Path, cli: Cli) -> None:
    """A wrong number, doer or order in the sheet: exit status 1, and the fact's name on standard error."""
    cli("canon", "race.yaml", "--search", "-n", "100", "--workers", "1", "--out", "seeds", "--quiet")
    sheet(museum, old, new)
    done = cli("replay", "race.yaml", "--canon")
    assert done.status == 1
    assert f"the canon world does not show {fact}" in done.err
    assert f"fails: {fact}" in done.out
    assert cli("canon", "race.yaml", "-n", "20", "--workers", "1", "--quiet").status == 1


@pytest.mark.parametrize(
    "line, message",
    [
        ("replay race.yaml --canon", "there is no canon world"),
        ("replay race.yaml --canon --seed 3", "leave --seed out"),
        ("replay race.yaml --canon --replication 3", "leave --replication out"),
        ("replay race.yaml --reading R-2=one", "--reading is for --canon"),
        ("replay race.yaml --brief --every", "take one of them"),
        ("canon race.yaml --reading R-2=three", "R-2 has no reading 'three'"),
        ("canon race.yaml --reading R-2", "is not of the form FACT=NAME"),
        ("canon race.yaml --out x", "--out is for --search"),
        ("canon race.yaml --search --variant hurry", "search without --set and --variant"),
    ],
)
def test_bad_input_is_said_in_a_sentence(line: str, message: str, museum: Path, cli: Cli) -> None:
    """Exit status 2 and the reason, no traceback."""
    done = cli(*line.split())
    assert done.status == 2
    assert message in done.err
    assert "Traceback" not in done.err


def test_check_binds_the_sheet(museum: Path, cli: Cli) -> None:
    """What is wrong with a sheet is reported at its place, with the sheet's own name."""
    assert cli("check", "race.yaml").status == 0
    sheet(museum, "winner == crew", "winer == crew")
    done = cli("check", "race.yaml")
    assert done.status == 2
    assert "seeds/race.yaml:5:93: unknown name 'winer'; did you mean 'winner'?" in done.err


def test_check_compares_numbers(museum: Path, cli: Cli) -> None:
    """A number that the scenario contradicts is reported where the sheet gives it."""
    sheet(museum, "    evidence: stated\n    level: detail", "    numbers: {margin: 30 s}\n    evidence: stated\n    level: detail")
    done = cli("check", "race.yaml")
    assert done.status == 2
    assert "seeds/race.yaml:8:15: 'margin' is 30 s here, but 20 s as the scenario's canon value" in done.err


def test_run_fills_in_the_facts(museum: Path, cli: Cli, no_figures: None) -> None:
    """`run` puts the facts into summary.json and a line below its table."""
    summary = json.loads(cli("run", "race.yaml", "-n", "50", "--json").out)
    assert set(summary["canon"]["facts"]) == {"R-1", "R-2"}
    assert summary["canon"]["all"] == summary["canon"]["facts"]["R-1"]
    assert "all 1 core facts together" in cli("run", "race.yaml", "-n", "50").out


def test_run_goes_on_without_the_sheet(museum: Path, cli: Cli, no_figures: None) -> None:
    """A scenario copied without its sheet runs, and says that facts are not compared; a broken sheet stops it at once."""
    sheet(museum, "winner == crew", "winer == crew")
    assert cli("run", "race.yaml", "-n", "5").status == 2
    (museum / "seeds" / "race.yaml").unlink()
    done = cli("run", "race.yaml", "-n", "5")
    assert done.status == 0
    assert "there is no canon sheet" in done.err
    assert cli("check", "race.yaml").status == 2

"""`heatsim whatif` and `heatsim diff` on the command line, and `run --until`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., "tuple[int, str, str]"]


def test_a_variant(cli: Call) -> None:
    """The table names the variant, and stands alone on standard output."""
    status, out, err = cli("whatif", "race.yaml", "hurry", "-n", "60", "--workers", "1")
    assert (status, err) == (0, "")
    assert "hurry: half the work" in out
    assert "on the same draws, seed 1995" in out
    assert max(len(line) for line in out.splitlines() if "python -m" not in line) <= 80


def test_changes_instead_of_a_variant(cli: Call) -> None:
    """All --set changes together are one comparison."""
    status, out, _ = cli(
        "whatif", "race.yaml", "--set", "work=*0.5", "--set", "response=60 s", "-n", "40", "--workers", "1", "--json"
    )
    assert status == 0
    made = json.loads(out)
    assert [one["label"] for one in made["versus"]] == ["work=*0.5, response=60 s"]
    assert made["focus"] == "away"


def test_the_command_for_a_flip_shows_it(cli: Call) -> None:
    """The command that the table gives is one that works, and the world flips in it."""
    _, out, _ = cli("whatif", "race.yaml", "hurry", "-n", "60", "--workers", "1")
    (command,) = (line.strip() for line in out.splitlines() if "python -m heatsim diff" in line)
    words = command.split()[3:]
    status, shown, _ = cli(*words)
    assert status == 0
    assert "ending: caught" in shown
    assert "ending: away" in shown
    assert "here they part" in shown
    assert "--replication" in words


def test_nothing_is_written_unless_asked(cli: Call, folder: Path) -> None:
    """Without --out no file is written; with it there is whatif.json, the same as --json prints."""
    cli("whatif", "race.yaml", "hurry", "-n", "40", "--workers", "1", "--quiet")
    assert [path.name for path in folder.iterdir()] == ["race.yaml"]
    status, out, _ = cli("whatif", "race.yaml", "hurry", "-n", "40", "--workers", "1", "--json", "--out", "o")
    assert status == 0
    assert (folder / "o" / "whatif.json").read_text(encoding="utf-8") == out


def test_until(cli: Call) -> None:
    """--until stops a what-if at a precision of the difference, --measure and --better say what helps."""
    words = ("--until", "mean(margin) ± 30 s", "--measure", "margin", "--better", "less", "--workers", "1")
    status, out, _ = cli("whatif", "race.yaml", "hurry", *words)
    assert status == 0
    assert "as precise as asked" in out
    assert "counting less 'margin' as better" in out.replace("\n  ", " ")


def test_run_until(cli: Call, no_figures: None, folder: Path) -> None:
    """A run says how many replications and why; with --json that goes to standard error; run.json keeps it."""
    status, out, _ = cli("run", "race.yaml", "--until", "share(ending=away) about 0.6 +- 5pt", "--workers", "1", "--out", "o")
    assert status == 0
    assert "as precise as asked" in out
    stopping = json.loads((folder / "o" / "run.json").read_text(encoding="utf-8"))["stopping"]
    assert stopping["reason"] == "precision"
    assert f"{stopping['replications']:,} replications" in out
    status, out, err = cli(
        "run", "race.yaml", "--until", "mean(margin) ± 1 ms", "-n", "250", "--workers", "1", "--json", "--out", "p"
    )
    assert status == 0
    assert json.loads(out)["replications"] == 250
    assert "stopped at the ceiling of 250 replications" in err


@pytest.mark.parametrize(
    "words, message",
    [
        (("whatif", "race.yaml"), "compare with what?"),
        (("whatif", "race.yaml", "hurry", "--set", "work=1 s"), "not both"),
        (("whatif", "race.yaml", "hury"), "did you mean 'hurry'"),
        (("whatif", "race.yaml", "hurry", "--measure", "winner"), "'winner' is a measure in words"),
        (("whatif", "race.yaml", "hurry", "--measure", "away"), "'away' is an ending, not a measure"),
        (("whatif", "race.yaml", "hurry", "--ending", "margin"), "'margin' is a measure, not an ending"),
        (("whatif", "race.yaml", "hurry", "--ending", "awya"), "there is no ending 'awya'; did you mean 'away'?"),
        (("diff", "race.yaml"), "what should be different?"),
        (("diff", "race.yaml", "hury"), "did you mean 'hurry'"),
        (("run", "race.yaml", "--until", "share(ending=awy) ± 1pt"), "did you mean 'away'"),
        (("run", "race.yaml", "--until", "mean(margin) ± 1pt"), "until, column 16"),
    ],
)
def test_misuse(cli: Call, folder: Path, words: tuple[str, ...], message: str) -> None:
    """What is missing or unknown is told on standard error with status 2, and nothing is left behind."""
    status, out, err = cli(*words)
    assert (status, out) == (2, "")
    assert message in err
    assert [path.name for path in folder.iterdir()] == ["race.yaml"]


def test_diff(cli: Call) -> None:
    """Two worlds of a change given on the command line, as text and as JSON."""
    status, out, _ = cli("diff", "race.yaml", "--set", "work=200 s", "--replication", "2")
    assert status == 0
    assert out.startswith("race, replication 2 (seed 1995): as written | work=200 s")
    status, out, _ = cli("diff", "race.yaml", "hurry", "--json")
    assert json.loads(out)["labels"] == ["as written", "hurry"]

"""What a file may name: other files beside it or in a neighbouring folder. It reads and writes nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from heatsim.cli.main import main
from heatsim.errors import ScenarioError, UsageError
from heatsim.scenario.beside import beside
from heatsim.study.planfile import read_plan

WRITING = os.O_WRONLY | os.O_RDWR
OUTSIDE = [
    "/etc/passwd",
    "/etc/passwd.yaml",
    "../../secret.yaml",
    "a/../../secret.yaml",
    "a/../secret.yaml",
    "..\\secret.yaml",
    "C:/secret.yaml",
    "file:///etc/secret.yaml",
    "secret",
    "~/secret.yaml/../x",
]
SCENARIO = """\
heatsim: 1
scenario: {name}
canon: {canon}
title: "{title}"
horizon: 10 min
processes: {{crew: [{{do: "{step}", takes: {{uniform: [1 s, 9 s]}}}}]}}
variants: {{"{variant}": {{pins: {{}}}}}}
endings: {{over: {{}}}}
"""
HARMLESS = {"name": "paths", "canon": "sheet.yaml", "title": "x", "step": "work", "variant": "v"}


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Every file that is opened for writing from now on."""
    seen: list[Path] = []
    active = [True]

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        path, flags = (arguments[0], arguments[2]) if event == "open" else (None, None)
        if active[0] and isinstance(path, str) and isinstance(flags, int) and flags & WRITING:
            seen.append(Path(path).absolute())

    sys.addaudithook(watch)  # there is no way to take it away again
    monkeypatch.chdir(tmp_path)
    yield seen
    active[0] = False


@pytest.mark.parametrize("named", OUTSIDE)
def test_a_path_that_leads_away_is_refused(tmp_path: Path, named: str) -> None:
    """Absolute paths, several steps up, other kinds of files."""
    with pytest.raises(UsageError, match=r"must be a path|may begin with one|must be a \.yaml"):
        beside(named, tmp_path)


@pytest.mark.parametrize("named", ["a.yaml", "sub/a.yaml", "../seeds/a.yaml", "./a.yml"])
def test_a_path_near_by_is_taken(tmp_path: Path, named: str) -> None:
    """Negative control: beside the file, below it, and next door."""
    assert beside(named, tmp_path / "b").suffix in (".yaml", ".yml")


@pytest.mark.parametrize("named", OUTSIDE)
def test_a_plan_names_no_scenario_elsewhere(tmp_path: Path, named: str) -> None:
    """A plan's scenario is a file near by; otherwise the place in the plan is said, and nothing of the other file."""
    (tmp_path / "plan.yaml").write_text(f"study: 1\nscenario: '{named}'\n")
    with pytest.raises(ScenarioError, match=r"plan\.yaml:2:11: '.*' (must be a|may begin)"):
        read_plan(tmp_path / "plan.yaml")


@pytest.mark.parametrize("named", OUTSIDE)
def test_a_scenario_names_no_sheet_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str) -> None:
    """The same for a canon sheet."""
    (tmp_path / "bad.yaml").write_text(SCENARIO.format(**{**HARMLESS, "canon": f"'{named}'"}))
    assert main(["canon", str(tmp_path / "bad.yaml")]) == 2
    assert "bad.yaml:3:8: " in capsys.readouterr().err


WORDS = ["../../x", "/srv/x", "..", "x\\y"]


@pytest.mark.parametrize("place", ["title", "step", "variant"])
def test_nothing_is_written_elsewhere(tmp_path: Path, written: list[Path], place: str) -> None:
    """Names that look like paths, of steps, titles and variants, are names: files are written below `--out` only."""
    for number, word in enumerate(WORDS):
        (tmp_path / "s.yaml").write_text(SCENARIO.format(**{**HARMLESS, place: word.replace("\\", "\\\\")}))
        out = tmp_path / "here" / str(number)
        command = [
            "run",
            "s.yaml",
            "-n",
            "5",
            "--quiet",
            "--engine",
            "simpy",
            "--out",
            str(out),
            *(["--variant", word] if place == "variant" else []),
        ]
        assert main(command) == 0
        assert (out / "results.parquet").exists()
        main(["replay", "s.yaml", "--export", str(out / "beats.csv")])
    outside = [path for path in written if tmp_path / "here" not in path.parents and "__pycache__" not in path.parts]
    assert {path for path in outside if path.parts[1] != "dev"} == {tmp_path / "s.yaml"}, "that one the test itself writes"
    assert any(path.name.startswith("results") for path in written), "nothing was watched"


def test_a_scenario_is_called_by_a_plain_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of a scenario is the folder its results go to by default, so it can be no path."""
    for name in ["../../x", "/srv/x", ".", "..", "a/b", "C:x"]:
        (tmp_path / "bad.yaml").write_text(SCENARIO.format(**{**HARMLESS, "name": f"'{name}'"}))
        assert main(["check", str(tmp_path / "bad.yaml")]) == 2
        assert "bad.yaml:2:" in capsys.readouterr().err

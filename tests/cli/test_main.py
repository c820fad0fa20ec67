"""The front door: help, versions, wrong words, and what becomes of errors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import heatsim
from heatsim.cli.main import COMMANDS, main
from heatsim.errors import Problem, ScenarioError, SimulationError


def test_help_lists_every_command(cli: Callable[..., tuple[int, str, str]]) -> None:
    """The help names each command with a sentence that is not cut off."""
    status, out, _ = cli("--help")
    assert status == 0
    for name in COMMANDS:
        line = next(line for line in out.splitlines() if line.startswith(f"  {name} "))
        assert line.endswith(".")
        assert not line.endswith("...")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(cli: Callable[..., tuple[int, str, str]], name: str) -> None:
    """Each command explains itself, and fits into 100 columns."""
    status, out, err = cli(name, "--help")
    assert (status, err) == (0, "")
    assert f"Usage: python -m heatsim {name}" in out
    assert max(len(line) for line in out.splitlines()) <= 100


def test_the_version(cli: Callable[..., tuple[int, str, str]]) -> None:
    """`--version` prints the version that the package has, then what results may depend on."""
    status, out, complaint = cli("--version")
    assert (status, complaint) == (0, "")
    assert out.splitlines()[0] == f"heatsim, version {heatsim.__version__}"
    for words in ("language 1, Python 3.", "engines: simpy 4.", "numpy ", "pyarrow ", "extras: dask "):
        assert words in out


def test_the_public_names_exist() -> None:
    """Every name of `__all__` can be had from the package, and dir() shows them."""
    for name in heatsim.__all__:
        assert getattr(heatsim, name) is not None
    assert set(heatsim.__all__) <= set(dir(heatsim))
    assert sorted(heatsim.__all__) == sorted(set(heatsim.__all__))
    with pytest.raises(AttributeError, match="no attribute 'heist'"):
        _ = heatsim.heist


@pytest.mark.parametrize(
    "error, status, message",
    [
        (ScenarioError((Problem("a.yaml", 3, 5, "no"), Problem("a.yaml", 9, 1, "nor"))), 2, "a.yaml:3:5: no\na.yaml:9:1: nor\n"),
        (SimulationError("too many wake-ups", "crew", scenario="a.yaml"), 2, "heatsim: a.yaml: too many wake-ups"),
        (click.UsageError("what?"), 2, "heatsim: what?\n"),
        (click.FileError("a", "gone"), 2, "heatsim: Could not open file"),
        (KeyboardInterrupt(), 130, "heatsim: interrupted"),
        (RuntimeError("oops"), 70, "heatsim: this is a mistake in heatsim, not in your input: RuntimeError: oops"),
        (AssertionError(), 70, "AssertionError"),
    ],
)
def test_errors_become_a_sentence_and_a_status(
    cli: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, message: str
) -> None:
    """Whatever a command raises, there is a message on standard error, an exit status, and no traceback."""
    command = click.Command("show", callback=lambda: (_ for _ in ()).throw(error))
    monkeypatch.setattr("heatsim.cli.show.command", command)
    found = cli("show")
    assert found[0] == status
    assert message in found[2].lstrip("\n")
    assert "Traceback" not in found[1] + found[2]


def test_a_mistake_shows_where_on_request(cli: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """With HEATSIM_DEBUG=1 an unexpected error is raised as it is."""
    monkeypatch.setattr("heatsim.cli.show.command", click.Command("show", callback=lambda: 1 // 0))
    monkeypatch.setenv("HEATSIM_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["show"])


@pytest.mark.parametrize(
    "words, message",
    [
        (["rnu"], "there is no command 'rnu'; did you mean 'run'?"),
        (["xyzzy"], "there is no command 'xyzzy'; known: analyse, canon"),
        (["--loud"], "No such option: --loud"),
        (["run"], "Missing argument 'SCENARIO'"),
        (["run", "a", "--sede", "1"], "No such option: --sede"),
        (["check"], "Missing argument 'SCENARIO...'"),
    ],
)
def test_wrong_words_are_said(cli: Callable[..., tuple[int, str, str]], words: list[str], message: str) -> None:
    """A misspelt command or option, or a missing argument, is exit status 2 with a sentence and where to look."""
    status, out, err = cli(*words)
    assert (status, out) == (2, "")
    assert message.replace(":", "") in err.replace(":", "").replace("'--", "--").replace("e'.", "e.")
    assert "--help" in err


def test_no_words_are_a_question(cli: Callable[..., tuple[int, str, str]]) -> None:
    """Without a command there is the help, on standard error."""
    status, _, err = cli()
    assert status == 2
    assert "Usage:" in err


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    """When the reader of the output closes it, the program ends without a word."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "heatsim", "schema"], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_plain_terminal_gets_question_marks(folder: Path) -> None:
    """A title that the output's encoding cannot carry does not stop the program."""
    text = (folder / "race.yaml").read_text(encoding="utf-8")
    (folder / "race.yaml").write_text(text.replace("A crew", "In Tōkyō a crew"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "heatsim", "list", "."],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "T?ky?" in done.stdout

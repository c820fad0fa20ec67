"""Heatsim in a shell: completion, bold and dim on a terminal only, and only where they are wanted, plain text in a pipe."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from heatsim.cli import versions
from heatsim.cli.main import COMMANDS, main

ESCAPE = "\x1b"
Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Asks for completions as bash does: the words so far, the last being completed."""

    def complete(*words: str) -> list[str]:
        monkeypatch.setenv("_HEATSIM_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(["heatsim", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        with pytest.raises(SystemExit) as left:
            main([])
        assert left.value.code == 0
        return [line.partition(",")[2] for line in capsys.readouterr().out.splitlines()]

    return complete


def test_commands_options_and_choices_are_completed(shell: Callable[..., list[str]]) -> None:
    """The beginning of a command, of an option and of a choice leads to those that begin so."""
    assert shell("an") == ["analyse"]
    assert set(shell("s")) == {name for name in COMMANDS if name.startswith("s")}
    assert shell("run", "--engine", "c") == ["compiled"]
    assert shell("decisions", "--ch") == ["--chance-only"]
    assert not any(shell("no-such-beginning"))


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The script completes the command `heatsim`, not the words `python -m heatsim`."""
    monkeypatch.setenv("_HEATSIM_COMPLETE", f"{kind}_source")
    monkeypatch.setattr("click.shell_completion.BashComplete._check_version", staticmethod(lambda: None))
    with pytest.raises(SystemExit):
        main([])
    script = capsys.readouterr().out
    assert f"_HEATSIM_COMPLETE={kind}_complete" in script
    assert "python -m" not in script


def test_a_pipe_gets_plain_text(cli: Cli, no_figures: None) -> None:
    """No escape sequences, no line beyond 80 columns, nothing on standard error but problems."""
    for words in (["run", "race.yaml", "-n", "30"], ["replay", "race.yaml"], ["whatif", "race.yaml", "hurry", "-n", "30"]):
        status, out, complaint = cli(*words, *([] if words[0] == "replay" else ["--workers", "1"]))
        assert (status, complaint) == (0, "")
        assert ESCAPE not in out
        assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("variable, bold", [("NO_COLOR", False), ("COLORTERM", True)])
def test_a_terminal_gets_bold_and_dim_unless_it_wants_none(
    variable: str, bold: bool, cli: Cli, no_figures: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With NO_COLOR set nothing is emphasised, neither a table nor a beat sheet; without it both are."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(variable, "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    for words in (["run", "race.yaml", "-n", "30", "--workers", "1"], ["replay", "race.yaml"]):
        assert (ESCAPE in cli(*words)[1]) == bold


def test_a_library_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numba the compiled engine is named with what installs it."""

    def version(name: str) -> str:
        if name in ("numba", "distributed"):
            raise PackageNotFoundError(name)
        return "1.2.3"

    monkeypatch.setattr(versions, "version", version)
    text = "\n".join(versions.lines())
    assert "simpy 1.2.3, compiled not installed (heatsim[fast])" in text
    assert "dask no" in text


def test_nothing_is_written_beside_the_results(cli: Cli, folder: Path, no_figures: None) -> None:
    """What asks for no folder leaves none."""
    cli("replay", "race.yaml")
    cli("whatif", "race.yaml", "hurry", "-n", "10", "--workers", "1")
    assert [path.name for path in folder.iterdir()] == ["race.yaml"]


class Gone(io.TextIOWrapper):
    """Standard output whose reader has gone away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_a_reader_who_leaves_is_no_error(folder: Path, no_figures: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """`run ... | head -1`: the study is finished and tidied up, and the exit status is 0."""
    with (folder / "pipe").open("wb") as pipe:
        monkeypatch.setattr(sys, "stdout", Gone(pipe))
        assert main(["run", "race.yaml", "-n", "30", "--workers", "1", "--out", "cut"]) == 0
    assert {path.name for path in (folder / "cut").iterdir()} >= {"results.parquet", "summary.json", "run.json"}
    assert not (folder / "cut" / ".study").exists()

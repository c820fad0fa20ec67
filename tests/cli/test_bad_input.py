"""Bad input: one clear message on standard error, exit status 2, no traceback, nothing half-written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., tuple[int, str, str]]

BAD: list[tuple[list[str], str]] = [
    (["run", "missing.yaml"], "missing.yaml"),
    (["run", "."], "."),
    (["run", "race.yaml", "--out", "race.yaml"], "cannot write results to race.yaml: it is a file"),
    (["run", "race.yaml", "--out", "race.yaml/below"], "cannot write results to race.yaml/below"),
    (["run", "race.yaml", "--out", "x" * 300], "cannot write results to"),
    (["run", "race.yaml", "--out", ""], "no folder is named"),
    (["run", "race.yaml", "--set", "wrok=3 min"], "work"),
    (["run", "race.yaml", "--set", "work"], "'work' is not of the form NAME=VALUE"),
    (["run", "race.yaml", "--set", "=3 min"], "not of the form NAME=VALUE"),
    (["run", "race.yaml", "--set", "work=3 m/s"], "work"),
    (["run", "race.yaml", "--set", "work=fast"], "fast"),
    (["run", "race.yaml", "--set", "work=nan"], "unknown name 'nan'"),
    (["run", "race.yaml", "--set", "work=inf s"], "work"),
    (["run", "race.yaml", "--set", "work=1e400"], "this number is too large"),
    (["run", "race.yaml", "--set", "work=" + "9" * 5000 + " s"], "longer than 2000 characters"),
    (["run", "race.yaml", "--set", "work=" + "(" * 900 + "1 s" + ")" * 900], "work"),
    (["run", "race.yaml", "--set", "work={uniform: [9 s, 1 s]}"], "work"),
    (["run", "race.yaml", "--set", "wörk=3 s"], "did you mean 'work'?"),
    (["run", "race.yaml", "--set", "work=1 min", "--set", "work=2 min"], "--set gives work twice"),
    (["run", "race.yaml", "--variant", "hury"], "hurry"),
    (["run", "race.yaml", "-n", "0"], "0 is not in the range 1<=x<=100000000"),
    (["run", "race.yaml", "-n", "-5"], "-5 is not in the range"),
    (["run", "race.yaml", "-n", "1e3"], "'1e3' is not a valid integer range"),
    (["run", "race.yaml", "-n", "many"], "'many' is not a valid integer range"),
    (["run", "race.yaml", "--seed", "-1"], "-1 is not in the range"),
    (["run", "race.yaml", "--seed", str(2**64)], "is not in the range"),
    (["run", "race.yaml", "--workers", "0"], "0 is not in the range"),
    (["run", "race.yaml", "--engine", "warp"], "'warp' is not one of"),
    (["run", "race.yaml", "--workers", "1025"], "1025 is not in the range"),
    (["run", "race.yaml", "race.yaml"], "unexpected extra argument"),
    (["run", ""], "no file is named"),
    (["run", "empty"], "empty:1:1: this is a directory"),
    (["run", "x" * 300 + ".yaml"], "1:1:"),
    (["run", "race.yaml/below"], "1:1:"),
    (["replay", "missing.yaml"], "missing.yaml"),
    (["replay", "race.yaml", "--replication", "-1"], "-1 is not in the range"),
    (["replay", "race.yaml", "--export", "trace.xls"], "trace.xls"),
    (["replay", "race.yaml", "--export", "race.yaml/trace.csv"], "race.yaml"),
    (["show", "missing.yaml"], "missing.yaml:1:1: there is no such file; check the path"),
    (["show", "rcae.yaml"], "there is no such file; did you mean 'race.yaml'?"),
    (["show", "nowhere/race.yaml"], "there is no such file; there is no folder 'nowhere'"),
    (["sensitivity", "race.yaml", "--group", "us=crw/*"], "no site of chance is called 'crw/*'"),
    (["sensitivity", "race.yaml", "--group", "us=wrk"], "did you mean 'parameters/work'?"),
    (["sensitivity", "race.yaml", "--only", "wrk"], "did you mean 'work'?"),
    (["sweep", "race.yaml", "wrk=1s:2s:2"], "did you mean 'work'?"),
    (["sweep", "race.yaml", "work=1s:2s:2", "--measure", "share(ending=awya)"], "there is no ending 'awya'; did you mean 'away'?"),
    (["analyse", "race.yaml", "--path", "crwe"], "there is no process 'crwe'; did you mean 'crew'?"),
    (["rare", "race.yaml", "magrin > 3 min"], "there is no measure 'magrin'; did you mean 'margin'?"),
    (["list", "nowhere"], "there is no folder nowhere"),
    (["list", "empty"], "there are no scenarios (.yaml files) in empty"),
]


@pytest.mark.parametrize("words, message", BAD, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "")
def test_bad_words_are_said(cli: Cli, folder: Path, words: list[str], message: str) -> None:
    """A command line that cannot be followed says why, changes nothing and exits with 2."""
    (folder / "empty").mkdir()
    before = sorted(folder.rglob("*"))
    status, out, err = cli(*words)
    assert status == 2
    assert out == ""
    assert message in err
    assert err.count("\n") <= 3
    assert "Traceback" not in err
    assert sorted(folder.rglob("*")) == before


def test_an_engine_that_is_not_installed_names_its_extra(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numba `--engine compiled` says what to install, and exits with 2."""
    for name in [name for name in sys.modules if name.startswith("heatsim.engines.compiled")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numba", None)
    status, out, err = cli("run", "race.yaml", "--engine", "compiled")
    assert (status, out) == (2, "")
    assert "pip install 'heatsim[fast]'" in err


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", ""),
    "not a mapping": (b"- a\n- b\n", ""),
    "a tab": (b"heatsim: 1\n\tscenario: x\n", ":2:"),
    "a key twice": (b"heatsim: 1\nheatsim: 1\nscenario: x\n", ":2:"),
    "not text": (b"\xff\xfe\x00\x80", ""),
    "open bracket": (b"heatsim: 1\nscenario: [x\n", ""),
    "deep": (b"a: " + b"[" * 100_000, ""),
    "a newer language": (b"heatsim: 2\nscenario: x\n", ""),
    "aliases": (b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 119)), ""),
    "too large": (b"# " + b"x" * 2_100_000, ""),
}


@pytest.mark.parametrize("command", ["run", "check", "replay", "show"])
@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_said(cli: Cli, folder: Path, name: str, command: str) -> None:
    """A file that is no scenario is refused by every command with its name in the message."""
    content, place = BROKEN[name]
    (folder / "bad.yaml").write_bytes(content)
    status, out, err = cli(command, "bad.yaml")
    assert (status, out) == (2, "")
    assert f"bad.yaml{place}" in err
    assert "Traceback" not in err
    assert not (folder / "out").exists()


HEAD = "heatsim: 1\nscenario: x\nhorizon: 10 min\nendings: {over: {}}\n"
WRONG: dict[str, tuple[str, list[str]]] = {
    "wrong types": (
        "processes: {ida: [{do: [walk], takes: 3 s}, {do: walk, takes: {mean: 3 s}}]}\nhorizon_: 3\n",
        [
            ":5:20: expected text, found a list",
            ":5:64: unknown key 'mean'",
            ":6:1: unknown key 'horizon_'",
        ],
    ),
    "misspelt keys": (
        "procesess: {}\nprocesses: {ida: [{do: walk, take: 3 s}]}\n",
        [
            ":5:1: unknown key 'procesess'; did you mean 'processes'?",
            ":6:19: one step has two verbs, 'do' and 'take'; did you mean 'takes'?",
        ],
    ),
    "a dangling signal": ("processes: {ida: [{wait: doorbell}]}\n", [":5:26: unknown name 'doorbell': no step sends a signal"]),
    "a negative time": ("processes: {ida: [{do: walk, takes: -3 s}]}\n", [":5:37: a time must not be negative, found -3 s"]),
    "a loop without delay": (
        "variables: {n: 0}\nprocesses: {ida: [{while: n < 5, steps: [{set: {m: 1}}]}]}\n".replace("m:", "n:"),
        [":6:19: 'while n < 5' can go round without time passing"],
    ),
    "an expression of great depth": (f"processes: {{ida: [{{wait: {'not ' * 400}true}}]}}\n", [":5:"]),
    "numbers without end": (f"processes: {{ida: [{{do: walk, takes: {'9' * 400} s}}]}}\n", [":5:37: this number is too large"]),
    "a name that leads out of the folder": (
        "scenario: ../../etc\nprocesses: {ida: [{do: walk, takes: 3 s}]}\n",
        [":5:1:"],
    ),
}


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("name", WRONG)
def test_mistakes_are_said_with_their_places(cli: Cli, folder: Path, name: str, command: str) -> None:
    """Everything wrong with a file is said at once, each problem with line and column, and nothing is run or written."""
    body, places = WRONG[name]
    (folder / "bad.yaml").write_text(HEAD + body, encoding="utf-8")
    status, out, err = cli(command, "bad.yaml")
    assert (status, out) == (2, "")
    for place in places:
        assert f"bad.yaml{place}" in err
    assert "Traceback" not in err
    assert not (folder / "out").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("command", ["run", "check", "replay", "show", "list"])
def test_what_is_no_file_is_not_opened(cli: Cli, folder: Path, command: str) -> None:
    """A pipe, which would wait for ever, and a device, which would never end, are refused at once; a huge file is not read."""
    os.mkfifo(folder / "pipe.yaml")
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(200_000_000)
    if command == "list":
        status, out, err = cli("list", ".")
        assert (status, err) == (0, "")
        assert "(1 problem; see: python -m heatsim check huge.yaml)" in out
        assert "pipe.yaml" not in out
        return
    for name, message in [
        ("pipe.yaml", "this is not a regular file"),
        ("/dev/zero", "this is not a regular file"),
        ("huge.yaml", "this file has 200,000,000 bytes; a scenario may have 2,000,000"),
    ]:
        status, out, err = cli(command, name)
        assert (status, out) == (2, "")
        assert err == f"{name}:1:1: {message}" + err.removeprefix(f"{name}:1:1: {message}")
        assert err.count("\n") == 1


def test_results_that_cannot_be_written_take_nothing_away(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, the folder holds what it held before, and nothing is printed."""
    assert cli("run", "race.yaml", "-n", "20", "--quiet")[0] == 0
    before = {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()}

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("heatsim.study.store.os.replace", full)
    status, out, err = cli("run", "race.yaml", "-n", "30")
    assert (status, out) == (2, "")
    assert "No space left on device" in err
    assert {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()} == before


def test_good_words_are_followed(cli: Cli) -> None:
    """Negative control: the same commands on the sound file succeed."""
    assert cli("check", "race.yaml")[0] == 0
    assert cli("replay", "race.yaml")[0] == 0
    assert cli("show", "race.yaml", "--set", "work=3 min", "--variant", "hurry")[0] == 0


@pytest.mark.filterwarnings("default:50 workers")
def test_more_workers_than_replications_are_said(cli: Cli, folder: Path) -> None:
    """It is no error, but the one who asked for them is told in one line how many there are."""
    status, _, complaint = cli("run", "race.yaml", "-n", "3", "--workers", "50", "--quiet")
    assert (status, complaint) == (0, "heatsim: 50 workers for 3 replications: 3 of them will do\n")

"""Bad input: one clear message on standard error, exit status 2, no traceback, nothing half-written."""

from __future__ import annotations

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
    (["run", "race.yaml", "--set", "wrok=3 min"], "work"),
    (["run", "race.yaml", "--set", "work"], "'work' is not of the form NAME=VALUE"),
    (["run", "race.yaml", "--set", "=3 min"], "not of the form NAME=VALUE"),
    (["run", "race.yaml", "--set", "work=3 m/s"], "work"),
    (["run", "race.yaml", "--set", "work=fast"], "fast"),
    (["run", "race.yaml", "--set", "work=1 min", "--set", "work=2 min"], "--set gives work twice"),
    (["run", "race.yaml", "--variant", "hury"], "hurry"),
    (["run", "race.yaml", "-n", "0"], "0 is not in the range 1<=x<=100000000"),
    (["run", "race.yaml", "-n", "many"], "'many' is not a valid integer range"),
    (["run", "race.yaml", "--seed", "-1"], "-1 is not in the range"),
    (["run", "race.yaml", "--seed", str(2**64)], "is not in the range"),
    (["run", "race.yaml", "--workers", "0"], "0 is not in the range"),
    (["run", "race.yaml", "--engine", "warp"], "'warp' is not one of"),
    (["run", "race.yaml", "--engine", "compiled"], "compiled"),
    (["replay", "missing.yaml"], "missing.yaml"),
    (["replay", "race.yaml", "--replication", "-1"], "-1 is not in the range"),
    (["replay", "race.yaml", "--export", "trace.xls"], "trace.xls"),
    (["replay", "race.yaml", "--export", "race.yaml/trace.csv"], "race.yaml"),
    (["show", "missing.yaml"], "missing.yaml"),
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


def test_good_words_are_followed(cli: Cli) -> None:
    """Negative control: the same commands on the sound file succeed."""
    assert cli("check", "race.yaml")[0] == 0
    assert cli("replay", "race.yaml")[0] == 0
    assert cli("show", "race.yaml", "--set", "work=3 min", "--variant", "hurry")[0] == 0

"""kill -9 while a report, a figure or an export is written: every file is the old one or the new one, whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.killing import WATCH

ROOT = Path(__file__).parent.parent.parent
DUEL, FIGHT = (str(ROOT / f"scenarios/reference/{name}.yaml") for name in ("duel", "gunfight"))
OLD = b"what was there before\n"

# Runs a command, and prints how many moments there were.
SCRIPT = f"""{WATCH}
from heatsim.cli.main import main
status = main(sys.argv[3:])
print("moments", seen)
sys.stdout.flush()
os._exit(status)
"""

# What is written, relative to the folder, and the command; {} is the folder.
COMMANDS = {
    "report": ["report", DUEL, "-n", "100", "--out", "{}/report.html"],
    "beat sheet": ["replay", DUEL, "--export", "{}/beats.csv"],
    "timeline": ["replay", FIGHT, "--export", "{}/trace.json"],
    "event log": ["eventlog", DUEL, "{}/log.csv", "-n", "50"],
    "what-if": ["whatif", DUEL, "-n", "50", "--set", "a_hits=0.3", "--out", "{}"],
    "sweep": ["sweep", DUEL, "a_hits=0.2:0.4:3", "-n", "50", "--out", "{}"],
}


def command(words: list[str], folder: Path, moment: object) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which dies at a moment."""
    filled = [word.replace("{}", str(folder)) for word in words]
    line = [sys.executable, "-c", SCRIPT, str(folder), str(moment), *filled]
    return subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)


def files(folder: Path) -> dict[str, bytes]:
    """What has a name of its own; what was being written is in a folder or file that begins with a dot."""
    shown = (path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder): path.read_bytes() for path in shown}
    return {str(path): content for path, content in found.items() if not any(part.startswith(".") for part in path.parts)}


@pytest.mark.statistical
@pytest.mark.parametrize("name", COMMANDS)
def test_files_are_old_or_new(tmp_path: Path, name: str) -> None:
    """Whenever it is killed, each file is what it was, or what it should be; and the command can be given again."""
    whole = tmp_path / "whole"
    whole.mkdir()
    done = command(COMMANDS[name], whole, "never")
    assert done.returncode == 0, done.stderr
    expected = files(whole)
    assert expected
    moments = int(done.stdout.rsplit("moments ", 1)[1])
    assert moments >= 2, "nothing was watched"
    for moment in range(1, moments + 1):
        folder = tmp_path / str(moment)
        for path in expected:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(OLD)
        assert command(COMMANDS[name], folder, moment).returncode == -9
        found = files(folder)
        assert found.keys() == expected.keys()
        for path, content in found.items():
            assert content in (OLD, expected[path]), f"{path} is neither, killed at {moment}"
    assert command(COMMANDS[name], folder, "never").returncode == 0
    assert files(folder) == expected

"""Two studies never write to one folder at a time, and a dead one is in nobody's way."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from heatsim.errors import StoreError
from heatsim.study import lock as module
from heatsim.study.folder import HIDDEN, keeping
from heatsim.study.lock import locked

HOLD = """
import sys
from pathlib import Path
from heatsim.study.lock import locked
with locked(Path(sys.argv[1]), Path("here")):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The place of a lock."""
    return tmp_path / "lock"


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that has the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_refused_with_who_has_it(path: Path) -> None:
    """While another process has the folder, a study there is refused with its number and machine; afterwards it is not."""
    process = holder(path)
    try:
        with (
            pytest.raises(StoreError, match=rf"process {process.pid} on {socket.gethostname()}\) is writing to here; wait for it"),
            locked(path, Path("here")),
        ):
            raise AssertionError("it must not begin")
    finally:
        process.communicate("", timeout=20)
    with locked(path, Path("here")):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    assert not path.exists()


def test_a_killed_one_is_in_nobodys_way(path: Path) -> None:
    """kill -9 leaves the file of the lock behind, but not the lock."""
    process = holder(path)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=20)
    assert path.exists()
    with locked(path, Path("here")):
        pass


def test_two_in_one_process(path: Path) -> None:
    """Within one program the second is refused too."""
    with locked(path, Path("here")), pytest.raises(StoreError, match="another study of this program"), locked(path, Path("here")):
        raise AssertionError("it must not begin")


def unlockable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without locks."""
    import fcntl

    def lockf(handle: int, how: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "lockf", lockf)


@pytest.mark.parametrize(
    "pid, host, free",
    [(1, "elsewhere", False), (os.getpid(), socket.gethostname(), False), (2**22 + 1, socket.gethostname(), True)],
    ids=["elsewhere", "alive", "gone"],
)
def test_without_locks_the_file_decides(path: Path, monkeypatch: pytest.MonkeyPatch, pid: int, host: str, free: bool) -> None:
    """Where the file system has no locks, who is known to be dead is in nobody's way; of others the message says what to do."""
    unlockable(monkeypatch)
    path.write_text(json.dumps({"pid": pid, "host": host}))
    if free:
        with locked(path, Path("here")):
            pass
        return
    with pytest.raises(StoreError, match=r"if that process is no more, delete .*lock"), locked(path, Path("here")):
        raise AssertionError("it must not begin")


def test_nonsense_in_the_file_is_nobody(path: Path) -> None:
    """A lock file that says nothing holds nothing."""
    path.write_text("[1, 2")
    with locked(path, Path("here")):
        pass
    assert not module.HERE


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """The same for a whole folder; the one who has it is not disturbed."""
    with keeping(tmp_path / "a"):
        with pytest.raises(StoreError, match=r"is writing to .*give each an --out of its own"), keeping(tmp_path / "a"):
            raise AssertionError("it must not begin")
        assert (tmp_path / "a" / HIDDEN / "lock").exists()
    assert not (tmp_path / "a").exists()

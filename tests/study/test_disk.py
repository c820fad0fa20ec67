"""A disk that is full and a folder that cannot be written: said, and what is finished is kept."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from heatsim.errors import StoreError
from heatsim.study import folder as module
from heatsim.study.conformance import reference, scenario
from heatsim.study.folder import HIDDEN
from heatsim.study.run import run

# A study in a process that may not write files of more than some bytes, as on a full disk.
LIMITED = """
import resource, sys
from heatsim.errors import StoreError
from heatsim.study import folder
from heatsim.study.conformance import scenario
from heatsim.study.run import run

folder.PART_ROWS, folder.MEMORY_ROWS = 20, 0
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    run(scenario(), replications=60, chunk=10, workers=1, out=sys.argv[1], max_failures=None)
except StoreError as error:
    print(error)
"""


def resumed(folder: Path) -> int:
    """Go on without the limit; the file must be the one it should be."""
    results = run(scenario(), replications=60, out=folder, resume=True, max_failures=None)
    assert (folder / "results.parquet").read_bytes() == reference()
    return results.execution.resumed


def test_no_room_for_a_part(tmp_path: Path) -> None:
    """When not even the first part can be written that is said, and nothing is left."""
    done = limited(tmp_path / "study", 2000)
    assert "cannot write results to" in done.stdout, done.stderr
    assert "too large" in done.stdout
    assert not (tmp_path / "study").exists()


def test_no_room_for_the_results(tmp_path: Path) -> None:
    """When the parts fit and the results do not, the parts stay, and with more room the study ends as it should."""
    parts = tmp_path / "parts"
    limited(parts, 10**9)
    done = limited(tmp_path / "study", (parts / "results.parquet").stat().st_size - 1)
    assert "60 finished replications are kept there, and --resume goes on from them" in done.stdout, done.stdout + done.stderr
    assert resumed(tmp_path / "study") == 60


def limited(folder: Path, size: int) -> subprocess.CompletedProcess[str]:
    """A study that may write files of at most `size` bytes."""
    pytest.importorskip("resource", reason="this system has no limits on the size of files")
    words = [sys.executable, "-c", LIMITED, str(folder), str(size)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs more rights than this process has")
    yield place
    gc.collect()  # a traceback of the full disk may be part of a circle, and hold what is open there
    subprocess.run(["mount", "-o", "remount,rw", place], capture_output=True, check=False)
    subprocess.run(["umount", place], check=True)


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are small, and nothing is kept in memory."""
    monkeypatch.setattr(module, "PART_ROWS", 200)
    monkeypatch.setattr(module, "MEMORY_ROWS", 0)


@pytest.mark.skipif(sys.platform != "linux", reason="small disks are mounted as Linux does")
def test_a_full_disk(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up ends the study with a sentence; with room again it goes on from what is there."""
    small(monkeypatch)
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(100_000))
    with pytest.raises(StoreError, match=r"No space left on device; \d+ finished replications are kept there"):
        run(scenario(), replications=2000, chunk=50, workers=1, out=disk / "study", max_failures=None)
    kept = len(list((disk / "study" / HIDDEN).glob("part-*")))
    assert kept > 0
    assert [path.name for path in (disk / "study").iterdir()] == [HIDDEN]
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=10m", disk], check=True)
    results = run(scenario(), replications=2000, workers=1, out=disk / "study", resume=True, max_failures=None)
    assert results.execution.resumed >= 200 * kept
    whole = run(scenario(), replications=2000, workers=1, max_failures=None)
    assert results.to_arrow().equals(whole.to_arrow(), check_metadata=True)


@pytest.mark.skipif(sys.platform != "linux", reason="small disks are mounted as Linux does")
def test_a_read_only_disk(disk: Path) -> None:
    """A disk that cannot be written is refused before any work."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(StoreError, match=r"cannot write results to .*Read-only file system"):
        run(scenario(), replications=60, out=disk / "study", progress=never)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    """A folder of somebody else is refused before any work."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StoreError, match=r"cannot write results to .*Permission denied"):
            run(scenario(), replications=60, out=tmp_path / "study", progress=never)
    finally:
        tmp_path.chmod(0o755)


def never(done: int, total: int) -> None:
    raise AssertionError("no work should begin")

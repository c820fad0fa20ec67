"""kill -9 at any moment, then resume: the table of a run that nobody killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from heatsim.study.conformance import scenario
from heatsim.study.run import run
from support.killing import WATCH

# Runs a study, and prints how many moments there were.
SCRIPT = f"""{WATCH}
from heatsim.study import folder
from heatsim.study.conformance import scenario
from heatsim.study.run import run

folder.PART_ROWS, folder.MEMORY_ROWS = 40, 0
run(scenario(), replications=300, chunk=10, workers=int(sys.argv[3]), out=place, resume=True, max_failures=None)
print(seen)
os._exit(0)
"""


def study(folder: Path, moment: object, workers: int = 1) -> subprocess.CompletedProcess[str]:
    """A study in a process of its own, which dies at a moment."""
    words = [sys.executable, "-c", SCRIPT, str(folder), str(moment), str(workers)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, int]:
    """The file of a study that nobody killed, and how many moments it had."""
    folder = tmp_path_factory.mktemp("whole") / "study"
    done = study(folder, "never")
    assert done.returncode == 0, done.stderr
    return (folder / "results.parquet").read_bytes(), int(done.stdout)


def check(folder: Path, expected: bytes) -> None:
    """A study that nobody kills goes on from there and ends as it should, with nothing left over."""
    run(scenario(), replications=300, out=folder, resume=True, max_failures=None)
    assert (folder / "results.parquet").read_bytes() == expected
    assert sorted(path.name for path in folder.iterdir()) == ["results.parquet", "run.json"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_killed_at_a_moment(whole: tuple[bytes, int], tmp_path: Path, share: float) -> None:
    """Killed while it touches its folder, early or late, a study goes on when it is resumed and ends with the same bytes."""
    expected, moments = whole
    assert moments > 30
    assert study(tmp_path / "study", max(1, int(share * moments))).returncode == -9
    check(tmp_path / "study", expected)


@pytest.mark.statistical
def test_killed_at_every_moment(whole: tuple[bytes, int], tmp_path: Path) -> None:
    """The same at every single moment, each death in the folder that the last one left behind."""
    expected, moments = whole
    for moment in range(1, moments + 1):
        folder = tmp_path / str(moment)
        assert study(folder, moment).returncode == -9
        study(folder, max(1, moment // 2))
        check(folder, expected)


def test_killed_with_workers(whole: tuple[bytes, int], tmp_path: Path) -> None:
    """With worker processes too; they end with the one that started them."""
    study(tmp_path / "study", 25, workers=2)
    check(tmp_path / "study", whole[0])

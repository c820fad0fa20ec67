"""Ctrl-C keeps what is finished, says so, and leaves no process behind."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from support.at_once import PATIENCE, at_once


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_ctrl_c_keeps_what_is_finished(folder: Path) -> None:
    """The whole process group gets SIGINT, as from a terminal; the finished rows are written and the exit status is 130."""
    with at_once("run", "race.yaml", "-n", "10000000", "--workers", "2", "--out", "here") as process:
        while not any((folder / "here").rglob("part-*")):
            assert process.poll() is None
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
        with pytest.raises(ProcessLookupError):
            _until_gone(process.pid)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    finished = parquet.read_metadata(folder / "here/results.parquet").num_rows
    assert f"interrupted; {finished} of 10000000 replications are kept in here" in err
    record = json.loads((folder / "here/run.json").read_text())
    assert record["interrupted"] is True
    assert record["replications"]["finished"] == finished > 0
    assert not [path for path in (folder / "here").iterdir() if path.name.startswith(".")]


def _until_gone(group: int) -> None:
    """Raises ProcessLookupError as soon as a process group has no members."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        os.killpg(group, 0)
        time.sleep(0.02)

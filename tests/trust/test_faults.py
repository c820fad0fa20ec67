"""What may happen to a study besides being killed: memory runs out, rights are lost, the clock is set back. Never a wrong table."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from heatsim.cli.main import main
from heatsim.errors import StoreError
from heatsim.scenario.load import loads
from heatsim.study import folder as module
from heatsim.study import parts
from heatsim.study.conformance import SCENARIO, reference, scenario
from heatsim.study.run import run

# A study in a process that may have no more memory, as it is when all is imported, than some bytes more.
LIMITED = """
import resource, sys
import heatsim.cli.run, heatsim.study.run, heatsim.study.arrow, heatsim.figures.save
from heatsim.cli.main import main
heatsim.run(heatsim.load(sys.argv[1]), replications=2, engine="simpy", max_failures=None)  # what is imported on first use is there

now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + int(sys.argv[2]), now + int(sys.argv[2])))
sys.exit(main(["run", sys.argv[1], "-n", "200000", "--quiet", "--engine", "simpy", "--max-failures", "any", "--out", sys.argv[3]]))
"""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are small, and nothing is kept in memory."""
    monkeypatch.setattr(module, "PART_ROWS", 20)
    monkeypatch.setattr(module, "MEMORY_ROWS", 0)


def study(folder: Path, **asked: Any) -> int:
    """Run it, or go on with it; the file must be the one it should be. How many replications were there before."""
    results = run(scenario(), replications=60, chunk=10, workers=1, out=folder, max_failures=None, engine="simpy", **asked)
    assert (folder / "results.parquet").read_bytes() == reference()
    return results.execution.resumed


def test_rights_lost_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may no longer be written is said with its name, and what was finished is kept."""
    written, replace = [0], os.replace

    def refused(source: Any, target: Any) -> None:
        written[0] += tmp_path in Path(target).parents
        if written[0] > 1:
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(parts.os, "replace", refused)  # type: ignore[attr-defined]
        with pytest.raises(StoreError, match=r"cannot write results to .*: Permission denied; 20 finished replications are kept"):
            study(tmp_path / "study")
    assert study(tmp_path / "study", resume=True) == 20


def test_the_clock_is_nobodys_concern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is set back and forth changes no byte of the table."""
    ticks = [0]

    def leaping() -> float:
        ticks[0] += 1
        return ticks[0] * 1e6

    monkeypatch.setattr(time, "time", lambda: 1e9 / leaping())
    monkeypatch.setattr("heatsim.study.folder.time.monotonic", leaping)
    assert study(tmp_path / "study") == 0
    assert ticks[0] > 0, "nobody looked at the clock"


@pytest.mark.parametrize("place", ["perform", "write"], ids=["in a replication", "in writing"])
def test_memory_that_runs_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    """It is said in a sentence, is no failed replication, leaves nothing half-written, and the study goes on."""
    (tmp_path / "s.yaml").write_text(SCENARIO)
    command = ["run", str(tmp_path / "s.yaml"), "-n", "60", "--quiet", "--workers", "1", "--max-failures", "any"]
    command += ["--engine", "simpy", "--out", str(tmp_path / "study")]
    target = "heatsim.engines.on_simpy.simulate" if place == "perform" else "heatsim.study.folder.write_part"

    def exhausted(*given: Any, **named: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(target, exhausted)
        assert main(command) == 2
    said = capsys.readouterr().err
    assert "there is not enough memory; take fewer --workers" in said
    assert "Traceback" not in said
    assert main([*command, "--resume"]) == 0


BEHAVIOUR = """
heatsim: 1
scenario: greedy
horizon: 1 min
processes: {dog: {python: bark}}
endings: {over: {}}
"""


def test_memory_is_no_matter_of_the_model() -> None:
    """Where memory runs out there is no failed row, as there is for what goes wrong in a model: it would be another elsewhere."""

    def bark(here: Any) -> Any:
        yield here.sleep("3 s")
        raise MemoryError

    def bite(here: Any) -> Any:
        yield here.sleep("3 s")
        raise KeyError("x")

    assert len(run(loads(BEHAVIOUR), replications=3, behaviours={"bark": bite}, max_failures=None).failures) == 3
    with pytest.raises(MemoryError):
        run(loads(BEHAVIOUR), replications=3, behaviours={"bark": bark}, max_failures=None)


@pytest.mark.statistical
@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory as Linux has them")
@pytest.mark.parametrize("more", [2_000_000, 20_000_000, 60_000_000])
def test_memory_that_really_runs_out(tmp_path: Path, more: int) -> None:
    """A process that gets no more memory ends with a sentence, or does with what it has; and its table is never a wrong one.

    A library in another language may end the process before heatsim can say anything.
    """
    (tmp_path / "s.yaml").write_text(SCENARIO.replace("scenario: conformance", "scenario: conformance\nlimits: {events: 50}"))
    words = [sys.executable, "-c", LIMITED, str(tmp_path / "s.yaml"), str(more), str(tmp_path / "study")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        assert (done.returncode == 2 and "not enough memory" in done.stderr) or "bad_alloc" in done.stderr, done.stderr
    assert not list(tmp_path.glob("study/results.parquet")) or done.returncode == 0

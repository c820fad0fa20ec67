"""`heatsim run` on long studies: `--resume`, `--restart`, `--max-failures`, `--dask`, and what each says."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heatsim.study import folder as module
from support.at_once import PATIENCE, at_once

Cli = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("no_figures")

HIDDEN = "out/race/.study"


def files(folder: Path) -> list[str]:
    """All files of a study's folder, hidden or not."""
    return sorted(path.relative_to(folder / "out/race").as_posix() for path in (folder / "out/race").rglob("*") if path.is_file())


@pytest.fixture
def whole(cli: Cli, folder: Path) -> bytes:
    """The results of 400 replications that nobody disturbed."""
    assert cli("run", "race.yaml", "-n", "400", "--quiet", "--out", "whole")[0] == 0
    return (folder / "whole/results.parquet").read_bytes()


@pytest.fixture
def unfinished(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder as a kill leaves it: some parts, no results."""
    from heatsim.scenario.load import load
    from heatsim.study.run import run

    def progress(done: int, total: int) -> None:
        if done >= 200:
            raise ZeroDivisionError

    monkeypatch.setattr(module, "PART_ROWS", 50)
    with pytest.raises(ZeroDivisionError):
        run(load("race.yaml"), replications=400, workers=1, chunk=10, out="out/race", progress=progress)
    assert any("part-" in name for name in files(folder))


@pytest.mark.usefixtures("unfinished")
def test_resume(cli: Cli, folder: Path, whole: bytes) -> None:
    """An unfinished study goes on, ends with the same results, and says in its record what it had."""
    assert cli("run", "race.yaml", "-n", "400", "--resume", "--quiet") == (0, "", "")
    assert (folder / "out/race/results.parquet").read_bytes() == whole
    assert files(folder) == ["figures/endings.png", "results.parquet", "run.json", "summary.json"]
    assert 200 <= json.loads((folder / "out/race/run.json").read_text())["resumed"] < 300


@pytest.mark.usefixtures("unfinished")
def test_neither_is_refused(cli: Cli, folder: Path) -> None:
    """Without either word the folder is left alone."""
    before = files(folder)
    status, out, err = cli("run", "race.yaml", "-n", "400")
    assert (status, out) == (2, "")
    assert err.startswith("heatsim: out/race holds an unfinished study with 2")
    assert "go on with --resume, or start over with --restart" in err
    assert files(folder) == before


@pytest.mark.usefixtures("unfinished")
def test_restart(cli: Cli, folder: Path, whole: bytes) -> None:
    """Starting over throws the parts away."""
    assert cli("run", "race.yaml", "-n", "400", "--restart", "--quiet") == (0, "", "")
    assert (folder / "out/race/results.parquet").read_bytes() == whole


@pytest.mark.usefixtures("unfinished")
@pytest.mark.parametrize(
    "more, message",
    [
        (["--seed", "5"], "the seed differs (1995 there, 5 now)"),
        (["--variant", "hurry"], "the variant differs (none there, hurry now)"),
        (["--set", "work=3 min"], "the changed parameters differ"),
    ],
)
def test_resume_with_other_parameters(cli: Cli, folder: Path, more: list[str], message: str) -> None:
    """What is another study is refused, with what is different."""
    before = files(folder)
    status, out, err = cli("run", "race.yaml", "-n", "400", "--resume", *more)
    assert (status, out) == (2, "")
    assert message in err
    assert files(folder) == before


@pytest.mark.usefixtures("unfinished")
def test_a_damaged_part_is_said(cli: Cli, folder: Path, whole: bytes) -> None:
    """A part that is not whole is named on standard error, and the results are those that they should be."""
    part = next((folder / HIDDEN).glob("part-*"))
    part.write_bytes(part.read_bytes()[:-1])
    status, out, err = cli("run", "race.yaml", "-n", "400", "--resume", "--quiet")
    assert (status, out) == (0, "")
    assert f"heatsim: out/race/.study/{part.name} is not used, and its replications are run again" in err
    assert (folder / "out/race/results.parquet").read_bytes() == whole


def test_too_many_failures(cli: Cli, folder: Path) -> None:
    """Replications that fail by the dozen stop the study: exit status 1, a sentence, and what is finished."""
    scenario = (folder / "race.yaml").read_text()
    broken = scenario.replace("takes: response", 'takes: "if(response > 5 min, response / 0, response)"')
    (folder / "race.yaml").write_text(broken)
    status, _, err = cli("run", "race.yaml", "-n", "4000", "--workers", "1", "--quiet", "--max-failures", "20")
    assert status == 1
    line = broken[: broken.index("- do: drive")].count("\n") + 1
    first, stopped = err.splitlines()
    assert f"race.yaml:{line}:" in first
    assert "python -m heatsim replay race.yaml --replication " in first
    assert stopped.startswith("heatsim: stopped after ")
    assert stopped.endswith("the tolerance is 20 replications (--max-failures); they are kept in out/race")
    record = json.loads((folder / "out/race/run.json").read_text())
    assert record["replications"]["failed"] > 20
    assert record["stopped"].startswith("stopped after ")
    assert cli("run", "race.yaml", "-n", "400", "--workers", "1", "--quiet", "--max-failures", "any", "--out", "b")[0] == 0


BAD: list[tuple[list[str], str]] = [
    (["--max-failures", "many"], "'many' is neither a number of replications"),
    (["--dask", "tcp://127.0.0.1:9"], "127.0.0.1:9"),
]


@pytest.mark.parametrize("words, message", BAD, ids=["failures", "dask"])
def test_bad_words(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str) -> None:
    """What cannot be followed is said, with exit status 2 and nothing written."""
    from heatsim.study import on_dask

    if "--dask" in words:
        pytest.importorskip("distributed", reason="the extra 'dask' is not installed: pip install 'heatsim[dask]'")
    monkeypatch.setattr(on_dask, "PATIENCE", "300 ms")
    status, out, err = cli("run", "race.yaml", "-n", "40", *words)
    assert (status, out) == (2, "")
    assert message in err
    assert not (folder / "out").exists() or not files(folder)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_kill_and_resume(cli: Cli, folder: Path, whole: bytes) -> None:
    """The command itself, killed with -9 while its workers work, and resumed: the same results, and no worker is left."""
    with at_once("run", "race.yaml", "-n", "2000000", "--workers", "2", "--quiet") as process:
        _until(lambda: process.poll() is not None or any((folder / "out").rglob("part-*")))
        assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=PATIENCE)
        _until(lambda: not _group(process.pid))
    assert cli("run", "race.yaml", "-n", "400", "--resume", "--quiet") == (0, "", "")
    assert (folder / "out/race/results.parquet").read_bytes() == whole


def _until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "that took too long"
        time.sleep(0.02)


def _group(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True

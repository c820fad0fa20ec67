"""A plan in a folder: a table for each point, and what is left of it when it dies on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heatsim.errors import StoreError, UsageError
from heatsim.study import folder as run_folder
from heatsim.study.conformance import scenario, table_bytes
from heatsim.study.plan import Plan
from heatsim.study.planned import run_plan
from heatsim.study.run import run

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

Files = dict[str, bytes]


class _Enough(Exception):
    """Ends a study in the middle."""


def after(count: int) -> Callable[[int, int], None]:
    """A progress that ends the study after so many replications."""

    def progress(done: int, total: int) -> None:
        if done >= count:
            raise _Enough

    return progress


def tables(folder: Path) -> Files:
    """The Parquet files of a folder, the points' and that of the whole."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


@pytest.fixture
def plan(race: Scenario) -> Plan:
    """Four points of 60 replications."""
    return Plan(race, ("as written", "hurry"), {"response": ["*0.5", "*2"]}, replications=60, measures=("away", "margin"))


@pytest.fixture
def expected(plan: Plan, tmp_path: Path) -> Files:
    """What the plan writes when nobody disturbs it."""
    run_plan(plan, out=tmp_path / "whole", workers=1)
    return tables(tmp_path / "whole")


def test_every_point_has_its_table(plan: Plan, expected: Files, race: Scenario, tmp_path: Path) -> None:
    """A point's file is that of a run; the folder has one for each point, and nothing hidden is left."""
    assert list(expected) == [f"points/point=0000{k}/results.parquet" for k in range(4)] + ["study.parquet"]
    alone = run(race.variant("hurry").vary({"response": "*2"}), replications=60, workers=1)
    assert expected["points/point=00003/results.parquet"] == table_bytes(alone)
    left = {path.name for path in (tmp_path / "whole").rglob("*")}
    assert left == {"points", *(f"point=0000{k}" for k in range(4)), "results.parquet", "run.json", "study.parquet", "study.json"}
    assert run_plan(plan, workers=1).rows() == run_plan(plan, out=tmp_path / "another", workers=2).rows()


@pytest.mark.parametrize("done", [1, 70, 200, 240])
def test_a_resumed_study_ends_with_the_same_files(
    plan: Plan, expected: Files, tmp_path: Path, done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended in the middle of any point it goes on there, plays only what is missing, and says so by its progress."""
    monkeypatch.setattr(run_folder, "PART_ROWS", 1)
    there = tmp_path / "there"
    with pytest.raises(_Enough):
        run_plan(plan, out=there, workers=1, progress=after(done))
    told: list[tuple[int, int]] = []
    made = run_plan(plan, out=there, workers=1, resume=True, progress=lambda *where: told.append(where))
    assert tables(there) == expected
    assert told[0][1] < 240 or done == 1
    assert made.rows() == run_plan(plan, workers=1).rows()


SCRIPT = """
import os, signal, sys
from heatsim.study import folder
from heatsim.study.conformance import scenario
from heatsim.study.planned import run_plan
folder.PART_ROWS = 1
def progress(done, total):
    if done >= 90:
        os.kill(os.getpid(), signal.SIGKILL)
plan = {"scenario": scenario(), "factors": {"response": ["*0.5", "*2"]}, "replications": 60}
run_plan(plan, out=sys.argv[1], workers=1, max_failures=None, progress=progress)
"""


def test_a_killed_study_goes_on(tmp_path: Path) -> None:
    """After kill -9 the same files, failed replications among them."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "there")], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    plan = {"scenario": scenario(), "factors": {"response": ["*0.5", "*2"]}, "replications": 60}
    run_plan(plan, out=tmp_path / "there", workers=1, max_failures=None, resume=True)
    run_plan(plan, out=tmp_path / "whole", workers=1, max_failures=None)
    assert tables(tmp_path / "there") == tables(tmp_path / "whole")


def test_more_replications_go_on_from_fewer(plan: Plan, expected: Files, tmp_path: Path) -> None:
    """A finished study gets more replications for each point; when there is nothing to add, nothing is played."""
    there = tmp_path / "there"
    run_plan(replace(plan, replications=40), out=there, workers=1)
    told: list[tuple[int, int]] = []
    for _ in range(2):
        run_plan(plan, out=there, workers=1, resume=True, progress=lambda *where: told.append(where))
        assert tables(there) == expected
    assert told[-1] == (80, 80)


def test_what_is_in_the_way_is_refused(plan: Plan, expected: Files, tmp_path: Path) -> None:
    """An unfinished study is not overwritten unasked, another plan is not gone on with, and a restart starts over."""
    there = tmp_path / "there"
    with pytest.raises(_Enough):
        run_plan(plan, out=there, workers=1, progress=after(100))
    with pytest.raises(StoreError, match="holds an unfinished study: go on with --resume, or start over with --restart"):
        run_plan(plan, out=there, workers=1)
    for other, words in (
        (replace(plan, seed=7), "different: seed"),
        (replace(plan, variants=("hurry",)), "different: variants, points"),
    ):
        with pytest.raises(StoreError, match=f"it is of another plan \\({words}\\)"):
            run_plan(other, out=there, workers=1, resume=True)
    run_plan(plan, out=there, workers=1, resume=False)
    assert tables(there) == expected
    with pytest.raises(UsageError, match="resume needs out"):
        run_plan(plan, resume=True)


def test_a_damaged_table_is_said_and_played_again(plan: Plan, expected: Files, tmp_path: Path) -> None:
    """A finished point whose file is damaged is not taken for finished."""
    there = tmp_path / "there"
    run_plan(plan, out=there, workers=1)
    path = there / "points" / "point=00001" / "results.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.warns(UserWarning, match="point=00001.*its replications are run again"):
        run_plan(plan, out=there, workers=1, resume=True)
    assert tables(there) == expected


def test_too_many_failures_end_the_study(tmp_path: Path) -> None:
    """A mistake in the scenario does not take a night; as many as are allowed are borne."""
    plan = Plan(scenario(), factors={"response": ["*0.5", "*2"]}, replications=60)
    with pytest.raises(UsageError, match=r"the tolerance is 10 replications \(--max-failures\); the last: .*division by zero"):
        run_plan(plan, workers=1)
    assert sum(run_plan(plan, workers=1, max_failures=None).failed) > 10

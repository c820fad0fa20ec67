"""A folder of results is written whole or not at all, and the same results give the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from heatsim.errors import StoreError
from heatsim.study.results import Results
from heatsim.study.store import json_text, opened, write_json, write_table


def everything(folder: Path) -> list[str]:
    """All that is in a folder, hidden or not."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def fail_in(folder: Path) -> None:
    """Write a file, then fail."""
    with opened(folder) as staging:
        write_json({"x": 1}, staging.path("run.json"))
        raise ZeroDivisionError


def test_files_appear_together(tmp_path: Path) -> None:
    """Nothing has its name before `publish`, everything after, and no temporary file stays."""
    with opened(tmp_path / "a" / "b") as staging:
        staging.path("figures").mkdir()
        staging.path("figures/one.png").write_bytes(b"1")
        write_json({"x": 1}, staging.path("run.json"))
        assert not (tmp_path / "a/b/run.json").exists()
        paths = staging.publish()
    assert everything(tmp_path / "a/b") == ["figures", "figures/one.png", "run.json"]
    assert [path.name for path in paths] == ["one.png", "run.json"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """When the work fails, neither files nor the folders made for them remain."""
    with pytest.raises(ZeroDivisionError):
        fail_in(tmp_path / "a" / "b")
    assert everything(tmp_path) == []


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    """Earlier results survive a later run that fails."""
    (tmp_path / "run.json").write_text("old")
    with pytest.raises(ZeroDivisionError):
        fail_in(tmp_path)
    assert everything(tmp_path) == ["run.json"]
    assert (tmp_path / "run.json").read_text() == "old"


def test_publishing_replaces(tmp_path: Path) -> None:
    """A later run's files take the place of an earlier one's."""
    (tmp_path / "run.json").write_text("old")
    with opened(tmp_path) as staging:
        write_json({"x": 1}, staging.path("run.json"))
        staging.publish()
    assert json.loads((tmp_path / "run.json").read_text()) == {"x": 1}


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_the_way_is_said(tmp_path: Path, name: str) -> None:
    """A file where a folder should be is refused before any work, and stays."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match=r"cannot write results to .*file"), opened(tmp_path / name):
        raise AssertionError("the work must not begin")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    """A folder that cannot be made is a StoreError, and what was made on the way is removed."""
    with pytest.raises(StoreError, match="cannot write results"), opened(tmp_path / "a" / ("x" * 300)):
        raise AssertionError("the work must not begin")
    assert everything(tmp_path) == []


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """What the file system refuses during the work is a StoreError too."""
    with pytest.raises(StoreError, match="No space left"), opened(tmp_path / "a"):
        raise OSError(28, "No space left on device")
    assert everything(tmp_path) == []


def test_equal_results_are_equal_bytes(few: Results, tmp_path: Path) -> None:
    """Two files of the same results agree byte for byte; the workers and the time it took are not in them."""
    slower = replace(few, execution=replace(few.execution, workers=7, seconds=9.0))
    write_table(few, tmp_path / "a")
    write_table(slower, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_other_results_are_other_bytes(few: Results, tmp_path: Path) -> None:
    """Negative control: another seed is seen in the bytes."""
    write_table(few, tmp_path / "a")
    write_table(replace(few, provenance=replace(few.provenance, seed=1)), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


def test_what_is_read_is_what_was_written(few: Results, tmp_path: Path) -> None:
    """Values, types, units and provenance survive the file."""
    write_table(few, tmp_path / "a")
    back = parquet.read_table(tmp_path / "a")
    assert back.equals(few.to_arrow(), check_metadata=True)


def test_json_is_readable_and_strict() -> None:
    """JSON ends with a line end, keeps letters as they are, and refuses NaN."""
    assert json_text({"é": 1}) == '{\n  "é": 1\n}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"x": float("nan")})

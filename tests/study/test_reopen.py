"""Results can be saved and read again without the scenario, for figures, summaries and comparisons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from heatsim.errors import StoreError
from heatsim.figures import plot, save
from heatsim.scenario.load import load
from heatsim.study.columns import SHAPE
from heatsim.study.provenance import Execution
from heatsim.study.reopen import read
from heatsim.study.results import Results
from heatsim.study.run import run

STREET = Path(__file__).parents[1] / "figures" / "street.yaml"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Path]:
    place = tmp_path_factory.mktemp("kept")
    return run(load(STREET), replications=40, workers=1, out=place), place


def test_what_is_read_is_what_was_saved(kept: tuple[Results, Path]) -> None:
    """From the folder or the file: the same rows, columns, units, words and summary."""
    saved, place = kept
    for path in (place, place / "results.parquet"):
        again = read(path)
        assert again.to_arrow().equals(saved.to_arrow(), check_metadata=True)
        assert again.declared == saved.declared
        assert {**again.summary(), "engine": ""} == {**saved.summary(), "engine": ""}
        assert again.canon_ending == saved.canon_ending


@pytest.mark.parametrize("name", ["endings", "survival", "rounds", "who_shot_whom"])
def test_a_figure_of_what_is_read_is_the_same(name: str, kept: tuple[Results, Path], tmp_path: Path) -> None:
    """Figures are functions of saved tables alone, to the byte."""
    saved, place = kept
    files = [save(getattr(plot, name)(results), tmp_path / f"{n}.png") for n, results in enumerate((saved, read(place)))]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_why_it_stopped_is_read_too(tmp_path: Path) -> None:
    """A study that stopped at a precision says so when it is read again, as it did when it ran; so it does how it went."""
    race = load(STREET)
    saved = run(race, until="share(ending=crew_wins) about 0.5 ± 10pt", replications=400, workers=1, out=tmp_path)
    again = read(tmp_path)
    assert saved.execution.stopping is not None
    assert again.execution.stopping == saved.execution.stopping
    assert str(again.execution.stopping) == str(saved.execution.stopping)
    assert replace(again.execution, seconds=0.0) == replace(saved.execution, seconds=0.0)


@pytest.mark.parametrize(
    "change", ['"seed": 7', '"replications": {"finished": 3}', '"stopping": {"reason": "tired"}', '"engine": 5']
)
def test_a_record_that_is_not_of_this_table_is_left(change: str, kept: tuple[Results, Path], tmp_path: Path) -> None:
    """Of another run's record, a forged one, or none, nothing is believed; the table is read all the same."""
    copytree(kept[1], tmp_path / "copy")
    record = tmp_path / "copy" / "run.json"
    text = record.read_text(encoding="utf-8")
    assert read(tmp_path / "copy").execution.engine == kept[0].execution.engine
    record.write_text(f"{text.rstrip()[:-1]}, {change}}}", encoding="utf-8")
    assert read(tmp_path / "copy").execution == Execution(40, "file")
    record.unlink()
    assert read(tmp_path / "copy").execution == Execution(40, "file")


FORGED = (
    "",
    "{",
    "[]",
    "[" * 100_000,
    '{"columns": 5, "endings": []}',
    '{"columns": [{"no": 1}], "endings": []}',
    '{"columns": [{"name": 7, "group": [], "kind": {}}], "endings": []}',
    '{"columns": [], "endings": [{}]}',
)


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_a_forged_shape_is_refused(forged: str, kept: tuple[Results, Path], tmp_path: Path) -> None:
    """Whatever stands where the shape should, the answer is an error that names the file."""
    table = parquet.read_table(kept[1] / "results.parquet")
    parquet.write_table(
        table.replace_schema_metadata({**table.schema.metadata, SHAPE.encode(): forged.encode()}), tmp_path / "forged.parquet"
    )
    with pytest.raises(StoreError, match=r"forged\.parquet"):
        read(tmp_path / "forged.parquet")


def test_another_table_is_refused(tmp_path: Path) -> None:
    """A file that is missing, or that somebody else made, is an error that names it."""
    with pytest.raises(StoreError, match=r"nowhere\.parquet"):
        read(tmp_path / "nowhere.parquet")
    parquet.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    with pytest.raises(StoreError, match=r"other\.parquet is no table of results"):
        read(tmp_path / "other.parquet")

"""What a study left in its folder, changed by somebody: read, run again, or refused with a sentence; never a wrong table."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from heatsim.errors import StoreError
from heatsim.study import folder as module
from heatsim.study.conformance import reference, scenario
from heatsim.study.folder import HIDDEN
from heatsim.study.jsonfile import json_object
from heatsim.study.reopen import read
from heatsim.study.run import run
from trust.mutating import spoilt_bytes

pytestmark = pytest.mark.filterwarnings("ignore:.*is not used|.*cannot be read, and its replications are run again")


class Killed(Exception):
    """Ends a run as nothing of heatsim does."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are small, and nothing is kept in memory."""
    monkeypatch.setattr(module, "PART_ROWS", 20)
    monkeypatch.setattr(module, "MEMORY_ROWS", 0)


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a study that was killed in the middle, by name."""
    folder = tmp_path_factory.mktemp("half") / "study"

    def progress(done: int, total: int) -> None:
        if done >= 40:
            raise Killed

    with pytest.MonkeyPatch.context() as patch, suppress(Killed):
        patch.setattr(module, "PART_ROWS", 20)
        run(scenario(), replications=60, chunk=10, workers=1, engine="simpy", out=folder, progress=progress, max_failures=None)
    return content(folder)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a finished study of fewer replications."""
    folder = tmp_path_factory.mktemp("done") / "study"
    run(scenario(), replications=40, workers=1, engine="simpy", out=folder, max_failures=None)
    return content(folder)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def resumed(files: dict[str, bytes], folder: Path) -> str:
    """Go on from these files: what is refused, or nothing if the table is the one that it should be."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    try:
        run(scenario(), replications=60, workers=1, engine="simpy", out=folder, resume=True, max_failures=None)
    except StoreError as error:
        return str(error)
    assert (folder / "results.parquet").read_bytes() == reference()
    return ""


def parts(files: dict[str, bytes]) -> list[str]:
    return [name for name in files if "part-" in name]


def test_as_it_was(half: dict[str, bytes], done: dict[str, bytes], tmp_path: Path) -> None:
    """Negative control: unchanged, both go on."""
    assert len(parts(half)) == 2
    assert resumed(half, tmp_path / "half") == ""
    assert resumed(done, tmp_path / "done") == ""


@pytest.mark.parametrize("which", ["half", "done"])
def test_spoilt_anywhere(request: pytest.FixtureRequest, tmp_path: Path, which: str) -> None:
    """Bits turned, bytes lost and added, files cut off and swapped with one another."""
    spoil(request.getfixturevalue(which), tmp_path, Random(which), 15)


def spoil(files: dict[str, bytes], folder: Path, chance: Random, turns: int) -> None:
    """Change one or two files at random and go on from them, again and again."""
    for turn in range(turns):
        changed = dict(files)
        name, other = chance.choice(list(files)), chance.choice(list(files))
        pick = chance.randrange(4)
        if pick == 0:
            changed[name] = files[name][: chance.randrange(len(files[name]) + 1)]
        elif pick == 1:
            changed[name], changed[other] = files[other], files[name]
        else:
            changed[name] = spoilt_bytes(chance, files[name])
        resumed(changed, folder / str(turn))


@pytest.mark.statistical
@pytest.mark.parametrize("which", ["half", "done"])
def test_spoilt_often(request: pytest.FixtureRequest, tmp_path: Path, which: str) -> None:
    """The same many times."""
    spoil(request.getfixturevalue(which), tmp_path, Random(f"{which} often"), 150)


Change = Callable[[pa.Table], pa.Table]
CHANGES: dict[str, Change] = {
    "a column less": lambda table: table.drop_columns(["measure.margin" if "measure.margin" in table.column_names else "margin"]),
    "a column more": lambda table: table.append_column("more", pa.array(range(len(table)))),
    "another order of columns": lambda table: table.select(table.column_names[::-1]),
    "words that are no dictionary": lambda table: replaced(table, "status", table.column("status").cast(pa.string())),
    "words that nobody knows": lambda table: replaced(table, "ending", pa.array(["x"] * len(table)).dictionary_encode()),
    "numbers as words": lambda table: replaced(table, "end_time", pa.array(["1"] * len(table))),
    "numbers as lists": lambda table: replaced(table, "end_time", pa.array([[1.0]] * len(table))),
    "replications that are missing": lambda table: replaced(table, "replication", pa.nulls(len(table), pa.int64())),
    "replications as fractions": lambda table: replaced(table, "replication", table.column("replication").cast(pa.float64())),
    "replications below zero": lambda table: replaced(table, "replication", pa.array(range(-len(table), 0))),
    "the same replication always": lambda table: replaced(table, "replication", pa.array([7] * len(table))),
    "rows turned round": lambda table: table.take(list(range(len(table)))[::-1]),
    "rows twice": lambda table: pa.concat_tables([table, table]),
    "no rows": lambda table: table.slice(0, 0),
    "no word on failures": lambda table: table.replace_schema_metadata(
        {key: value for key, value in table.schema.metadata.items() if key != b"part.failed"}
    ),
    "nonsense on failures": lambda table: table.replace_schema_metadata({**table.schema.metadata, b"part.failed": b"-x"}),
    "what is no text": lambda table: table.replace_schema_metadata(
        {**table.schema.metadata, b"part.failed": b"\xff", b"\xfe": b"\xc0"}
    ),
    "nothing said at all": lambda table: table.replace_schema_metadata({}),
}


def replaced(table: pa.Table, name: str, column: Any) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)


def rewritten(data: bytes, change: Change) -> bytes:
    sink = pa.BufferOutputStream()
    parquet.write_table(change(parquet.read_table(pa.BufferReader(data))), sink)
    return bytes(sink.getvalue())


def renamed(name: str, data: bytes) -> str:
    """A part's name with the checksum of what is in it: somebody means it."""
    stem = name.rsplit("-", 1)[0]
    return f"{stem}-{blake2b(data, digest_size=8).hexdigest()}.parquet"


@pytest.mark.parametrize("name", CHANGES)
def test_parts_made_by_somebody(half: dict[str, bytes], tmp_path: Path, name: str) -> None:
    """A part with another schema or other rows, and a checksum that is right."""
    part = parts(half)[0]
    data = rewritten(half[part], CHANGES[name])
    files = {key: value for key, value in half.items() if key != part} | {renamed(part, data): data}
    assert "mistake" not in resumed(files, tmp_path / "study")


@pytest.mark.parametrize("name", CHANGES)
def test_results_made_by_somebody(done: dict[str, bytes], tmp_path: Path, name: str) -> None:
    """The same with a results file."""
    if name == "no word on failures":
        return
    files = {**done, "results.parquet": rewritten(done["results.parquet"], CHANGES[name])}
    resumed(files, tmp_path / "study")


@pytest.mark.parametrize("name", CHANGES)
def test_results_made_by_somebody_are_opened_or_refused(done: dict[str, bytes], tmp_path: Path, name: str) -> None:
    """Read without their scenario, they are a table of results or they are not; columns and summaries do not break."""
    if name == "no word on failures":
        return
    (tmp_path / "results.parquet").write_bytes(rewritten(done["results.parquet"], CHANGES[name]))
    with suppress(StoreError):
        results = read(tmp_path)
        results.summary()
        assert all(len(results[column.name]) == len(results) for column in results.columns)


JSON = {
    "nothing": b"",
    "no object": b"[1, 2]",
    "no text": b"\xff\xfe\x00",
    "deep": b"[" * 200_000,
    "deep objects": b'{"study":' * 100_000,
    "huge": b'{"study": "' + b"x" * 11_000_000 + b'"}',
    "a number beyond all": b'{"study": {"heatsim.seed": 1e999}}',
    "many digits": b'{"study": ' + b"9" * 10_000 + b"}",
    "another shape": b'{"study": [1], "scenario": {}}',
    "keys twice": b'{"study": {}, "study": 3}',
}


@pytest.mark.parametrize("name", JSON)
def test_json_made_by_somebody(half: dict[str, bytes], tmp_path: Path, name: str) -> None:
    """Records and locks that hold nonsense, are nested without end or huge."""
    files = {**half, **{key: JSON[name] for key in half if key.endswith(".json")}, f"{HIDDEN}/lock": JSON[name]}
    assert any(key.endswith(".json") for key in half)
    resumed(files, tmp_path / "study")
    (tmp_path / "one.json").write_bytes(JSON[name])
    assert isinstance(json_object(tmp_path / "one.json"), dict)


def test_json_that_is_right_is_read(tmp_path: Path) -> None:
    """Negative control."""
    (tmp_path / "one.json").write_text(json.dumps({"study": {"a": 1}}))
    assert json_object(tmp_path / "one.json") == {"study": {"a": 1}}
    assert json_object(tmp_path / "two.json") == {}

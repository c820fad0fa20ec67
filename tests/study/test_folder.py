"""A study in a folder: what is finished is on disk, a resumed run ends with the same file, and studies are never mixed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from heatsim.errors import StoreError, UsageError
from heatsim.study import folder as module
from heatsim.study import identity
from heatsim.study.folder import HIDDEN, keeping
from heatsim.study.run import run
from heatsim.study.store import write_table
from heatsim.study.stored import StoredTable

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

N = 300


class Killed(Exception):
    """Ends a run as nothing of heatsim does."""


def files(folder: Path) -> list[str]:
    """All that is in a folder, hidden or not."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def parts(folder: Path) -> list[Path]:
    """The parts of an unfinished study."""
    return sorted((folder / HIDDEN).glob("part-*"))


def killed(scenario: Scenario, folder: Path, at: int = 120, **asked: Any) -> None:
    """A run that ends in the middle."""

    def progress(done: int, total: int) -> None:
        if done >= at:
            raise Killed

    with pytest.raises(Killed):
        run(scenario, **{"replications": N, "chunk": 7, "workers": 1, "out": folder, "progress": progress, **asked})


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts and results in memory are small here."""
    monkeypatch.setattr(module, "PART_ROWS", 30)
    monkeypatch.setattr(module, "MEMORY_ROWS", 20)


@pytest.fixture(scope="module")
def expected(race: Scenario, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a run that nothing interrupted and that was never in parts."""
    path = tmp_path_factory.mktemp("whole") / "results.parquet"
    write_table(run(race, replications=N, workers=1), path)
    return path.read_bytes()


def test_streamed_is_the_same_file(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """A run in parts writes the file that a run in memory gives, and leaves nothing else than a record."""
    results = run(race, replications=N, chunk=7, workers=1, out=tmp_path / "a")
    assert files(tmp_path) == ["a/results.parquet", "a/run.json"]
    assert (tmp_path / "a/results.parquet").read_bytes() == expected
    assert isinstance(results.table, StoredTable)
    assert len(results) == N


def test_a_small_run_needs_no_parts(race: Scenario, expected: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fits into memory is not written twice."""
    monkeypatch.setattr(module, "PART_ROWS", 10_000)
    monkeypatch.setattr(module, "MEMORY_ROWS", 10_000)
    monkeypatch.setattr(module, "write_part", None)
    results = run(race, replications=N, workers=1, out=tmp_path)
    assert not isinstance(results.table, StoredTable)
    assert (tmp_path / "results.parquet").read_bytes() == expected


def test_a_killed_run_leaves_parts_that_say_what_they_are(race: Scenario, tmp_path: Path) -> None:
    """Parts are Parquet files with the provenance of the study and their replications."""
    import pyarrow.parquet as parquet

    killed(race, tmp_path)
    found = parts(tmp_path)
    assert len(found) >= 3
    metadata = parquet.read_schema(found[1]).metadata
    assert metadata[b"heatsim.sha256"] == race.sha256.encode()
    assert metadata[b"heatsim.seed"] == b"1995"
    start, stop = (int(text) for text in metadata[b"part.replications"].split(b".."))
    assert parquet.read_table(found[1])["replication"].to_pylist() == list(range(start, stop + 1))


@pytest.mark.parametrize("how", [{"workers": 1}, {"chunk": 1}, {"workers": 2, "chunk": 11}, {}])
def test_a_resumed_run_ends_with_the_same_file(race: Scenario, expected: bytes, tmp_path: Path, how: dict[str, Any]) -> None:
    """Whatever did the first half, whoever does the second: the same bytes, and nothing is run twice."""
    killed(race, tmp_path)
    results = run(race, replications=N, out=tmp_path, resume=True, **how)
    assert 110 <= results.execution.resumed <= 140
    assert (tmp_path / "results.parquet").read_bytes() == expected
    assert not (tmp_path / HIDDEN).exists()


def test_killed_again_and_again(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """A study may be killed as often as it likes."""
    killed(race, tmp_path, at=50)
    for at in (90, 91, 200, 299):
        killed(race, tmp_path, at=at, resume=True, chunk=3)
    run(race, replications=N, out=tmp_path, resume=True)
    assert (tmp_path / "results.parquet").read_bytes() == expected


def test_an_interrupted_run_is_resumed_from_its_results(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """After Ctrl-C the finished rows are the results file; a resumed run goes on from them."""

    def progress(done: int, total: int) -> None:
        if done >= 100:
            raise KeyboardInterrupt

    part = run(race, replications=N, workers=1, chunk=9, out=tmp_path, progress=progress, on_interrupt="keep")
    assert part.execution.interrupted
    assert files(tmp_path) == ["results.parquet", "run.json"]
    whole = run(race, replications=N, out=tmp_path, resume=True)
    assert whole.execution.resumed == len(part) >= 100
    assert (tmp_path / "results.parquet").read_bytes() == expected


def test_more_replications_go_on_from_fewer(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """A finished study can be resumed with more replications, or with fewer; the number is no part of what it is."""
    run(race, replications=100, out=tmp_path)
    assert run(race, replications=N, out=tmp_path, resume=True).execution.resumed == 100
    assert (tmp_path / "results.parquet").read_bytes() == expected
    fewer = run(race, replications=50, out=tmp_path, resume=True)
    assert fewer["replication"].tolist() == list(range(50))


def test_resuming_a_finished_study_changes_nothing(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """There is nothing left to do, and the file is what it was."""
    run(race, replications=N, out=tmp_path)
    run(race, replications=N, out=tmp_path, resume=True, executor=None, workers=1)
    assert (tmp_path / "results.parquet").read_bytes() == expected


def test_nothing_to_resume_is_a_start(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """Resuming in an empty folder begins a study there."""
    assert run(race, replications=N, out=tmp_path / "new", resume=True).execution.resumed == 0
    assert (tmp_path / "new/results.parquet").read_bytes() == expected


def test_an_unfinished_study_is_not_overwritten_unasked(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """Hours of work are not thrown away because of a forgotten option; with resume=False they are."""
    killed(race, tmp_path)
    before = files(tmp_path)
    with pytest.raises(StoreError, match=r"holds an unfinished study with 1[123]\d finished.*--resume.*--restart"):
        run(race, replications=N, out=tmp_path)
    assert files(tmp_path) == before
    assert run(race, replications=N, out=tmp_path, resume=False).execution.resumed == 0
    assert (tmp_path / "results.parquet").read_bytes() == expected


def changed(race: Scenario) -> dict[str, tuple[Callable[[], Any], dict[str, Any], str]]:
    """Other studies, and what is said of each."""
    from heatsim.scenario.load import loads

    other = loads(race.source.replace("the police take", "the police need"))
    return {
        "seed": (lambda: race, {"seed": 5}, r"the seed differs \(1995 there, 5 now\)"),
        "override": (lambda: race.vary({"work": "+2 min"}), {}, "the changed parameters differ"),
        "variant": (lambda: race.variant("hurry"), {}, r"the variant differs \(none there, hurry now\)"),
        "file": (lambda: other, {}, "the scenario file's content differs"),
        "ties": (lambda: race, {"reverse_ranks": True}, "the order of ties differs"),
    }


@pytest.mark.parametrize("what", ["seed", "override", "variant", "file", "ties"])
@pytest.mark.parametrize("finished", [False, True])
def test_another_study_is_not_resumed(race: Scenario, tmp_path: Path, what: str, finished: bool) -> None:
    """Resuming with anything changed that decides a row is refused with what it is; the folder stays as it was."""
    if finished:
        run(race, replications=60, out=tmp_path)
    else:
        killed(race, tmp_path)
    before = files(tmp_path)
    scenario, more, message = changed(race)[what]
    with pytest.raises(StoreError, match=rf"cannot resume the study in .*{message}.*--restart"):
        run(scenario(), replications=N, out=tmp_path, resume=True, **more)
    assert files(tmp_path) == before


def test_another_version_is_not_resumed(race: Scenario, tmp_path: Path) -> None:
    """Another heatsim may play the model otherwise, so its parts are not used."""
    killed(race, tmp_path)
    record = tmp_path / HIDDEN / "study.json"
    content = json.loads(record.read_text())
    content["study"]["heatsim.version"] = "0.0.1"
    record.write_text(json.dumps(content))
    with pytest.raises(StoreError, match=r"heatsim's version differs \(0\.0\.1 there"):
        run(race, replications=N, out=tmp_path, resume=True)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def rename(path: Path) -> None:
    path.rename(path.with_name(path.name.replace("part-000000", "part-000009")))


DAMAGE = {
    "cut off": (cut_off, "does not match its checksum"),
    "one bit": (flip, "does not match its checksum"),
    "empty": (empty, "does not match its checksum"),
    "renamed": (rename, "its name does not say what is in it"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_part_is_said_and_run_again(race: Scenario, expected: bytes, tmp_path: Path, kind: str) -> None:
    """A part that is not what it was is named, not used, and its replications are run again."""
    killed(race, tmp_path)
    damage, message = DAMAGE[kind]
    damage(parts(tmp_path)[1])
    with pytest.warns(UserWarning, match=rf"part-.* is not used, and its replications are run again: .*{message}"):
        run(race, replications=N, out=tmp_path, resume=True)
    assert (tmp_path / "results.parquet").read_bytes() == expected


def test_a_foreign_part_is_said_and_not_mixed_in(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """A sound part of another study that lies among ours is named and not used."""
    killed(race, tmp_path / "ours")
    killed(race, tmp_path / "theirs", seed=3)
    foreign = parts(tmp_path / "theirs")[1]
    parts(tmp_path / "ours")[1].unlink()
    shutil.copy(foreign, tmp_path / "ours" / HIDDEN)
    with pytest.warns(UserWarning, match=r"it is of another study: the seed differs \(3 there, 1995 now\)"):
        run(race, replications=N, out=tmp_path / "ours", resume=True)
    assert (tmp_path / "ours/results.parquet").read_bytes() == expected


def test_a_part_that_is_there_twice_is_used_once(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """Two sound parts with the same replications cannot put a row into the table twice."""
    killed(race, tmp_path / "a")
    killed(race, tmp_path / "b", chunk=5)
    for path in parts(tmp_path / "b"):
        shutil.copy(path, tmp_path / "a" / HIDDEN)
    with pytest.warns(UserWarning, match="another part has the same replications"):
        run(race, replications=N, out=tmp_path / "a", resume=True)
    assert (tmp_path / "a/results.parquet").read_bytes() == expected


def test_damaged_results_are_said_and_run_again(race: Scenario, expected: bytes, tmp_path: Path) -> None:
    """A flipped bit in a published file is found by the checksums of its pages when it is resumed from."""
    run(race, replications=200, out=tmp_path)
    content = bytearray((tmp_path / "results.parquet").read_bytes())
    content[1000] ^= 1
    (tmp_path / "results.parquet").write_bytes(content)
    with pytest.warns(UserWarning, match=r"results\.parquet is not used"):
        run(race, replications=N, out=tmp_path, resume=True)
    assert (tmp_path / "results.parquet").read_bytes() == expected


def test_resume_without_a_folder_is_refused(race: Scenario) -> None:
    """There is nothing to resume in memory."""
    with pytest.raises(UsageError, match="resume needs out"):
        run(race, replications=N, resume=True)


def test_until_is_resumed_too(race: Scenario, tmp_path: Path) -> None:
    """A run that stops at a precision stops at the same place when it was killed on the way."""
    whole = run(race, until="share(ending=away) ± 5pt", out=tmp_path / "a", chunk=20, workers=1)
    killed(race, tmp_path / "b", at=200, until="share(ending=away) ± 5pt", replications=5000)
    again = run(race, until="share(ending=away) ± 5pt", out=tmp_path / "b", resume=True)
    assert len(again) == len(whole) > 200
    assert (tmp_path / "a/results.parquet").read_bytes() == (tmp_path / "b/results.parquet").read_bytes()


def test_every_key_of_an_identity_has_words(race: Scenario, tmp_path: Path) -> None:
    """Whatever can differ between two studies can be said."""
    with keeping(tmp_path) as store:
        run(race, replications=10, out=store)
        assert set(store._study) == set(identity.WORDS)
    np.testing.assert_array_equal(list(tmp_path.iterdir()), [])

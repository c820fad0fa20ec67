"""Where a plan's replications go: a folder for each of its points, which is that of a run, under one roof.

`points/point=00007/results.parquet` is the table of point 7, so that the points are the partitions of one table. `study.json` says
which plan it is and whether it is finished; a study that was killed goes on from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from heatsim.errors import StoreError
from heatsim.study.columns import Shape
from heatsim.study.folder import HIDDEN, Folder, Say, keeping, warned
from heatsim.study.identity import differences
from heatsim.study.jobs import Work
from heatsim.study.jsonfile import json_object
from heatsim.study.lock import locked
from heatsim.study.memory import Keeper, Memory
from heatsim.study.provenance import Provenance
from heatsim.study.results import Results
from heatsim.study.run import publish
from heatsim.study.store import json_text, made, remove_empty, said
from heatsim.study.stored import StoredTable
from heatsim.study.table import Table

__all__ = ["Leg", "Loose", "Roof", "Shelf", "shelved"]

POINTS = "points"
RECORD = "study.json"
IDENTITY = ("heatsim", "scenario", "sha256", "seed", "variants", "factors", "points")


@dataclass(frozen=True, slots=True)
class Leg:
    """A point of a plan, ready to run."""

    number: int
    work: Work
    origin: Provenance

    @property
    def shape(self) -> Shape:
        return Shape(self.work.program.columns, self.work.program.endings)


class Shelf(Protocol):
    """Has a keeper for each point."""

    def finished(self, leg: Leg, replications: int) -> Table | StoredTable | None:
        """The table of a point that an earlier run has finished; None if there is no such."""

    def begun(self, leg: Leg) -> bool:
        """Whether an earlier run has left something of it."""

    def keeper(self, leg: Leg) -> Keeper:
        """Who takes its replications."""

    def close(self, leg: Leg, results: Results) -> None:
        """The point is finished."""


class Loose:
    """Points that are written nowhere."""

    def __init__(self) -> None:
        self._open: dict[int, Memory] = {}

    def finished(self, leg: Leg, replications: int) -> None:
        return None

    def begun(self, leg: Leg) -> bool:
        return False

    def keeper(self, leg: Leg) -> Memory:
        if leg.number not in self._open:
            self._open[leg.number] = Memory()
            self._open[leg.number].begin(leg.origin, leg.shape, None)
        return self._open[leg.number]

    def close(self, leg: Leg, results: Results) -> None:
        del self._open[leg.number]


class Roof:
    """A folder with a folder for each point."""

    def __init__(self, folder: Path, resume: bool, say: Say, stack: ExitStack) -> None:
        self.folder = folder
        self._resume = resume
        self._say = say
        self._stack = stack
        self._open: dict[int, tuple[ExitStack, Folder]] = {}

    def finished(self, leg: Leg, replications: int) -> Table | StoredTable | None:
        path = self._place(leg) / "results.parquet"
        if not self.begun(leg) or (path.parent / HIDDEN).exists() or not path.exists():
            return None
        try:
            found = StoredTable(path, leg.shape)
            metadata = found.metadata
            if metadata.get("heatsim.replications") == str(replications) and not differences(metadata, leg.origin.metadata()):
                return found
        except StoreError:
            pass  # the keeper will say it, and its replications are run again
        return None

    def begun(self, leg: Leg) -> bool:
        return self._resume and self._place(leg).exists()

    def keeper(self, leg: Leg) -> Folder:
        if leg.number not in self._open:
            own = ExitStack()
            self._stack.push(own)  # when the study fails, what is finished of each open point is kept
            folder = own.enter_context(keeping(self._place(leg), resume=True, say=self._say))
            folder.begin(leg.origin, leg.shape)
            self._open[leg.number] = own, folder
        return self._open[leg.number][1]

    def close(self, leg: Leg, results: Results) -> None:
        own, folder = self._open.pop(leg.number)
        publish(results, folder)
        own.close()

    def _place(self, leg: Leg) -> Path:
        return self.folder / POINTS / f"point={leg.number:05d}"


@contextmanager
def shelved(out: str | Path | None, record: Mapping[str, Any], resume: bool | None, say: Say = warned) -> Iterator[Shelf]:
    """A shelf for the length of a study: nowhere, or a folder that nobody else writes to meanwhile.

    `record` says which plan it is, and is written to `study.json`. With `resume` an unfinished study goes on; with False it is
    thrown away; with None it is refused. StoreError for that, and for the study of another plan.
    """
    if out is None:
        yield Loose()
        return
    place = Path(out)
    new = made(place)
    try:
        with said(place), locked(place / ".lock", place), ExitStack() as stack:
            _settle(place, record, resume)
            _write(place, record, finished=False)
            (place / POINTS).mkdir(exist_ok=True)
            yield Roof(place, bool(resume), say, stack)
            _write(place, record, finished=True)
    finally:
        remove_empty([place / POINTS, *new])


def _settle(place: Path, record: Mapping[str, Any], resume: bool | None) -> None:
    """Whatever was left here: use it, throw it away, or refuse."""
    there = json_object(place / RECORD)
    if resume and there:
        unlike = [name for name in IDENTITY if there.get(name) != record[name]]
        if unlike:
            raise StoreError(
                f"cannot resume the study in {place}: it is of another plan (different: {', '.join(unlike)}). "
                "Run it as it was, start over with --restart, or give another --out"
            )
    elif resume is None and there and not there.get("finished"):
        raise StoreError(f"{place} holds an unfinished study: go on with --resume, or start over with --restart")
    if not (resume and there):
        for path in (place / POINTS).glob("point=*"):
            shutil.rmtree(path)


def _write(place: Path, record: Mapping[str, Any], *, finished: bool) -> None:
    unfinished = place / f".{RECORD}"
    unfinished.write_text(json_text({**record, "finished": finished}), encoding="utf-8")
    unfinished.replace(place / RECORD)

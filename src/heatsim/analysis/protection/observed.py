"""What the runs of an analysis show, as arrays: when each task began, when it was detected, when the response came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.protection.instrument import DETECTED, DONE, NEUTRALISED, RESPONDED, Marked

if TYPE_CHECKING:
    from heatsim.analysis.protection.roles import Roles
    from heatsim.program.model import Program
    from heatsim.study.table import Table

__all__ = ["NOWHERE", "Floats", "Observed", "observe"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NOWHERE = -1  # detected before the first task
MICRO = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """One entry per replication that failed in no run; times in seconds, NaN where something never happened.

    `numbers` are those of the replications. `begins` has a column for each of `tasks`, in the order in which they begin.
    `detected`, `responded` and `done` are those of the race run to its end, of which `done` is missing where the path is given
    up; a detection or arrival counts only if there is a path. `at` is the task at the first detection (`NOWHERE`: before all; -2:
    not detected on the path). `interrupted` and `neutralised` are the outcome as written. `met` and `beaten` come from the worlds
    in which the response always meets the adversary: whether they met, and who won. `options` says for each option of a choice on
    the path where it was taken.
    """

    numbers: NDArray[np.int64]
    tasks: tuple[str, ...]
    begins: Floats
    detected: Floats
    responded: Floats
    done: Floats
    at: NDArray[np.int64]
    interrupted: Flags
    neutralised: Flags | None
    met: Flags | None
    beaten: Flags | None
    options: tuple[tuple[str, Flags], ...]
    failed: int

    def __len__(self) -> int:
        return len(self.done)

    @property
    def outcome(self) -> Flags:
        """What the response is for: interrupted, and neutralised if the scenario tells."""
        return self.interrupted if self.neutralised is None else self.interrupted & self.neutralised

    @property
    def left(self) -> Floats:
        """Time the path still takes at the first detection; NaN where it is not detected on the path."""
        return np.where(self.at > NOWHERE - 1, self.done - self.detected, np.nan)

    @property
    def response(self) -> Floats:
        """Time from the first detection to the arrival; NaN where nobody is detected or nobody comes."""
        return np.where(self.at > NOWHERE - 1, self.responded - self.detected, np.nan)

    @property
    def margin(self) -> Floats:
        """Arrival less the end of the path: below zero, the response is in time. NaN where there is no race."""
        return np.where(np.isfinite(self.response), self.responded - self.done, np.nan)

    @property
    def in_time(self) -> Flags:
        """Whether the response wins the race that is run to its end."""
        return self.margin < 0


class _Columns:
    """Columns of a table by name, those of replications in which no run failed."""

    def __init__(self, program: Program, table: Table, kept: Flags) -> None:
        self.program, self.table, self.kept = program, table, kept
        self.places = {column.name: index for index, column in enumerate(program.columns)}

    def __contains__(self, name: str) -> bool:
        return name in self.places

    def raw(self, name: str) -> Floats:
        column: Floats = self.table.values[self.kept, self.places[name]]
        return column

    def time(self, name: str) -> Floats:
        return self.raw(name) / MICRO

    def happened(self, name: str) -> Flags:
        """Whether replications ended so, had the flag, or ever saw the signal or event."""
        if NEUTRALISED in self:
            return np.isfinite(self.raw(NEUTRALISED))
        endings = [ending.name for ending in self.program.endings]
        if name in endings:
            return np.equal(self.table.ending[self.kept], endings.index(name))
        return np.equal(self.raw(name), 1.0)


def observe(parts: Marked, who: Roles, programs: tuple[Program, ...], tables: tuple[Table, ...]) -> Observed:
    """The arrays of the runs as written, of the race run to its end, and, if there is a third, of always meeting."""
    kept = ~np.logical_or.reduce([table.failed for table in tables])
    written, free, *third = (_Columns(program, table, kept) for program, table in zip(programs, tables, strict=True))
    done, responded = free.time(DONE), free.time(RESPONDED)
    detected = _earliest([free.time(f"{DETECTED} {name}") for name in who.detected]) if who.detected else np.zeros(len(done))
    begins = np.column_stack([free.time(event) for _, event in parts.tasks] or [np.full(len(done), np.nan)])
    shown = _taking_time(begins, done)
    begins, names = begins[:, shown], [parts.tasks[index][0] for index in shown] if parts.tasks else []
    came, finished = written.time(RESPONDED), written.time(DONE)
    together = third[0] if third else None
    return Observed(
        numbers=tables[0].replication[kept],
        tasks=tuple(names),
        begins=begins,
        detected=detected,
        responded=responded,
        done=done,
        at=_places(begins, detected, done),
        interrupted=np.isfinite(came) & ~(finished <= came) & np.isfinite(done),
        neutralised=written.happened(who.neutralised) if who.neutralised else None,
        met=None if together is None else np.isfinite(together.time(RESPONDED)),
        beaten=None if together is None or who.neutralised is None else together.happened(who.neutralised),
        options=tuple((f"{choice}: {option}", np.isfinite(free.raw(event))) for (choice, option), event in parts.options),
        failed=int(np.count_nonzero(~kept)),
    )


def _earliest(times: list[Floats]) -> Floats:
    earliest: Floats = np.fmin.reduce(times)
    return earliest


def _taking_time(begins: Floats, done: Floats) -> NDArray[np.intp]:
    """The tasks that take time in some replication, in the order in which they begin on average."""
    lasts = _ends(begins, done) - begins
    some = np.flatnonzero((np.nan_to_num(lasts) > 0).any(axis=0)) if len(done) else np.arange(0)
    means = [np.nanmean(begins[:, index]) for index in some]
    return some[np.argsort(means, kind="stable")]


def _ends(begins: Floats, done: Floats) -> Floats:
    """When each task ends: with the beginning of the next, or with the path."""
    ends = np.repeat(done[:, None], begins.shape[1], axis=1)
    for i in range(begins.shape[1]):
        for j in range(begins.shape[1]):
            later = (begins[:, j] > begins[:, i]) | ((begins[:, j] == begins[:, i]) & (j > i))
            ends[:, i] = np.where(later, np.fmin(ends[:, i], begins[:, j]), ends[:, i])
    return np.where(begins <= done[:, None], ends, np.nan)


def _places(begins: Floats, detected: Floats, done: Floats) -> NDArray[np.int64]:
    """The task that was last begun at the detection, whose beginning counts as its own; -2 if not detected on the path."""
    begun = np.where(begins <= detected[:, None], begins, -np.inf)
    last = begun.shape[1] - 1 - np.argmax(begun[:, ::-1], axis=1) if begun.shape[1] else np.full(len(done), NOWHERE)
    nothing = ~np.isfinite(begun).any(axis=1) if begun.shape[1] else np.ones(len(done), dtype=bool)
    on_the_path = detected <= done
    return np.where(on_the_path, np.where(nothing, NOWHERE, last), NOWHERE - 1).astype(np.int64)

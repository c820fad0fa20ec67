"""Let tables pass until every target is reached.

The stopping point depends on the replications and the targets alone: tables are taken in the order of replications and looked at in
whole batches, however many workers make them and however far these have run ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.study.progress import Progress, silent
from heatsim.study.stopping.estimate import Reached, estimate, share_estimate
from heatsim.study.stopping.order import in_order
from heatsim.study.stopping.rule import Stopping, floor, looks, needed
from heatsim.study.stopping.subject import Subject, find_subject
from heatsim.study.stopping.target import parse_target
from heatsim.study.stopping.words import half_widths

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.study.table import Table

__all__ = ["Until", "Watch", "subjects", "told"]

Until = str | Sequence[str]


def subjects(until: Until, program: Program) -> tuple[Subject, ...]:
    """The targets of a call, found in a program. UsageError for what is wrong with any of them."""
    if not isinstance(until, str | Sequence):
        raise UsageError(f"until takes texts such as 'share(ending=clean) ± 1pt', not {until!r}")
    texts = [until] if isinstance(until, str) else list(until)
    if not texts:
        raise UsageError("until needs at least one target, such as 'share(ending=clean) ± 1pt'")
    return tuple(find_subject(parse_target(text), program.columns, program.endings) for text in texts)


class _Seen:
    """What has been seen of one target: of a share only its counts, so that a look costs what is new."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._values = np.empty(0)
        self._hits = self._total = 0

    def add(self, tables: Sequence[Table]) -> None:
        values = np.concatenate([self.subject.values(table) for table in tables])
        values = values[np.isfinite(values)]
        if self.subject.is_share:
            self._hits += int(np.count_nonzero(values))
            self._total += len(values)
        else:
            self._values = np.concatenate([self._values, values])

    def reached(self) -> Reached:
        if self.subject.is_share:
            return share_estimate(self.subject, self._hits, self._total)
        return estimate(self.subject, self._values)


class Watch:
    """Watches one run. `stopping` says how it ended, once it has."""

    def __init__(self, watched: Sequence[Subject], ceiling: int, progress: Progress = silent) -> None:
        self.subjects = tuple(watched)
        self.ceiling = ceiling
        self.progress = progress
        self._seen = [_Seen(subject) for subject in self.subjects]
        self._held: list[Table] = []  # what has come since the last look
        self._done = 0
        self._looks = 0
        self._reached: tuple[Reached, ...] = ()

    @property
    def stopping(self) -> Stopping:
        """How it stands, or ended."""
        met = bool(self._reached) and all(one.met for one in self._reached)
        reason = "precision" if met else "ceiling" if self._done >= self.ceiling else "interrupted"
        return Stopping(reason, self._done, self.ceiling, self._looks, self._reached)

    def passing(self, tables: Iterable[Table]) -> Iterator[Table]:
        """Tables in the order of replications, cut where the run ends; the rest is never asked for."""
        places = looks(min(floor(self.subjects), self.ceiling), self.ceiling)
        place = next(places)
        came = 0
        for table in in_order(tables):
            rest = table
            while came + len(rest) >= place:
                head, rest = rest.rows(0, place - came), rest.rows(place - came, len(rest))
                self._held.append(head)
                came += len(head)
                yield from self.take()
                if all(one.met for one in self._reached) or came >= self.ceiling:
                    return
                place = next(places)
            if len(rest):
                self._held.append(rest)
                came += len(rest)
            self._tell(came, max(place, needed(self._done, self._reached, self.ceiling)))

    def take(self) -> list[Table]:
        """Look at what has come since the last look, and hand it out; also for what an interrupt leaves."""
        held, self._held = self._held, []
        if held:
            self._done += sum(map(len, held))
            self._looks += 1
            for seen in self._seen:
                seen.add(held)
            self._reached = tuple(seen.reached() for seen in self._seen)
            self._tell(self._done, needed(self._done, self._reached, self.ceiling))
        return held

    def _tell(self, done: int, total: int) -> None:
        note = half_widths(self._reached) or f"first look after {total:,}"
        told(self.progress, done, total, note)


def told(progress: Progress, done: int, total: int, note: str) -> None:
    """Tell a progress how far it is, and, if it can show that, how precise by now."""
    show = getattr(progress, "note", None)
    if show is not None:
        show(note)
    progress(done, total)

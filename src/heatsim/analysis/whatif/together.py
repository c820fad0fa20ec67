"""Several scenarios under one seed, replication by replication, until their differences are known well enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.study.crew import Piece, crew
from heatsim.study.progress import Progress, silent
from heatsim.study.run import CEILING, MAX_REPLICATIONS, MAX_SEED, STANDARD
from heatsim.study.stopping.estimate import Reached, paired_estimate
from heatsim.study.stopping.rule import Stopping, floor, looks, needed
from heatsim.study.stopping.watch import subjects, told
from heatsim.study.stopping.words import half_widths
from heatsim.study.table import Table, join

if TYPE_CHECKING:
    from heatsim.study.jobs import Work
    from heatsim.study.stopping.subject import Subject

__all__ = ["run_together"]

# What workers are worth is judged by this many replications, not by a ceiling that is seldom reached.
LIKELY = 10_000


def run_together(
    works: Sequence[Work],
    labels: Sequence[str],
    replications: int | None,
    seed: int,
    until: str | Sequence[str] | None,
    level: float,
    workers: int | None,
    executor: Executor | None,
    progress: Progress = silent,
) -> tuple[list[Table], Stopping | None]:
    """A table for each work, all of the same replications; and why these were enough, if `until` decided it.

    The first work is the base and the others are called `labels`; every target is of each other's paired difference from the base,
    and all of them must be reached.
    """
    ceiling = replications if replications is not None else STANDARD if until is None else CEILING
    _check("replications", ceiling, 1, MAX_REPLICATIONS)
    _check("seed", seed, 0, MAX_SEED)
    if until is None:
        pieces = [Piece(work, seed, ceiling) for work in works]
        with crew(pieces, workers, executor) as hands:
            return list(hands.tables(pieces, progress)), None
    watch = _Watch([subjects(until, work.program) for work in works], labels, level)
    places = [0, *looks(min(floor(watch.found[0]), ceiling), ceiling)]
    pieces = [Piece(work, seed, stop - start, start) for start, stop in pairwise(places) for work in works]
    likely = [Piece(work, seed, min(ceiling, LIKELY)) for work in works]
    with crew(likely, workers, executor) as hands:
        stopping = watch.take(hands.tables(pieces), places[1:], progress)
    return [join(parts, len(work.program.columns)) for parts, work in zip(watch.parts, works, strict=True)], stopping


class _Watch:
    """The targets of every comparison, and what has come so far: `parts` of each table."""

    def __init__(self, found: Sequence[tuple[Subject, ...]], labels: Sequence[str], level: float) -> None:
        self.found = list(found)
        self.labels = list(labels)
        self.level = level
        self.parts: list[list[Table]] = [[] for _ in self.found]
        self._seen = [[np.empty(0) for _ in subjects] for subjects in self.found]

    def take(self, tables: Iterator[Table], places: Sequence[int], progress: Progress) -> Stopping:
        """Take one table of each work at every look, until all is known well enough."""
        progress(0, places[0])
        for look, place in enumerate(places, start=1):
            for parts, seen, found, table in zip(self.parts, self._seen, self.found, islice(tables, len(self.found)), strict=True):
                parts.append(table)
                seen[:] = [np.concatenate([old, one.values(table)]) for old, one in zip(seen, found, strict=True)]
            reached = tuple(self.estimates())
            met = all(one.met for one in reached)
            told(progress, place, needed(place, reached, places[-1]), half_widths(reached))
            if met or place == places[-1]:
                return Stopping("precision" if met else "ceiling", place, places[-1], look, reached)
        raise AssertionError("there is always a last look")

    def estimates(self) -> Iterator[Reached]:
        for label, found, seen in zip(self.labels, self.found[1:], self._seen[1:], strict=True):
            for subject, base, other in zip(found, self._seen[0], seen, strict=True):
                reached = paired_estimate(subject, base, other, self.level)
                yield replace(reached, target=f"{label}: {reached.target}") if len(self.labels) > 1 else reached


def _check(name: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise UsageError(f"{name} must be a whole number from {low} to {high}, not {value!r}")

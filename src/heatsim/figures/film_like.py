"""The replication that went most like the film."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heatsim.figures import reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heatsim.study.results import Results

__all__ = ["distances", "film_like"]

MISSED = 3.0  # the distance, in half-widths of the middle half, charged for a beat that most of the others have and this one lacks


def film_like(results: Results) -> int:
    """The number of the replication to show for the film's ending: its own, if the scenario marks one, or the commonest.

    Of the replications with that ending, those that agree with the film in the most measures; of these, the one whose event
    times are jointly closest to the medians, each on the scale of its own spread. Ties go to the lower number. UsageError when
    there are no replications.
    """
    rows = _candidates(results)
    rows = rows[_agreements(results, rows) == _agreements(results, rows).max()]
    times = np.array([reading.numbers(results, column)[rows] for column in reading.events(results)])
    best = int(np.argmin(distances(times))) if times.size else 0
    return int(results["replication"][rows[best]])


def _candidates(results: Results) -> NDArray[np.intp]:
    shares = reading.endings(results)
    counts = dict(zip(shares.names, shares.counts, strict=True))
    film = shares.film if shares.film and counts[shares.film] else max(counts, key=lambda name: counts[name])
    rows = np.flatnonzero(results["ending"] == film)
    return rows if len(rows) else np.arange(shares.total)  # every replication failed


def _agreements(results: Results, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """In how many measures each row has exactly the film's value."""
    agree = np.zeros(len(rows), dtype=np.int64)
    for column in results.columns:
        if column.group == "measure" and column.canon is not None:
            values = results[column.name][rows]
            agree += np.array([_same(value, column.canon) for value in values.tolist()], dtype=np.int64)
    return agree


def _same(value: object, film: object) -> bool:
    if isinstance(value, (int, float)) and isinstance(film, (int, float)):
        return abs(value - film) <= 1e-9 * max(1.0, abs(film))
    return value == film


def distances(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean scaled distance of each column of `times` (events by replications, seconds) from the medians; shape (replications,)."""
    happened = np.isfinite(times)
    usual = happened.mean(axis=1) >= 0.5
    total = np.zeros(times.shape[1])
    for row, there, expected in zip(times, happened, usual, strict=True):
        total += np.where(there != expected, MISSED, 0.0)
        if expected:
            q25, q50, q75 = np.quantile(row[there], [0.25, 0.5, 0.75])
            scale = (q75 - q25) / 2 or 1.0
            total += np.where(there, np.minimum(np.abs(row - q50) / scale, 2 * MISSED), 0.0)
    return total / max(1, len(times))

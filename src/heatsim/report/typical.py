"""The replication to show for an ending: the one in the middle of those that end so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heatsim.figures import reading
from heatsim.figures.film_like import distances
from heatsim.study.columns import WORDS

if TYPE_CHECKING:
    from heatsim.study.results import Results

__all__ = ["endings_by_share", "typical"]


def endings_by_share(results: Results) -> tuple[str, ...]:
    """The endings that came out, the commonest first; equally common ones in the scenario's order."""
    came = results["ending"].tolist()
    counts = {ending.name: came.count(ending.name) for ending in results.endings}
    return tuple(name for name in sorted(counts, key=lambda name: -counts[name]) if counts[name])


def typical(results: Results, ending: str) -> int:
    """The replication with this ending whose event times and measures are jointly closest to the medians of those with it.

    Each is taken on the scale of its own spread. Ties go to the lower number.
    """
    rows = np.flatnonzero(results["ending"] == ending)
    columns = [one for one in results.columns if one.group == "event" or (one.group == "measure" and one.kind not in WORDS)]
    values = np.array([_numbers(results, one.name)[rows] for one in columns])
    best = int(np.argmin(distances(values))) if values.size else 0
    return int(results["replication"][rows[best]])


def _numbers(results: Results, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A column as floats; yes is 1, and what is missing is NaN."""
    if results.column(name).kind == "flag":
        return np.array([np.nan if value is None else float(value) for value in results[name].tolist()])
    return reading.numbers(results, results.column(name))

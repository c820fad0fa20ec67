"""How a measure is distributed: its empirical distribution function with a band that holds everywhere at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heatsim.errors import UsageError
from heatsim.study.intervals import LEVEL, distribution_band

if TYPE_CHECKING:
    from heatsim.study.results import Results

__all__ = ["Distribution", "distribution"]


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """`share[i]` of the `total` values are at most `values[i]`; the truth lies between `low` and `high` everywhere, with `level`.

    `values` are the distinct ones in ascending order, in `unit`; all arrays have their length.
    """

    name: str
    unit: str
    total: int
    level: float
    values: NDArray[np.float64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def at(self, value: float) -> tuple[float, float, float]:
        """The share of values up to `value`, and its band."""
        place = int(np.searchsorted(self.values, value, side="right")) - 1
        half = distribution_band(self.total, self.level)
        if place < 0:
            return 0.0, 0.0, half
        return float(self.share[place]), float(self.low[place]), float(self.high[place])


def distribution(results: Results, name: str, level: float = LEVEL) -> Distribution:
    """The distribution of a column of numbers, without its missing values. UsageError for words and unknown names."""
    found = np.asarray(results[name])
    if not np.issubdtype(found.dtype, np.floating):
        raise UsageError(f"'{name}' has no distribution function: it is not a number")
    known = np.sort(found[np.isfinite(found)])
    values, counts = np.unique(known, return_counts=True)
    share = np.cumsum(counts) / max(1, len(known))
    half = distribution_band(len(known), level)
    unit = results.column(name).unit
    return Distribution(name, unit, len(known), level, values, share, np.maximum(share - half, 0.0), np.minimum(share + half, 1.0))

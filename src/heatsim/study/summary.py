"""The content of `summary.json`: a contract that scripts read, so its keys and their order are fixed here.

    {"scenario": str, "replications": int, "seed": int, "engine": str,
     "endings":  {name: {"count", "share", "low", "high"}},
     "measures": {name: {"unit", "mean", "sd", "low", "high", "quantiles": {"0.05", "0.5", "0.95"},
                         "quantile_intervals": {"0.05": [low, high], ...}, "canon", "percentile"}},
     "canon":    {"facts": {id: {"share", "low", "high"}}, "all": {"share", "low", "high"}}}

Shares are of all replications, failed ones included (those have no ending); intervals are 95 % ones. A number that does not
exist, such as the mean of a measure that is always missing, is null.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.study.columns import WORDS, column_name
from heatsim.study.intervals import Interval, mean_interval, quantile_interval, wilson
from heatsim.study.results import Results
from heatsim.study.table import BLOCK

if TYPE_CHECKING:
    from heatsim.program.model import Column

__all__ = ["QUANTILES", "below_and_equal", "canon_all", "measures", "percentile", "summarise"]

QUANTILES = ("0.05", "0.5", "0.95")


def summarise(results: Results, canon: dict[str, Any] | None = None) -> dict[str, Any]:
    """The summary of some results; `canon` replaces its last part when a canon sheet was compared."""
    return {
        "scenario": results.provenance.scenario,
        "replications": len(results),
        "seed": results.provenance.seed,
        "engine": results.execution.engine,
        "endings": {ending.name: _share(_endings(results, ending.name), len(results)) for ending in results.endings},
        "measures": {column_name(column): _measure(column, results.numbers(index)) for index, column in measures(results)},
        "canon": canon or {"facts": {}, "all": canon_all(results)},
    }


def measures(results: Results) -> list[tuple[int, Column]]:
    """The measures that have a mean (numbers and flags), each with its place in `results.declared`."""
    return [
        (index, column) for index, column in enumerate(results.declared) if column.group == "measure" and column.kind not in WORDS
    ]


def canon_all(results: Results) -> dict[str, float | None]:
    """How often the film's ending came out; nulls when the scenario marks none."""
    if results.canon_ending is None:
        return {"share": None, "low": None, "high": None}
    share = _share(_endings(results, results.canon_ending), len(results))
    return {key: share[key] for key in ("share", "low", "high")}


def percentile(values: NDArray[np.float64], value: float) -> float | None:
    """The mid-rank place (0..100) of a value in a sample: those below it, and half of those that equal it."""
    if not len(values):
        return None
    below, equal = below_and_equal(values, value)
    return 100.0 * (below + 0.5 * equal) / len(values)


def below_and_equal(values: NDArray[np.float64], value: float) -> tuple[int, int]:
    """How many of a sample lie below a value, and how many equal it."""
    below = equal = 0
    for part in _strides(values):
        # The film's value is written in the reader's unit and the sample was converted to it: equal up to rounding is equal.
        same = np.isclose(part, value, rtol=1e-9, atol=1e-12)
        equal += int(np.count_nonzero(same))
        below += int(np.count_nonzero((part < value) & ~same))
    return below, equal


def _endings(results: Results, name: str) -> int:
    index = [ending.name for ending in results.endings].index(name)
    return int(np.count_nonzero(results.table.ending == index))


def _share(count: int, total: int) -> dict[str, Any]:
    interval = wilson(count, total)
    return {"count": count, "share": count / total if total else None, "low": interval.low, "high": interval.high}


def _measure(column: Column, values: NDArray[np.float64]) -> dict[str, Any]:
    mean, sd, interval = _moments(column, values)
    ordered = np.sort(values)
    film = None if column.canon is None or isinstance(column.canon, str) else _plain(column.canon)
    return {
        "unit": column.unit,
        "mean": _finite(mean),
        "sd": _finite(sd),
        "low": _finite(interval.low),
        "high": _finite(interval.high),
        "quantiles": {p: float(np.quantile(ordered, float(p))) if len(ordered) else None for p in QUANTILES},
        "quantile_intervals": {p: _ends(ordered, float(p)) for p in QUANTILES},
        "canon": film,
        "percentile": None if film is None else percentile(values, film),
    }


def _ends(ordered: NDArray[np.float64], p: float) -> list[float | None]:
    """The interval of a quantile by order statistics; null where the sample is too small for an end."""
    return [_finite(end) for end in quantile_interval(ordered, p)] if len(ordered) else [None, None]


def _moments(column: Column, values: NDArray[np.float64]) -> tuple[float, float, Interval]:
    """Mean, standard deviation and interval of the mean; for flags the mean is a share and gets Wilson's interval."""
    count = len(values)
    if not count:
        return math.nan, math.nan, Interval(math.nan, math.nan)
    # Python's exact sum: numpy's depends on the width of the machine's vectors.
    mean = math.fsum(chain.from_iterable(part.tolist() for part in _strides(values))) / count
    squares = chain.from_iterable(((part - mean) ** 2).tolist() for part in _strides(values))
    sd = math.sqrt(math.fsum(squares) / (count - 1)) if count > 1 else math.nan
    if column.kind == "flag":
        return mean, sd, wilson(round(mean * count), count)
    return mean, sd, mean_interval(mean, sd, count)


def _strides(values: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """The values some at a time: of a large table even one column is better not had in several copies."""
    for start in range(0, len(values), BLOCK):
        yield values[start : start + BLOCK]


def _plain(value: float | bool) -> float | int:
    return int(value) if isinstance(value, bool) else value


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None

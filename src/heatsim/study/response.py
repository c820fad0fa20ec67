"""What a study asks of each replication, as one number: `share(ending=clean)`, `share(caught)`, `mean(margin)`.

The short forms `ending=clean`, `caught` and `margin` mean the same; nothing at all means the film's ending, or the first one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heatsim.errors import UsageError, nearest
from heatsim.study.columns import WORDS, column_name
from heatsim.study.intervals import mean_interval, wilson
from heatsim.study.paired import paired_share_interval
from heatsim.study.results import in_unit

if TYPE_CHECKING:
    from heatsim.program.model import Column, EndingInfo, Program
    from heatsim.study.stored import StoredTable
    from heatsim.study.table import Table

__all__ = ["Estimate", "Response", "difference", "find_response", "responses"]

Floats = NDArray[np.float64]
ENDING = -1
_FORM = re.compile(r"\s*(?:(?P<kind>[a-z]+)\s*\(\s*(?P<inner>.*?)\s*\)|(?P<short>.*?))\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or mean with the ends of its interval, from `count` replications that have a value."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Response:
    """One number per replication. `text` is its full form, `kind` share or mean, `unit` the reader's."""

    text: str
    kind: str
    column: int
    word: float
    unit: str

    def values(self, table: Table | StoredTable) -> Floats:
        """One float per replication, 0 or 1 for a share; NaN where missing. A failed replication has no ending."""
        if self.column == ENDING:
            return np.equal(table.ending, self.word).astype(np.float64)
        raw = table.column(self.column)
        if self.kind == "mean":
            return in_unit(raw, self.unit)
        return np.where(np.isnan(raw), math.nan, np.equal(raw, self.word))

    def estimate(self, values: Floats, level: float = 0.95) -> Estimate:
        """Wilson's interval of a share, Student's of a mean, over the values that are there."""
        kept = values[np.isfinite(values)]
        count = len(kept)
        if not count:
            return Estimate(math.nan, math.nan, math.nan, 0)
        mean = math.fsum(kept) / count
        if self.kind == "share":
            return Estimate(mean, *wilson(round(mean * count), count, level), count)
        return Estimate(mean, *mean_interval(mean, _sd(kept, mean), count, level), count)

    def shown(self, value: float) -> str:
        """A value in words: shares in per cent, means in their unit."""
        if math.isnan(value):
            return "–"
        if self.kind == "share":
            return f"{100 * value:.1f} %"
        return f"{value:.4g}{f' {self.unit}' if self.unit else ''}"

    def told(self, estimate: Estimate) -> tuple[str, str]:
        """An estimate and its interval in words. What was never seen, or always, is known to be at most or at least something."""
        span = f"{self.shown(estimate.low)} .. {self.shown(estimate.high)}"
        if self.kind == "share" and estimate.value in (0.0, 1.0):
            end = f"at most {self.shown(estimate.high)}" if estimate.value == 0.0 else f"at least {self.shown(estimate.low)}"
            return end, span
        return self.shown(estimate.value), span

    def change(self, value: float) -> str:
        """A difference in words: of shares in percentage points (pt)."""
        if math.isnan(value):
            return "–"
        return f"{100 * value + 0.0:+.1f} pt" if self.kind == "share" else f"{value:+.4g}{f' {self.unit}' if self.unit else ''}"


def difference(response: Response, base: Floats, other: Floats, level: float = 0.95) -> Estimate:
    """The mean of other less base over replications of the same luck that have both, with its paired interval."""
    both = np.isfinite(base) & np.isfinite(other)
    change, count = other[both] - base[both], int(np.count_nonzero(both))
    if count < 2:
        return Estimate(math.nan, math.nan, math.nan, count)
    mean = math.fsum(change) / count
    if response.kind == "share":
        gained, lost = int(np.count_nonzero(change > 0)), int(np.count_nonzero(change < 0))
        return Estimate(mean, *paired_share_interval(gained, lost, count, level), count)
    return Estimate(mean, *mean_interval(mean, _sd(change, mean), count, level), count)


def responses(texts: Sequence[str], program: Program) -> tuple[Response, ...]:
    """The responses asked for, or the default one if none is."""
    given = (texts,) if isinstance(texts, str) else texts
    return tuple(find_response(text, program.columns, program.endings) for text in given or (None,))


def find_response(text: str | None, columns: Sequence[Column], endings: Sequence[EndingInfo]) -> Response:
    """The response that a text names; UsageError with the nearest name if there is none."""
    if text is None:
        film = next((ending.name for ending in endings if ending.canon), endings[0].name)
        return _ending(film, endings, film)
    match = _FORM.fullmatch(text)
    assert match is not None
    kind, inner = match["kind"], (match["inner"] if match["kind"] else match["short"]) or ""
    if kind not in (None, "share", "mean"):
        raise UsageError(f"'{text}': a measure is share(...) or mean(...), not {kind}(...)")
    name, equals, word = (part.strip().strip("'\"") for part in inner.partition("="))
    if name == "ending" and (equals or kind is not None):
        return _ending(word, endings, text)
    return _column(text, kind, name, word if equals else None, columns, endings)


def _ending(word: str, endings: Sequence[EndingInfo], text: str) -> Response:
    names = [ending.name for ending in endings]
    if word not in names:
        raise UsageError(f"'{text}': there is no ending '{word}'{nearest(word, names)}")
    return Response(f"share(ending={word})", "share", ENDING, float(names.index(word)), "")


def _column(
    text: str, kind: str | None, name: str, word: str | None, columns: Sequence[Column], endings: Sequence[EndingInfo]
) -> Response:
    names, known = [column_name(column) for column in columns], [ending.name for ending in endings]
    if name not in names:
        if word is None and kind != "mean" and name in known:
            return _ending(name, endings, text)
        raise UsageError(f"'{text}': there is no measure '{name}'{nearest(name, ['ending', *known, *names])}")
    index = names.index(name)
    column = columns[index]
    if column.kind not in WORDS and column.kind != "flag":
        if kind == "share" or word is not None:
            raise UsageError(f"'{text}': '{name}' is a number, so it has a mean: mean({name})")
        return Response(f"mean({name})", "mean", index, math.nan, "" if column.unit == "number" else column.unit)
    if kind == "mean":
        raise UsageError(f"'{text}': '{name}' has no mean; ask for a share: {_share_of(column, name)}")
    words = list(column.words) if column.kind in WORDS else ["false", "true"]
    if word is None and column.kind == "flag":
        return Response(f"share({name})", "share", index, 1.0, "")
    if word not in words:
        raise UsageError(f"'{text}': '{name}' is one of {', '.join(words)}; write {_share_of(column, name)}")
    return Response(f"share({name}={word})", "share", index, float(words.index(word)), "")


def _share_of(column: Column, name: str) -> str:
    return f"share({name}={column.words[0]})" if column.kind in WORDS else f"share({name})"


def _sd(values: Floats, mean: float) -> float:
    return math.sqrt(math.fsum((values - mean) ** 2) / (len(values) - 1)) if len(values) > 1 else math.nan

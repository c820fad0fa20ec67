"""Results beside the film, as tables of short texts: what a terminal and a notebook show."""

from __future__ import annotations

import html
import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.scenario.vary import typed
from heatsim.study.columns import WORDS, column_name
from heatsim.study.intervals import wilson
from heatsim.study.results import Results
from heatsim.study.summary import measures

if TYPE_CHECKING:
    from heatsim.program.model import Column

__all__ = ["Sheet", "digits", "heading", "is_constant", "percent", "rounded", "sheets", "to_html"]

DASH = "-"
RANK = "rank %: replications below the film's value, those equal to it counted half"
ABOUT_FILM = ("film", "rank %")
MULTIPLES = ((1e9, "B"), (1e6, "M"), (1e5, "k"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A small table: column heads, rows of texts, which rows are the film's, and what a reader must know of a head.

    The first column holds names.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    film: frozenset[int] = frozenset()
    note: str = ""


def heading(results: Results) -> str:
    """One line that says what was run."""
    origin = results.provenance
    changes = [f"variant {origin.variant}"] if origin.variant else []
    changes += [f"{name}={typed(value)}" for name, value in origin.overrides.items()]
    what = f"{origin.scenario} ({', '.join(changes)})" if changes else origin.scenario
    plural = "" if len(results) == 1 else "s"
    return f"{what}: {len(results)} replication{plural}, seed {origin.seed}, {results.execution.engine} engine"


def sheets(results: Results, summary: dict[str, Any], only: Collection[str] | None = None, *, reach: bool = True) -> list[Sheet]:
    """Endings, measures and categories, those that there are; `only` some measures; how far quantiles `reach`, or not."""
    found = [_endings(results, summary), _measures(results, summary, only, reach), _categories(results, only)]
    return [_without_film(sheet) for sheet in found if sheet.rows]


def _without_film(sheet: Sheet) -> Sheet:
    """The sheet, without columns about the film in which nothing stands."""
    columns = zip(sheet.heads, *sheet.rows, strict=True)
    kept = [column for column in columns if column[0] not in ABOUT_FILM or any(cell not in ("", DASH) for cell in column[1:])]
    heads, *rows = zip(*kept, strict=True)
    return replace(sheet, heads=heads, rows=tuple(rows))


def to_html(results: Results) -> str:
    """The same for notebooks."""
    parts = [f"<p><b>{html.escape(heading(results))}</b></p>"]
    for sheet in sheets(results, results.summary()):
        head = "".join(f"<th>{html.escape(text)}</th>" for text in sheet.heads)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in sheet.rows)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
        parts += [f"<p><small>{html.escape(sheet.note)}</small></p>"] if sheet.note else []
    return "".join(parts)


def _endings(results: Results, summary: dict[str, Any]) -> Sheet:
    rows = [(name, str(one["count"]), percent(one["share"]), _share_span(one)) for name, one in summary["endings"].items()]
    film = [index for index, row in enumerate(rows) if row[0] == results.canon_ending]
    if results.failures:
        count, total = len(results.failures), len(results)
        interval = wilson(count, total)
        rows.append(("(failed)", str(count), percent(count / total), _share_span({"low": interval.low, "high": interval.high})))
    marked = [(*row, "<- film" if index in film else "") for index, row in enumerate(rows)]
    return Sheet(("ending", "count", "share", "95 % interval", "film"), tuple(marked), frozenset(film))


def is_constant(one: dict[str, Any]) -> bool:
    """Whether a measure of a summary is the same in every replication that has it, of which there are several."""
    return one["sd"] is not None and one["sd"] <= 1e-9 * abs(one["mean"])


def _measures(results: Results, summary: dict[str, Any], only: Collection[str] | None, reach: bool) -> Sheet:
    heads = ("measure", "mean", "95 % interval", "5 %", "median", "95 %", "film", "rank %")
    rows = []
    for _, column in measures(results):
        name = column_name(column)
        if only is None or name in only:
            one = summary["measures"][name]
            cells = _of_flag(one) if column.kind == "flag" else _of_number(one, reach)
            rows.append((_label(name, column.unit), *cells))
    return Sheet(heads, tuple(rows), note=RANK if any(row[-1] not in ("", DASH) for row in rows) else "")


def _of_flag(one: dict[str, Any]) -> tuple[str, ...]:
    """A share and its interval; a yes or no has no use for quantiles."""
    return percent(one["mean"]), _share_span(one), "", "", "", DASH if one["canon"] is None else "yes" if one["canon"] else "no", ""


def _of_number(one: dict[str, Any], reach: bool) -> tuple[str, ...]:
    """Mean and quantiles with the digits that their intervals are worth, the film's value and its place among the replications."""
    film = digits(one["canon"])
    if is_constant(one):
        return digits(one["mean"]), "always", "", "", "", film, ""
    place = DASH if one["percentile"] is None else f"{one['percentile']:.0f}"
    quantiles = [_quantile(value, *one["quantile_intervals"][p], reach=reach) for p, value in one["quantiles"].items()]
    low, mean, high = one["low"], one["mean"], one["high"]
    if low is None or mean is None or high is None:
        return digits(mean), DASH, *quantiles, film, place
    half, largest = (high - low) / 2, max(high, -low)
    span = f"{rounded(low, half, largest=largest)}..{rounded(high, half, largest=largest)}"
    return rounded(mean, half, largest=largest), span, *quantiles, film, place


def _quantile(value: float | None, low: float | None, high: float | None, *, reach: bool) -> str:
    """A quantile and how far its interval goes, to the farther end; `?` where the sample is too small to say."""
    if value is None or low == high == value:
        return digits(value)
    if low is None or high is None:
        return digits(value) + ("+-?" if reach else "")
    half = max(high - value, value - low)
    counted = value.is_integer() and low.is_integer() and high.is_integer()  # of whole things there are no tenths
    shown, far = (digits(value), digits(half)) if counted else (rounded(value, half), rounded(half, half))
    return f"{shown}+-{far}" if reach else shown


def _label(name: str, unit: str) -> str:
    return f"{name} [{unit}]" if unit not in ("", "number") else name


def _categories(results: Results, only: Collection[str] | None) -> Sheet:
    """Every measure in words: its words by how often they came, the film's marked."""
    rows: list[tuple[str, ...]] = []
    for index, column in enumerate(results.declared):
        if column.group == "measure" and column.kind in WORDS and (only is None or column_name(column) in only):
            rows += _category(column, results.table.column(index))
    film = [index for index, row in enumerate(rows) if row[-1]]
    return Sheet(("measure", "is", "count", "share", "95 % interval", "film"), tuple(rows), frozenset(film))


def _category(column: Column, codes: NDArray[np.float64]) -> list[tuple[str, ...]]:
    """The words that came, the commonest first, and the film's even if it never did; the name stands in the first row."""
    counts = {word: int(np.count_nonzero(codes == code)) for code, word in enumerate(column.words)}
    shown = [word for word in sorted(counts, key=lambda word: -counts[word]) if counts[word] or word == column.canon]
    return [
        (
            column_name(column) if word == shown[0] else "",
            word,
            str(counts[word]),
            percent(counts[word] / max(1, len(codes))),
            _share_span(dict(zip(("low", "high"), wilson(counts[word], len(codes)), strict=True))),
            "<- film" if word == column.canon else "",
        )
        for word in shown
    ]


def _share_span(one: dict[str, Any]) -> str:
    """A share's interval; what was never seen is only known to be at most something, what was always seen at least."""
    if one["low"] == 0:
        return f"at most {percent(one['high'])}"
    if one["high"] == 1:
        return f"at least {percent(one['low'])}"
    if one["low"] is None or one["high"] is None:
        return DASH
    return f"{percent(one['low'])}..{percent(one['high'])}".replace(" %..", "..")


def percent(share: float | None) -> str:
    """A share for people, never rounded to a 0 or 100 that it is not."""
    if share is None:
        return DASH
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %"


def rounded(value: float, half: float, sign: str = "", largest: float = 0.0) -> str:
    """A number with as many digits as its uncertainty is worth: two of `half`, by which it may be off to each side.

    `sign` is "+" where numbers above zero shall have one; `largest` is the number beside it whose letter (k, M, B) it shares.
    """
    if not (math.isfinite(half) and half > 0 and math.isfinite(value)):
        return f"{sign if value >= 0 else ''}{digits(value)}"
    size, letter = next(one for one in (*MULTIPLES, (0.0, "")) if max(abs(value), abs(largest)) >= one[0])
    size = 1e3 if letter == "k" else size or 1.0
    places = 1 - math.floor(math.log10(half / size))
    shown = round(value / size, places) + 0.0  # no minus before a zero
    return f"{shown:{sign}.{max(0, min(places, 6))}f}{letter}"


def digits(value: float | None) -> str:
    """Three significant digits or whole numbers, large ones in thousands (k), millions (M) and billions (B)."""
    if value is None or not math.isfinite(value):
        return DASH
    for size, letter in MULTIPLES:
        if abs(value) >= size:
            return f"{value / (1e3 if letter == 'k' else size):.4g}{letter}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"

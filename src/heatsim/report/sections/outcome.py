"""What it came to: the headline measures of a scenario, or its margins where it marks none, over all replications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from heatsim.report.markup import Html, el, join
from heatsim.report.parts import row, section, table, words
from heatsim.study.columns import WORDS, column_name
from heatsim.study.overview import sheets

if TYPE_CHECKING:
    from heatsim.program.model import Column
    from heatsim.report.material import Material

__all__ = ["outcome"]

LEAD = "The measures that the scenario is about, over all replications; of words and of what is so or not, the share."
HEADS = ("measure", "#mean or share", "#95 % interval", "#median", "#replications with a value")


def outcome(material: Material) -> Html | None:
    columns = _chosen(material)
    if not columns:
        return None
    rows = [made for column in columns for made in _rows(material, column)]
    return section(
        "outcome",
        "What it came to",
        el("p", LEAD, class_="lead"),
        table(HEADS, rows, "Headline measures over all replications", "stacked"),
    )


def _chosen(material: Material) -> list[Column]:
    every = [column for column in material.results.declared if column.group == "measure"]
    return [column for column in every if column.headline] or [column for column in every if column.margin]


def _rows(material: Material, column: Column) -> Iterator[Html]:
    """One row, or one for each word that came; the cells are those that `heatsim run` prints."""
    count = f"{_valued(material, column):,} of {len(material.results):,}"
    name = words(column_name(column))
    for sheet in sheets(material.results, material.summary, [column_name(column)], reach=False):
        for cells in sheet.rows if sheet.heads[0] == "measure" else ():
            if column.kind in WORDS:
                _, word, _, share, span, *_ = cells
                yield _row(f"{name}: {words(word)}", column.text, share, span, "", count)
            else:
                _, mean, span, _, median, *_ = cells
                unit = f" ({column.unit})" if column.unit not in ("", "number") else ""
                yield _row(name + unit, column.text, mean, span, median, count)


def _valued(material: Material, column: Column) -> int:
    """In how many replications a measure has a value."""
    results = material.results
    raw = results.table.column(results.declared.index(column))
    return int(np.count_nonzero(raw >= 0 if column.kind in WORDS else np.isfinite(raw)))


def _row(name: str, text: str, *cells: str) -> Html:
    head = join(el("span", name, class_="name"), el("small", text) if text else None)
    return row(head, *(cell.replace("..", " to ") for cell in cells), numbers=(0, 1, 2, 3), heads=HEADS)

"""Every race of the scenario: who was ahead at the end of it, how often, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heatsim.figures import reading
from heatsim.figures.inline import narrow_axes
from heatsim.report.absent import absent
from heatsim.report.markup import Html, el
from heatsim.report.parts import drawing, interval, section, words
from heatsim.study.intervals import wilson
from heatsim.study.overview import percent

if TYPE_CHECKING:
    from heatsim.program.model import Column
    from heatsim.report.material import Material

__all__ = ["ahead", "race"]

LEAD = "How far one side was ahead of the other. Left of zero the crew was behind, right of it ahead."


def race(material: Material) -> Html | None:
    from heatsim.figures import plot

    columns = [one for one in reading.margins(material.results) if np.isfinite(reading.numbers(material.results, one)).any()]
    if not columns:
        return None
    return section(
        "race",
        "The race",
        el("p", LEAD, class_="lead"),
        [
            drawing(
                plot.margin(material.results, one.name),
                f"race-{number}",
                f"Distribution of {words(one.name)}: {_told(material, one)}",
                f"{words(one.name).capitalize()}{f' ({one.text})' if one.text else ''}: {_told(material, one)}.",
                narrow=plot.margin(material.results, one.name, ax=narrow_axes(3.9)),
            )
            for number, one in enumerate(columns)
        ],
    )


def ahead(material: Material, column: Column) -> tuple[int, int]:
    """In how many replications that have this margin the crew was ahead, and how many have it."""
    values = reading.numbers(material.results, column)
    values = values[np.isfinite(values)]
    return int(np.count_nonzero(values > 0)), len(values)


def _told(material: Material, column: Column) -> str:
    count, total = ahead(material, column)
    low, high = wilson(count, total)
    values = reading.numbers(material.results, column)
    median = float(np.median(values[np.isfinite(values)]))
    share = f"{percent(count / total)} ({interval(low, high)}) of {total:,}"
    told = f"the crew is ahead in {share}; the median is {median:+.3g} {column.unit}"
    lacking = str(absent(material.results, column))
    return f"{told}. It is {lacking}" if lacking else told

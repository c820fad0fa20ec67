"""What figures take from a results table, and how they word it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.study.intervals import wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from heatsim.program.model import Column
    from heatsim.study.response import Estimate, Response
    from heatsim.study.results import Results

__all__ = [
    "Shares",
    "asked",
    "endings",
    "events",
    "figure_of",
    "margins",
    "numbers",
    "percent",
    "percent_range",
    "provenance",
    "seen",
    "stands",
    "title",
    "words",
]


@dataclass(frozen=True, slots=True)
class Shares:
    """Counts per row: the scenario's `endings` in their order, and failures, if any, as one more.

    `texts` says each row in a few words; `film` is the film's ending, if one is marked.
    """

    endings: tuple[str, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...]
    counts: tuple[int, ...]
    total: int
    film: str | None


def endings(results: Results) -> Shares:
    """How often each ending came out. Replications that failed get a row of their own: never dropped in silence.

    UsageError when there are no replications.
    """
    if not len(results):
        raise UsageError("there are no replications to draw")
    came = results["ending"].tolist()
    counts = [came.count(ending.name) for ending in results.endings]
    names = known = [ending.name for ending in results.endings]
    texts = [ending.text for ending in results.endings]
    if without := len(came) - sum(counts):
        names, texts, counts = [*names, "failed"], [*texts, "replications with no ending"], [*counts, without]
    return Shares(tuple(known), tuple(names), tuple(texts), tuple(counts), len(came), results.canon_ending)


def margins(results: Results) -> tuple[Column, ...]:
    """The measures that are races: positive means that the crew was ahead."""
    return tuple(column for column in results.columns if column.group == "measure" and column.margin)


def events(results: Results) -> tuple[Column, ...]:
    """The columns that hold when each event of the scenario first happened."""
    return tuple(column for column in results.columns if column.group == "event")


def numbers(results: Results, column: Column) -> NDArray[np.float64]:
    """A column as floats in its own unit, one for each replication; NaN where it has no value."""
    return np.asarray(results[column.name], dtype=np.float64)


def title(results: Results) -> str:
    """The scenario by its title, and which variant of it."""
    run = results.provenance
    changed = run.variant or ("changed parameters" if run.overrides else "")
    return f"{run.title or run.scenario}{' · ' if changed else ''}{words(changed)}"


def provenance(results: Results) -> str:
    """What was run, for the small print."""
    return f"{len(results):,} replications, seed {results.provenance.seed}"


def asked(text: str) -> str:
    """What is measured, as a reader would say it: `share(ending=clean_score)` is the share that ends ‘clean score’."""
    match = re.fullmatch(r"(share|mean)\((?:(\w+)=)?(.+)\)", text)
    if match is None:
        return words(text)
    kind, of, what = match[1], match[2], words(match[3])
    if kind == "mean":
        return f"mean of {what}"
    return f"share that ends ‘{what}’" if of == "ending" else f"share with {f'{words(of)}: ' if of else ''}‘{what}’"


def stands(response: Response, estimate: Estimate) -> str:
    """What is measured, how much of it there is, and between which bounds."""
    if response.kind == "share":
        found = f"{percent(estimate.value)} ({percent_range(estimate.low, estimate.high)})"
    else:
        found = f"{response.shown(estimate.value)} ({response.shown(estimate.low)} to {response.shown(estimate.high)})"
    return f"{asked(response.text)}: {found}"


def words(name: str) -> str:
    """A name of the scenario as a reader would say it."""
    return name.replace("_", " ").replace("-", " ")


def percent(share: float) -> str:
    """One decimal, and never a rounded 0 or 100 that is neither."""
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %"


def percent_range(low: float, high: float) -> str:
    """The two ends of an interval, in percent, neither rounded to a 0 or 100 that it is not."""
    return f"{percent(low)}–{percent(high)}".replace(" %", "")


def seen(count: int, total: int) -> str:
    """How often something came out, with its interval: a share, or the count where there is no share to speak of."""
    low, high = wilson(count, total)
    if not count:
        return f"0 of {total:,}  (at most {percent(high)})"
    return f"{percent(count / total)}  ({percent_range(low, high)})"


def figure_of(axes: Axes) -> Figure:
    """The figure that a caller's axes stand in."""
    return axes.figure.figure  # of a subfigure, the figure it is part of

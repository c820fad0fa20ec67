"""A table of replications against the film: each fact's probability, each number's place, all of it together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatsim.canon.predicates import Predicates, Test
from heatsim.study.intervals import wilson
from heatsim.study.results import Results

__all__ = ["Comparison", "NumberPlace", "Share", "compare_with", "holding"]


@dataclass(frozen=True, slots=True)
class Share:
    """In how many of `total` replications something holds, with its 95 % Wilson interval."""

    id: str
    what: str
    group: str
    core: bool
    count: int
    total: int
    share: float
    low: float
    high: float

    @property
    def never(self) -> bool:
        """Not seen once: the share is only known to be at most `high`."""
        return self.count == 0


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """The film's value of a measure in the distribution of replications: percentile (mid-rank) with its interval."""

    name: str
    unit: str
    film: float
    median: float
    percentile: float
    low: float
    high: float
    total: int


@dataclass(frozen=True)
class Comparison:
    """`together` is the probability that all core facts hold, `film` with the whole order of events as well.

    `typical` is the median number of core facts that hold in one replication, of `len(core)`; `agreement` the mean share of the
    film's orders that hold between two events of which both happened.
    """

    scenario: str
    replications: int
    seed: int
    facts: tuple[Share, ...]
    order: tuple[Share, ...]
    numbers: tuple[NumberPlace, ...]
    together: Share
    film: Share
    typical: float
    agreement: float

    @property
    def core(self) -> tuple[Share, ...]:
        return tuple(fact for fact in self.facts if fact.core)

    def rarest(self, most: int = 5) -> tuple[Share, ...]:
        """The facts least often true, core before detail at equal share."""
        return tuple(sorted(self.facts, key=lambda fact: (fact.share, not fact.core))[:most])

    def summary(self) -> dict[str, Any]:
        """What `summary.json` holds under `canon`."""
        shares = {fact.id: {"share": fact.share, "low": fact.low, "high": fact.high} for fact in self.facts}
        whole = {"share": self.together.share, "low": self.together.low, "high": self.together.high}
        return {"facts": shares, "all": whole}

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        return asdict(self)

    def __str__(self) -> str:
        from heatsim.canon.words import table

        return table(self)


def holding(tests: Sequence[Test], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which tests hold in which rows: an array of shape (rows, tests). `rows` are values in internal units."""
    held = np.zeros((len(rows), len(tests)), dtype=np.bool_)
    lists = rows.tolist()
    for column, test in enumerate(tests):
        holds = test.holds()
        held[:, column] = [bool(holds(row)) for row in lists]
    return held


def compare_with(predicates: Predicates, results: Results) -> Comparison:
    """The comparison of a table with a sheet; failed replications count as replications in which nothing holds."""
    rows = results.table.values
    held = holding(predicates.tests, rows)
    held[results.table.failed] = False
    tests = predicates.tests
    fact = np.array([test.group == "fact" for test in tests], dtype=np.bool_)
    core = np.array([test.core for test in tests], dtype=np.bool_) & fact
    shares = [_share(test, held[:, column]) for column, test in enumerate(tests)]
    together = held[:, core].all(axis=1)
    film = together & held[:, ~fact].all(axis=1)
    return Comparison(
        scenario=results.provenance.scenario,
        replications=len(results),
        seed=results.provenance.seed,
        facts=tuple(share for share in shares if share.group == "fact"),
        order=tuple(share for share in shares if share.group != "fact"),
        numbers=tuple(_numbers(results)),
        together=_share(Test("all", "all core facts", "fact", True, ("const", 1.0)), together),
        film=_share(Test("film", "all core facts and the whole order", "fact", True, ("const", 1.0)), film),
        typical=float(np.median(held[:, core].sum(axis=1))) if len(rows) else math.nan,
        agreement=_agreement(predicates, results),
    )


def _share(test: Test, held: NDArray[np.bool_]) -> Share:
    count, total = int(held.sum()), len(held)
    low, high = wilson(count, total)
    return Share(test.id, test.what, test.group, test.core, count, total, count / total if total else math.nan, low, high)


def _numbers(results: Results) -> list[NumberPlace]:
    """Every number for which the film has a value."""
    found = []
    for index, column in enumerate(results.declared):
        if column.group != "measure" or column.canon is None or column.words:
            continue
        values = results.numbers(index)
        if not len(values):
            continue
        film = float(column.canon)
        below, equal = int((values < film).sum()), int((values == film).sum())
        rank = below + equal / 2
        low, high = wilson(round(rank), len(values))
        median = float(np.median(values))
        share = 100.0 / len(values) * rank
        found.append(NumberPlace(column.name, column.unit, film, median, share, 100 * low, 100 * high, len(values)))
    return found


def _agreement(predicates: Predicates, results: Results) -> float:
    """Of the film's orders between two events that both happened, how many hold, on average over replications."""
    place: Mapping[str, int] = {c.name: index for index, c in enumerate(results.declared) if c.group == "event"}
    pairs = [(place[name], place[b.id]) for b in predicates.sheet.order if b.id in place for name in b.after if name in place]
    if not pairs or not len(results):
        return math.nan
    before = results.table.values[:, [pair[0] for pair in pairs]]
    after = results.table.values[:, [pair[1] for pair in pairs]]
    both = ~np.isnan(before) & ~np.isnan(after)
    counts = both.sum(axis=1)
    kept = counts > 0
    agreed = ((before <= after) & both).sum(axis=1)
    return float((agreed[kept] / counts[kept]).mean()) if kept.any() else math.nan

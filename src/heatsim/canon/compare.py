"""A table of replications against the film: each fact's probability, each number's place, all of it together.

print(hs.compare(hs.run(scenario, replications=10_000)))
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatsim.canon.agree import film_values
from heatsim.canon.columnwise import evaluate_columns
from heatsim.canon.locate import located
from heatsim.canon.nearest import Nearest, better
from heatsim.canon.predicates import Predicates, Test, bind_sheet
from heatsim.canon.read import read_sheet
from heatsim.errors import UsageError
from heatsim.scenario.load import load
from heatsim.study.columns import column_name
from heatsim.study.intervals import wilson
from heatsim.study.provenance import Provenance
from heatsim.study.results import Results, in_unit
from heatsim.study.summary import below_and_equal

__all__ = ["Comparison", "NumberPlace", "Share", "compare", "compare_with", "holding"]

WHOLE = ("const", 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """In how many of `total` replications something holds, with its 95 % Wilson interval.

    `group` is fact, order or constraint; `told` names the sources that a fact rests on.
    """

    id: str
    what: str
    group: str
    core: bool
    count: int
    total: int
    share: float
    low: float
    high: float
    told: tuple[str, ...] = ()

    @property
    def never(self) -> bool:
        """Not seen once: the share is only known to be at most `high`."""
        return self.count == 0


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """The film's value of a measure in the distribution of replications, in the measure's unit.

    `below` and `equal` count the replications, of the `total` that have a value, with less than the film's and with just that;
    `percentile` (0..100) is its mid-rank place, which counts half of the equal ones, with a 95 % interval. `band` is where the
    middle 90 % lie; `always` if it is the film's value in each of them.
    """

    name: str
    unit: str
    film: float
    median: float
    band: tuple[float, float]
    percentile: float
    low: float
    high: float
    total: int
    below: int
    equal: int
    always: bool = False


@dataclass(frozen=True)
class Comparison:
    """`together` is the probability that all core facts hold, `film` with the whole order of events as well.

    `typical` is the median number of core facts that hold in one replication, of `len(core)`; `nearest` the replication with most
    of them (of equals most details, then the first), None if all failed; `failed` how many did. `agreement` is the mean share of
    the film's orders that hold between two events of which both happened.
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
    sources: tuple[tuple[str, str], ...] = ()
    nearest: Nearest | None = None
    failed: int = 0

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
        """Everything as plain data; None for the agreement where no two ordered events ever both happened."""
        return {**asdict(self), "agreement": None if math.isnan(self.agreement) else self.agreement}

    def __str__(self) -> str:
        return self.text()

    def text(self, *, every: bool = False, more: str = "text(every=True)") -> str:
        """As tables and sentences: what matters most on a page, or `every` fact; `more` is how a page says to have it all."""
        from heatsim.canon.page import PAGE, page
        from heatsim.canon.words import table

        whole = table(self)
        return "\n".join(whole if every or len(whole) <= PAGE else page(self, more)) + "\n"


def compare(results: Results, *, sheet: str | Path | None = None, readings: Mapping[str, str] | None = None) -> Comparison:
    """The results of a run against the film, by the canon sheet that the scenario names (or `sheet`).

    Of results that were read (`hs.read`) the sheet is found only where the scenario still lies unchanged where it was. `readings`
    takes other readings of the sources' conflicts, by fact or conflict: `{"AC-15": "first_guard"}`. UsageError when there is no
    sheet or no such reading, ScenarioError for what is wrong with the sheet.
    """
    origin = results.provenance
    if sheet is None:
        sheet = _sheet_of(origin)
    return compare_with(bind_sheet(read_sheet(sheet).select(readings or {}), results.declared), results)


def _sheet_of(origin: Provenance) -> Path:
    """Where the sheet is of the scenario that was run; a file of results does not name it, but its scenario may lie there still."""
    canon = origin.canon
    if origin.read:
        if origin.path is None:
            raise UsageError(
                f"results that were read do not know where '{origin.scenario}' lies, or it was changed since;"
                " pass the canon sheet: sheet='seeds/....yaml'"
            )
        canon = load(origin.path).resolved.canon
    if canon is None:
        raise UsageError(f"'{origin.scenario}' names no canon sheet; pass sheet=")
    return located(canon, None if origin.path is None else Path(origin.path))


def holding(tests: Sequence[Test], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which tests hold in which rows: an array of shape (rows, tests). `rows` are values in internal units."""
    held = np.zeros((len(rows), len(tests)), dtype=np.bool_)
    columns = list(np.ascontiguousarray(rows.T))
    for number, test in enumerate(tests):
        held[:, number] = evaluate_columns(test.tree, columns, len(rows)) != 0
    return held


def compare_with(predicates: Predicates, results: Results) -> Comparison:
    """The comparison of a table with a sheet; failed replications count as replications in which nothing holds."""
    tests = (*predicates.facts, *predicates.order)
    count, total = len(predicates.facts), len(results)
    core = np.array([test.core for test in tests[:count]], dtype=np.bool_)
    told = {fact.id: tuple(source for source, _ in fact.rests) for fact in predicates.sheet.facts}
    counts = np.zeros(len(tests), dtype=np.int64)
    together = film = failed = 0
    near: Nearest | None = None
    cores = [np.empty(0, dtype=np.int16)]  # how many core facts hold, by replication
    for block in results.table.blocks():  # a table may be larger than memory
        held = holding(tests, block.values)
        held[block.failed] = False
        failed += int(block.failed.sum())
        near = better(near, block, held[:, :count], core, results.provenance)
        counts += held.sum(axis=0)
        cores.append(held[:, :count][:, core].sum(axis=1, dtype=np.int16))
        all_core: NDArray[np.bool_] = np.all(held[:, :count][:, core], axis=1)
        together += int(all_core.sum())
        film += int((all_core & np.all(held[:, count:], axis=1)).sum())
    shares = [_share(test, int(counts[column]), total, told.get(test.id, ())) for column, test in enumerate(tests)]
    return Comparison(
        scenario=results.provenance.scenario,
        replications=total,
        seed=results.provenance.seed,
        facts=tuple(shares[:count]),
        order=tuple(shares[count:]),
        numbers=tuple(_numbers(predicates, results)),
        together=_share(Test("all", "all core facts", "fact", True, WHOLE), together, total),
        film=_share(Test("film", "all core facts and the whole order", "fact", True, WHOLE), film, total),
        typical=float(np.median(np.concatenate(cores))) if total else math.nan,
        agreement=_agreement(predicates, results),
        sources=predicates.sheet.sources,
        nearest=near,
        failed=failed,
    )


def _share(test: Test, count: int, total: int, told: tuple[str, ...] = ()) -> Share:
    low, high = wilson(count, total)
    return Share(test.id, test.what, test.group, test.core, count, total, count / total if total else math.nan, low, high, told)


def _numbers(predicates: Predicates, results: Results) -> list[NumberPlace]:
    """Every number for which the film has a value."""
    films = film_values(predicates.sheet, results.declared)
    found = []
    for index, column in enumerate(results.declared):
        values = results.numbers(index) if column.name in films and not column.words else np.array([])
        if not len(values):
            continue
        film = float(in_unit(np.array(films[column.name]), column.unit))
        below, equal = below_and_equal(values, film)
        place = 100 * (below + 0.5 * equal) / len(values)
        low, high = wilson(round(place / 100 * len(values)), len(values))
        middle = [float(q) for q in np.quantile(values, (0.05, 0.5, 0.95))]
        band = (middle[0], middle[2])
        always = bool(np.allclose(values, film, rtol=1e-9, atol=1e-12))
        name = column_name(column)
        interval = (100 * low, 100 * high)
        found.append(NumberPlace(name, column.unit, film, middle[1], band, place, *interval, len(values), below, equal, always))
    return found


def _agreement(predicates: Predicates, results: Results) -> float:
    """Of the film's orders between two events that both happened, how many hold, on average over replications."""
    place = {column.name: index for index, column in enumerate(results.declared) if column.group == "event"}
    pairs = [(place[name], place[b.id]) for b in predicates.sheet.order if b.id in place for name in b.after if name in place]
    if not pairs or not len(results):
        return math.nan
    ratios = []
    for block in results.table.blocks():
        before = block.values[:, [pair[0] for pair in pairs]]
        after = block.values[:, [pair[1] for pair in pairs]]
        both = ~np.isnan(before) & ~np.isnan(after)
        counts = both.sum(axis=1)
        kept = counts > 0
        ratios.append(((before <= after) & both).sum(axis=1)[kept] / counts[kept])
    whole = np.concatenate(ratios)
    return float(whole.mean()) if len(whole) else math.nan

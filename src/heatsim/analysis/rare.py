"""How rare is it? The probability that a measure goes beyond a bound, by splitting: levels towards the bound, climbed by worlds.

The same climb that finds canon worlds (`heatsim.canon.search`) with one test instead of a sheet: levels are explored once, then
climbed independently, so the estimate has no bias and its coefficient of variation is measured between climbs. What happens in one
replication of a hundred is better counted plainly; from one in ten thousand on this is the way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heatsim.canon.predicates import Test
from heatsim.canon.search.climb import Hill, explore, start
from heatsim.canon.search.estimate import Estimate, estimate
from heatsim.canon.search.moves import settings_for
from heatsim.canon.search.parallel import climbs
from heatsim.canon.search.score import gauge
from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.errors import UsageError, nearest
from heatsim.study.columns import WORDS, column_name
from heatsim.study.executors import cores
from heatsim.study.progress import Progress, silent
from heatsim.study.run import prepare
from heatsim.units import NUMBER, UnitError, dimension_name, parse_quantity, unit_dimension

if TYPE_CHECKING:
    from heatsim.program.model import Column
    from heatsim.scenario.load import Scenario

__all__ = ["Rare", "rare"]

PILOT = 200
_FORM = re.compile(r"\s*([^<>=]+?)\s*(>=|<=|>|<)\s*(.+?)\s*")


@dataclass(frozen=True, slots=True)
class Rare:
    """What independent climbs say about an event. `estimate` has the probability, its `cv`, `interval`, and `doubts` if it has any.

    `plain` is how many plain replications would give the same coefficient of variation; `replications` were used.
    """

    scenario: str
    event: str
    estimate: Estimate
    replications: int
    seed: int

    @property
    def plain(self) -> float:
        """Plain replications that would be as precise: (1 - p) / (p cv²)."""
        p, cv = self.estimate.probability, self.estimate.cv
        return (1 - p) / (p * cv * cv) if p > 0 and cv > 0 else math.inf

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the number should not be relied on; empty if it may be."""
        return tuple(doubt.replace("reach the film", "reach it") for doubt in self.estimate.doubts)

    def to_dict(self) -> dict[str, Any]:
        """As plain data; no probability if it cannot be stood behind."""
        made = {**self.estimate.to_dict(), "doubts": list(self.doubts), "replications": self.replications}
        plain = round(self.plain) if math.isfinite(self.plain) and not self.doubts else None
        return {"scenario": self.scenario, "event": self.event, "seed": self.seed, **made, "plain": plain}

    def __str__(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        made = self.estimate
        count = len(made.probabilities)
        yield f"{self.scenario}: how rare is '{self.event}'? seed {self.seed}"
        yield f"{count} independent climbs over {made.levels} levels, {self.replications:,} replications"
        yield ""
        if self.doubts:
            yield "no probability that could be relied on:"
            yield from (f"  {doubt}" for doubt in self.doubts)
            return
        low, high = map(_digits, made.interval)
        yield f"probability {_digits(made.probability)} (95 %: {low} to {high}), once in {1 / made.probability:,.0f}"
        plain = float(f"{self.plain:.2g}")
        yield f"standard error {100 * made.cv:.2g} % of it; as precise by plain counting: {plain:,.0f} replications"


def rare(
    scenario: Scenario,
    event: str,
    *,
    particles: int = 200,
    repeats: int = 16,
    patience: int = 20_000,
    seed: int = 1995,
    workers: int | None = None,
    progress: Progress = silent,
) -> Rare:
    """The probability of `MEASURE >= VALUE` (or >, <=, <), where the measure is a number: `rare(bank, "shots >= 2000")`.

    `particles` worlds climb together, `repeats` times independently; `patience` worlds without progress and it gives up. UsageError
    for a measure that is none, for a value of another dimension, for scenarios with pins or processes in Python, and when no world
    reaches the bound. `progress` is told climbs done and wanted. The result does not depend on `workers`.
    """
    if particles < 20 or repeats < 2:
        raise UsageError("splitting needs at least 20 particles and 2 repeats")
    if scenario.pins:
        raise UsageError("this variant pins draws; splitting moves all of them")
    work = prepare(scenario, "simpy")
    test = _test(event, work.program.columns)
    rows = [row.values for row in get("simpy").rows(work.program, [Draws(seed, k) for k in range(PILOT)]) if row.status != "failed"]
    measured = gauge((), (test,), work.program.columns, rows)
    hill = Hill(work.program, measured, measured.top, seed, particles)
    climb = start(hill, 0)
    settings = settings_for(work.program, max(len(particle.world) for particle in climb.particles))
    explore(hill, settings, climb, patience)
    if not climb.levels or climb.levels[-1].height < hill.top:
        raise UsageError(f"'{event}': no world was found in which it holds, among {climb.evaluations:,}; it may be impossible")
    done = climbs(hill, settings, climb.levels, repeats, cores() if workers is None else workers, progress)
    made = estimate(done)
    return Rare(scenario.name, event, made, climb.evaluations + made.evaluations, seed)


def _test(event: str, columns: Sequence[Column]) -> Test:
    match = _FORM.fullmatch(event)
    if match is None:
        raise UsageError(f"'{event}' is not of the form MEASURE >= VALUE (or >, <=, <)")
    name, sign, text = match.groups()
    names = [column_name(column) for column in columns]
    if name not in names:
        raise UsageError(f"there is no measure '{name}'{nearest(name, names)}")
    index = names.index(name)
    column = columns[index]
    if column.kind in WORDS or column.kind == "flag":
        raise UsageError(f"'{name}' is no number, so nothing leads up to it; splitting needs a measure with a bound")
    return Test(event, event, "fact", True, (sign, ("var", index), ("const", _bound(name, column, text))))


def _bound(name: str, column: Column, text: str) -> float:
    """The value in internal units; a plain number is in the column's own unit."""
    unit = column.unit if column.unit != "number" else ""
    size, wanted = unit_dimension(unit) if unit else (1.0, NUMBER)
    try:
        value, dimension = parse_quantity(text)
    except UnitError as error:
        raise UsageError(f"'{text}' is not understood: {error.message}") from None
    if dimension == wanted:
        return value
    if dimension == NUMBER:
        return value * size
    raise UsageError(f"'{name}' is {dimension_name(wanted)}, not {dimension_name(dimension)}")


def _digits(value: float) -> str:
    return f"{value:.3g}"

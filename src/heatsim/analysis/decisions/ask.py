"""Which decision or accident mattered?

print(hs.decisions(hs.load("scenarios/bank.yaml"), replications=500))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.decisions.forced import forced
from heatsim.analysis.decisions.found import Decision, chosen, decisions_in, event, watched
from heatsim.analysis.decisions.made import Decisions, Flipped, Moved
from heatsim.draws.world import Draws
from heatsim.errors import UsageError
from heatsim.study.crew import Piece, crew
from heatsim.study.intervals import wilson
from heatsim.study.paired import paired_share_interval
from heatsim.study.progress import Progress, silent
from heatsim.study.response import Estimate, Response, difference, find_response
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.scenario.load import Scenario
    from heatsim.study.table import Table

__all__ = ["Chosen", "decisions"]

LEVEL = 0.95
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Behaviours = Mapping[str, Callable[..., Any]] | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A design that runs some replications only: number `k` of the run has the draws of replication `numbers[k]`."""

    numbers: tuple[int, ...]

    def draws(self, seed: int, number: int, pins: Mapping[Any, float]) -> Draws:
        return Draws(seed, self.numbers[number], pins=pins)


@dataclass(frozen=True, slots=True)
class Flip:
    """A flip before it is run: the worlds that come to the decision, go this way, and go otherwise."""

    decision: Decision
    option: str
    came: int
    went: int
    numbers: Numbers


def decisions(
    scenario: Scenario,
    *,
    measure: str | None = None,
    only: str | Sequence[str] = (),
    parameters: bool = True,
    replications: int = 1000,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    behaviours: Behaviours = None,
    progress: Progress | None = None,
) -> Decisions:
    """Flip every decision and accident in the same worlds, and rank them by what that does to the outcome.

    Decisions are the steps `chance`, `choose` and `first`, by their sites, and (unless `parameters` is false) parameters that
    are one of some words, or true or false. Each is made to go each other way in every world that comes to it; all else keeps its
    luck. `only` are patterns of names (`waingro/*`). `measure` is what the ranking is by, such as `share(ending=clean)` or
    `mean(loot)`: the film's ending unless told otherwise. `behaviours` are the functions for processes that the scenario leaves to
    Python; what these decide is not flipped. Raises UsageError.
    """
    if not isinstance(replications, int) or replications < 1:
        raise UsageError(f"replications must be a whole number from 1, not {replications!r}")
    patterns = [only] if isinstance(only, str) else list(only)
    found = [one for one in decisions_in(scenario.resolved) if parameters or one.kind != "parameter"]
    wanted = chosen(found, patterns)
    if not wanted:
        raise UsageError(f"'{scenario.name}' decides nothing: it has no chance, choose, first, or parameter with options")
    work = prepare(watched(scenario, wanted), engine, behaviours)
    response = find_response(measure, work.program.columns, work.program.endings)
    first = [Piece(work, seed, replications)]
    about = first * (1 + sum(len(decision.options) for decision in wanted))  # as much as there is to do if all is flipped
    with crew(about, workers, executor) as team:
        (base,) = team.tables(first, silent)
        flips = [flip for decision in wanted for flip in _flips(decision, work.program, base)]
        pieces, kept, left_out = _pieces(scenario, flips, engine, behaviours, seed)
        tables = list(team.tables(pieces, progress or silent))
    level = 1 - (1 - LEVEL) / max(1, len(kept))
    made = [_flipped(flip, work.program, base, table, response, level) for flip, table in zip(kept, tables, strict=True)]
    made.sort(key=lambda one: (-abs(np.nan_to_num(one.focus.value)), -one.otherwise.value))
    moved = {flip.decision.name for flip in kept} | {name.partition(" = ")[0] for name, _ in left_out}
    good = ~base.failed
    return Decisions(
        scenario=scenario.name,
        response=response,
        value=response.estimate(response.values(base)[good]),
        base={one.name: _share(int(np.sum(base.ending == i)), len(base)) for i, one in enumerate(work.program.endings)},
        flips=tuple(made),
        unmoved=tuple(one.name for one in wanted if one.name not in moved),
        left_out=tuple(left_out),
        replications=replications,
        seed=seed,
        level=level,
        failed=int(np.count_nonzero(base.failed)),
    )


def _flips(decision: Decision, program: Program, base: Table) -> list[Flip]:
    """A flip for every option, in the worlds where the decision goes otherwise at least once."""
    went = {option: _went(decision, option, program, base) & ~base.failed for option in decision.options}
    came = int(np.count_nonzero(np.logical_or.reduce(list(went.values()))))
    made = []
    for option in decision.options:
        otherwise = np.logical_or.reduce([flags for other, flags in went.items() if other != option])
        if otherwise.any():
            made.append(Flip(decision, option, came, int(np.count_nonzero(went[option])), base.replication[otherwise]))
    return made


def _went(decision: Decision, option: str, program: Program, base: Table) -> Flags:
    if decision.present is not None:
        return np.full(len(base), option == decision.present)
    names = [column.name for column in program.columns]
    if decision.kind != "parameter":
        return np.isfinite(base.values[:, names.index(event(decision.name, option))])
    column = program.columns[names.index(decision.name)]
    words = column.words or ("false", "true")
    return np.equal(base.values[:, names.index(decision.name)], words.index(option))


def _pieces(
    scenario: Scenario, flips: Sequence[Flip], engine: str, behaviours: Behaviours, seed: int
) -> tuple[list[Piece], list[Flip], list[tuple[str, str]]]:
    pieces, kept, left_out = [], [], []
    for flip in flips:
        try:
            changed = forced(scenario, flip.decision, flip.option)
        except UsageError as error:
            left_out.append((f"{flip.decision.name} = {flip.option}", str(error).splitlines()[0]))
            continue
        work = replace(prepare(changed, engine, behaviours), design=Chosen(tuple(flip.numbers.tolist())))
        pieces.append(Piece(work, seed, len(flip.numbers)))
        kept.append(flip)
    return pieces, kept, left_out


def _flipped(flip: Flip, program: Program, base: Table, table: Table, response: Response, level: float) -> Flipped:
    """The worlds that were run again beside themselves; the others stay what they are."""
    places = np.searchsorted(base.replication, flip.numbers)
    good = np.ones(len(base), dtype=bool)
    good[base.failed] = False
    good[places[table.failed]] = False
    endings = base.ending.copy()
    endings[places] = table.ending
    values = response.values(base)
    other = values.copy()
    other[places] = response.values(table)
    before, after = base.ending[good], endings[good]
    return Flipped(
        decision=flip.decision,
        option=flip.option,
        came=flip.came,
        went=flip.went,
        worlds=len(flip.numbers),
        focus=difference(response, values[good], other[good], level),
        otherwise=_share(int(np.count_nonzero(before != after)), len(before)),
        endings=tuple(_moved(one.name, before == i, after == i, level) for i, one in enumerate(program.endings)),
        failed=int(np.count_nonzero(table.failed)),
    )


def _moved(name: str, before: Flags, after: Flags, level: float) -> Moved:
    gained, lost, total = int(np.sum(after & ~before)), int(np.sum(before & ~after)), len(before)
    low, high = paired_share_interval(gained, lost, total, level)
    share = float(after.mean()) if total else float("nan")
    return Moved(name, share, (gained - lost) / total if total else float("nan"), low, high, gained, lost)


def _share(count: int, total: int) -> Estimate:
    return Estimate(count / total if total else float("nan"), *wilson(count, total), total)

"""The analyst's view of a scenario.

print(hs.protection(hs.load("scenarios/reference/interruption.yaml"), "lognormal_times", replications=20_000))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import numpy as np

from heatsim.analysis.protection.instrument import Marked, marked
from heatsim.analysis.protection.made import AS_WRITTEN, Protection, Ranked
from heatsim.analysis.protection.measure import measured, share
from heatsim.analysis.protection.observed import Observed, observe
from heatsim.analysis.protection.roles import Roles, roles
from heatsim.analysis.protection.stay import frontier, rule
from heatsim.analysis.whatif.named import changes_of, labels
from heatsim.errors import UsageError
from heatsim.study.crew import Piece, crew
from heatsim.study.progress import Progress, silent
from heatsim.study.response import Estimate, Response, difference
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.table import Table

__all__ = ["protection"]

A_SHARE = Response("", "share", -1, 1.0, "")
FEWEST = 2
Behaviours = Mapping[str, Callable[..., Any]] | None


def protection(
    scenario: Scenario,
    *others: Scenario | str | Mapping[str, object],
    path: str | None = None,
    detected: str | Sequence[str] = (),
    responded: str | None = None,
    done: str | None = None,
    neutralised: str | None = None,
    stay: str | None = None,
    loot: str | None = None,
    replications: int = 1000,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    behaviours: Behaviours = None,
    progress: Progress | None = None,
) -> Protection:
    """An adversary's path against the response, task by task, and beside `others` (scenarios, variants, changes) under one luck.

    `path` is the adversary's process, in a group that of a member (`robbers[1]`); `detected` (any of them), `responded` and `done`
    are names of signals or ids of events: detection, arrival of the response, end of the path. What is not named is read off the
    scenario (`result.roles.inferred`).
    `neutralised` is an ending, flag, signal or event that says that the response wins once it meets the adversary. With `stay`
    (`"stay=30 s:10 min:8"`, a parameter and its values) and `loot` (a measure), also how long a crew should stay.

    `behaviours` are the functions for processes that the scenario leaves to Python, which the path cannot be.
    Every path is run as written, and with the race run to its end. Raises UsageError when it cannot tell who is who.
    """
    if replications < FEWEST:
        raise UsageError(f"an analysis needs at least {FEWEST} replications, not {replications}")
    wanted = [detected] if isinstance(detected, str) else list(detected)
    scenarios = [scenario, *(_other(scenario, other) for other in others)]
    who = [roles(one, path, wanted, responded, done, neutralised) for one in scenarios]
    names = [changes_of(scenario) or AS_WRITTEN, *labels(scenario, scenarios[1:])]
    parts = [marked(one, them) for one, them in zip(scenarios, who, strict=True)]
    runs = [_runs(part, them, engine, behaviours, seed, replications) for part, them in zip(parts, who, strict=True)]
    stopping = rule(scenario, who[0], stay, loot, lambda one: Piece(prepare(one, engine, behaviours), seed, replications))
    pieces = [piece for run in runs for piece in run] + (stopping.pieces if stopping else [])
    with crew(pieces, workers, executor) as team:
        tables = team.tables(pieces, progress or silent)
        seen = [_seen(part, them, run, tables) for part, them, run in zip(parts, who, runs, strict=True)]
        found = None if stopping is None else frontier(stopping, tables)
    paths = tuple(measured(name, one) for name, one in zip(names, seen, strict=True))
    return Protection(scenario.name, who[0], paths, _ranking(names, seen), replications, seed, found)


def _other(base: Scenario, other: Scenario | str | Mapping[str, object]) -> Scenario:
    if isinstance(other, str):
        return base.variant(other)
    return base.vary(other) if isinstance(other, Mapping) else other


def _runs(part: Marked, who: Roles, engine: str, behaviours: Behaviours, seed: int, count: int) -> list[Piece]:
    wanted = [part.written, part.free, *([part.together] if who.neutralised else [])]
    return [Piece(prepare(one, engine, behaviours), seed, count) for one in wanted]


def _seen(part: Marked, who: Roles, run: Sequence[Piece], tables: Iterator[Table]) -> Observed:
    own = tuple(next(tables) for _ in run)
    for table in own:
        if table.failed.all():
            raise UsageError(f"all replications failed; the first: {next(iter(table.errors.values()))}")
    return observe(part, who, tuple(piece.work.program for piece in run), own)


def _ranking(names: Sequence[str], seen: Sequence[Observed]) -> tuple[Ranked, ...]:
    """All paths, options of choices included, the response's worst first."""
    made = [
        Ranked(name, share(one.outcome), None if one is seen[0] else _change(seen[0], one))
        for name, one in zip(names, seen, strict=True)
    ]
    for name, one in zip(names, seen, strict=True):
        lead = "" if name == names[0] else f"{name}, "
        made += [Ranked(f"{lead}{option}", share(one.outcome, taken)) for option, taken in one.options if taken.any()]
    return tuple(sorted(made, key=lambda one: one.value.value))


def _change(first: Observed, other: Observed) -> Estimate:
    """Other less first, over the replications that failed in neither."""
    _, mine, theirs = np.intersect1d(first.numbers, other.numbers, return_indices=True)
    return difference(A_SHARE, first.outcome[mine].astype(float), other.outcome[theirs].astype(float))

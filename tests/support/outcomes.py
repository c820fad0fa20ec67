"""What tests of a heist ask of its replications: as many as wanted, shares of endings, means, and events out of order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from heatsim.scenario.load import Scenario
from heatsim.study.results import Results
from heatsim.study.run import run

Pairs = Iterable[Iterable[str]]


def outcomes(scenario: Scenario, replications: int, seed: int = 1995, *, reverse: bool = False) -> Results:
    """Replications of one process, none of which fails or reaches the horizon."""
    results = run(scenario, replications=replications, seed=seed, workers=1, chunk=replications, reverse_ranks=reverse)
    assert not results.failures
    assert set(results["status"]) == {"ended"}
    return results


def share(results: Results, *endings: str) -> float:
    return float(np.isin(results["ending"].astype(str), endings).mean())


def mean(results: Results, name: str) -> float:
    """Over the replications that have a value; NaN where none has."""
    values = results[name].astype(float)
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


def times(heist: str, results: Results, event: str) -> NDArray[np.float64]:
    """When an event happened, by the letters its ids begin with and the rest of its id."""
    return np.asarray(results[f"event.{heist}-{event}"], dtype=float)


def out_of_order(heist: str, results: Results, pairs: Pairs, strict: Iterable[tuple[str, str]] = ()) -> set[tuple[str, str]]:
    """Pairs of events that some replication has in the wrong order; `strict` ones must not come at one moment either."""
    wrong, apart = set(), set(strict)
    for earlier, later in pairs:
        first, second = times(heist, results, earlier), times(heist, results, later)
        if (first > second).any() or ((earlier, later) in apart and (first == second).any()):
            wrong.add((earlier, later))
    return wrong

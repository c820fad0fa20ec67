"""Whose luck decided it? The variance of an outcome shared among groups of sites, by pick-freeze on the draws.

Two independent worlds are mixed: all draws of one, but for one group's, which come from the other. What two outcomes then have in
common is due to what their worlds have in common. For a group g of sites, with V the variance of the outcome:

    first  S = V[ E[outcome | draws of g] ] / V         what g decides by itself
    total  T = 1 - V[ E[outcome | all other draws] ] / V   what cannot be decided without g

S of all groups sum to at most 1; the rest is decided by several together, and counts in T of each of them. Replication k of the
second world is replication k under purpose 2, so no draw of the model moves. Sources: Sobol' 1993; Saltelli and others 2010 for the
mixing and for S; Jansen 1999 for T. Intervals come from the jackknife.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.groups import Groups, by_owner, grouped
from heatsim.analysis.jackknife import Ranged, jackknife
from heatsim.draws.designs import Mixed
from heatsim.errors import UsageError
from heatsim.study.crew import Piece, crew
from heatsim.study.progress import Progress, silent
from heatsim.study.response import Estimate, Response, responses
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.study.jobs import Work

__all__ = ["Luck", "LuckShare", "luck", "mixed_shares"]

Floats = NDArray[np.float64]
FEWEST = 20


@dataclass(frozen=True, slots=True)
class LuckShare:
    """A group's shares of the variance: alone (`first`) and with all it has a part in (`total`)."""

    group: str
    sites: int
    first: Ranged
    total: Ranged


@dataclass(frozen=True, slots=True)
class Luck:
    """The shares of all groups for one response. `together` is what takes more than one group: one less all first shares.

    `used` of `replications` have a value in every mix; `outcome` is the response itself, and `variance` its variance.
    """

    scenario: str
    response: Response
    shares: tuple[LuckShare, ...]
    together: Ranged
    outcome: Estimate
    variance: float
    replications: int
    used: int
    seed: int

    def rows(self) -> list[dict[str, Any]]:
        """One mapping per group."""
        return [
            {
                "measure": self.response.text,
                "group": one.group,
                "sites": one.sites,
                **{f"first{end}": x for end, x in zip(("", "_low", "_high"), one.first, strict=True)},
                **{f"total{end}": x for end, x in zip(("", "_low", "_high"), one.total, strict=True)},
            }
            for one in self.shares
        ]


def luck(
    scenario: Scenario,
    groups: Mapping[str, str | Sequence[str]] | None = None,
    *,
    measure: str | None = None,
    replications: int = 1000,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Luck:
    """Share the variance of a response among groups of sites (by default by who draws); runs groups + 2 times the replications.

    `groups` maps names to patterns of site names; what no pattern takes is a group of its own. UsageError when the response never
    varies, or when a pattern fits nothing.
    """
    work = prepare(scenario, engine)
    (response,) = responses([measure] if measure else [], work.program)
    made = grouped(work.program, groups) if groups else by_owner(work.program)
    return mixed_shares(
        scenario.name, work, made, response, replications, seed, workers=workers, executor=executor, progress=progress
    )


def mixed_shares(
    name: str,
    work: Work,
    groups: Groups,
    response: Response,
    replications: int,
    seed: int,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Luck:
    """The shares of given groups of a prepared scenario."""
    if replications < FEWEST:
        raise UsageError(f"shares of variance need at least {FEWEST} replications, not {replications}")
    if not groups:
        raise UsageError(f"nothing in '{name}' is left to chance")
    designs = [Mixed(), Mixed(second=True), *(Mixed(sites) for sites in groups.values())]
    pieces = [Piece(replace(work, design=design), seed, replications) for design in designs]
    with crew(pieces, workers, executor) as team:
        outcomes = [response.values(table) for table in team.tables(pieces, progress)]
    there = np.logical_and.reduce([np.isfinite(values) for values in outcomes])
    used = int(np.count_nonzero(there))
    if used < FEWEST:
        raise UsageError(f"{response.text} is missing in nearly all replications; ask about an ending, or about what always exists")
    one, other, *mixes = (values[there] for values in outcomes)
    if not (np.ptp(one) or np.ptp(other)):
        raise UsageError(f"{response.text} is the same in all {used} replications; there is no variance to share")
    shares = tuple(
        LuckShare(group, len(sites), _first(one, other, mix), _total(one, other, mix))
        for (group, sites), mix in zip(groups.items(), mixes, strict=True)
    )
    together = jackknife(
        lambda *arrays: 1.0 - sum(_first_value(arrays[0], arrays[1], mix) for mix in arrays[2:]), one, other, *mixes
    )
    both = np.concatenate([one, other])
    return Luck(name, response, shares, together, response.estimate(both), float(both.var(ddof=1)), replications, used, seed)


def _first(one: Floats, other: Floats, mix: Floats) -> Ranged:
    return jackknife(_first_value, one, other, mix)


def _total(one: Floats, other: Floats, mix: Floats) -> Ranged:
    return jackknife(_total_value, one, other, mix)


def _first_value(one: Floats, other: Floats, mix: Floats) -> float:
    """The mix has the group's draws in common with the second world. Taking the first world away, which has nothing in common
    with the second, removes their chance agreement: a group that decides nothing has exactly 0."""
    return float(((other - other.mean()) * (mix - one)).mean()) / _variance(one, other)


def _total_value(one: Floats, other: Floats, mix: Floats) -> float:
    """The mix has all but the group's draws in common with the first world; half the squared difference is what those change."""
    return float(((one - mix) ** 2).mean()) / 2 / _variance(one, other)


def _variance(one: Floats, other: Floats) -> float:
    """From both worlds."""
    middle = (one.mean() + other.mean()) / 2
    return float(((one - middle) ** 2 + (other - middle) ** 2).mean() / 2) or math.nan

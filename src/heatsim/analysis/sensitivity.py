"""How much a conclusion rests on what: assumptions, luck against ignorance, and whose luck, each by its own method.

tornado    each assumption at the ends of its range, paired with the scenario as it stands
morris     screening of all of them at once, through SALib
sobol      first-order and total indices of all of them and of luck, through SALib
variance   two shares: what is not known (parameters, drawn from their ranges) and what is left to chance
luck       whose luck: the parameters' draws and each actor's or process's, in the scenario as it stands
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.analysis.groups import grouped, parameters_and_luck
from heatsim.analysis.indices import Screening, SobolIndices, morris, sobol
from heatsim.analysis.luck import Luck, luck, mixed_shares
from heatsim.analysis.spread import spread
from heatsim.analysis.tornado import Tornado, tornado
from heatsim.errors import UsageError, nearest
from heatsim.program.compile import compile_scenario
from heatsim.study.progress import Progress, silent
from heatsim.study.response import responses
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["METHODS", "SHARES", "Sensitivity", "power", "sensitivity", "variance"]

METHODS = ("tornado", "morris", "sobol", "variance", "luck")
SHARES = 5  # shares of variance need more replications than a difference in pairs
POINTS = 256


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What each method found; None for those that were not asked for."""

    scenario: str
    tornado: Tornado | None = None
    morris: Screening | None = None
    sobol: SobolIndices | None = None
    variance: Luck | None = None
    luck: Luck | None = None


def sensitivity(
    scenario: Scenario,
    *,
    methods: Sequence[str] = ("tornado", "variance", "luck"),
    measure: str | None = None,
    only: Sequence[str] = (),
    groups: Mapping[str, str | Sequence[str]] | None = None,
    replications: int = 200,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Sensitivity:
    """Ask by one method or several; `only` restricts the parameters, `groups` says whose luck is told apart.

    `replications` are for each value of each assumption; shares of variance take five times as many, Sobol's indices a power of
    two of points beyond it. Raises UsageError, and MissingExtra for what needs SALib.
    """
    unknown = [method for method in methods if method not in METHODS]
    if unknown or not methods:
        word = unknown[0] if unknown else ""
        raise UsageError(f"there is no method '{word}'{nearest(word, METHODS)}")

    if not isinstance(replications, int) or isinstance(replications, bool) or replications < 1:
        raise UsageError(f"replications must be a whole number from 1, not {replications!r}")

    def wanted(method: str) -> bool:
        return method in methods

    if groups and wanted("luck"):
        grouped(compile_scenario(scenario.resolved), groups)  # what is wrong with them is said before any work is done
    common = {"measure": measure, "seed": seed, "workers": workers, "engine": engine, "executor": executor, "progress": progress}
    many = SHARES * replications
    return Sensitivity(
        scenario.name,
        tornado(scenario, only=only, replications=replications, **common) if wanted("tornado") else None,  # type: ignore[arg-type]
        morris(scenario, only=only, replications=max(1, replications // 4), **common) if wanted("morris") else None,  # type: ignore[arg-type]
        sobol(scenario, only=only, points=power(replications), **common) if wanted("sobol") else None,  # type: ignore[arg-type]
        variance(scenario, only=only, replications=many, **common) if wanted("variance") else None,  # type: ignore[arg-type]
        luck(scenario, groups, replications=many, **common) if wanted("luck") else None,  # type: ignore[arg-type]
    )


def variance(
    scenario: Scenario,
    *,
    measure: str | None = None,
    only: Sequence[str] = (),
    replications: int = 1000,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Luck:
    """The variance shared between what is not known and what is left to chance, in a single loop.

    Every replication draws its parameters (those with a range, and those the scenario draws itself) and its luck; pick-freeze tells
    the two apart. What neither decides alone is `together`.
    """
    work = prepare(spread(scenario, only).scenario, engine)
    (response,) = responses([measure] if measure else [], work.program)
    groups = parameters_and_luck(work.program)
    return mixed_shares(
        scenario.name, work, groups, response, replications, seed, workers=workers, executor=executor, progress=progress
    )


def power(replications: int) -> int:
    """The power of two from `replications` on, not below POINTS."""
    return max(POINTS, 1 << (replications - 1).bit_length())

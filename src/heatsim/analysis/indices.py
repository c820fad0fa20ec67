"""Sensitivity of an outcome to what is uncertain, through SALib: Morris's screening and Sobol's indices, over declared ranges.

Luck is one more input in Sobol's indices: it is frozen and redrawn with the parameters, so that its share stands beside theirs.
In the screening all points of a trajectory see the same luck. Sources: Morris 1991, Campolongo and others 2007; Saltelli 2010.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.spread import Spread, site_of, spread
from heatsim.draws.designs import Points
from heatsim.errors import MissingExtra, UsageError
from heatsim.study.crew import Piece, crew
from heatsim.study.progress import Progress, silent
from heatsim.study.response import Response, responses
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["LUCK", "TRAJECTORIES", "Effect", "Index", "Screening", "SobolIndices", "morris", "sobol"]

LUCK = "luck"
TRAJECTORIES = 8
LEVELS = 4  # of Morris's grid
INSIDE = 1e-9  # a supplied number lies strictly between 0 and 1
RESAMPLES = 200
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effect:
    """Morris's effect of a parameter over its range: mean, mean of the absolute values with a 95 % half-width, spread.

    A large `sigma` beside `mu_star` means that the effect depends on the other parameters, or is not straight.
    """

    parameter: str
    mu: float
    mu_star: float
    half: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Screening:
    """Effects, the greatest first."""

    scenario: str
    response: Response
    effects: tuple[Effect, ...]
    left_out: tuple[tuple[str, str], ...]
    trajectories: int
    replications: int
    seed: int


@dataclass(frozen=True, slots=True)
class Index:
    """Sobol's first-order and total index of a parameter (or of luck), each with a 95 % half-width from a bootstrap."""

    parameter: str
    first: float
    first_half: float
    total: float
    total_half: float


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Indices, the greatest total first; luck is among them."""

    scenario: str
    response: Response
    indices: tuple[Index, ...]
    left_out: tuple[tuple[str, str], ...]
    points: int
    seed: int


def morris(
    scenario: Scenario,
    *,
    measure: str | None = None,
    only: Sequence[str] = (),
    trajectories: int = TRAJECTORIES,
    replications: int = 50,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Screening:
    """Screen the uncertain parameters: trajectories x (parameters + 1) points of `replications` each.

    MissingExtra without SALib; UsageError as for the other analyses.
    """
    salib = _salib()
    if trajectories < 2 or replications < 1:
        raise UsageError("screening needs at least 2 trajectories and 1 replication at each point")
    made = spread(scenario, only)
    problem = _problem(made.names)
    xs = salib.morris_sample(problem, trajectories, num_levels=LEVELS, seed=seed % 2**32)
    response, values = _run(made, xs, replications, None, measure, seed, engine, workers, executor, progress)
    by_point = values.reshape(len(xs), replications)
    if not np.isfinite(by_point).any(axis=1).all():
        raise UsageError(f"{response.text} does not exist at some points; ask about an ending, or about what always exists")
    found = salib.morris_analyze(problem, xs, np.nanmean(by_point, axis=1), num_levels=LEVELS, num_resamples=RESAMPLES, seed=1)
    effects = [
        Effect(name, *(float(found[key][i]) for key in ("mu", "mu_star", "mu_star_conf", "sigma")))
        for i, name in enumerate(made.names)
    ]
    ranked = tuple(sorted(effects, key=lambda one: -one.mu_star))
    return Screening(scenario.name, response, ranked, made.left_out, trajectories, replications, seed)


def sobol(
    scenario: Scenario,
    *,
    measure: str | None = None,
    only: Sequence[str] = (),
    points: int = 256,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> SobolIndices:
    """First-order and total indices of the uncertain parameters and of luck: points x (parameters + 3) replications.

    `points` is a power of two. MissingExtra without SALib; UsageError when the response is missing somewhere or never varies.
    """
    salib = _salib()
    if points < 8 or points & (points - 1):
        raise UsageError(f"Sobol's indices need a power of two of points, at least 8, not {points}")
    made = spread(scenario, only)
    problem = _problem((*made.names, LUCK))
    xs = salib.sobol_sample(problem, points, calc_second_order=False, scramble=True, seed=seed % 2**32)
    width = len(made.names) + 3
    # The rows of a base point: A, A with one column from B in turn (luck is the last), B. Luck is a column like the others.
    luck = tuple(row // width + (points if row % width >= width - 2 else 0) for row in range(len(xs)))
    response, values = _run(made, xs[:, :-1], 1, luck, measure, seed, engine, workers, executor, progress)
    if not np.isfinite(values).all():
        raise UsageError(f"{response.text} is missing in some replications; ask about an ending, or about what always exists")
    if not np.ptp(values):
        raise UsageError(f"{response.text} is the same at all points; there is no variance to share")
    found = salib.sobol_analyze(problem, values, calc_second_order=False, num_resamples=RESAMPLES, seed=1)
    keys = ("S1", "S1_conf", "ST", "ST_conf")
    indices = [Index(name, *(float(found[key][i]) for key in keys)) for i, name in enumerate(problem["names"])]
    ranked = tuple(sorted(indices, key=lambda one: -one.total if math.isfinite(one.total) else math.inf))
    return SobolIndices(scenario.name, response, ranked, made.left_out, points, seed)


@dataclass(frozen=True, slots=True)
class Salib:
    """The four functions that are used of it."""

    morris_sample: Any
    morris_analyze: Any
    sobol_sample: Any
    sobol_analyze: Any


def _salib() -> Salib:
    try:
        from SALib.analyze import morris as morris_analyze
        from SALib.analyze import sobol as sobol_analyze
        from SALib.sample import morris as morris_sample
        from SALib.sample import sobol as sobol_sample
    except ImportError as error:
        raise MissingExtra("sensitivity by screening or Sobol's indices", "analysis") from error
    return Salib(morris_sample.sample, morris_analyze.analyze, sobol_sample.sample, sobol_analyze.analyze)


def _problem(names: Sequence[str]) -> dict[str, Any]:
    """As SALib wants it; all inputs are the numbers that draws are made of, from 0 to 1."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _run(
    made: Spread,
    xs: Floats,
    each: int,
    luck: tuple[int, ...] | None,
    measure: str | None,
    seed: int,
    engine: str,
    workers: int | None,
    executor: Executor | None,
    progress: Progress,
) -> tuple[Response, Floats]:
    """One value per point and replication."""
    work = prepare(made.scenario, engine)
    (response,) = responses([measure] if measure else [], work.program)
    inside = np.clip(xs, INSIDE, 1 - INSIDE)
    design = Points(tuple(map(site_of, made.names)), tuple(map(tuple, inside.tolist())), each, luck)
    piece = Piece(replace(work, design=design), seed, len(xs) * each)
    with crew([piece], workers, executor) as team:
        (table,) = team.tables([piece], progress)
    return response, response.values(table)

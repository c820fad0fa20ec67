"""Better sampling: antithetic pairs, Latin hypercubes and randomised Sobol' points for the draws at chosen sites.

Replications within a block of such a design depend on each other, so an interval that takes them as independent would be wrong.
The honest standard error comes from blocks, which are independent repeats of the whole randomised design; the gain is the
variance of plain sampling over that of the design, at the same number of replications, both measured.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heatsim.draws.designs import Antithetic, Blocked, LatinHypercube, Plain, SobolPoints
from heatsim.errors import UsageError
from heatsim.study.crew import Piece, crew
from heatsim.study.intervals import mean_interval
from heatsim.study.progress import Progress, silent
from heatsim.study.response import Response, responses
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.scenario.load import Scenario

__all__ = ["DESIGNS", "Sampling", "sample"]

DESIGNS = ("antithetic", "latin", "sobol")
FEWEST_REPEATS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sampling:
    """A response estimated under a design, and how much that gained.

    `value` with `error` (standard error from `repeats` independent blocks of `size`) and its 95 % interval; `plain_error` is
    what as many
    plain replications give, and `gain` the ratio of the two variances with an approximate 95 % interval: how many times as many
    plain replications would be needed. `naive_error` is what the blocks would claim if their replications were independent.
    """

    scenario: str
    response: Response
    design: str
    sites: int
    repeats: int
    size: int
    value: float
    error: float
    low: float
    high: float
    plain_value: float
    plain_error: float
    naive_error: float
    gain: float
    gain_low: float
    gain_high: float
    seed: int

    def __str__(self) -> str:
        show = self.response.shown
        better = (
            "all of the variance" if self.gain == math.inf else f"{self.gain:.3g} ({self.gain_low:.3g} to {self.gain_high:.3g})"
        )
        return (
            f"{self.scenario}: {self.response.text} under {self.design} draws at {self.sites} sites, seed {self.seed}\n"
            f"{show(self.value)} ({show(self.low)} .. {show(self.high)}) from {self.repeats} independent blocks of {self.size}\n"
            f"standard error {self._error(self.error)}, plain {self._error(self.plain_error)}; gain over plain sampling: {better}\n"
        )

    def _error(self, error: float) -> str:
        """Shares in percentage points."""
        return f"{100 * error:.2g} pt" if self.response.kind == "share" else f"{error:.2g} {self.response.unit}".rstrip()

    def rows(self) -> list[dict[str, Any]]:
        """One mapping with everything."""
        names = [name for name in Sampling.__slots__ if name != "response"]
        return [{"measure": self.response.text, **{name: getattr(self, name) for name in names}}]


def sample(
    scenario: Scenario,
    design: str = "latin",
    *,
    sites: Sequence[str] = (),
    measure: str | None = None,
    repeats: int = 20,
    size: int = 64,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Sampling:
    """Estimate a response from `repeats` independent blocks of `size` replications, and from as many plain ones beside them.

    `design` is antithetic (whose blocks here are made of size/2 pairs), latin or sobol (`size` a power of two; needs the extra
    `analysis`). `sites` are patterns; by default all sites that are drawn at most once in a replication. Raises UsageError.
    """
    if repeats < FEWEST_REPEATS:
        raise UsageError(f"an honest standard error needs at least {FEWEST_REPEATS} independent repeats, not {repeats}")
    if size < 2 or size % 2:
        raise UsageError(f"a block has an even number of replications from 2, not {size}")
    work = prepare(scenario, engine)
    (response,) = responses([measure] if measure else [], work.program)
    chosen = _sites(work.program, sites)
    made = _design(design, chosen, size)
    count = repeats * size
    pieces = [Piece(replace(work, design=one), seed, count) for one in (made, Plain())]
    with crew(pieces, workers, executor) as team:
        designed, plain = (response.values(table) for table in team.tables(pieces, progress))
    means = _block_means(designed, repeats, response)
    error = _sd(means) / math.sqrt(repeats)
    value = math.fsum(means) / repeats
    kept = plain[np.isfinite(plain)]
    plain_error = _sd(kept) / math.sqrt(len(kept))
    low, high = mean_interval(value, _sd(means), repeats)
    gain = (plain_error / error) ** 2 if error > 0 else math.inf
    # The logarithm of a sample variance of k normal values has variance of about 2 / (k - 1).
    width = math.exp(NormalDist().inv_cdf(0.975) * math.sqrt(2 / (repeats - 1) + 2 / (len(kept) - 1)))
    naive = _sd(designed[np.isfinite(designed)]) / math.sqrt(count)
    numbers = (value, error, low, high, math.fsum(kept) / len(kept), plain_error, naive, gain, gain / width, gain * width)
    return Sampling(scenario.name, response, design, len(chosen), repeats, size, *numbers, seed)


def _sites(program: Program, patterns: Sequence[str]) -> tuple[str, ...]:
    once = [site.name for site in program.sites if not site.repeats]
    if not patterns:
        if not once:
            raise UsageError(f"'{program.name}' draws everywhere more than once; name the sites whose first draw is to be designed")
        return tuple(once)
    names = [site.name for site in program.sites]
    for pattern in patterns:
        if not any(_fits(name, pattern) for name in names):
            raise UsageError(f"no site of chance is called '{pattern}'; there are {', '.join(names[:8])}")
    return tuple(name for name in names if any(_fits(name, pattern) for pattern in patterns))


def _fits(name: str, pattern: str) -> bool:
    return name == pattern or fnmatchcase(name, pattern.replace("[", "[[]"))


def _design(design: str, sites: tuple[str, ...], size: int) -> Blocked:
    if design == "antithetic":
        return Antithetic(sites)
    if design == "latin":
        return LatinHypercube(sites, size)
    if design == "sobol":
        return SobolPoints(sites, size)
    raise UsageError(f"there is no design '{design}'; there are {', '.join(DESIGNS)}")


def _block_means(values: Floats, repeats: int, response: Response) -> Floats:
    blocks = values.reshape(repeats, -1)
    if not np.isfinite(blocks).any(axis=1).all():
        raise UsageError(f"{response.text} does not exist in some blocks; ask about an ending, or about what always exists")
    return np.asarray(np.nanmean(blocks, axis=1))


def _sd(values: Floats) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else math.nan

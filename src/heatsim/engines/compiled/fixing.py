"""What a sampler of fixed arguments works out beforehand: the numbers that `sampling.fixed` reads."""

from __future__ import annotations

from heatsim.draws.distributions import beta, discrete, gamma, normal
from heatsim.draws.distributions.check import check
from heatsim.draws.distributions.kinds import KINDS
from heatsim.draws.distributions.sampler import LEAST_BETA_SHAPE, LEAST_GAMMA_SHAPE
from heatsim.draws.distributions.tables import CELLS
from heatsim.errors import UsageError

__all__ = ["fixed_sampler"]

Fixed = tuple[str, tuple[float, ...], int]  # kind, numbers, and how many numbers of a table follow them


def fixed_sampler(kind: str, args: tuple[float, ...]) -> Fixed:
    """The same preparation as `distributions.sampler` makes; UsageError for impossible arguments."""
    problem = check(kind, args)
    if problem is not None:
        raise UsageError(problem)
    full = KINDS[kind].complete(args)
    if kind in ("poisson", "empirical", "bernoulli", "ordinal"):
        return _of_few_values(kind, full)
    if kind in ("gamma", "beta", "pert"):
        return _of_shapes(kind, full)
    return _of_numbers(kind, full)


def _of_numbers(kind: str, full: tuple[float, ...]) -> Fixed:
    first, second = full[0], full[-1]
    if kind == "uniform":
        return kind, (first, second - first), 0
    if kind == "weibull":
        return kind, (1.0 / first, second), 0
    if kind == "lognormal_mean_sd":
        return "lognormal_median_sigma", normal.median_sigma_of_mean_sd(first, second), 0
    if kind == "lognormal_median_p90":
        return "lognormal_median_sigma", (first, normal.sigma_of_median_p90(first, second)), 0
    if kind == "normal":
        if second == 0.0:
            return "constant", (first,), 0
        return kind, (first, second, normal.normal_cdf(first / second), normal.normal_cdf(-first / second)), 0
    return kind, full, 0


def _of_few_values(kind: str, full: tuple[float, ...]) -> Fixed:
    if kind == "bernoulli":
        return kind, (1.0 - full[0],), 0
    if kind == "poisson":
        first, sums = discrete.poisson_sums(full[0])
        return kind, (float(first), float(len(sums)), *sums), 0
    if kind == "empirical":
        values, weights = discrete.pairs_by_value(full)
        return kind, (float(len(values)), *values, *discrete.cumulative(weights)), 0
    return kind, (float(len(full)), *discrete.cumulative(full)), 0


def _of_shapes(kind: str, full: tuple[float, ...]) -> Fixed:
    """Gamma, beta and pert: a table of the middle where the shapes allow one."""
    if kind == "pert":
        low, mode, high = full
        if low == high:
            return "constant", (low,), 0
        full = (*beta.pert_shapes(low, mode, high), low, high)
    if kind == "gamma":
        shape, scale = full
        tabled = LEAST_GAMMA_SHAPE <= shape <= gamma.LARGE_SHAPE and scale != 0.0
        return ("gamma_table", (shape, scale, 0.0, 0.0), 4 * CELLS) if tabled else ("gamma", full, 0)
    tabled = min(full[:2]) >= LEAST_BETA_SHAPE and full[2] != full[3]
    return ("beta_table", full, 4 * CELLS) if tabled else ("beta", full, 0)

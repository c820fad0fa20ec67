"""The kinds of distribution there are, with their arguments in canonical order.

What people write in other words (`rate`, `erlang`, a gamma by mean and sd) is turned into these when a scenario is resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `args` are the names in order, the last ones optional if there are `defaults`; `count` is None if it varies.

    `gives` says what a draw is: a number, a whole count, a flag (0 or 1) or the index of an option. All are floats.
    """

    name: str
    args: tuple[str, ...]
    defaults: tuple[float, ...] = ()
    count: int | None = None
    gives: Literal["number", "count", "flag", "index"] = "number"

    @property
    def required(self) -> tuple[str, ...]:
        """The arguments that cannot be left out."""
        return self.args[: len(self.args) - len(self.defaults)]

    def complete(self, args: tuple[float, ...]) -> tuple[float, ...]:
        """The arguments with defaults for those left out at the end."""
        missing = len(self.args) - len(args)
        if self.count is None or not 0 < missing <= len(self.defaults):
            return tuple(args)
        return (*args, *self.defaults[len(self.defaults) - missing :])


def _fixed(
    name: str,
    *args: str,
    defaults: tuple[float, ...] = (),
    gives: Literal["number", "count", "flag", "index"] = "number",
) -> Kind:
    return Kind(name, args, defaults, len(args), gives)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _fixed("uniform", "low", "high"),
        _fixed("triangular", "low", "mode", "high"),
        _fixed("pert", "low", "mode", "high"),
        _fixed("normal", "mean", "sd"),
        _fixed("plain_normal", "mean", "sd"),
        _fixed("lognormal_mean_sd", "mean", "sd"),
        _fixed("lognormal_median_p90", "median", "p90"),
        _fixed("lognormal_median_sigma", "median", "sigma"),
        _fixed("exponential", "mean"),
        _fixed("gamma", "shape", "scale"),
        _fixed("weibull", "shape", "scale"),
        _fixed("beta", "alpha", "beta", "low", "high", defaults=(0.0, 1.0)),
        _fixed("poisson", "mean", gives="count"),
        Kind("empirical", ("values", "weights")),
        _fixed("bernoulli", "p", gives="flag"),
        Kind("ordinal", ("weights",), gives="index"),
    )
}

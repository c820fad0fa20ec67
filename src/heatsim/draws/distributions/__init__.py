"""Distributions as inverse distribution functions of one uniform number, written with `math` only.

Every quantile is a plain function of floats, does not decrease in u, and takes exactly one draw: no rejection. `sampler` prepares
the function for constant arguments; `quantile` is the same thing for arguments that change.
"""

from __future__ import annotations

from heatsim.draws.distributions.check import check
from heatsim.draws.distributions.kinds import KINDS, Kind
from heatsim.draws.distributions.moments import moments
from heatsim.draws.distributions.race import ordinal, race
from heatsim.draws.distributions.sampler import quantile, sampler

__all__ = ["KINDS", "Kind", "check", "moments", "ordinal", "quantile", "race", "sampler"]

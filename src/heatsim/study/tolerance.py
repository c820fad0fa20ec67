"""How many replications of a study may fail before it is stopped.

A failure is a row, so a few of them spoil nothing. Many are a mistake in the scenario, and a night's run with it is a
waste.
"""

from __future__ import annotations

import math

from heatsim.errors import UsageError

__all__ = ["FLOOR", "STANDARD", "allowed", "parse_tolerance", "stopped"]

STANDARD = 0.01  # a share of the replications asked for
FLOOR = 10  # a share never means fewer than this


def allowed(tolerance: float | None, replications: int) -> int | None:
    """The number of failures that are borne: a share below 1 is of the replications, from 1 on it is a number; None: any.

    UsageError for what is neither.
    """
    if tolerance is None:
        return None
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 <= tolerance < math.inf:
        raise UsageError(f"max_failures must be a number of replications or a share below 1, not {tolerance!r}")
    if 0 < tolerance < 1:
        return max(FLOOR, int(tolerance * replications))
    if tolerance != int(tolerance):
        raise UsageError(f"max_failures must be a whole number of replications or a share below 1, not {tolerance!r}")
    return int(tolerance)


def parse_tolerance(text: str) -> float | None:
    """`50`, `1%`, `0.5 %` or `any`. ValueError says what it may be."""
    words = text.strip().lower()
    if words in ("any", "all"):
        return None
    try:
        value = float(words.removesuffix("%")) / 100 if words.endswith("%") else float(int(words))
    except ValueError:
        value = -1.0
    if value < 0 or (words.endswith("%") and value > 1):
        raise ValueError(f"'{text}' is neither a number of replications, such as 50, nor a share, such as 1%, nor 'any'")
    return None if words.endswith("%") and value == 1 else value


def stopped(failed: int, borne: int, done: int) -> str:
    """The sentence for a study that has had too many."""
    noun = "replication" if borne == 1 else "replications"
    return f"stopped after {done} replications, because {failed} of them failed; the tolerance is {borne} {noun} (--max-failures)"

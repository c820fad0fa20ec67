"""Names and patterns of names on the command line: what they fit, or what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from heatsim.errors import UsageError, nearest

__all__ = ["matching"]


def matching(patterns: Sequence[str], names: Sequence[str], what: str) -> set[str]:
    """The names that are given or that a pattern fits; UsageError with the nearest for one that fits none."""
    found: set[str] = set()
    for pattern in patterns:
        fitting = {name for name in names if name == pattern or fnmatchcase(name, pattern)}
        if not fitting:
            raise UsageError(f"there is no {what} '{pattern}'{nearest(pattern, list(names)) or '; there is none at all'}")
        found |= fitting
    return found

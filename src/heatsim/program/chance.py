"""Which sites of chance a program has, for those who supply draws of their own."""

from __future__ import annotations

from collections.abc import Iterable

from heatsim.errors import UsageError, nearest
from heatsim.program.model import Program

__all__ = ["check_sites"]


def check_sites(program: Program, wanted: Iterable[str]) -> None:
    """UsageError with the nearest name if a site is not there. A process in Python may draw at any site below its own name."""
    known = dict.fromkeys([*(site.name for site in program.sites), *(engagement.site for engagement in program.engagements)])
    below = tuple(f"{process.name}/" for process in program.processes if process.python)
    for site in wanted:
        if site not in known and not site.startswith(below):
            near = nearest(site, known) if known else "; it has none at all"
            raise UsageError(f"'{program.name}' has no site of chance '{site}'{near}")

"""Groups of sites: whose luck is it? By default one group for drawn parameters and one for each process or actor.

A group is a name with patterns of site names (`crew/*`, `*/fire`, `parameters/response_time`). What no pattern takes is the group
`the rest`, so that nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from heatsim.errors import UsageError, nearest

if TYPE_CHECKING:
    from heatsim.program.model import Program

__all__ = ["PARAMETERS", "REST", "Groups", "by_owner", "drawn_in", "grouped", "parameters_and_luck"]

Groups = dict[str, tuple[str, ...]]
PARAMETERS = "parameters"
REST = "the rest"
_MEMBER = re.compile(r"\[\d+\]$")


def by_owner(program: Program) -> Groups:
    """The sites of a program by the first part of their names: parameters, then every process or group of processes."""
    made: dict[str, list[str]] = {}
    for site in program.sites:
        made.setdefault(_MEMBER.sub("", site.name.split("/")[0]), []).append(site.name)
    return {owner: tuple(sites) for owner, sites in made.items()}


def parameters_and_luck(program: Program) -> Groups:
    """Two groups: what is uncertain about the world (drawn parameters), and what is left to chance in it."""
    owned = by_owner(program)
    luck = tuple(site for owner, sites in owned.items() if owner != PARAMETERS for site in sites)
    return {name: sites for name, sites in ((PARAMETERS, owned.get(PARAMETERS, ())), ("luck", luck)) if sites}


def grouped(program: Program, patterns: Mapping[str, str | Sequence[str]]) -> Groups:
    """Sites by the first group that has a pattern for them; UsageError for a pattern that fits no site, and for empty groups."""
    names = [site.name for site in program.sites]
    left = dict.fromkeys(names)
    made: Groups = {}
    for group, given in patterns.items():
        wanted = [given] if isinstance(given, str) else list(given)
        for pattern in wanted:
            if not any(_fits(name, pattern) for name in names):
                raise UsageError(f"group '{group}': no site of chance is called '{pattern}'{nearest(pattern, names)}")
        made[group] = tuple(name for name in left if any(_fits(name, pattern) for pattern in wanted))
        if not made[group]:
            raise UsageError(f"group '{group}' is empty: earlier groups have all of its sites")
        left = {name: None for name in left if name not in made[group]}
    if left:
        made[REST] = tuple(left)
    return made


def drawn_in(groups: Groups) -> tuple[str, ...]:
    """All sites of the groups."""
    return tuple(site for sites in groups.values() for site in sites)


def _fits(name: str, pattern: str) -> bool:
    """`[` is part of a member's name here (`units[2]/travel`), not a set of letters."""
    return name == pattern or fnmatchcase(name, pattern.replace("[", "[[]"))

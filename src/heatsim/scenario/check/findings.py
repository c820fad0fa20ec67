"""All checks of a resolved scenario, and the form of what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from heatsim.errors import Where
from heatsim.scenario.check.basis import basis
from heatsim.scenario.check.gunfights import fights
from heatsim.scenario.check.loops import loops
from heatsim.scenario.check.members import members
from heatsim.scenario.check.moments import moments
from heatsim.scenario.check.numbers import numbers
from heatsim.scenario.check.reach import reach
from heatsim.scenario.check.signals import signals
from heatsim.scenario.check.unused import unused
from heatsim.scenario.resolved import Resolved

__all__ = ["Finding", "findings"]

Finding = tuple[Where, str]

WHOLE: tuple[Callable[[Resolved, Mapping[str, Where]], Iterator[Finding]], ...] = (signals, unused, fights)
SINGLE: tuple[Callable[[Resolved], Iterator[Finding]], ...] = (basis, numbers, members, reach, loops, moments)


def findings(scenario: Resolved, mentions: Mapping[str, Where], *, complete: bool) -> list[Finding]:
    """Place and message of everything wrong; what needs the whole file is asked only when nothing was cut out of it."""
    found = [finding for check in SINGLE for finding in check(scenario)]
    if complete:
        found += [finding for whole in WHOLE for finding in whole(scenario, mentions)]
    return found

"""A side spelt almost like another one: a slip of the pen makes a party of its own, and no rule counts it with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from heatsim.errors import Where
from heatsim.scenario.resolved import Resolved

__all__ = ["sides"]

LIKE = 0.75


def sides(scenario: Resolved) -> Iterator[tuple[Where, str]]:
    """Each actor who is alone on a side, beside a larger one that is spelt almost so."""
    parties = Counter(actor.side for actor in scenario.actors if actor.side)
    for actor in scenario.actors:
        if actor.side and parties[actor.side] == 1:
            larger = [side for side, count in parties.items() if count > 1]
            for near in get_close_matches(actor.side, larger, 1, LIKE):
                yield actor.where, f"'{actor.name}' is alone on the side '{actor.side}'; did you mean '{near}'?"

"""A comparison on one page: the whole of it, the nearest replication, the rarest core facts, what was never seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from heatsim.canon.words import fact_lines, head, letters_of, nearest_lines, percent, sources_lines, whole_lines, wrapped

if TYPE_CHECKING:
    from heatsim.canon.compare import Comparison, Share

__all__ = ["PAGE", "page"]

PAGE = 40  # lines, of which the canon world takes three
RAREST = 6  # core facts
NEVER = 16  # names of what was never seen


def page(c: Comparison, more: str) -> Iterator[str]:
    """The lines; `more` says how to have everything."""
    letters = letters_of(c)
    rare = [fact for fact in sorted(c.core, key=lambda fact: fact.share) if fact.share < 1][:RAREST]
    yield head(c)
    yield ""
    yield from whole_lines(c)
    if c.agreement == c.agreement:
        yield f"orders between two events that both happen: {percent(c.agreement)} hold"
    yield from nearest_lines(c)
    if rare:
        yield ""
        yield from fact_lines("rarest core facts", rare, letters)
    yield from _never(c, {fact.id for fact in rare})
    yield ""
    yield from wrapped("", f"{_rest(c, len(rare))}: {more}")
    yield from sources_lines(c, letters)


def _never(c: Comparison, told: set[str]) -> Iterator[str]:
    """Facts and events in order that no replication showed, beside those that are told already."""
    for what, shares in (("other facts", c.facts), ("events in their order", c.order)):
        names = [one.id for one in _unseen(shares) if one.id not in told]
        if names:
            left = f" and {len(names) - NEVER} more" if len(names) > NEVER else ""
            yield from wrapped(f"{what} never seen ({len(names)}):", ", ".join(names[:NEVER]) + left)


def _unseen(shares: tuple[Share, ...]) -> list[Share]:
    return [one for one in shares if one.never]


def _rest(c: Comparison, told: int) -> str:
    facts, numbers = len(c.facts) - told, len(c.numbers)
    return f"{facts} more facts{f', and where the film stands in {numbers} numbers' if numbers else ''}"

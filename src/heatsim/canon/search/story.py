"""The tests of a film in the order of its story, so that a search climbs from beat to beat as the story goes."""

from __future__ import annotations

from heatsim.canon.predicates import Predicates, Test
from heatsim.program.model import Column, Tree

__all__ = ["in_story_order"]


def in_story_order(predicates: Predicates, columns: tuple[Column, ...]) -> tuple[Test, ...]:
    """Core facts, order and constraints, each where the last beat stands that it is about; what is about none comes last."""
    beats = predicates.sheet.order
    place = {beat.id: index for index, beat in enumerate(beats)}
    told = {fact: index for index, beat in enumerate(beats) for fact in beat.facts}
    event = {index: place[column.name] for index, column in enumerate(columns) if column.group == "event" and column.name in place}
    last = len(beats)

    def where(test: Test) -> int:
        if test.group == "order":
            return place[test.id]
        if test.id in told:
            return told[test.id]
        return max((event[index] for index in _columns(test.tree) if index in event), default=last)

    return tuple(sorted(predicates.film, key=where))


def _columns(tree: Tree) -> set[int]:
    """The columns that a predicate looks at."""
    if tree[0] in ("var", "sent"):
        return {tree[1]}
    return {index for part in tree[1:] if isinstance(part, tuple) for index in _columns(part)}

"""The tests of a film in the order of its story, so that a search climbs from beat to beat as the story goes."""

from __future__ import annotations

from collections.abc import Sequence

from heatsim.canon.predicates import Predicates, Row, Test
from heatsim.canon.sheet import Beat
from heatsim.program.model import Column, Tree

__all__ = ["in_story_order"]


def in_story_order(
    predicates: Predicates, columns: Sequence[Column], rows: Sequence[Row], *, details: bool = False
) -> tuple[Test, ...]:
    """Core facts, order and constraints (with `details` all others too), each where the last beat stands that it is about.

    Beats that nothing orders stand side by side, and a beat stands before what is said of it: what is true too early (a man is
    hit who should be hit later) would be a false summit. What is about no beat comes first if it holds in most of `rows` (it only
    has to stay so, such as that nobody is hurt), and last if it does not; last comes too what only has to become enough (`>=`).
    """
    depth = _depths(predicates.sheet.order)
    told: dict[str, int] = {}
    for beat in predicates.sheet.order:
        told.update({fact: max(told.get(fact, 0), depth[beat.id]) for fact in beat.facts})
    event = {index: depth[column.name] for index, column in enumerate(columns) if column.group == "event" and column.name in depth}
    last = max(depth.values(), default=0) + 1

    def where(test: Test) -> int:
        if test.group == "order":
            return depth[test.id]
        about = [event[index] for index in _columns(test.tree) if index in event]
        if not about and test.tree[0] in (">", ">="):
            return last
        if (fact := test.id.removesuffix("+")) in told:
            return told[fact]
        holds = test.holds()
        usual = -1 if 2 * sum(bool(holds(row)) for row in rows) > len(rows) else last
        return max(about, default=usual)

    asked = (*predicates.film, *predicates.details, *predicates.ends) if details else predicates.film
    return tuple(sorted(asked, key=lambda test: (where(test), test.group != "order")))


def _depths(beats: Sequence[Beat]) -> dict[str, int]:
    """How many beats stand one after the other before each: the longest way to it."""
    after = {beat.id: beat.after for beat in beats}
    found: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in found:
            found[name] = max((depth(earlier) + 1 for earlier in after.get(name, ())), default=0)
        return found[name]

    return {name: depth(name) for name in after}


def _columns(tree: Tree) -> set[int]:
    """The columns that a predicate looks at."""
    if tree[0] in ("var", "sent"):
        return {tree[1]}
    return {index for part in tree[1:] if isinstance(part, tuple) for index in _columns(part)}

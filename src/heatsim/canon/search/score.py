"""How near is a replication to the film? How many tests hold, and below the next one a distance.

The tests of the film are counted in the order of the story, up to the first that fails: a replication in which `n` hold before one
does not scores between `n` and `n + 1`, and what is beyond `n` is how near that one comes. Whatever happens later in a story that
has gone another way says nothing of how to get back to it. Details are counted wherever they stand, and only once the film holds. A
comparison of times or amounts comes nearer as the gap closes; a flag, a word or a missing event is simply not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from heatsim.canon.predicates import Row, Test
from heatsim.program.evaluate import closure
from heatsim.program.model import Column, Tree

__all__ = ["Gauge", "Score", "gauge", "prepared"]

Score = Callable[[Row], float]
Near = Callable[[Row], float]
COMPARISONS = ("==", "<", "<=", ">", ">=")
NEARLY = 0.9  # what a comparison that just fails comes to


@dataclass(frozen=True)
class Gauge:
    """What a score is made of, as plain data. `first` tests come one after the other; the rest only count once these hold.

    `scales` are typical gaps, by comparison; a gap that size counts half.
    """

    tests: tuple[Test, ...]
    first: int
    words: frozenset[int]
    scales: tuple[tuple[Tree, float], ...]

    @property
    def top(self) -> float:
        """The score when everything holds."""
        return float(len(self.tests))


def gauge(first: Sequence[Test], rest: Sequence[Test], columns: Sequence[Column], rows: Sequence[Row]) -> Gauge:
    """A gauge whose distances are measured in the typical gaps of some rows."""
    words = frozenset(place for place, column in enumerate(columns) if column.kind == "flag" or column.words)
    tests = (*first, *rest)
    found: dict[Tree, float] = {}
    for test in tests:
        for tree in _comparisons(test.tree, words):
            left, right = closure(tree[1]), closure(tree[2])
            gaps = [abs(left(row) - right(row)) for row in rows]
            wide = [gap for gap in gaps if gap > 0]
            found[tree] = median(wide) if wide else 1.0
    return Gauge(tests, len(first), words, tuple(found.items()))


def prepared(made: Gauge) -> Score:
    """The score as a function of a row."""
    scales = dict(made.scales)
    tests = [(test.holds(), _nearness(test.tree, made.words, scales)) for test in made.tests]
    first, rest = tests[: made.first], tests[made.first :]

    def score(row: Row) -> float:
        for count, (holds, near) in enumerate(first):
            if not holds(row):
                return count + near(row)
        failing = [near for holds, near in rest if not holds(row)]
        base = len(tests) - len(failing)
        return base + sum(near(row) for near in failing) / len(failing) if failing else float(base)

    return score


def _comparisons(tree: Tree, words: frozenset[int]) -> list[Tree]:
    """The comparisons of numbers that a predicate joins by `and` and `or`."""
    if tree[0] in ("and", "or"):
        return [found for part in tree[1:] for found in _comparisons(part, words)]
    return [tree] if tree[0] in COMPARISONS and not _in_words(tree, words) else []


def _in_words(tree: Tree, words: frozenset[int]) -> bool:
    return any(part[0] == "var" and part[1] in words for part in tree[1:])


def _nearness(tree: Tree, words: frozenset[int], scales: dict[Tree, float]) -> Near:
    """1 if the predicate holds, else how near it comes, below 1."""
    if tree[0] == "and":
        parts = [_nearness(part, words, scales) for part in _chain(tree)]
        return lambda row: sum(part(row) for part in parts) / len(parts)
    if tree[0] == "or":
        parts = [_nearness(part, words, scales) for part in tree[1:]]
        return lambda row: max(part(row) for part in parts)
    holds = closure(tree)
    if tree not in scales:
        return lambda row: 1.0 if holds(row) else 0.0
    left, right, scale = closure(tree[1]), closure(tree[2]), scales[tree]

    def near(row: Row) -> float:
        if holds(row):
            return 1.0
        gap = abs(left(row) - right(row))
        return NEARLY * scale / (scale + gap) if gap == gap else 0.0

    return near


def _chain(tree: Tree) -> list[Tree]:
    """`a and b and c` as its three parts."""
    return [found for part in tree[1:] for found in (_chain(part) if part[0] == "and" else [part])]

"""A first look by plain replications: how likely is each fact, how likely all of them, and which never come together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from heatsim.canon.compare import holding
from heatsim.canon.predicates import Predicates, Test
from heatsim.study.intervals import Interval, wilson
from heatsim.study.table import Table

__all__ = ["Pilot", "look"]

# Two facts that should meet this often by chance alone, and never did, probably exclude each other.
EXPECTED = 3.0
PAIRS_SHOWN = 12


@dataclass(frozen=True, eq=False)
class Pilot:
    """`held` says which tests held in which replication: shape (replications, tests), film first (core facts, order)."""

    tests: tuple[Test, ...]
    film: int
    numbers: tuple[int, ...]
    held: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def shares(self) -> dict[str, float]:
        """Each test's share of the replications."""
        return {test.id: float(share) for test, share in zip(self.tests, self.held.mean(axis=0), strict=True)}

    @property
    def hits(self) -> list[int]:
        """Places in the table (not numbers) of the replications that are the film: all core facts, the whole order."""
        return np.flatnonzero(self.held[:, : self.film].all(axis=1)).tolist()

    @property
    def probability(self) -> tuple[float, Interval]:
        """The film's share with its 95 % Wilson interval."""
        return len(self.hits) / len(self), wilson(len(self.hits), len(self))

    @property
    def never(self) -> tuple[str, ...]:
        """Core facts and orders that no replication showed."""
        return tuple(test.id for test, share in zip(self.tests[: self.film], self.held.mean(axis=0), strict=False) if share == 0)

    @property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs of core facts that should have met by chance and never did, the most surprising first."""
        core = [place for place, test in enumerate(self.tests) if test.group == "fact" and test.core]
        counts = self.held.sum(axis=0)
        found = []
        for a, b in combinations(core, 2):
            expected = counts[a] * counts[b] / len(self)
            if expected >= EXPECTED and not (self.held[:, a] & self.held[:, b]).any():
                found.append((-float(expected), self.tests[a].id, self.tests[b].id))
        return tuple((one, other) for _, one, other in sorted(found)[:PAIRS_SHOWN])

    def nearest(self, most: int) -> list[int]:
        """Numbers of the replications that come nearest to the film: most tests held, then the lowest number."""
        held = self.held.sum(axis=1)
        order = sorted(range(len(self)), key=lambda place: (-int(held[place]), self.numbers[place]))
        return [self.numbers[place] for place in order[:most]]

    def fullest(self) -> int | None:
        """Number of the replication that is the film with most details, the lowest of equals; None if none is the film."""
        best = max(self.hits, key=lambda place: (int(self.held[place].sum()), -self.numbers[place]), default=None)
        return None if best is None else self.numbers[best]


def look(predicates: Predicates, table: Table) -> Pilot:
    """The pilot of a table of replications; in a failed one nothing holds."""
    tests = (*predicates.film, *predicates.details, *predicates.ends)
    held = holding(tests, table.values)
    held[table.failed] = False
    return Pilot(tests, len(predicates.film), tuple(int(number) for number in table.replication), held)

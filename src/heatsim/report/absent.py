"""Races that some replications never have: how many, and whether that goes with how they end.

A margin whose loser never comes to its end has no value in just the replications that are lost. A share of the others then
says nothing about who wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatsim.figures import reading
from heatsim.report.parts import words
from heatsim.study.intervals import wilson

if TYPE_CHECKING:
    from heatsim.program.model import Column
    from heatsim.study.results import Results

__all__ = ["Absent", "absent"]


@dataclass(frozen=True, slots=True)
class Absent:
    """In how many of `every` replications a margin is `missing`; of these, how many end in each ending that it goes with."""

    missing: int
    every: int
    endings: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """In words; empty where nothing is missing."""
        if not self.missing:
            return ""
        of = f"missing in {self.missing:,} of {self.every:,} replications"
        ends = ", ".join(f"{count:,} end in “{words(name)}”" for name, count in self.endings)
        return f"{of}, of which {ends}: the margin says nothing about these" if ends else f"{of}, however they end"


def absent(results: Results, column: Column) -> Absent:
    """Where a margin is missing. An ending goes with that if its interval of missing shares lies above that of all replications."""
    missing = ~np.isfinite(reading.numbers(results, column))
    came, share = results["ending"], missing.mean()
    found = []
    for ending in results.endings:
        here = missing[came == ending.name]
        if len(here) and wilson(int(here.sum()), len(here))[0] > share:
            found.append((ending.name, int(here.sum())))
    return Absent(int(missing.sum()), len(results), tuple(found))

"""The replication that comes nearest to the film: most core facts, of those most details, of those the first."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heatsim.errors import rerun
from heatsim.scenario.vary import command_words
from heatsim.study.provenance import Provenance
from heatsim.study.table import Table

__all__ = ["Nearest", "better"]


@dataclass(frozen=True, slots=True)
class Nearest:
    """How many core facts and details hold in `replication`, and the command (or the call) that replays it."""

    replication: int
    core: int
    details: int
    command: str


def better(
    old: Nearest | None, block: Table, held: NDArray[np.bool_], core: NDArray[np.bool_], origin: Provenance
) -> Nearest | None:
    """The nearest of a block of the table, or `old` if none of the block is nearer; what failed shows nothing and never is.

    `held` says which facts hold, of shape (rows, facts); `core` which of the facts are core.
    """
    cores, details = held[:, core].sum(axis=1), held[:, ~core].sum(axis=1)
    score = np.where(block.failed, -1, cores * (held.shape[1] + 1) + details)
    if not len(score) or score.max() < 0:
        return old
    place = int(score.argmax())  # the first of equals
    found = (int(cores[place]), int(details[place]))
    if old is not None and (old.core, old.details) >= found:
        return old
    number = int(block.replication[place])
    return Nearest(number, *found, rerun(_words(origin), origin.seed, number))


def _words(origin: Provenance) -> str:
    """How a command line says the scenario; empty where nobody knows its file."""
    if origin.path is None:
        return ""
    return shlex.join(command_words(origin.path, origin.variant, origin.overrides.items()))

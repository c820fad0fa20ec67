"""When to look and when to stop: a schedule of looks that is known beforehand, a floor, a ceiling, and all targets at one look.

The looks are part of what a result means: an interval that is looked at often enough looks narrow by luck some time. There are few
of them, at whole batches, each at least a fiftieth beyond the last; `tests/stopping` measures what is left of the promise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from heatsim.study.stopping.estimate import Reached
from heatsim.study.stopping.subject import Subject

__all__ = ["BATCH", "Stopping", "floor", "looks", "needed"]

BATCH = 100
GROWTH = 50  # a look comes after a fiftieth more replications, or a batch
FLOOR = 200
FLOOR_UNGUESSED = 2_000  # a share nobody has a guess of may be rare, and seen too often or too seldom at first
BEYOND = 20  # values wanted on the thin side of a quantile


@dataclass(frozen=True, slots=True)
class Stopping:
    """Why a sequential run stopped: `reason` is precision, ceiling or interrupted; each target as it stood then.

    `looks` counts how often the targets were looked at.
    """

    reason: str
    replications: int
    ceiling: int
    looks: int
    targets: tuple[Reached, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data that JSON can hold: what is not finite is None."""
        targets = [
            {name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in asdict(one).items()}
            for one in self.targets
        ]
        return {**asdict(self), "targets": targets}

    def __str__(self) -> str:
        from heatsim.study.stopping.words import told

        return told(self)


def floor(subjects: Sequence[Subject]) -> int:
    """The fewest replications before the first look."""
    return max(map(_floor, subjects), default=FLOOR)


def _floor(subject: Subject) -> int:
    target = subject.target
    if subject.is_share:
        return FLOOR_UNGUESSED if target.guess is None else max(FLOOR, _whole(BEYOND / min(target.guess, 1 - target.guess)))
    if target.statistic == "mean":
        return FLOOR
    return max(FLOOR, _whole(BEYOND / min(target.p, 1 - target.p)))


def looks(lowest: int, ceiling: int) -> Iterator[int]:
    """How many replications are done at each look; the last look is at the ceiling."""
    at = _whole(lowest)
    while at < ceiling:
        yield at
        at = _whole(max(at + BATCH, at + at / GROWTH))
    yield ceiling


def needed(done: int, targets: Sequence[Reached], ceiling: int) -> int:
    """About how many replications it will take, for those who wait."""
    factor = max((reached.factor for reached in targets), default=1.0)
    return ceiling if not math.isfinite(factor) else min(ceiling, max(done, _whole(done * factor)))


def _whole(count: float) -> int:
    """A count rounded up to whole batches."""
    return BATCH * math.ceil(count / BATCH - 1e-9)

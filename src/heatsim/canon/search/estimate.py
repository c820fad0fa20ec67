"""The probability of the film from independent climbs, and whether it can be stood behind."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heatsim.canon.search.climb import Climb
from heatsim.study.intervals import Interval, mean_interval

__all__ = ["Estimate", "estimate"]

MOST_CV = 0.35
FEWEST_ANCESTORS = 3.0  # to a climb, on average
FEWEST_WORLDS = 5.0
FEWEST_REPEATS = 8


@dataclass(frozen=True)
class Estimate:
    """What independent climbs say together. `probabilities` is each climb's own; their mean is the estimate.

    `cv` is the standard error of the mean, as a share of it. `doubts` are the reasons not to give the number; empty if it stands.
    """

    probabilities: tuple[float, ...]
    ancestors: tuple[int, ...]
    worlds: tuple[int, ...]
    tried: dict[str, int]
    accepted: dict[str, int]
    evaluations: int
    levels: int

    @property
    def probability(self) -> float:
        return math.fsum(self.probabilities) / len(self.probabilities)

    @property
    def sd(self) -> float:
        """The standard deviation between climbs."""
        count = len(self.probabilities)
        if count < 2:
            return math.inf
        return math.sqrt(math.fsum((p - self.probability) ** 2 for p in self.probabilities) / (count - 1))

    @property
    def cv(self) -> float:
        return self.sd / math.sqrt(len(self.probabilities)) / self.probability if self.probability > 0 else math.inf

    @property
    def interval(self) -> Interval:
        """Student's 95 % interval of the mean, cut off at 0 and 1."""
        low, high = mean_interval(self.probability, self.sd, len(self.probabilities))
        return Interval(max(0.0, low), min(1.0, high))

    @property
    def doubts(self) -> tuple[str, ...]:
        count = len(self.probabilities)
        found = []
        if count < FEWEST_REPEATS:
            found.append(f"{count} climbs are too few to see their spread; {FEWEST_REPEATS} are needed")
        lost = sum(p == 0 for p in self.probabilities)
        if lost:
            found.append(f"{lost} of {count} climbs did not reach the film")
        if self.cv > MOST_CV:
            found.append(
                f"the climbs differ too much: standard error {_share(self.cv)} of the mean, at most {_share(MOST_CV)} is allowed"
            )
        if sum(self.ancestors) < FEWEST_ANCESTORS * count:
            found.append(f"the worlds found come from {sum(self.ancestors)} first ones in {count} climbs, too few to speak for all")
        if sum(self.worlds) < FEWEST_WORLDS * count:
            found.append(f"only {sum(self.worlds)} different worlds in {count} climbs: the moves hardly move")
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """As plain data; no probability if it cannot be stood behind."""
        sound = not self.doubts
        low, high = self.interval
        return {
            "probability": self.probability if sound else None,
            "low": low if sound else None,
            "high": high if sound else None,
            "cv": self.cv if math.isfinite(self.cv) else None,
            "climbs": list(self.probabilities),
            "ancestors": list(self.ancestors),
            "worlds": list(self.worlds),
            "moves": {name: {"tried": self.tried[name], "accepted": self.accepted.get(name, 0)} for name in sorted(self.tried)},
            "replications": self.evaluations,
            "levels": self.levels,
            "doubts": list(self.doubts),
        }


def estimate(climbs: Sequence[Climb]) -> Estimate:
    """The estimate of some climbs of the same levels."""
    tried: Counter[str] = sum((climb.tried for climb in climbs), Counter())
    accepted: Counter[str] = sum((climb.accepted for climb in climbs), Counter())
    return Estimate(
        probabilities=tuple(climb.probability for climb in climbs),
        ancestors=tuple(climb.ancestors for climb in climbs),
        worlds=tuple(climb.worlds for climb in climbs),
        tried=dict(tried),
        accepted=dict(accepted),
        evaluations=sum(climb.evaluations for climb in climbs),
        levels=max(len(climb.shares) for climb in climbs),
    )


def _share(value: float) -> str:
    return f"{100 * value:.0f} %" if math.isfinite(value) else "all"

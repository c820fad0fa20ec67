"""What flipping decisions gives: each flip with what it does to every ending."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from heatsim.analysis.decisions.found import Decision
from heatsim.analysis.finite import finite
from heatsim.errors import UsageError
from heatsim.study.response import Estimate, Response

__all__ = ["Decisions", "Flipped", "Moved"]


@dataclass(frozen=True, slots=True)
class Moved:
    """An ending under a flip. `change` is its share less that as written, over all worlds, with its paired interval.

    `gained` worlds have it only under the flip, `lost` worlds only as written.
    """

    ending: str
    share: float
    change: float
    low: float
    high: float
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Flipped:
    """One decision made to go `option` in every world that comes to it.

    As written, `came` worlds come to it, `went` of them this way at least once, and in `worlds` it goes otherwise at least once:
    those are run again. `focus` is the change of what the ranking is by; `otherwise` the share of all worlds that end otherwise.
    """

    decision: Decision
    option: str
    came: int
    went: int
    worlds: int
    focus: Estimate
    otherwise: Estimate
    endings: tuple[Moved, ...]
    failed: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether the interval of the change leaves no doubt about its direction."""
        return self.focus.low > 0 or self.focus.high < 0

    @property
    def most(self) -> Moved:
        """The ending it moves most."""
        return max(self.endings, key=lambda one: abs(one.change))


@dataclass(frozen=True, slots=True)
class Decisions:
    """All flips, those that change the `response` most first; among equals those that change more endings.

    Intervals of changes are of `level` each, so that all hold together with 95 % (Bonferroni). `base` has the share of each
    ending as written, `value` the response. `unmoved` decisions were never come to, or never went any other way; `left_out` could
    not be flipped, with the reason.
    """

    scenario: str
    response: Response
    value: Estimate
    base: dict[str, Estimate]
    flips: tuple[Flipped, ...]
    unmoved: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    replications: int
    seed: int
    level: float
    failed: int = 0

    def __len__(self) -> int:
        return len(self.flips)

    def __getitem__(self, name: str) -> tuple[Flipped, ...]:
        """The flips of one decision; UsageError when there are none of that name."""
        found = tuple(one for one in self.flips if one.decision.name == name)
        if not found:
            names = ", ".join(dict.fromkeys(one.decision.name for one in self.flips))
            raise UsageError(f"no flip of '{name}'; there are {names}")
        return found

    def for_ending(self, ending: str) -> tuple[Flipped, ...]:
        """The flips, those that change an ending's share most first. UsageError for an ending there is not."""
        if ending not in self.base:
            raise UsageError(f"there is no ending '{ending}'; there are {', '.join(self.base)}")
        return tuple(sorted(self.flips, key=lambda one: -abs(_of(one, ending).change)))

    def rows(self) -> list[dict[str, Any]]:
        """One mapping per flip and ending."""
        return [
            {
                "decision": one.decision.name,
                "kind": one.decision.kind,
                "option": one.option,
                "came": one.came,
                "went": one.went,
                "worlds": one.worlds,
                "focus": one.focus.value,
                "focus_low": one.focus.low,
                "focus_high": one.focus.high,
                **asdict(moved),
            }
            for one in self.flips
            for moved in one.endings
        ]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        content = {
            "scenario": self.scenario,
            "replications": self.replications,
            "seed": self.seed,
            "measure": self.response.text,
            "value": asdict(self.value),
            "level": self.level,
            "endings": {name: asdict(one) for name, one in self.base.items()},
            "flips": [asdict(one) for one in self.flips],
            "unmoved": list(self.unmoved),
            "left_out": dict(self.left_out),
            "failed": self.failed,
        }
        return {key: finite(value) for key, value in content.items()}

    def __str__(self) -> str:
        from heatsim.analysis.decisions.words import table

        return table(self)


def _of(flipped: Flipped, ending: str) -> Moved:
    return next(one for one in flipped.endings if one.ending == ending)

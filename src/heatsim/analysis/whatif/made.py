"""What a what-if gives: for each change, every ending and measure beside the base, and what became of the luck."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from heatsim.errors import UsageError
from heatsim.study.intervals import Interval, wilson
from heatsim.study.stopping.rule import Stopping

__all__ = ["Change", "DrawsShared", "Flip", "SiteShare", "Versus", "WhatIf"]


@dataclass(frozen=True, slots=True)
class Change:
    """An ending's share, or a measure's share or mean, in the base and in the other, over pairs in which both have it.

    `change` is other less base, in `unit` (shares from 0 to 1), with a paired interval. In `more` of the `pairs` the other has more
    (or has the ending, and the base has not), in `less` it has less, in `same` they agree. `only_base` and `only_other` count the
    replications in which just one has a value. `gain` is the variance reduction against independent runs.
    """

    name: str
    group: str
    is_share: bool
    unit: str
    base: float
    base_low: float
    base_high: float
    other: float
    other_low: float
    other_high: float
    change: float
    low: float
    high: float
    more: int
    less: int
    pairs: int
    only_base: int
    only_other: int
    gain: float
    gain_low: float
    gain_high: float

    @property
    def same(self) -> int:
        return self.pairs - self.more - self.less

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves no doubt about the direction."""
        return self.low > 0 or self.high < 0

    def probability(self, count: int) -> tuple[float, float, float]:
        """One of the counts as a probability with its 95 % Wilson interval."""
        low, high = wilson(count, self.pairs)
        return (count / self.pairs if self.pairs else math.nan), low, high


@dataclass(frozen=True, slots=True)
class Flip:
    """A replication that ends otherwise; None for one that failed."""

    replication: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SiteShare:
    """The draws of one site: taken in both worlds with the same number, only in the other, only in the base."""

    site: str
    reused: int
    fresh: int
    unused: int


@dataclass(frozen=True, slots=True)
class DrawsShared:
    """Which draws the first `replications` of both used. `sites` has those that differ, the most different first.

    Shares are of all draws that either of the two used.
    """

    replications: int
    reused: int
    fresh: int
    unused: int
    sites: tuple[SiteShare, ...]

    @property
    def total(self) -> int:
        return self.reused + self.fresh + self.unused

    @property
    def share(self) -> float:
        """The share of draws reused."""
        return self.reused / self.total if self.total else math.nan


@dataclass(frozen=True, slots=True)
class Versus:
    """One change against the base. `commands` replay a flipped replication (`{}` stands for its number).

    `draws` is None where nobody knows which draws were used (a process written in Python).
    """

    label: str
    text: str
    endings: tuple[Change, ...]
    measures: tuple[Change, ...]
    flips: tuple[Flip, ...]
    draws: DrawsShared | None
    commands: tuple[str, ...]

    def __getitem__(self, name: str) -> Change:
        """An ending or a measure; UsageError when there is none of that name."""
        for change in (*self.endings, *self.measures):
            if change.name == name:
                return change
        known = ", ".join(change.name for change in (*self.endings, *self.measures))
        raise UsageError(f"the what-if has no ending or measure '{name}'; there are {known}")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All changes against one base, on the same draws.

    Intervals of changes are of `level` each, so that those of all variants hold together with 95 % (Bonferroni); all others have
    95 %. `focus` is the ending or measure that `helped`, `harmed` and `unmoved` are about, `better` whether more or less of it
    helps; `film` whether it is the film's ending.
    """

    scenario: str
    replications: int
    seed: int
    base: str
    level: float
    focus: str
    better: str
    versus: tuple[Versus, ...]
    failed: int = 0
    stopping: Stopping | None = None
    film: bool = True

    def __getitem__(self, label: str) -> Versus:
        """One variant's changes; UsageError when there is none of that name."""
        for one in self.versus:
            if one.label == label:
                return one
        raise UsageError(f"the what-if has no '{label}'; there are {', '.join(one.label for one in self.versus)}")

    def helped(self, label: str | None = None) -> tuple[float, float, float]:
        """Probability, with its interval, that the change helps in one world; of the first variant unless told otherwise."""
        change = self._focused(label)
        return change.probability(change.more if self.better == "more" else change.less)

    def harmed(self, label: str | None = None) -> tuple[float, float, float]:
        """Probability, with its interval, that it harms."""
        change = self._focused(label)
        return change.probability(change.less if self.better == "more" else change.more)

    def unmoved(self, label: str | None = None) -> tuple[float, float, float]:
        """Probability, with its interval, that it does nothing about the focus."""
        change = self._focused(label)
        return change.probability(change.same)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data that JSON can hold: what does not exist is None."""
        content: dict[str, Any] = _plain(asdict(self))
        for label, one in zip([one.label for one in self.versus], content["versus"], strict=True):
            for name, found in zip(
                ("helped", "harmed", "unmoved"), (self.helped(label), self.harmed(label), self.unmoved(label)), strict=True
            ):
                one[name] = _plain(dict(zip(("share", *Interval._fields), found, strict=True)))
        return content

    def __str__(self) -> str:
        return self.text()

    def text(self, *, every: bool = False, more: str = "text(every=True)") -> str:
        """As tables and sentences: what changed most on a page, or `every` change; `more` is how a page says to have it all."""
        from heatsim.analysis.whatif.brief import PAGE, brief
        from heatsim.analysis.whatif.words import lines

        whole = list(lines(self))
        return "\n".join(whole if every or len(whole) <= PAGE else brief(self, more)) + "\n"

    def _repr_html_(self) -> str:
        from heatsim.analysis.whatif.words import page

        return page(self)

    def _focused(self, label: str | None) -> Change:
        return (self.versus[0] if label is None else self[label])[self.focus]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value

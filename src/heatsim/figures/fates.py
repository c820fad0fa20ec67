"""How those who fight fared, taken from a results table: who they are, when they fell, by whom, and what they fired.

The members of a group are nobody in particular, so a group is one line, row or column: what is said of it is said of its members
on average, and counts are sums. Shares of several members in one replication hang together; intervals allow for that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatsim.errors import UsageError
from heatsim.study.intervals import Interval, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from heatsim.program.model import Whose
    from heatsim.study.results import Results

__all__ = [
    "FALLEN",
    "Fighter",
    "any_fight",
    "any_shot",
    "fallen",
    "fighters",
    "film_of",
    "film_value",
    "fought",
    "interval",
    "of_side",
    "put_out",
    "put_out_by",
    "sides",
    "tally",
    "there",
    "times_of_fall",
]

FALLEN = ("down", "captured", "dead")  # who is away has got away: out of the fight, but not put out


@dataclass(frozen=True, slots=True)
class Fighter:
    """One actor, or all members of a group; `columns` are the actors' names in the table."""

    name: str
    title: str
    side: str
    weapons: tuple[str, ...]
    fight: str
    columns: tuple[str, ...]

    @property
    def each(self) -> str:
        """How to name it where a share is that of each member."""
        return f"{self.title} (each of {len(self.columns)})" if self.grouped else self.title

    @property
    def together(self) -> str:
        """How to name it where something is done by any member, or counted over all."""
        return f"{self.title} ({len(self.columns)} together)" if self.grouped else self.title

    @property
    def grouped(self) -> bool:
        return "[" in self.columns[0]


def fighters(results: Results) -> tuple[Fighter, ...]:
    """Everybody who fights, in the order of the scenario. UsageError where the table tells of none.

    Who never fires, is never hit and never put out, in any replication, is left out beside those of his side who do.
    """
    found: dict[str, Whose] = {column.whose.actor: column.whose for column in results.columns if column.whose}
    if not found:
        raise UsageError("the table tells of nobody's fate: the scenario has no fights, or too many fight in it to follow each")
    groups: dict[str, list[Whose]] = {}
    for whose in found.values():
        groups.setdefault(whose.actor.partition("[")[0], []).append(whose)
    every = tuple(_fighter(name, members) for name, members in groups.items())
    active = {one.name for one in every if _takes_part(results, one)}
    busy = {one.side for one in every if one.name in active}
    return tuple(one for one in every if one.name in active or one.side not in busy)


def _takes_part(results: Results, one: Fighter) -> bool:
    """Whether any of them fires, is hit or is put out in any replication."""
    hurt = any((put_out(results, one, last_hit=last_hit) & there(results, one)).any() for last_hit in (False, True))
    return hurt or bool(np.any(tally(results, one, "shots") > 0))


def _fighter(name: str, members: list[Whose]) -> Fighter:
    first = members[0]
    title = first.title.rpartition(" ")[0] if "[" in first.actor else first.title
    return Fighter(name, title, first.side, first.weapons, first.fight, tuple(whose.actor for whose in members))


def sides(those: tuple[Fighter, ...]) -> tuple[str, ...]:
    """Their sides, in order of appearance."""
    return tuple(dict.fromkeys(one.side for one in those))


def fought(results: Results, fight: str) -> NDArray[np.bool_]:
    """In which replications a shot was fired in that fight."""
    return np.asarray(np.isfinite(results[f"fight.{fight}.began"]), dtype=np.bool_)


def there(results: Results, one: Fighter) -> NDArray[np.bool_]:
    """Who of them took part where there was a fight; shape (replications, members)."""
    present = np.column_stack([results[f"fate.{name}.state"] != "absent" for name in one.columns])
    return np.asarray(present & fought(results, one.fight)[:, None], dtype=np.bool_)


def fallen(results: Results, one: Fighter) -> NDArray[np.bool_]:
    """Who of them is down, captured or dead at the end; shape (replications, members)."""
    return np.column_stack([np.isin(results[f"fate.{name}.state"].astype(str), FALLEN) for name in one.columns])


def times_of_fall(results: Results, one: Fighter) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Seconds from the first shot to each fall, infinite for who did not fall, and who took part; shape (replications, members)."""
    began = results[f"fight.{one.fight}.began"]
    out = np.column_stack([results[f"fate.{name}.out"] for name in one.columns])
    after = np.where(fallen(results, one), np.maximum(0.0, out - began[:, None]), np.inf)
    return after, there(results, one)


def put_out(results: Results, target: Fighter, *, last_hit: bool = False) -> NDArray[np.bool_]:
    """Which members of `target` were put out (or hit) by anybody; shape (replications, members)."""
    if not last_hit:
        return fallen(results, target)
    hit = np.column_stack([results[f"fate.{name}.hurt_by"].astype(str) != "None" for name in target.columns])
    return np.asarray(hit, dtype=np.bool_)


def put_out_by(results: Results, target: Fighter, shooter: Fighter, *, last_hit: bool = False) -> NDArray[np.bool_]:
    """Which members of `target` were put out (or hit last) by one of `shooter`; shape (replications, members)."""
    what = "hurt_by" if last_hit else "by"
    did = np.column_stack([np.isin(results[f"fate.{name}.{what}"].astype(str), shooter.columns) for name in target.columns])
    return np.asarray(did if last_hit else did & fallen(results, target), dtype=np.bool_)


def tally(results: Results, one: Fighter, what: str) -> NDArray[np.float64]:
    """`shots` or `hits` of all members together, for every replication."""
    return np.asarray(np.sum([results[f"fate.{name}.{what}"] for name in one.columns], axis=0), dtype=np.float64)


def interval(happened: NDArray[np.bool_], counted: NDArray[np.bool_]) -> tuple[float, Interval]:
    """A share among those that count, and its 95 % interval: Wilson's, with as many trials as the replications are worth.

    The members of a group share a replication's luck, so they are worth less than as many trials; the usual design effect says how
    many less. Both arrays have shape (replications, members). (NaN, (NaN, NaN)) when nobody counts.
    """
    weight = counted.sum(axis=1)
    total = int(weight.sum())
    if not total:
        return math.nan, Interval(math.nan, math.nan)
    hits = (happened & counted).sum(axis=1)
    share = float(hits.sum() / total)
    trials = total
    if counted.shape[1] > 1:
        spread = float(np.sum((hits - share * weight) ** 2)) / total**2
        replications = int(np.count_nonzero(weight))
        trials = round(share * (1 - share) / spread) if spread > 0 else replications
        trials = max(1, min(trials, total))
    return share, wilson(round(share * trials), trials) if trials == total else _wilson(share, trials)


def _wilson(share: float, trials: int) -> Interval:
    """Wilson's interval about a share that need not be a whole number of trials."""
    low, high = (wilson(count, trials) for count in (math.floor(share * trials), math.ceil(share * trials)))
    return Interval(low.low, high.high)


def film_of(results: Results, stem: str, one: Fighter) -> object:
    """The film's value of the measure `stem_NAME` (a word such as an actor's name, or a number), None if it gives none."""
    return film_value(results, stem, one.name)


def film_value(results: Results, stem: str, name: str) -> object:
    """The same by name, which may be a side's."""
    wanted = f"{stem}_{name}"
    return next((column.canon for column in results.columns if column.group == "measure" and column.name == wanted), None)


def any_fight(results: Results, those: Sequence[Fighter]) -> NDArray[np.bool_]:
    """In which replications a shot was fired in a fight of theirs. UsageError if in none."""
    began = np.any([fought(results, fight) for fight in dict.fromkeys(one.fight for one in those)], axis=0)
    if not np.any(began):
        raise UsageError(f"not a shot was fired in {len(results):,} replications")
    return np.asarray(began, dtype=np.bool_)


def any_shot(results: Results) -> bool:
    """Whether the table follows fighters, and a shot was fired by any of them in any replication."""
    if not any(column.whose for column in results.columns):
        return False
    return any(np.isfinite(results[column.name]).any() for column in results.columns if column.group == "fight")


def of_side(those: tuple[Fighter, ...], side: str | None) -> tuple[Fighter, ...]:
    """Those of one side, or all of them; UsageError when nobody is on that side."""
    found = tuple(one for one in those if side in (None, one.side))
    if not found:
        raise UsageError(f"nobody in a fight is of the side '{side}'; the sides are {', '.join(sides(those))}")
    return found

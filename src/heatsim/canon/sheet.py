"""A canon sheet: what happened in the film, where each statement rests, and how a replication shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from heatsim.errors import UsageError, Where, nearest

__all__ = ["Beat", "Constraint", "Ending", "Fact", "Number", "Part", "Reading", "Sheet", "Written"]

Rests = tuple[tuple[str, tuple[int, ...]], ...]  # source, and the indices of characters in it


@dataclass(frozen=True, slots=True)
class Written:
    """A predicate as the sheet has it. `exact` when a character of the text stands as far from `where` as in the file."""

    text: str = ""
    where: Where = Where()
    exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)

    def at(self, column: int) -> Where:
        """The place of a character; where the text starts if it is folded over lines."""
        return Where(self.where.line, self.where.column + column) if self.exact else self.where


@dataclass(frozen=True, slots=True)
class Number:
    """A value as the sheet writes it (`80 s`, 3, true); one named like a measure or a parameter is the film's value of it."""

    name: str
    value: object
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a conflict between the sources; without `when` it is the fact's own test, or shows nothing."""

    name: str
    what: str
    when: Written = Written()
    rests: Rests = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `when` is its predicate over measures and events; a fact no model can show has none and says why.

    `finer` is a stricter predicate beside it, such as a number of rounds; it is always a detail.
    """

    id: str
    what: str
    actors: tuple[str, ...]
    numbers: tuple[Number, ...]
    rests: Rests
    evidence: str
    level: str
    when: Written = Written()
    finer: Written = Written()
    why: str = ""
    conflict: tuple[str, ...] = ()
    chosen: str = ""
    readings: tuple[Reading, ...] = ()
    where: Where = Where()

    @property
    def core(self) -> bool:
        """Is it part of what must happen for a replication to be the film?"""
        return self.level == "core"

    def reading(self, name: str) -> Fact:
        """The same fact under another reading of its conflict; UsageError if it has no such reading."""
        for reading in self.readings:
            if reading.name == name:
                changed = replace(self, what=reading.what, when=reading.when, finer=Written(), chosen=name)
                return self if name == self.chosen else changed
        names = [reading.name for reading in self.readings]
        raise UsageError(f"{self.id} has no reading '{name}'{nearest(name, names)}")


@dataclass(frozen=True, slots=True)
class Beat:
    """One event of the film's order: it comes after (not before) each of `after`; `shown` is false for what precedes the story."""

    id: str
    what: str
    who: tuple[str, ...]
    after: tuple[str, ...]
    facts: tuple[str, ...]
    shown: bool = True
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Constraint:
    id: str
    what: str
    when: Written


@dataclass(frozen=True, slots=True)
class Ending:
    """How something ends: the measure of that name, its value (None if it is not a single one), and the predicate that says so."""

    name: str
    value: object
    when: Written


@dataclass(frozen=True, slots=True)
class Part:
    """Facts, their order and what the order cannot say; `terminal` is how everybody and everything ends."""

    facts: tuple[Fact, ...] = ()
    order: tuple[Beat, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    terminal: tuple[Ending, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """All that is known of one heist. `file` names it in messages."""

    heist: str
    title: str
    sources: tuple[tuple[str, str], ...]
    told: Part
    file: str = ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.told.facts

    @property
    def order(self) -> tuple[Beat, ...]:
        return self.told.order

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        return self.told.constraints

    def fact(self, name: str) -> Fact:
        """A fact by its id; UsageError with the nearest id if there is none."""
        for fact in self.facts:
            if fact.id == name:
                return fact
        raise UsageError(f"the sheet of '{self.heist}' has no fact {name}{nearest(name, [fact.id for fact in self.facts])}")

    def select(self, readings: Mapping[str, str]) -> Sheet:
        """The sheet with other readings of conflicts, by fact id (`AC-15`) or conflict id (`C-08`)."""
        facts = list(self.facts)
        for key, name in readings.items():
            hits = [index for index, fact in enumerate(facts) if fact.readings and (key == fact.id or key in fact.conflict)]
            if not hits:
                known = sorted({word for fact in facts if fact.readings for word in (fact.id, *fact.conflict)})
                raise UsageError(f"no fact or conflict '{key}' has readings{nearest(key, known)}")
            offered = [index for index in hits if any(reading.name == name for reading in facts[index].readings)]
            for index in offered or hits:
                facts[index] = facts[index].reading(name)
        return replace(self, told=replace(self.told, facts=tuple(facts)))

"""A canon sheet: what happened in the film, where each statement rests, and how a replication shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from heatsim.errors import UsageError, Where
from heatsim.scenario.binding import nearest

__all__ = ["Beat", "Constraint", "Fact", "Reading", "Sheet"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a conflict between the sources. `when` is empty where it is the fact's own predicate, or shows nothing."""

    name: str
    what: str
    when: str = ""
    rests: tuple[tuple[str, tuple[int, ...]], ...] = ()
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `when` is its predicate over measures and events; a fact no model can show has none and says why."""

    id: str
    what: str
    actors: tuple[str, ...]
    numbers: tuple[tuple[str, object], ...]
    rests: tuple[tuple[str, tuple[int, ...]], ...]
    evidence: str
    level: str
    when: str = ""
    why: str = ""
    conflict: tuple[str, ...] = ()
    chosen: str = ""
    readings: tuple[Reading, ...] = ()
    where: Where = Where()
    when_where: Where = Where()

    @property
    def core(self) -> bool:
        """Is it part of what must happen for a replication to be the film?"""
        return self.level == "core"

    def reading(self, name: str) -> Fact:
        """The same fact under another reading of its conflict; UsageError if it has no such reading."""
        for reading in self.readings:
            if reading.name == name:
                own = name == self.chosen
                return self if own else replace(self, what=reading.what, when=reading.when, chosen=name, when_where=reading.where)
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
    when: str
    where: Where = Where()


@dataclass(frozen=True)
class Sheet:
    """All that is known of one heist. `file` names it in messages."""

    heist: str
    title: str
    sources: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    order: tuple[Beat, ...]
    constraints: tuple[Constraint, ...]
    file: str = ""
    later_facts: tuple[Fact, ...] = ()  # of what happens after the part that a scenario tells
    later_order: tuple[Beat, ...] = ()

    def fact(self, name: str) -> Fact:
        """A fact by its id; UsageError with the nearest id if there is none."""
        for fact in self.facts:
            if fact.id == name:
                return fact
        raise UsageError(f"the sheet of '{self.heist}' has no fact {name}{nearest(name, [fact.id for fact in self.facts])}")

    def select(self, readings: dict[str, str]) -> Sheet:
        """The sheet with other readings of conflicts, by fact id (`AC-15`) or conflict id (`C-08`)."""
        facts = list(self.facts)
        for key, name in readings.items():
            hits = [index for index, fact in enumerate(facts) if key == fact.id or (key in fact.conflict and fact.readings)]
            if not hits:
                raise UsageError(f"no fact or conflict '{key}' has readings")
            offered = [index for index in hits if any(reading.name == name for reading in facts[index].readings)]
            for index in offered or hits:
                facts[index] = facts[index].reading(name)
        return replace(self, facts=tuple(facts))

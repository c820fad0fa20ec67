"""A canon sheet from its file, with every problem at its place. The file is data from a stranger, like a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from heatsim.canon.sheet import Beat, Constraint, Ending, Fact, Number, Part, Reading, Rests, Sheet, Written
from heatsim.errors import Problem, ScenarioError, Where, nearest
from heatsim.scenario.nodes import Mapping, Node, Scalar, Sequence, plain
from heatsim.scenario.source import compose, read
from heatsim.scenario.textfile import Source

__all__ = ["read_sheet", "sheet_of"]

Made = TypeVar("Made")
FORMAT = 1
TOP = ("canon", "heist", "title", "sources", "facts", "order", "constraints", "clocks", "decisions", "levers", "terminal")
FACT = (
    *("what", "actors", "numbers", "rests", "differs", "finer", "evidence", "level", "when", "shown", "why"),
    *("conflict", "chosen", "readings", "note", "silent"),
)
READING = ("what", "rests", "when", "note")
BEAT = ("what", "who", "after", "after_facts", "beside", "told_after", "facts", "shown", "why", "note", "implied")
TERMINAL = ("value", "at_least", "facts", "silent", "inferred", "note")
CONSTRAINT = ("id", "what", "when")


def read_sheet(path: str | Path) -> Sheet:
    """Read a sheet; ScenarioError with every problem."""
    return sheet_of(read(path))


def sheet_of(source: Source) -> Sheet:
    """The sheet a text holds; ScenarioError with every problem."""
    root, problems = compose(source)
    reader = _Reader(source, problems)
    sheet = reader.sheet(root)
    if reader.problems:
        raise ScenarioError(tuple(sorted(reader.problems)))
    return sheet


@dataclass
class _Reader:
    source: Source
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: Where, message: str) -> None:
        self.problems.append(self.source.problem(where, message))

    def sheet(self, root: Mapping) -> Sheet:
        self.keys(root, TOP, "a canon sheet")
        version = root.get("canon")
        if not isinstance(version, Scalar) or version.value != FORMAT:
            self.wrong(root.key("canon"), f"a canon sheet starts with 'canon: {FORMAT}', the version of its format")
        told = self.part(root)
        self.check_order(told.order)
        self.check_names(told)
        return Sheet(
            heist=self.text(root, "heist", needed=True),
            title=self.text(root, "title"),
            sources=tuple((key, str(value)) for key, value in self.table(root, "sources")),
            told=told,
            file=self.source.name,
        )

    def part(self, root: Mapping) -> Part:
        """Facts, order, constraints and end of a sheet."""
        facts = tuple(self.each(root, "facts", self.fact))
        if not facts:
            self.wrong(root.key("facts"), "a canon sheet needs 'facts'")
        order = tuple(self.each(root, "order", self.beat))
        return Part(facts, order, tuple(self.constraints(root)), tuple(self.each(root, "terminal", self.ending)))

    def each(self, root: Mapping, key: str, make: Callable[[str, Where, Mapping], Made]) -> list[Made]:
        """One thing per entry of a section."""
        section = root.get(key)
        if section is None:
            return []
        if not isinstance(section, Mapping):
            self.wrong(root.key(key), f"'{key}' must be a mapping of ids")
            return []
        made = []
        for name, entry in section.entries.items():
            if isinstance(entry.value, Mapping):
                made.append(make(name, entry.where, entry.value))
            else:
                self.wrong(entry.where, f"'{name}' must be a mapping")
        return made

    def fact(self, name: str, where: Where, node: Mapping) -> Fact:
        self.keys(node, FACT, f"fact {name}")
        when, finer = self.predicate(node), self.predicate(node, "finer")
        shown = self.flag(node, "shown")
        why = self.text(node, "why", needed=not shown)
        if shown and not when:
            self.wrong(where, f"{name} has no 'when'; give its predicate, or 'shown: false' and 'why'")
        if (when or finer) and not shown:
            self.wrong(where, f"{name} has a test although 'shown' is false; leave one out")
        readings = tuple(self.each(node, "readings", self.reading))
        chosen = self.text(node, "chosen", needed=bool(readings))
        if chosen and chosen not in [reading.name for reading in readings]:
            self.wrong(node.key("chosen"), f"'{chosen}' is not a reading{nearest(chosen, [r.name for r in readings])}")
        return Fact(
            id=name,
            what=self.text(node, "what", needed=True),
            actors=self.words(node, "actors"),
            numbers=self.numbers(node),
            rests=self.places(node),
            evidence=self.one_of(node, "evidence", ("stated", "derived")),
            level=self.one_of(node, "level", ("core", "detail")),
            when=when,
            finer=finer,
            why=why,
            conflict=self.words(node, "conflict"),
            chosen=chosen,
            readings=readings,
            where=where,
        )

    def reading(self, name: str, where: Where, node: Mapping) -> Reading:
        self.keys(node, READING, f"reading {name}")
        return Reading(name, self.text(node, "what", needed=True), self.predicate(node), self.places(node))

    def beat(self, name: str, where: Where, node: Mapping) -> Beat:
        self.keys(node, BEAT, f"event {name}")
        shown = self.flag(node, "shown")
        what = self.text(node, "what", needed=True)
        return Beat(name, what, self.words(node, "who"), self.words(node, "after"), self.words(node, "facts"), shown, where)

    def ending(self, name: str, where: Where, node: Mapping) -> Ending:
        self.keys(node, TERMINAL, f"the end of {name}")
        value, least = node.get("value"), node.get("at_least")
        if isinstance(value, Scalar):
            is_flag = isinstance(value.value, bool)
            text = f"{'' if value.value else 'not '}{name}" if is_flag else f"{name} == {value.text}"
            return Ending(name, value.value, Written(text, where))
        if isinstance(value, Sequence) and value.items and all(isinstance(item, Scalar) for item in value.items):
            return Ending(name, None, Written(" or ".join(f"{name} == {plain(item)}" for item in value.items), where))
        if not isinstance(least, Scalar):
            self.wrong(where, f"'{name}' needs a 'value' (or several in brackets), or 'at_least'")
            return Ending(name, None, Written())
        return Ending(name, None, Written(f"{name} >= {least.text}", where))

    def check_names(self, told: Part) -> None:
        """An id means one thing."""
        seen: set[str] = set()
        ids = [(fact.id, fact.where) for fact in told.facts] + [(beat.id, beat.where) for beat in told.order]
        for name, where in [*ids, *((rule.id, rule.when.where) for rule in told.constraints)]:
            if name and name in seen:
                self.wrong(where, f"'{name}' is the id of something else already")
            seen.add(name)

    def check_order(self, order: tuple[Beat, ...]) -> None:
        """Every predecessor exists, and nothing comes after itself."""
        names = [beat.id for beat in order]
        after = {beat.id: set(beat.after) for beat in order}
        for beat in order:
            for other in beat.after:
                if other not in after:
                    self.wrong(beat.where, f"{beat.id} comes after {other}, which is not an event{nearest(other, names)}")
        stuck = set(after) - _free(after)
        for beat in order:
            if beat.id in stuck:
                self.wrong(beat.where, f"{beat.id} is in a circle of 'after'")
                return

    def constraints(self, root: Mapping) -> list[Constraint]:
        section = root.get("constraints")
        if section is not None and not isinstance(section, Sequence):
            self.wrong(root.key("constraints"), "'constraints' must be a list")
            return []
        made = []
        for item in section.items if section else ():
            if not isinstance(item, Mapping):
                self.wrong(item.where, "a constraint is a mapping of 'what' and 'when'")
                continue
            self.keys(item, CONSTRAINT, "a constraint")
            name, what, when = self.text(item, "id", needed=True), self.text(item, "what", needed=True), self.predicate(item)
            if not when:
                self.wrong(item.where, "a constraint needs 'when', its predicate")
            made.append(Constraint(name, what, when))
        return made

    # single values

    def keys(self, node: Mapping, allowed: tuple[str, ...], what: str) -> None:
        for key, entry in node.entries.items():
            if key not in allowed:
                self.wrong(entry.where, f"unknown key '{key}' in {what}{nearest(key, allowed)}")

    def text(self, node: Mapping, key: str, *, needed: bool = False) -> str:
        value = node.get(key)
        if value is None:
            if needed:
                self.wrong(node.where, f"'{key}' is missing")
            return ""
        if not isinstance(value, Scalar):
            self.wrong(node.key(key), f"'{key}' must be text")
            return ""
        return str(value.value)

    def predicate(self, node: Mapping, key: str = "when") -> Written:
        value = node.get(key)
        if isinstance(value, Scalar):
            return Written(value.text, value.at(0), value.shift >= 0)
        if value is not None:
            self.wrong(node.key(key), f"'{key}' must be a condition")
        return Written("", node.where)

    def numbers(self, node: Mapping) -> tuple[Number, ...]:
        table = node.get("numbers")
        if table is None or not isinstance(table, Mapping):
            self.table(node, "numbers")  # says what is wrong with it
            return ()
        return tuple(Number(name, plain(entry.value), entry.where) for name, entry in table.entries.items())

    def flag(self, node: Mapping, key: str) -> bool:
        value = node.get(key)
        if value is None:
            return True
        if not isinstance(value, Scalar) or not isinstance(value.value, bool):
            self.wrong(node.key(key), f"'{key}' must be true or false")
            return True
        return value.value

    def one_of(self, node: Mapping, key: str, allowed: tuple[str, ...]) -> str:
        word = self.text(node, key, needed=True)
        if word and word not in allowed:
            self.wrong(node.key(key), f"'{key}' must be one of {', '.join(allowed)}, not '{word}'")
        return word

    def words(self, node: Mapping, key: str) -> tuple[str, ...]:
        value = node.get(key)
        if value is None:
            return ()
        items: tuple[Node, ...] = value.items if isinstance(value, Sequence) else (value,)
        if any(not isinstance(item, Scalar) for item in items):
            self.wrong(node.key(key), f"'{key}' must be a word or a list of words")
            return ()
        return tuple(str(plain(item)) for item in items)

    def table(self, node: Mapping, key: str) -> list[tuple[str, object]]:
        value = node.get(key)
        if value is None:
            return []
        if not isinstance(value, Mapping):
            self.wrong(node.key(key), f"'{key}' must be a mapping")
            return []
        return [(name, plain(entry.value)) for name, entry in value.entries.items()]

    def places(self, node: Mapping) -> Rests:
        """Where it rests: source and character offsets."""
        made = []
        for source, offsets in self.table(node, "rests"):
            numbers = offsets if isinstance(offsets, list) else [offsets]
            if any(isinstance(number, bool) or not isinstance(number, int) or number < 0 for number in numbers):
                self.wrong(node.key("rests"), f"'rests: {source}' must be a list of character offsets")
            else:
                made.append((source, tuple(numbers)))
        return tuple(made)


def _free(after: dict[str, set[str]]) -> set[str]:
    """The names that come after nothing, or only after such."""
    left = {name: len(before & after.keys()) for name, before in after.items()}
    following: dict[str, list[str]] = {name: [] for name in after}
    for name, before in after.items():
        for other in before & after.keys():
            following[other].append(name)
    free, ready = set(), [name for name, count in left.items() if not count]
    while ready:
        name = ready.pop()
        free.add(name)
        for other in following[name]:
            left[other] -= 1
            ready += [] if left[other] else [other]
    return free

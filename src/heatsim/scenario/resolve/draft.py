"""A scenario while it is being resolved: what has been declared so far, and what was found wrong."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field

from heatsim.errors import Problem, Where, nearest
from heatsim.scenario.binding import Declared, Scope
from heatsim.scenario.constants import value_of
from heatsim.scenario.expression import Expression, walk
from heatsim.scenario.nodes import Mapping, Node, Scalar, Sequence
from heatsim.scenario.resolved import Actor, Distribution, Fight, Parameter, Weapon
from heatsim.scenario.textfile import Source

__all__ = ["Draft", "ProcessHead", "ids", "number", "section", "text"]


@dataclass(frozen=True, slots=True)
class ProcessHead:
    """What others need to know of a process before its steps are resolved."""

    name: str
    of: str | None
    count: int | None
    at_start: bool
    where: Where


@dataclass
class Draft:
    """Tables fill as sections are resolved; `broken` names are known to be wrong and cause no further message."""

    source: Source
    root: Mapping
    overrides: Table[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    mentions: dict[str, Where] = field(default_factory=dict)  # every name that something uses, and where first
    places: Table[str, Where] = field(default_factory=dict)  # where an override was asked for
    names: dict[str, tuple[str, Where]] = field(default_factory=dict)
    parameters: dict[str, Declared] = field(default_factory=dict)
    variables: dict[str, Declared] = field(default_factory=dict)
    each: dict[str, Distribution] = field(default_factory=dict)
    fixed: dict[str, float] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    weapons: dict[str, Weapon] = field(default_factory=dict)
    fights: dict[str, Fight] = field(default_factory=dict)
    processes: dict[str, ProcessHead] = field(default_factory=dict)
    stores: dict[str, str | None] = field(default_factory=dict)  # quantity: the only holder at the start
    resolved: dict[str, Parameter] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)  # parameters whose turn has not come
    # parameters whose values decide what there is: counts, places, rates, the horizon
    settling: set[str] = field(default_factory=set)
    scope: Scope = field(default_factory=Scope)

    def say(self, where: Where, message: str) -> None:
        """Note a problem and go on."""
        self.problems.append(self.source.problem(where, message))

    def declare(self, name: str, what: str, where: Where) -> bool:
        """Enter a name into the shared space; False (and a problem) if it already means something else."""
        known = self.names.get(name)
        if known is None:
            self.names[name] = (what, where)
            return True
        if what == "a process" and known[0] in ("an actor", "a group"):
            return True
        if known[0] == what and what in ("a side", "a signal"):
            return True
        (first, place), (_, again) = sorted([known, (what, where)], key=lambda one: one[1])
        self.names[name] = (first, place)
        self.say(again, f"'{name}' is already the name of {first} (line {place.line}); one name means one thing")
        return False

    def unknown(self, where: Where, what: str, name: str, known: list[str]) -> None:
        """Say that a name is not one of those, unless it is known to be broken."""
        if name not in self.broken:
            self.say(where, f"there is no {what} '{name}'{nearest(name, known)}")

    def known(self, made: Expression) -> float | None:
        """The value if it is fixed; the parameters it is made of then settle something before the story starts."""
        self.settle(*(part.name for part in walk(made) if part.op == "parameter"))
        return value_of(made, self.fixed)

    def settle(self, *names: str) -> None:
        """Remember that something rests on the values of parameters, and so on those that they are made of."""
        left = [*names]
        while left:
            name = left.pop()
            if name in self.settling or name not in self.resolved:
                continue
            self.settling.add(name)
            value = self.resolved[name].value
            for made in value.args if isinstance(value, Distribution) else (value,):
                left += [part.name for part in walk(made) if part.op == "parameter"]

    def mention(self, name: str, where: Where) -> None:
        """Remember that something uses a name."""
        self.mentions.setdefault(name, where)


def section(root: Mapping, name: str) -> Mapping:
    """A section of the file, empty if it is not there."""
    node = root.get(name)
    return node if isinstance(node, Mapping) else Mapping({}, root.where)


def text(mapping: Mapping, key: str) -> str:
    """The text under a key; none gives the empty text."""
    node = mapping.get(key)
    return node.text if isinstance(node, Scalar) else ""


def ids(node: Node | None) -> tuple[str, ...]:
    """One text or a list of them."""
    if isinstance(node, Scalar):
        return (node.text,)
    return tuple(item.text for item in node.items if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()


def number(node: Node | None) -> float | None:
    """A plain number."""
    if isinstance(node, Scalar) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return float(node.value)
    return None

"""Names to things: a syntax tree and a scope give a typed expression, or say what is wrong and where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from heatsim.errors import Where, nearest
from heatsim.scenario.expression import FUNCTIONS, OF_WEAPONS, STATES, SUMS, TALLIES, Expression, constant, walk
from heatsim.scenario.grammar import ExpressionError, Syntax
from heatsim.units import LENGTH, MONEY, NUMBER, TIME, Dimension, dimension_name

__all__ = ["Declared", "Scope", "bind"]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a parameter or a variable is: number, flag or choice."""

    kind: str = "number"
    dimension: Dimension = NUMBER
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Every name an expression may use. `groups` maps a group to its size; `me` is the acting actor or group."""

    parameters: Mapping[str, Declared] = field(default_factory=dict)
    variables: Mapping[str, Declared] = field(default_factory=dict)
    signals: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    groups: Mapping[str, int] = field(default_factory=dict)
    sides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    quantities: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)  # unit, holders
    clocks: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    wounds: tuple[str, ...] = ()  # what `.wound` may be; empty where there are no fights
    weapons: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()  # names of weapons and others that are known to be wrong
    me: str | None = None
    member: bool = False
    early: bool = False  # before the story starts there is no `now`

    def within(self, me: str | None, *, member: bool) -> Scope:
        """The scope of one process: who `me` is, and whether `member` means something."""
        inner = replace(self, me=me, member=member)
        inner.__dict__["_declared"] = self._declared  # the same, and costly where there are thousands
        return inner

    def known(self) -> list[str]:
        """Every name, for suggestions."""
        return [*self._own(), *self._declared]

    def __contains__(self, name: str) -> bool:
        """Whether a name means something here."""
        return name in self._own() or any(name in table for table in self._tables())

    def _own(self) -> list[str]:
        return [*(["me"] if self.me else []), *(["member"] if self.member else []), *([] if self.early else ["now"])]

    def _tables(self) -> tuple[Collection[str], ...]:
        tables = (self.parameters, self.variables, self.signals, self.actors, self.groups, self.sides)
        return (*tables, self.places, self.quantities, self.clocks)

    @cached_property
    def _declared(self) -> tuple[str, ...]:
        return tuple(sorted({name for table in self._tables() for name in table}))


def bind(syntax: Syntax, scope: Scope, where: Where = Where()) -> Expression:
    """The typed expression; ExpressionError (with the column in the text) at the first thing that does not fit."""
    return _Binder(scope, where).bind(syntax)


def _fail(node: Syntax, message: str) -> ExpressionError:
    return ExpressionError(message, node.column)


class _Binder:
    def __init__(self, scope: Scope, where: Where) -> None:
        self.scope = scope
        self.where = where

    def bind(self, node: Syntax) -> Expression:
        reader: Callable[[Syntax], Expression] | None = getattr(self, f"_bind_{node.op}", None)
        if reader:
            return reader(node)
        if node.op in ("and", "or", "not"):
            return self._node(node.op, tuple(self.flag(arg) for arg in node.args), kind="flag")
        if node.op in ("==", "!="):
            return self._equal(node)
        if node.op in ("<", "<=", ">", ">="):
            left, right = (self.number(arg) for arg in node.args)
            self._same(node, left, right)
            return self._node(node.op, (left, right), kind="flag")
        return self._arithmetic(node)

    def _node(self, op: str, args: tuple[Expression, ...], kind: str = "number", dimension: Dimension = NUMBER) -> Expression:
        return Expression(op, args, kind=kind, dimension=dimension, where=self.where)

    def _leaf(self, op: str, name: str, word: str = "", kind: str = "number", dimension: Dimension = NUMBER) -> Expression:
        return Expression(op, name=name, word=word, kind=kind, dimension=dimension, where=self.where)

    def flag(self, node: Syntax) -> Expression:
        bound = self.bind(node)
        if bound.kind != "flag":
            raise _fail(node, f"this must be true or false, but it is {self._what(bound)}")
        return bound

    def number(self, node: Syntax) -> Expression:
        bound = self.bind(node)
        if bound.kind != "number":
            raise _fail(node, f"this must be a number, but it is {self._what(bound)}")
        return bound

    @staticmethod
    def _what(bound: Expression) -> str:
        if bound.kind == "flag":
            return "true or false"
        if bound.kind == "choice":
            return f"one of {', '.join(bound.options)}"
        return "an actor" if bound.kind == "actor" else dimension_name(bound.dimension)

    def _same(self, node: Syntax, left: Expression, right: Expression) -> None:
        if left.dimension != right.dimension:
            raise _fail(node, f"'{node.op}' needs the same units on both sides, but has {self._what(left)} and {self._what(right)}")

    # operators

    def _equal(self, node: Syntax) -> Expression:
        for first, second in (node.args, node.args[::-1]):
            if second.op == "name" and second.text not in self.scope:
                bound = self.bind(first)
                if bound.kind == "choice" or (bound.kind == "actor" and second.text == "nobody"):
                    return self._node(node.op, (bound, self._word(second, bound)), kind="flag")
        left, right = (self.bind(arg) for arg in node.args)
        if left.kind == "choice" and right.kind != "choice" and node.args[1].op == "name" and node.args[1].text in left.options:
            right = self._word(node.args[1], left)
        if left.kind != right.kind:
            raise _fail(node, f"'{node.op}' compares {self._what(left)} with {self._what(right)}")
        self._same(node, left, right)
        return self._node(node.op, (left, right), kind="flag")

    def _word(self, node: Syntax, other: Expression) -> Expression:
        if other.kind == "actor":
            return constant(-1, kind="actor", where=self.where)
        if node.text not in other.options:
            raise _fail(node, f"'{node.text}' is not one of {', '.join(other.options)}{nearest(node.text, other.options)}")
        return replace(constant(other.options.index(node.text), kind="choice", where=self.where), options=other.options)

    def _arithmetic(self, node: Syntax) -> Expression:
        args = tuple(self.number(arg) for arg in node.args)
        if node.op in ("+", "-"):
            self._same(node, *args)
        if node.op not in ("*", "/"):
            return self._node(node.op, args, dimension=args[0].dimension)
        sign = 1 if node.op == "*" else -1
        time, length, money = (a + sign * b for a, b in zip(args[0].dimension, args[1].dimension, strict=True))
        return self._node(node.op, args, dimension=(time, length, money))

    # atoms

    def _bind_number(self, node: Syntax) -> Expression:
        return constant(node.value, node.dimension, where=self.where)

    def _bind_flag(self, node: Syntax) -> Expression:
        return constant(node.value, kind="flag", where=self.where)

    def _bind_event(self, node: Syntax) -> Expression:
        raise _fail(node, f"an event is not a value; write time_of({node.text}) or happened({node.text})")

    def _bind_name(self, node: Syntax) -> Expression:
        scope, name = self.scope, node.text
        for op, table in (("parameter", scope.parameters), ("variable", scope.variables)):
            if name in table:
                made = table[name]
                return Expression(op, name=name, kind=made.kind, dimension=made.dimension, options=made.options, where=self.where)
        if name in scope.signals:
            return self._leaf("signal", name, kind="flag")
        if name == "now" and not scope.early:
            return self._leaf("now", "", dimension=TIME)
        if name == "member" and scope.member:
            return self._leaf("member", "")
        if name in scope.actors or (name == "me" and scope.me):
            return self._leaf("actor", name, kind="actor")
        self._explain_name(node)
        raise _fail(node, f"unknown name '{name}'{nearest(name, [*scope.known(), *FUNCTIONS])}")

    def _explain_name(self, node: Syntax) -> None:
        """Known names that are not values by themselves: say how to use them."""
        scope, name = self.scope, node.text
        if name in scope.clocks:
            raise _fail(node, f"'{name}' is a clock; write {name}.remaining, {name}.elapsed or {name}.running")
        if name in scope.groups or name in scope.sides:
            raise _fail(node, f"'{name}' is several actors; write {name}.dead, {name}.count or one of them, {name}[1]")
        if name in scope.quantities:
            raise _fail(node, f"'{name}' is a quantity; write {name}.holder")
        if name in scope.places:
            raise _fail(node, f"'{name}' is a place; write distance({name}, ...)")
        if name == "now":
            raise _fail(node, "'now' means something only once the story has started")
        if name in ("me", "member"):
            raise _fail(node, f"'{name}' means something only in a process of {'an actor' if name == 'me' else 'a group'}")

    def _bind_index(self, node: Syntax) -> Expression:
        group = node.args[0]
        if group.op != "name" or group.text not in self.scope.groups:
            raise _fail(node, "only a group of actors has numbered members")
        index = self.number(node.args[1])
        if index.dimension != NUMBER:
            raise _fail(node.args[1], "a member's number has no unit")
        size = self.scope.groups[group.text]
        if index.op == "const":
            if index.value != int(index.value) or not 1 <= index.value <= size:
                raise _fail(node.args[1], f"'{group.text}' has members 1 to {size}")
            return self._leaf("actor", f"{group.text}[{int(index.value)}]", kind="actor")
        if any(part.op not in ("member", "const", "+", "-", "*", "neg") for part in walk(index)):
            raise _fail(node.args[1], "a member's number must be a constant or be made from 'member'")
        return Expression("actor", (index,), name=group.text, kind="actor", where=self.where)

    def _bind_member(self, node: Syntax) -> Expression:
        owner, word = node.args[0], node.text
        if owner.op == "name" and owner.text in self.scope.clocks:
            return self._clock(node, owner.text)
        if owner.op == "name" and owner.text in self.scope.quantities:
            return self._holding(node, owner.text)
        if owner.op == "name" and (owner.text in self.scope.groups or owner.text in self.scope.sides):
            return self._several(node, owner.text)
        if owner.op == "member" and owner.args[0].op == "name" and owner.args[0].text in self.scope.quantities:
            raise _fail(node, "a holder has nothing below it")
        if owner.op == "member" and (word in OF_WEAPONS or owner.text in self.scope.weapons):
            return self._of_weapon(node, owner)
        actor = self.bind(owner)
        if actor.op != "actor":
            raise _fail(node, f"{self._what(actor)} has no '.{word}'")
        if word == "by":
            return replace(actor, op="by", kind="actor")
        if word in (*TALLIES, "hurt_by", "wound"):
            return self._fought(node, actor)
        if word not in (*STATES, "out"):
            self._not_a_weapon(node, OF_WEAPONS)
            members = (*STATES, "out", "by", *((*TALLIES, "hurt_by", "wound") if self.scope.wounds else ()))
            raise _fail(node, f"an actor has no '.{word}'{nearest(word, members)}")
        return replace(actor, op="state", word=word, kind="flag")

    def _fought(self, node: Syntax, actor: Expression) -> Expression:
        """What a fight has made of an actor so far."""
        self._fights(node)
        if node.text == "hurt_by":
            return replace(actor, op="hurt_by")
        if node.text == "wound":
            return replace(actor, op="wound", kind="choice", options=self.scope.wounds)
        return replace(actor, op="tally", word=node.text, kind="number")

    def _of_weapon(self, node: Syntax, weapon: Syntax) -> Expression:
        """What an actor, a group or a side has done with one of its weapons: `shiherlis.rifle.shots`."""
        whose = weapon.args[0]
        several = whose.op == "name" and (whose.text in self.scope.groups or whose.text in self.scope.sides)
        bound = self._leaf("tally", whose.text) if several else self.bind(whose)
        if not several and bound.op != "actor":
            raise _fail(node, f"{self._what(bound)} has no weapons")
        self._fights(node)
        if weapon.text not in self.scope.weapons and weapon.text not in self.scope.broken:
            raise _fail(weapon, f"there is no weapon '{weapon.text}'{nearest(weapon.text, self.scope.weapons)}")
        words = [word for word in OF_WEAPONS if word in SUMS or not several]
        if node.text not in words:
            whom = "a group" if several else "an actor"
            raise _fail(node, f"of a weapon {whom} has no '.{node.text}'{nearest(node.text, words)}")
        return replace(bound, op="tally", word=f"{weapon.text}.{node.text}", kind="number")

    def _not_a_weapon(self, node: Syntax, words: Sequence[str]) -> None:
        """A weapon is no value by itself: say how to use it."""
        if node.text in self.scope.weapons:
            raise _fail(node, f"'{node.text}' is a weapon; write {' or '.join(f'.{node.text}.{word}' for word in words)}")

    def _fights(self, node: Syntax) -> None:
        if not self.scope.wounds:
            raise _fail(node, f"'.{node.text}' means something only where there are fights; declare one under 'fights'")

    def _clock(self, node: Syntax, name: str) -> Expression:
        if node.text not in ("remaining", "elapsed", "running"):
            raise _fail(node, f"a clock has no '.{node.text}'{nearest(node.text, ('remaining', 'elapsed', 'running'))}")
        running = node.text == "running"
        return self._leaf("clock", name, node.text, "flag" if running else "number", NUMBER if running else TIME)

    def _holding(self, node: Syntax, name: str) -> Expression:
        unit, holders = self.scope.quantities[name]
        bases = {holder.split("[")[0] for holder in holders}
        if node.text != "me" and node.text not in (*holders, *bases, *self.scope.sides):
            raise _fail(node, f"'{node.text}' never holds '{name}'{nearest(node.text, (*holders, *bases, *self.scope.sides))}")
        return self._leaf("holding", name, node.text, dimension=MONEY if unit == "usd" else NUMBER)

    def _several(self, node: Syntax, name: str) -> Expression:
        if node.text == "count":
            return self._leaf("size", name)
        if node.text in SUMS:
            self._fights(node)
            return self._leaf("tally", name, node.text)
        if node.text not in (*STATES, "out"):
            self._not_a_weapon(node, [word for word in OF_WEAPONS if word in SUMS])
            members = (*STATES, "out", "count", *(SUMS if self.scope.wounds else ()))
            raise _fail(node, f"a group has no '.{node.text}'{nearest(node.text, members)}")
        return self._leaf("count", name, node.text)

    # functions

    def _bind_call(self, node: Syntax) -> Expression:
        name = node.text
        if name not in FUNCTIONS:
            raise _fail(node, f"unknown function '{name}'{nearest(name, tuple(FUNCTIONS))}")
        low, high = FUNCTIONS[name]
        if not low <= len(node.args) <= high:
            raise _fail(node, f"{name}() takes {low if low == high else f'{low} or more'} values, not {len(node.args)}")
        if name in ("time_of", "happened"):
            return self._moment(node)
        if name == "distance":
            return self._node(name, tuple(self._place(arg) for arg in node.args), dimension=LENGTH)
        if name == "if":
            return self._if(node)
        args = tuple(self.number(arg) for arg in node.args)
        for other in args[1:]:
            self._same(Syntax(name, node.column), args[0], other)
        return self._node(name, args, dimension=self._result(node, args[0].dimension))

    def _result(self, node: Syntax, given: Dimension) -> Dimension:
        if node.text in ("exp", "log") and given != NUMBER:
            raise _fail(node, f"{node.text}() takes a number without unit, not {dimension_name(given)}")
        if node.text != "sqrt":
            return given
        if any(power % 2 for power in given):
            raise _fail(node, f"sqrt() of {dimension_name(given)} has no unit")
        return (given[0] // 2, given[1] // 2, given[2] // 2)

    def _if(self, node: Syntax) -> Expression:
        condition, left, right = self.flag(node.args[0]), self.bind(node.args[1]), self.bind(node.args[2])
        if left.kind != right.kind:
            raise _fail(node, f"if() has {self._what(left)} and {self._what(right)}")
        self._same(Syntax("if()", node.column), left, right)
        return self._node("if", (condition, left, right), left.kind, left.dimension)

    def _moment(self, node: Syntax) -> Expression:
        target = node.args[0]
        if target.op == "event" and target.text not in self.scope.events:
            raise _fail(target, f"no step carries the event {target.text}{nearest(target.text, self.scope.events)}")
        if target.op == "name" and target.text not in self.scope.signals:
            raise _fail(target, f"'{target.text}' is not a signal{nearest(target.text, self.scope.signals)}")
        if target.op not in ("event", "name"):
            raise _fail(node, f"{node.text}() takes an event id or a signal")
        happened = node.text == "happened"
        return self._leaf(node.text, target.text, "", "flag" if happened else "number", NUMBER if happened else TIME)

    def _place(self, node: Syntax) -> Expression:
        if node.op == "name" and node.text in self.scope.places:
            return self._leaf("place", node.text)
        bound = self.bind(node)
        if bound.op != "actor":
            raise _fail(node, "distance() takes places and actors")
        return bound

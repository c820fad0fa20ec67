"""Typed expressions to trees over the state vector, for one process (which knows who `me` and `member` are)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from heatsim.program.evaluate import evaluate
from heatsim.program.model import Tree
from heatsim.program.symbols import NOW, Symbols
from heatsim.scenario.expression import STATES, Expression
from heatsim.scenario.resolved import Resolved

__all__ = ["Lowering", "const", "reads", "var"]

FIRST_OUT = float(STATES.index("down"))


def const(value: float) -> Tree:
    return ("const", float(value))


def var(index: int) -> Tree:
    return ("var", index)


def reads(tree: Tree | None) -> Iterator[int]:
    """The variables a tree reads."""
    if tree is None:
        return
    if tree[0] in ("var", "sent"):
        yield tree[1]
    elif tree[0] == "place":
        for body in tree[3]:
            yield from (body.x, body.y, body.end, body.aboard)
    elif tree[0] != "const":
        for part in tree[1:]:
            yield from reads(part)


@dataclass(frozen=True)
class Lowering:
    """Expressions of one process: `me` is its actor's name (or None), `member` its number in a group (or 0)."""

    symbols: Symbols
    scenario: Resolved
    me: str | None = None
    member: int = 0

    def __call__(self, expression: Expression) -> Tree:
        special = getattr(self, f"_{expression.op}", None)
        tree: Tree = special(expression) if special else (expression.op, *(self(arg) for arg in expression.args))
        return _fold(tree)

    def actor_name(self, expression: Expression) -> str:
        """The full name of the actor that an `actor`, `state` or `by` node means."""
        if expression.args:
            return f"{expression.name}[{int(evaluate(self(expression.args[0]), ()))}]"
        return self.who(expression.name)

    def who(self, name: str) -> str:
        return self.me or "" if name == "me" else name

    def _const(self, e: Expression) -> Tree:
        return const(e.value)

    def _member(self, e: Expression) -> Tree:
        return const(self.member)

    def _now(self, e: Expression) -> Tree:
        return var(NOW)

    def _parameter(self, e: Expression) -> Tree:
        if e.name in self.symbols.constants:
            return const(self.symbols.constants[e.name])
        return var(self.symbols.parameters[e.name])

    def _variable(self, e: Expression) -> Tree:
        return var(self.symbols.variables[e.name])

    def _signal(self, e: Expression) -> Tree:
        return ("sent", self.symbols.signals[e.name])

    def _time_of(self, e: Expression) -> Tree:
        table = self.symbols.events if e.name in self.symbols.events else self.symbols.signals
        return var(table[e.name])

    def _happened(self, e: Expression) -> Tree:
        return ("sent", self._time_of(e)[1])

    def _actor(self, e: Expression) -> Tree:
        return const(self.symbols.actors[self.actor_name(e)])

    def _state(self, e: Expression) -> Tree:
        return self._is(self.actor_name(e), e.word)

    def _is(self, actor: str, word: str) -> Tree:
        state = var(self.symbols.actor_infos[self.symbols.actors[actor]].state)
        return (">=", state, const(FIRST_OUT)) if word == "out" else ("==", state, const(STATES.index(word)))

    def _hurt_by(self, e: Expression) -> Tree:
        return var(self.symbols.combat[self.actor_name(e)].hurt_by)

    def _wound(self, e: Expression) -> Tree:
        return var(self.symbols.combat[self.actor_name(e)].wound)

    def _tally(self, e: Expression) -> Tree:
        """Shots, hits and the like of one actor, or the sum over a group or side; of all weapons or of one."""
        if e.name in self.symbols.groups and not e.args:
            fighters = [name for name in self.symbols.groups[e.name] if name in self.symbols.combat]
            return ("sum", *(self._tallied(name, e.word) for name in fighters)) if fighters else const(0.0)
        name = self.actor_name(e)
        return self._tallied(name, e.word) if name in self.symbols.combat else const(0.0)

    def _tallied(self, name: str, word: str) -> Tree:
        info = self.symbols.combat[name]
        weapon, _, what = word.rpartition(".")
        if weapon:
            return self._of_weapon(name, weapon, what)
        if word == "rounds":
            return ("sum", *map(var, info.rounds)) if info.rounds else const(0.0)
        if word == "suppression":
            half = next(fight.half_life for fight in self.scenario.fights if info.fight == self.symbols.fights[fight.name])
            return ("decayed", var(info.suppression), var(info.suppressed_at), self(half) if half else const(3e6), var(NOW))
        return var({"shots": info.shots, "hits": info.hits, "taken": info.taken}[word])

    def _of_weapon(self, name: str, weapon: str, what: str) -> Tree:
        """What an actor has fired, hit with or left of one weapon; nothing, if it never fights with it."""
        if what == "rounds":
            left = self.symbols.rounds.get((name, weapon), ())
            return ("sum", *map(var, left)) if left else const(0.0)
        if (name, weapon) not in self.symbols.counts:
            return const(0.0)
        shots, hits = self.symbols.counts[name, weapon]
        return var(shots if what == "shots" else hits)

    def _by(self, e: Expression) -> Tree:
        return var(self.symbols.actor_infos[self.symbols.actors[self.actor_name(e)]].by)

    def _size(self, e: Expression) -> Tree:
        return const(len(self.symbols.groups[e.name]))

    def _count(self, e: Expression) -> Tree:
        return ("sum", *(self._is(actor, e.word) for actor in self.symbols.groups[e.name]))

    def _holding(self, e: Expression) -> Tree:
        holder = self.who(e.word)
        if (e.name, holder) in self.symbols.holdings:
            return var(self.symbols.holdings[e.name, holder])
        several = self.symbols.groups.get(holder, ())
        kept = [self.symbols.holdings[e.name, actor] for actor in several if (e.name, actor) in self.symbols.holdings]
        return ("sum", *(var(index) for index in kept)) if kept else const(0.0)

    def _clock(self, e: Expression) -> Tree:
        started, read = self.symbols.clocks[e.name]
        if e.word == "running":
            return ("sent", started)
        elapsed: Tree = ("if", ("sent", started), ("-", var(NOW), var(started)), var(read))
        if e.word == "elapsed":
            return elapsed
        runs = next(clock.runs for clock in self.scenario.clocks if clock.name == e.name)
        return ("-", self(runs), elapsed) if runs is not None else const(float("nan"))

    def _distance(self, e: Expression) -> Tree:
        (ax, ay), (bx, by) = (self.position(self._spot(arg)) for arg in e.args)
        return ("hypot", ("-", ax, bx), ("-", ay, by))

    def _spot(self, e: Expression) -> str:
        return e.name if e.op == "place" else self.actor_name(e)

    def position(self, name: str) -> tuple[Tree, Tree]:
        """x and y of an actor (where it now is) or of a place."""
        if name in self.symbols.bodies:
            number, bodies = self.symbols.actors[name], tuple(self.symbols.bodies.values())
            return ("place", number, 0, bodies), ("place", number, 1, bodies)
        place = next(place for place in self.scenario.places if place.name == name)
        return const(place.x), const(place.y)


def _fold(tree: Tree) -> Tree:
    """Work out what does not depend on the state, unless it cannot be worked out (that is then said when it happens)."""
    if tree[0] in ("const", "var", "sent", "place") or any(part[0] != "const" for part in tree[1:]):
        return tree
    try:
        return const(evaluate(tree, ()))
    except (ArithmeticError, ValueError):
        return tree

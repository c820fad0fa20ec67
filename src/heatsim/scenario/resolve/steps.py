"""Steps of one process: each verb's short forms spelled out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from heatsim.errors import Where
from heatsim.scenario import resolved as r
from heatsim.scenario.authored.steps import verb_of
from heatsim.scenario.binding import Scope
from heatsim.scenario.expression import Expression
from heatsim.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from heatsim.scenario.resolve import fighting, things
from heatsim.scenario.resolve.distributions import value
from heatsim.scenario.resolve.draft import Draft, ids, section, text
from heatsim.scenario.resolve.expressions import A_NUMBER, A_SPEED, A_TIME, CONDITION, MONEY_AMOUNT, Want, expression, fitting
from heatsim.scenario.resolved import Distribution, Value
from heatsim.scenario.walking import fight_draws

__all__ = ["StepResolver"]

_READING = re.compile(r"(?P<reading>.*\S)\s+(?P<which>remaining|elapsed)(?:\s+on\s+(?P<clock>\S+))?\s*")
Steps = tuple[r.Step, ...]


@dataclass
class StepResolver:
    """Resolves the steps of one process; `sites` are the names already taken in it."""

    draft: Draft
    process: str
    actor: str | None
    scope: Scope
    sites: dict[str, tuple[Where, bool, bool]] = field(default_factory=dict)

    def steps(self, node: Node | None) -> Steps:
        """A list of steps."""
        if not isinstance(node, Sequence):
            return ()
        return tuple(self.step(item) for item in node.items if isinstance(item, Mapping))

    def step(self, node: Mapping) -> r.Step:
        verb = verb_of(node.entries) or "mark"
        made: r.Step = _VERBS[verb](self, node)
        return made

    def orders(self, node: Node | None) -> tuple[r.Order, ...]:
        """Standing orders, the first in the list first."""
        items = node.items if isinstance(node, Sequence) else ()
        return tuple(self.order(item) for item in items if isinstance(item, Mapping))

    def order(self, node: Mapping) -> r.Order:
        return r.Order(
            on=self.condition(node.get("on")),
            steps=self.steps(node.get("steps")),
            then=text(node, "then") or "resume",
            again=text(node, "again") == "true",
            name=text(node, "name") or _words(node.get("on")),
            where=node.where,
        )

    # parts of steps

    def condition(self, node: Node | None) -> Expression:
        return expression(self.draft, node, self.scope, CONDITION)

    def maybe(self, node: Node | None, want: Want = CONDITION) -> Expression | None:
        return expression(self.draft, node, self.scope, want) if node else None

    def time(self, node: Node | None) -> Value:
        return value(self.draft, node, self.scope, A_TIME)

    def meta(self, node: Mapping, verb: str, *, draws: bool = False, key: str = "") -> r.Meta:
        """What any step may carry. A step that draws must have a name; no two may share one."""
        named = node.get("name")
        site = text(node, "name") or (text(node, "do") if verb == "do" else "")
        if not site and draws:
            self.draft.say(node.where, f"this step draws ('{key}') and needs a name of its own; add 'name: ...'")
        if site:
            self.site(site, named.where if named else node.where, draws, named is not None)
        shown = text(node, "text") or None
        if verb in ("do", "mark", "say"):
            shown = shown or text(node, verb)
        return r.Meta(
            site=site or None,
            label=_label(node, verb, site),
            text=shown,
            events=ids(node.get("event")),
            begins=ids(node.get("begins")),
            facts=ids(node.get("facts")),
            where=node.where,
        )

    def site(self, name: str, where: Where, draws: bool, given: bool) -> None:
        if draws and "#" in name:
            self.draft.say(where, "the name of a step that draws must not contain '#'")
        known = self.sites.setdefault(name, (where, draws, given))
        if known[0] != where and (draws or known[1] or (given and known[2])):
            advice = "give each its own 'name'" if draws or known[1] else "choose another"
            self.draft.say(where, f"'{name}' already names a step of '{self.process}' (line {known[0].line}); {advice}")

    def branches(self, node: Mapping) -> tuple[Steps, Steps]:
        return self.steps(node.get("then")), self.steps(node.get("else"))

    # steps that take time

    def do(self, node: Mapping) -> r.Do:
        takes = self.time(node.get("takes"))
        meta = self.meta(node, "do", draws=isinstance(takes, Distribution), key="takes")
        return r.Do(meta, takes, self.maybe(node.get("until")), *self.branches(node))

    def wait(self, node: Mapping) -> r.Wait:
        limit = self.time(node.get("for")) if node.get("for") else None
        meta = self.meta(node, "wait", draws=isinstance(limit, Distribution), key="for")
        return r.Wait(meta, self.condition(node.get("wait")), limit, *self.branches(node))

    def at(self, node: Mapping) -> r.At:
        meta, written = self.meta(node, "at"), node.get("at")
        assert isinstance(written, Scalar)
        match = _READING.fullmatch(written.text)
        if not match:
            self.draft.say(written.where, "a clock's reading is written '80 s remaining' or '2 min elapsed on name'")
            return r.At(meta, "", expression(self.draft, None, self.scope, A_TIME), False, *self.branches(node))
        clock = things.clock(self.draft, self.scope, match["clock"], written.at(max(match.start("clock"), 0)))
        reading = Scalar(match["reading"], match["reading"], written.where, written.shift)
        bound = expression(self.draft, reading, self.scope, A_TIME)
        return r.At(meta, clock, bound, match["which"] == "remaining", *self.branches(node))

    def move(self, node: Mapping) -> r.Move:
        meta, target, speed = self.meta(node, "move"), node.get("move"), node.get("speed")
        assert isinstance(target, Scalar)
        things.mover(self.draft, self.actor, node.where, self.process)
        name = things.destination(self.draft, target)
        own = self.draft.actors[self.actor].speed if self.actor in self.draft.actors else None
        if speed is None and own is None and self.actor:
            self.draft.say(node.where, f"how fast? give 'speed' here or give '{self.actor}' a speed")
        bound = expression(self.draft, speed, self.scope, A_SPEED) if speed or own is None else own
        return r.Move(meta, name, bound, self.maybe(node.get("until")), *self.branches(node))

    def fight(self, node: Mapping) -> r.Engage:
        name, target, assigned = node.get("fight"), text(node, "target") or "random", node.get("assigned")
        assert isinstance(name, Scalar)
        fight = fighting.fight(self.draft, name, self.actor, node.where, self.process)
        weapon = fighting.weapon(self.draft, node.get("weapon"), self.actor, node.where)
        if assigned is None and target == "assigned":
            self.draft.say(node.key("target"), "whom? name the enemies under 'assigned', the most wanted first")
        if assigned is not None and target != "assigned":
            self.draft.say(node.key("assigned"), "'assigned' counts only with 'target: assigned'")
        reaction = self.time(node.get("reaction")) if node.get("reaction") else None
        return r.Engage(
            self.fires(node, weapon, reaction),
            fight,
            weapon,
            target,
            fighting.enemies(self.draft, assigned, self.actor, self.draft.fights.get(fight)),
            reaction,
            self.maybe(node.get("holds")),
            self.maybe(node.get("until")),
            *self.branches(node),
        )

    def fires(self, node: Mapping, weapon: str, reaction: Value | None) -> r.Meta:
        """A fight draws at sites below its name, or where it has none at those of the process itself."""
        named = bool(node.get("name"))
        meta = self.meta(node, "fight", draws=named)
        if not named:
            for part in fight_draws(self.draft.weapons.get(weapon), reaction):
                taken = part in self.sites
                self.site(part, node.where, True, False)
                if taken:
                    break
        return replace(meta, site=meta.site or "")

    # branches and loops

    def if_(self, node: Mapping) -> r.If:
        return r.If(self.meta(node, "if"), self.condition(node.get("if")), *self.branches(node))

    def chance(self, node: Mapping) -> r.Chance:
        probability = expression(self.draft, node.get("chance"), self.scope, A_NUMBER)
        return r.Chance(self.meta(node, "chance", draws=True, key="chance"), probability, *self.branches(node))

    def options(self, node: Mapping, verb: str, read: Callable[[Mapping], Value]) -> tuple[r.Option, ...]:
        made = []
        for entry in section(node, verb).entries.values():
            body = entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)
            self.site(f"{text(node, 'name')}/{entry.key}", entry.where, True, True)
            made.append(r.Option(entry.key, read(body), self.steps(body.get("steps"))))
        return tuple(made)

    def choose(self, node: Mapping) -> r.Choose:
        def weight(body: Mapping) -> Value:
            given = body.get("weight") or Scalar(1, "1", body.where)
            return expression(self.draft, given, self.scope, A_NUMBER)

        return r.Choose(self.meta(node, "choose", draws=True, key="choose"), self.options(node, "choose", weight))

    def first(self, node: Mapping) -> r.First:
        meta = self.meta(node, "first", draws=True, key="first")
        hazards = self.options(node, "first", lambda body: self.time(body.get("after")))
        return r.First(meta, hazards, self.maybe(node.get("until")), self.steps(node.get("else")))

    def repeat(self, node: Mapping) -> r.Repeat:
        times = expression(self.draft, node.get("repeat"), self.scope, A_NUMBER)
        return r.Repeat(self.meta(node, "repeat"), times, None, self.steps(node.get("steps")))

    def while_(self, node: Mapping) -> r.Repeat:
        return r.Repeat(self.meta(node, "while"), None, self.condition(node.get("while")), self.steps(node.get("steps")))

    def watch(self, node: Mapping) -> r.Watch:
        return r.Watch(self.meta(node, "watch"), self.orders(node.get("watch")), self.steps(node.get("steps")))

    # things that happen at once

    def signal(self, node: Mapping) -> r.Signal:
        return r.Signal(self.meta(node, "signal"), ids(node.get("signal")))

    def start(self, node: Mapping) -> r.Start:
        kind, name = things.startable(self.draft, self.scope, node, "start")
        return r.Start(self.meta(node, "start"), kind, name)

    def stop(self, node: Mapping) -> r.Stop:
        kind, name = things.startable(self.draft, self.scope, node, "stop")
        return r.Stop(self.meta(node, "stop"), kind, name)

    def amount(self, node: Mapping, quantity: str) -> Expression | None:
        unit = self.scope.quantities.get(quantity, ("number", ()))[0]
        return self.maybe(node.get("amount"), MONEY_AMOUNT if unit == "usd" else A_NUMBER)

    def hand(self, node: Mapping, verb: str, source: str | None, target: str | None) -> r.Hand:
        """`source` and `target` are keys of the step; None is the acting actor."""
        meta, quantity = self.meta(node, verb), things.quantity(self.draft, self.scope, node, verb)
        given = node.get("from")
        if source is None and (given is None or target is None):
            giver = things.self_holder(self.draft, self.actor, node.where, self.process, verb)
        else:
            giver = things.holder(self.draft, self.scope, quantity, given, node.where, verb, "from")
        if target is None:
            taker = things.self_holder(self.draft, self.actor, node.where, self.process, verb)
        else:
            taker = things.holder(self.draft, self.scope, quantity, node.get(target), node.where, verb, target)
        return r.Hand(meta, quantity, giver, taker, self.amount(node, quantity))

    def take(self, node: Mapping) -> r.Hand:
        return self.hand(node, "take", "from", None)

    def drop(self, node: Mapping) -> r.Hand:
        return self.hand(node, "drop", None, "at")

    def give(self, node: Mapping) -> r.Hand:
        return self.hand(node, "hand", "from" if node.get("from") else None, "to")

    def set(self, node: Mapping) -> r.Assign:
        return self.assign(node, "set")

    def add(self, node: Mapping) -> r.Assign:
        return self.assign(node, "add")

    def assign(self, node: Mapping, verb: str) -> r.Assign:
        pairs = [pair for entry in section(node, verb).entries.values() if (pair := self.pair(entry, verb))]
        return r.Assign(self.meta(node, verb), tuple(pairs))

    def pair(self, entry: Entry, verb: str) -> tuple[str, Expression] | None:
        known = self.draft.variables.get(entry.key)
        self.draft.mention(entry.key, entry.where)
        if known is None:
            self.draft.unknown(entry.where, "variable", entry.key, list(self.draft.variables))
            return None
        want = fitting(known.dimension) if known.kind == "number" else CONDITION
        bound = expression(self.draft, entry.value, self.scope, want)
        if verb == "set":
            return entry.key, bound
        if known.kind != "number":
            self.draft.say(entry.where, f"'{entry.key}' is true or false; nothing can be added to it")
        old = Expression("variable", name=entry.key, dimension=known.dimension, where=entry.where)
        return entry.key, Expression("+", (old, bound), dimension=known.dimension, where=entry.where)

    def put(self, node: Mapping) -> r.Put:
        who, state, by = node.get("put"), node.get("state"), node.get("by")
        assert isinstance(who, Scalar)
        assert isinstance(state, Scalar)
        actor = things.actor(self.draft, who, self.actor, several=True)
        things.state(self.draft, state)
        cause = things.actor(self.draft, by, self.actor, several=False) if isinstance(by, Scalar) else None
        return r.Put(self.meta(node, "put"), actor, state.text, cause)

    def together(self, node: Mapping, verb: str) -> str:
        target = node.get(verb)
        other = target if isinstance(target, Scalar) and verb != "alight" else None
        return fighting.passenger(self.draft, other, self.actor, node.where, self.process, verb)

    def board(self, node: Mapping) -> r.Board:
        return r.Board(self.meta(node, "board"), "me", self.together(node, "board"))

    def alight(self, node: Mapping) -> r.Board:
        self.together(node, "alight")
        return r.Board(self.meta(node, "alight"), "me", None)

    def carry(self, node: Mapping) -> r.Board:
        return r.Board(self.meta(node, "carry"), self.together(node, "carry"), "me")

    def release(self, node: Mapping) -> r.Board:
        return r.Board(self.meta(node, "release"), self.together(node, "release"), None)

    def mark(self, node: Mapping) -> r.Mark:
        return r.Mark(self.meta(node, "mark"))

    def say(self, node: Mapping) -> r.Mark:
        return r.Mark(self.meta(node, "say"), spoken=True)


def _words(node: Node | None) -> str:
    """A condition or a list in short, for labels."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return ", ".join(_words(item) for item in node.items)
    if isinstance(node, Mapping):
        return next((f"{key} of {_words(entry.value)}" for key, entry in node.entries.items()), "")
    return ""


def _label(node: Mapping, verb: str, site: str) -> str:
    """What messages call a step: its verb and the first words of what follows."""
    below = node.get(verb)
    if verb in ("choose", "first", "watch"):
        words = site
    elif verb == "alight":
        words = ""
    elif verb in ("set", "add"):
        words = ", ".join(section(node, verb).entries)
    else:
        words = _words(below)
    return f"{verb} {words[:57] + '...' if len(words) > 60 else words}".strip()


_VERBS: dict[str, Callable[[StepResolver, Mapping], r.Step]] = {
    "do": StepResolver.do,
    "wait": StepResolver.wait,
    "at": StepResolver.at,
    "signal": StepResolver.signal,
    "if": StepResolver.if_,
    "chance": StepResolver.chance,
    "choose": StepResolver.choose,
    "first": StepResolver.first,
    "repeat": StepResolver.repeat,
    "while": StepResolver.while_,
    "start": StepResolver.start,
    "stop": StepResolver.stop,
    "take": StepResolver.take,
    "drop": StepResolver.drop,
    "hand": StepResolver.give,
    "set": StepResolver.set,
    "add": StepResolver.add,
    "put": StepResolver.put,
    "move": StepResolver.move,
    "fight": StepResolver.fight,
    "board": StepResolver.board,
    "alight": StepResolver.alight,
    "carry": StepResolver.carry,
    "release": StepResolver.release,
    "mark": StepResolver.mark,
    "say": StepResolver.say,
    "watch": StepResolver.watch,
}

"""Parameters: fixed, computed or drawn; what they rest on; and what overrides make of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from heatsim.errors import nearest
from heatsim.scenario.authored.distributions import KIND_KEYS
from heatsim.scenario.binding import Declared, Scope
from heatsim.scenario.constants import folded, value_of
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from heatsim.scenario.resolve.distributions import GIVES_FLAG, GIVES_WORD, dimension_of, distribution, kind_entries
from heatsim.scenario.resolve.draft import Draft, ids, section, text
from heatsim.scenario.resolve.expressions import Want, expression, fitting, stands_in
from heatsim.scenario.resolve.overrides import OverrideError, overridden
from heatsim.scenario.resolved import Distribution, Parameter
from heatsim.units import NUMBER, Dimension, dimension_name

__all__ = ["resolve_parameters"]

ANY = Want()
ANY_NUMBER = Want("number", None, "a number or a quantity")


def resolve_parameters(draft: Draft) -> None:
    """All parameters in order; each may use those before it."""
    entries = section(draft.root, "parameters").entries
    draft.later.update(entries)
    for entry in entries.values():
        draft.later.discard(entry.key)
        if entry.key in draft.broken or not draft.declare(entry.key, "a parameter", entry.where):
            continue
        before = len(draft.problems)
        made = _Maker(draft, Scope(parameters=draft.parameters), entry)()
        if len(draft.problems) > before or made is None:
            draft.broken.add(entry.key)
        else:
            _enter(draft, made)


def _enter(draft: Draft, made: Parameter) -> None:
    """Put a finished parameter where the rest of the file will look for it."""
    draft.resolved[made.name] = made
    if made.drawn == "each" and isinstance(made.value, Distribution):
        draft.each[made.name] = made.value
        return
    draft.parameters[made.name] = Declared(made.kind, made.dimension, made.options)
    if isinstance(made.value, Expression):
        fixed = value_of(made.value, draft.fixed)
        if fixed is not None:
            draft.fixed[made.name] = fixed * made.scale + made.shift


@dataclass
class _Maker:
    """Makes one parameter from its entry."""

    draft: Draft
    scope: Scope
    entry: Entry

    def __call__(self) -> Parameter | None:
        node = self.entry.value
        body = node if isinstance(node, Mapping) else Mapping({"value": Entry("value", node.where, node)}, node.where)
        value = self.value(body)
        if value is None or (isinstance(value, Expression) and stands_in(value)):
            return None
        made = self.described(body, value)
        self.hold(body, made)
        if made.name not in self.draft.overrides:
            return made
        try:
            return overridden(self.draft, self.scope, made, self.draft.overrides[made.name])
        except OverrideError as error:
            self.draft.say(self.draft.places.get(made.name, self.entry.where), str(error))
            return None

    def value(self, body: Mapping) -> Expression | Distribution | None:
        given = [key for key in ("value", "expr", *KIND_KEYS) if key in body.entries]
        if len(given) != 1:
            found = " and ".join(f"'{key}'" for key in given) or "none of them"
            self.draft.say(self.entry.where, f"'{self.entry.key}' needs one of value, expr or a distribution, found {found}")
            return None
        if given == ["value"]:
            return self.fixed(body)
        if given == ["expr"]:
            return folded(expression(self.draft, body.get("expr"), self.scope, ANY))
        return distribution(self.draft, kind_entries(body)[0], self.scope, ANY)

    def fixed(self, body: Mapping) -> Expression | None:
        node = body.get("value")
        options = ids(body.get("options"))
        if options and isinstance(node, Scalar):
            if node.text in options:
                return replace(constant(options.index(node.text), kind="choice", where=node.where), options=options)
            self.draft.say(node.where, f"'{node.text}' is not one of the options {', '.join(options)}{_near(node.text, options)}")
            return None
        made = folded(expression(self.draft, node, self.scope, ANY))
        if made.op != "const" and node is not None:
            self.draft.say(node.where, "a fixed value uses no other names; write 'expr:' for an expression over parameters")
            return None
        return made

    def described(self, body: Mapping, value: Expression | Distribution) -> Parameter:
        kind, options = self.kind(body, value)
        low, high = self.range(body, value, kind)
        return Parameter(
            name=self.entry.key,
            value=value,
            dimension=dimension_of(value) if isinstance(value, Distribution) else value.dimension,
            kind=kind,
            options=options,
            drawn=text(body, "drawn") or "once",
            basis=text(body, "basis"),
            facts=ids(body.get("fact")),
            source=text(body, "source"),
            why=text(body, "why"),
            low=low,
            high=high,
            text=text(body, "text"),
            where=self.entry.where,
        )

    def kind(self, body: Mapping, value: Expression | Distribution) -> tuple[str, tuple[str, ...]]:
        declared = ids(body.get("options"))
        if isinstance(value, Expression):
            return value.kind, value.options
        if value.kind in GIVES_FLAG:
            return "flag", ()
        if value.kind not in GIVES_WORD:
            return "number", ()
        extra = [word for word in value.options if declared and word not in declared]
        if extra:
            self.draft.say(value.where, f"'{extra[0]}' is not one of the options {', '.join(declared)}{_near(extra[0], declared)}")
        return "choice", value.options

    def range(self, body: Mapping, value: Expression | Distribution, kind: str) -> tuple[float | None, float | None]:
        node = body.get("range")
        if not isinstance(node, Sequence):
            return None, None
        if kind != "number":
            self.draft.say(body.key("range"), "only a number has a range; a choice has its options")
            return None, None
        dimension = dimension_of(value) if isinstance(value, Distribution) else value.dimension
        want = fitting(dimension)
        if other := self.other_dimension(node, dimension):
            unit = "; give it a unit" if dimension == NUMBER else ""
            self.draft.say(value.where, f"the value is {dimension_name(dimension)}, but its range is {dimension_name(other)}{unit}")
            return None, None
        low, high = (self.bound_value(item, want) for item in node.items)
        if low is not None and high is not None and low > high:
            self.draft.say(node.where, "the range is [low, high], but low exceeds high")
            return None, None
        inside = value_of(value) if isinstance(value, Expression) else None
        if inside is not None and low is not None and high is not None and not low <= inside <= high:
            self.draft.say(node.where, "the value lies outside its own range")
        return low, high

    def other_dimension(self, node: Sequence, dimension: Dimension) -> Dimension | None:
        """What both ends of the range are, where they agree against the value: then it is more likely wrong than they are."""
        trial = replace(self.draft, problems=[], mentions=dict(self.draft.mentions))
        ends = {made.dimension for made in (expression(trial, item, self.scope, ANY_NUMBER) for item in node.items)}
        other = ends.pop() if len(ends) == 1 and not trial.problems else dimension
        return other if other not in (dimension, NUMBER) else None

    def bound_value(self, node: Node, want: Want) -> float | None:
        made = expression(self.draft, node, self.scope, want)
        value = value_of(made, self.draft.fixed)
        if stands_in(made):
            return None
        if value is None or not math.isfinite(value):
            self.draft.say(node.where, "the ends of a range are fixed values")
            return None
        return value

    def hold(self, body: Mapping, made: Parameter) -> None:
        """What the value and its keys must have in common."""
        if made.drawn == "each":
            if not isinstance(made.value, Distribution):
                self.draft.say(body.key("drawn"), "only a distribution can be drawn at each use")
            elif made.kind != "number":
                advice = "use 'chance' or 'choose' in the step instead"
                self.draft.say(body.key("drawn"), f"'{made.value.kind}' cannot be drawn at each use; {advice}")
        if body.get("options") and made.kind != "choice":
            self.draft.say(body.key("options"), "options belong to a word (value: one of them) or to categorical and ordinal")


def _near(word: str, options: tuple[str, ...]) -> str:
    near = nearest(word, options)
    return near if "did you mean" in near else ""

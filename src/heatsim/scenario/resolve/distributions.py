"""Distributions: every way of writing one turned into its canonical kind and arguments."""

from __future__ import annotations

from heatsim.scenario.authored.distributions import KIND_KEYS
from heatsim.scenario.binding import Scope
from heatsim.scenario.check.arguments import impossible
from heatsim.scenario.constants import folded
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from heatsim.scenario.resolve.draft import Draft
from heatsim.scenario.resolve.expressions import A_NUMBER, Want, expression, fitting, noun, stands_in
from heatsim.scenario.resolved import Distribution, Value
from heatsim.units import NUMBER, Dimension

__all__ = ["check_rate", "dimension_of", "distribution", "kind_entries", "value"]

ANY_NUMBER = Want("number", None, "a number or a quantity")
GIVES_FLAG = ("bernoulli",)
GIVES_WORD = ("categorical", "ordinal")
PLAIN = ("poisson", *GIVES_FLAG, *GIVES_WORD)  # a draw has no unit


def kind_entries(node: Mapping) -> list[Entry]:
    """The entries of a mapping whose keys are kinds of distribution."""
    return [entry for key, entry in node.entries.items() if key in KIND_KEYS]


def value(draft: Draft, node: Node | None, scope: Scope, want: Want) -> Value:
    """An expression, a distribution, or the distribution of a parameter that is drawn at each use."""
    if isinstance(node, Mapping):
        entries = kind_entries(node)
        if len(entries) != 1:
            given = " and ".join(f"'{entry.key}'" for entry in entries) or "none"
            draft.say(node.where, f"a distribution has one kind, found {given}")
            return constant(1.0, want.dimension or NUMBER)
        made = distribution(draft, entries[0], scope, want)
        return made if made is not None else constant(1.0, want.dimension or NUMBER)
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip() in draft.each:
        return _each(draft, node, want)
    return expression(draft, node, scope, want)


def _each(draft: Draft, node: Scalar, want: Want) -> Value:
    name = str(node.value).strip()
    draft.mention(name, node.where)
    made = draft.each[name]
    if want.dimension is not None and dimension_of(made) != want.dimension:
        draft.say(node.where, f"expected {want.words}, but '{name}' is {noun(dimension_of(made))}")
    return Distribution(made.kind, made.args, made.options, node.where)


def dimension_of(made: Distribution) -> Dimension:
    """The dimension of a draw."""
    if made.kind in PLAIN:
        return NUMBER
    unitless = {"gamma": 1, "weibull": 1, "beta": 2}
    return made.args[unitless.get(made.kind, 0)].dimension


def distribution(draft: Draft, entry: Entry, scope: Scope, want: Want) -> Distribution | None:
    """The canonical distribution of `kind: arguments`; None (and problems) if there is none."""
    before = len(draft.problems)
    kind, args, options = _Reader(draft, scope, want)(entry)
    if len(draft.problems) > before or any(arg is None or stands_in(arg) for arg in args):
        return None
    made = Distribution(kind, tuple(folded(arg) for arg in args if arg is not None), options, entry.where)
    if want.dimension is not None and dimension_of(made) != want.dimension:
        draft.say(entry.where, f"expected {want.words}, but this draws {noun(dimension_of(made))}")
        return None
    if want.kind == "number" and kind in (*GIVES_FLAG, *GIVES_WORD):
        draft.say(entry.where, f"expected {want.words}, but '{kind}' draws {'true or false' if kind in GIVES_FLAG else 'a word'}")
        return None
    message = impossible(made, {})
    if message:
        draft.say(made.where, message)
        return None
    return made


def check_rate(draft: Draft, node: Node | None, rate: Expression) -> None:
    """Above zero, and neither so small nor so large that the time from one to the next cannot be drawn; as far as it is known."""
    value = draft.known(rate)
    if value is None or node is None:
        return
    if value < LEAST_RATE:
        draft.say(node.where, "a rate must be above zero" if value <= 0 else "this rate is too close to zero")
    elif value > LARGEST_RATE:
        draft.say(node.where, "this rate is too large")


LEAST_RATE, LARGEST_RATE = 1e-100, 1e100
Made = tuple[str, list[Expression | None], tuple[str, ...]]


class _Reader:
    """Reads the arguments of one distribution. The first argument that carries its dimension says what the others must be."""

    def __init__(self, draft: Draft, scope: Scope, want: Want) -> None:
        self.draft = draft
        self.scope = scope
        self.want = want
        self.dimension: Dimension | None = None

    def __call__(self, entry: Entry) -> Made:
        kind, node = entry.key, entry.value
        if isinstance(node, Sequence) and kind != "empirical":
            return kind, [self.scaled(item) for item in node.items], ()
        if kind in ("categorical", "ordinal") and isinstance(node, Mapping):
            return kind, [self.plain(one.value) for one in node.entries.values()], tuple(node.entries)
        if kind == "bernoulli":
            return kind, [self.plain(node)], ()
        if kind == "empirical":
            return self.empirical(node)
        assert isinstance(node, Mapping)
        named = getattr(self, f"_{kind}", None)
        if named is not None:
            made: Made = named(entry, node)
            return made
        return kind, [self.scaled(node.get("mean")), self.scaled(node.get("sd"))], ()

    def plain(self, node: Node | None) -> Expression:
        return expression(self.draft, node, self.scope, A_NUMBER)

    def scaled(self, node: Node | None) -> Expression | None:
        """An argument in the dimension of the draw."""
        if node is None:
            return None
        wanted = self.want.dimension if self.want.dimension is not None else self.dimension
        made = expression(self.draft, node, self.scope, fitting(wanted) if wanted is not None else ANY_NUMBER)
        if self.dimension is None and not stands_in(made):
            self.dimension = made.dimension
        return made

    def one_of(self, entry: Entry, node: Mapping, *forms: tuple[str, ...]) -> tuple[str, ...] | None:
        """Which of several sets of arguments is given."""
        given = set(node.entries)
        form = next((form for form in forms if given == set(form)), None)
        if form is None:
            ways = " or ".join("{" + ", ".join(form) + "}" for form in forms)
            self.draft.say(entry.where, f"'{entry.key}' takes {ways}, found {{{', '.join(node.entries) or ' '}}}")
        return form

    def empirical(self, node: Node) -> Made:
        """Values and weights, ordered by value when all are known now."""
        values_node = node.get("values") if isinstance(node, Mapping) else node
        weights_node = node.get("weights") if isinstance(node, Mapping) else None
        assert isinstance(values_node, Sequence)
        values = [self.scaled(item) for item in values_node.items]
        weights: list[Expression | None] = [constant(1.0) for _ in values]
        if isinstance(weights_node, Sequence):
            weights = [self.plain(item) for item in weights_node.items]
        if len(weights) != len(values):
            self.draft.say(node.where, f"empirical needs as many weights as values, found {len(weights)} and {len(values)}")
            return "empirical", [None], ()
        pairs = list(zip(values, weights, strict=True))
        known = [self.draft.known(one) if one else None for one in values]
        if all(one is not None for one in known):
            order = sorted(range(len(pairs)), key=lambda i: (known[i] or 0.0, i))
            pairs = [pairs[i] for i in order]
        return "empirical", [*(one for one, _ in pairs), *(weight for _, weight in pairs)], ()

    def _lognormal(self, entry: Entry, node: Mapping) -> Made:
        form = self.one_of(entry, node, ("mean", "sd"), ("median", "p90"), ("median", "sigma"))
        if form is None:
            return "lognormal_mean_sd", [None], ()
        first, second = (node.get(key) for key in form)
        other = self.plain(second) if form[1] == "sigma" else None
        return f"lognormal_{'_'.join(form)}", [self.scaled(first), other or self.scaled(second)], ()

    def _exponential(self, entry: Entry, node: Mapping) -> Made:
        form = self.one_of(entry, node, ("mean",), ("rate",))
        if form == ("rate",):
            return "exponential", [self.inverse(node.get("rate"))], ()
        return "exponential", [self.scaled(node.get("mean")) if form else None], ()

    def inverse(self, node: Node | None) -> Expression:
        """A mean from a rate."""
        wanted = self.want.dimension
        rate_want = ANY_NUMBER if wanted is None else fitting((-wanted[0], -wanted[1], -wanted[2]))
        rate = expression(self.draft, node, self.scope, rate_want)
        check_rate(self.draft, node, rate)
        time, length, money = rate.dimension
        return Expression("/", (constant(1.0, where=rate.where), rate), dimension=(-time, -length, -money), where=rate.where)

    def _gamma(self, entry: Entry, node: Mapping) -> Made:
        form = self.one_of(entry, node, ("shape", "scale"), ("mean", "sd"))
        if form == ("shape", "scale"):
            return "gamma", [self.plain(node.get("shape")), self.scaled(node.get("scale"))], ()
        if form is None:
            return "gamma", [None], ()
        mean, sd = self.scaled(node.get("mean")), self.scaled(node.get("sd"))
        if mean is None or sd is None or self.not_positive(entry, mean, "mean") or self.not_positive(entry, sd, "sd"):
            return "gamma", [None], ()
        ratio = Expression("/", (mean, sd), where=mean.where)
        shape = Expression("*", (ratio, ratio), where=mean.where)
        variance_over_mean = Expression("/", (sd, mean), where=sd.where)
        return "gamma", [shape, Expression("*", (sd, variance_over_mean), dimension=sd.dimension, where=sd.where)], ()

    def not_positive(self, entry: Entry, one: Expression, name: str) -> bool:
        value = self.draft.known(one)
        if value is None or value > 0:
            return False
        self.draft.say(entry.where, f"{entry.key}: {name} must be above zero")
        return True

    def _erlang(self, entry: Entry, node: Mapping) -> Made:
        k, mean = self.plain(node.get("k")), self.scaled(node.get("mean"))
        value = self.draft.known(k)
        if value is not None and (value < 1 or value != int(value)):
            self.draft.say(entry.where, "erlang: k must be a whole number from 1")
        if mean is None:
            return "gamma", [None], ()
        return "gamma", [k, Expression("/", (mean, k), dimension=mean.dimension, where=mean.where)], ()

    def _weibull(self, entry: Entry, node: Mapping) -> Made:
        return "weibull", [self.plain(node.get("shape")), self.scaled(node.get("scale"))], ()

    def _poisson(self, entry: Entry, node: Mapping) -> Made:
        return "poisson", [self.plain(node.get("mean"))], ()

    def _beta(self, entry: Entry, node: Mapping) -> Made:
        shapes: list[Expression | None] = [self.plain(node.get("alpha")), self.plain(node.get("beta"))]
        low, high = node.get("low"), node.get("high")
        if (low is None) != (high is None):
            self.draft.say(entry.where, "'beta' takes both low and high, or neither (then 0 and 1)")
            return "beta", [None], ()
        if low is None:
            return "beta", [*shapes, constant(0.0), constant(1.0)], ()
        return "beta", [*shapes, self.scaled(low), self.scaled(high)], ()

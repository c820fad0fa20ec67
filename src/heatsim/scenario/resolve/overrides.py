"""Overrides: a parameter with another value, another distribution, or moved (`+2 min`, `*1.5`, `+10 %`)."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import replace

from heatsim.errors import ScenarioError, nearest
from heatsim.scenario.binding import Scope
from heatsim.scenario.constants import folded, value_of
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.nodes import Mapping, Node, Scalar, to_node
from heatsim.scenario.resolve.distributions import GIVES_FLAG, GIVES_WORD, dimension_of, distribution, kind_entries
from heatsim.scenario.resolve.draft import Draft
from heatsim.scenario.resolve.expressions import Want, expression, fitting
from heatsim.scenario.resolved import Distribution, Parameter
from heatsim.scenario.source import compose, from_text
from heatsim.scenario.vary import RELATIVE, parts
from heatsim.units import NUMBER, UnitError, dimension_name, parse_quantity

__all__ = ["OverrideError", "overridden"]


class OverrideError(ValueError):
    """An override does not fit its parameter; the message is a sentence."""


def overridden(draft: Draft, scope: Scope, parameter: Parameter, value: object) -> Parameter:
    """The parameter with the override applied; OverrideError if it does not fit."""
    for part in parts(value):
        relative = RELATIVE.fullmatch(part) if isinstance(part, str) else None
        parameter = _moved(parameter, relative[1], relative[2]) if relative else _replaced(draft, scope, parameter, part)
    return parameter


def _replaced(draft: Draft, scope: Scope, parameter: Parameter, value: object) -> Parameter:
    node = _node(parameter, value)
    if isinstance(node, Mapping):
        made: Expression | Distribution = _distribution(draft, scope, parameter, node)
    elif parameter.kind == "choice":
        made = _word(parameter, node)
    else:
        made = _value(draft, scope, parameter, node)
    drawn = parameter.drawn if isinstance(made, Distribution) else "once"
    options = made.options if parameter.kind == "choice" else parameter.options
    return replace(parameter, value=made, drawn=drawn, options=options, scale=1.0, shift=0.0)


def _node(parameter: Parameter, value: object) -> Node:
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            root, problems = compose(from_text(f"value: {value}", f"{parameter.name}={value}"))
        except ScenarioError as error:
            raise OverrideError(f"{parameter.name}: {error.problems[0].message}") from None
        node = root.get("value")
        if problems or node is None:
            raise OverrideError(f"{parameter.name}: {problems[0].message if problems else 'no value'}")
        return node
    try:
        return to_node(value, parameter.where)
    except TypeError as error:
        raise OverrideError(f"{parameter.name}: {error}") from None


def _tried(draft: Draft, parameter: Parameter) -> Draft:
    """A draft of its own for the override, so that its problems can be told from the file's."""
    return replace(draft, problems=[], mentions=dict(draft.mentions))


def _distribution(draft: Draft, scope: Scope, parameter: Parameter, node: Mapping) -> Distribution:
    entries = kind_entries(node)
    if len(entries) != 1 or len(node.entries) != 1:
        raise OverrideError(f"{parameter.name}: a distribution is one kind with its arguments, such as {{uniform: [10 s, 20 s]}}")
    _shape(parameter, node)
    trial = _tried(draft, parameter)
    made = distribution(trial, entries[0], scope, fitting(parameter.dimension) if parameter.kind == "number" else Want())
    if made is None:
        message = trial.problems[0].message if trial.problems else "this is not a distribution"
        raise OverrideError(f"{parameter.name}: {message}")
    kind = "flag" if made.kind in GIVES_FLAG else "choice" if made.kind in GIVES_WORD else "number"
    if kind != parameter.kind:
        raise OverrideError(f"{parameter.name} is {_wanted(parameter)}, but '{entries[0].key}' does not draw that")
    extra = [word for word in made.options if word not in parameter.options] if kind == "choice" else []
    if extra:
        raise OverrideError(f"{parameter.name} has the options {', '.join(parameter.options)}, not '{extra[0]}'")
    return made


def _shape(parameter: Parameter, node: Mapping) -> None:
    """The arguments must have the form that the file's grammar asks for."""
    from pydantic import ValidationError

    from heatsim.scenario.authored.distributions import Distribution as Authored
    from heatsim.scenario.nodes import plain

    try:
        Authored.model_validate(plain(node))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        keys = [str(step) for step in first["loc"] if not str(step).startswith("@")]
        raise OverrideError(f"{parameter.name}: {'.'.join(keys)}: {first['msg']}") from None


def _word(parameter: Parameter, node: Node) -> Expression:
    word = node.text if isinstance(node, Scalar) else ""
    if word not in parameter.options:
        near = nearest(word, parameter.options)
        raise OverrideError(f"{parameter.name} is {_wanted(parameter)}, not '{word}'{near if 'did you' in near else ''}")
    return replace(constant(parameter.options.index(word), kind="choice"), options=parameter.options)


def _value(draft: Draft, scope: Scope, parameter: Parameter, node: Node) -> Expression:
    if isinstance(node, Scalar) and node.value in ("true", "false"):
        node = replace(node, value=node.value == "true")
    trial = _tried(draft, parameter)
    want = Want(parameter.kind, parameter.dimension, _wanted(parameter))
    made = folded(expression(trial, node, scope, want))
    if trial.problems:
        shown = node.text if isinstance(node, Scalar) else "a list"
        said = f"'{shown}' is"
        raise OverrideError(f"{parameter.name}: {trial.problems[0].message.replace('this is', said)}")
    return made


def _wanted(parameter: Parameter) -> str:
    if parameter.kind == "flag":
        return "true or false"
    if parameter.kind == "choice":
        return f"one of {', '.join(parameter.options)}"
    return fitting(parameter.dimension).words


def _moved(parameter: Parameter, sign: str, amount: str) -> Parameter:
    """`*1.5`, `+10 %` and `-10 %` scale; `+2 min` and `-10 s` shift."""
    if parameter.kind != "number":
        raise OverrideError(f"{parameter.name} is {_wanted(parameter)}; it cannot be moved by '{sign}{amount}'")
    try:
        number, dimension = parse_quantity(amount)
    except UnitError as error:
        raise OverrideError(f"{parameter.name}: '{sign}{amount}' is not understood: {error.message}") from None
    if sign == "*" or amount.rstrip().endswith("%"):
        if dimension != NUMBER:
            raise OverrideError(f"{parameter.name} is multiplied by a number without unit, not by {dimension_name(dimension)}")
        return _scaled(parameter, number if sign == "*" else 1.0 + number if sign == "+" else 1.0 - number)
    if dimension != parameter.dimension:
        wanted, found = fitting(parameter.dimension).words, dimension_name(dimension)
        raise OverrideError(f"{parameter.name} is moved by {wanted}, not by {found}")
    return _shifted(parameter, -number if sign == "-" else number)


def _scaled(parameter: Parameter, factor: float) -> Parameter:
    if parameter.drawn == "each" and isinstance(parameter.value, Distribution):
        return replace(parameter, value=_distribution_scaled(parameter, parameter.value, factor))
    moved = replace(parameter, scale=parameter.scale * factor, shift=parameter.shift * factor)
    return _settled(moved)


def _shifted(parameter: Parameter, amount: float) -> Parameter:
    if parameter.drawn == "each" and isinstance(parameter.value, Distribution):
        return replace(parameter, value=_distribution_shifted(parameter, parameter.value, amount))
    return _settled(replace(parameter, shift=parameter.shift + amount))


def _settled(parameter: Parameter) -> Parameter:
    """A fixed value takes its scale and shift into itself."""
    value = value_of(parameter.value) if isinstance(parameter.value, Expression) else None
    if value is None or not isinstance(parameter.value, Expression):
        return parameter
    fixed = replace(parameter.value, value=value * parameter.scale + parameter.shift, args=(), op="const")
    return replace(parameter, value=fixed, scale=1.0, shift=0.0)


# Which arguments carry the dimension of the draw (they scale with it), and which of them also move with a shift.
_SCALES: Table[str, slice] = {
    **{kind: slice(0, 3) for kind in ("uniform", "triangular", "pert", "normal", "plain_normal", "exponential")},
    "lognormal_mean_sd": slice(0, 2),
    "lognormal_median_p90": slice(0, 2),
    "lognormal_median_sigma": slice(0, 1),
    "gamma": slice(1, 2),
    "weibull": slice(1, 2),
    "beta": slice(2, 4),
}
_SHIFTS: Table[str, slice] = {
    **{kind: slice(0, 3) for kind in ("uniform", "triangular", "pert")},
    **{kind: slice(0, 1) for kind in ("normal", "plain_normal")},
    "beta": slice(2, 4),
}


def _spread(parameter: Parameter, made: Distribution, table: Table[str, slice], word: str) -> range:
    if made.kind == "empirical":
        return range(len(made.args) // 2)
    if made.kind not in table:
        said = f"is drawn at each use from '{made.kind}', which cannot be {word}; give a distribution instead"
        raise OverrideError(f"{parameter.name} {said}")
    return range(*table[made.kind].indices(len(made.args)))


def _distribution_scaled(parameter: Parameter, made: Distribution, factor: float) -> Distribution:
    if factor <= 0:
        raise OverrideError(f"{parameter.name} is drawn at each use; it can be multiplied by a number above zero only")
    where = _spread(parameter, made, _SCALES, "multiplied")
    return _with(made, where, "*", constant(factor))


def _distribution_shifted(parameter: Parameter, made: Distribution, amount: float) -> Distribution:
    where = _spread(parameter, made, _SHIFTS, "moved")
    return _with(made, where, "+", constant(amount, dimension_of(made)))


def _with(made: Distribution, where: range, op: str, other: Expression) -> Distribution:
    """The distribution with some of its arguments scaled or moved."""
    changed = [Expression(op, (arg, other), dimension=arg.dimension) if i in where else arg for i, arg in enumerate(made.args)]
    return replace(made, args=tuple(folded(arg) for arg in changed))

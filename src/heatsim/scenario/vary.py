"""Changes of parameters asked for by a caller: found, put one on the other, and explained when they do not fit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from heatsim.errors import ScenarioError, UsageError, nearest
from heatsim.scenario.resolved import Parameter, Resolved, Variant

__all__ = [
    "RELATIVE",
    "combined",
    "command_words",
    "composed",
    "is_relative",
    "parameter_named",
    "parts",
    "said",
    "typed",
    "variant_named",
]

LONGEST = 10_000  # characters of a value that are looked through for changes, which takes time in proportion to the square
RELATIVE = re.compile(r"\s*([+\-*])\s*([\d.$].*)")
_THEN = re.compile(r",\s*(?=[+\-*]\s*[\d.$][^,{}\[\]]*(?:,\s*[+\-*]\s*[\d.$][^,{}\[\]]*)*$)")


def is_relative(value: object) -> bool:
    """Whether a value moves what is there (`+2 min`, `-10 s`, `*1.5`, `+10 %`) instead of replacing it."""
    return isinstance(value, str) and RELATIVE.fullmatch(value) is not None


def parts(value: object) -> list[object]:
    """The changes that one value stands for: `3 min, +10 s` is two, one after the other. A text beyond all reason is one."""
    return list(_THEN.split(value)) if isinstance(value, str) and len(value) <= LONGEST else [value]


def composed(old: object, new: object) -> object:
    """Two changes of one parameter, one after the other, as one value."""
    if old is None or not is_relative(parts(new)[0]):
        return new
    return f"{typed(old)}, {new}"


def combined(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    """All changes, the new ones on top."""
    made = dict(old)
    for name, value in new.items():
        made[name] = composed(made.get(name), value)
    return made


def command_words(path: str, variant: str | None, changes: Iterable[tuple[str, object]]) -> list[str]:
    """How a command line says a scenario, word by word: its file, its variant, its changes."""
    sets = [word for name, value in changes for word in ("--set", f"{name}={typed(value)}")]
    return [path, *(["--variant", variant] if variant else []), *sets]


def typed(value: object) -> str:
    """A change as it would be typed after `--set NAME=`."""
    return value if isinstance(value, str) else json.dumps(value)


def parameter_named(scenario: Resolved, name: str) -> Parameter:
    """The parameter; UsageError with the nearest name if there is none."""
    for parameter in scenario.parameters:
        if parameter.name == name:
            return parameter
    known = [parameter.name for parameter in scenario.parameters]
    raise UsageError(f"'{scenario.name}' has no parameter '{name}'{nearest(str(name), known) or '; it has none at all'}")


def variant_named(scenario: Resolved, name: str) -> Variant:
    """The variant; UsageError with the nearest name if there is none."""
    for variant in scenario.variants:
        if variant.name == name:
            return variant
    known = [variant.name for variant in scenario.variants]
    raise UsageError(f"'{scenario.name}' has no variant '{name}'{nearest(str(name), known) or '; it has none at all'}")


def said(error: ScenarioError, changes: Mapping[str, object]) -> str:
    """A sound file's problems once it is changed, as the answer to whoever asked for the changes."""
    own = tuple(changes)
    messages = [one.message if one.message.startswith(own) else f"with this change, {one}" for one in error.problems]
    return "; ".join(dict.fromkeys(messages))

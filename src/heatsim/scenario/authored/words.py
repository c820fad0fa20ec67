"""The kinds of value a key may have: names, texts, expressions, ids; each says in a sentence what it would have accepted."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PlainValidator, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from heatsim.scenario.expression import FUNCTIONS

__all__ = [
    "EVENT_ID",
    "NAME",
    "RESERVED",
    "AllOf",
    "AnyOf",
    "Condition",
    "Events",
    "Flag",
    "Formula",
    "Formulas",
    "Model",
    "Name",
    "Names",
    "Reference",
    "References",
    "Share",
    "Sides",
    "Text",
    "Whole",
    "Word",
    "Yes",
    "found",
    "problem",
]

NAME = re.compile(r"[a-z][a-z0-9_]*")
MEMBER = re.compile(r"[a-z][a-z0-9_]*(\[[0-9]+\])?")
EVENT_ID = re.compile(r"[A-Z][A-Z0-9]*-[A-Z0-9]+")
RESERVED = frozenset({"me", "member", "now", "run", "nobody", "and", "or", "not", "true", "false", *FUNCTIONS})


NOT_WORDS = frozenset({"and", "or", "not", "true", "false"})


class Model(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def found(value: Any) -> str:
    """What stands there instead, for messages."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value[:40]}{'...' if len(value) > 40 else ''}'"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    return "a list" if isinstance(value, list) else "a mapping"


def problem(kind: str, message: str) -> PydanticCustomError:
    """An error whose message is shown as it is."""
    return PydanticCustomError(kind, message.replace("{", "{{").replace("}", "}}"))


def _formula(value: Any) -> str | int | float | bool:
    if isinstance(value, (bool, int, float)) or (isinstance(value, str) and value.strip()):
        return value
    raise problem("formula", f"expected a value or an expression such as 45 s, found {found(value) if value != '' else 'no text'}")


def _text(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value
    advice = "; put it in quotes" if isinstance(value, (bool, int, float)) else ""
    raise problem("text", f"expected text, found {found(value) if value != '' else 'none'}{advice}")


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise problem("name", f"expected a name, found {found(value)}")
    if not NAME.fullmatch(value):
        rule = "a name is lower case: a letter, then letters, digits and '_'"
        advice = re.sub(r"[^a-z0-9_]+", "_", value.lower()).strip("_")
        good = NAME.fullmatch(advice) and advice not in RESERVED and len(advice) <= 60
        raise problem("name", f"{found(value)} is not a name; {rule}{f', such as {advice}' if good else ''}")
    if value in RESERVED:
        raise problem("name", f"'{value}' already means something in expressions; choose another name")
    return value


def _word(value: Any) -> str:
    if isinstance(value, str) and NAME.fullmatch(value) and value not in NOT_WORDS:
        return value
    rule = "a word is lower case: a letter, then letters, digits and '_'"
    raise problem("word", f"{found(value)} cannot be a word to choose; {rule}, and not true, false, and, or, not")


def _reference(value: Any) -> str:
    if isinstance(value, str) and MEMBER.fullmatch(value):
        return value
    raise problem("reference", f"expected a name, or a member such as guards[1], found {found(value)}")


def _events(value: Any) -> tuple[str, ...]:
    ids = value if isinstance(value, list) else [value]
    for one in ids:
        if not (isinstance(one, str) and EVENT_ID.fullmatch(one)):
            raise problem("event", f"expected an id in upper case with one dash, such as AC-E21, found {found(one)}")
    return tuple(ids)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_name(one) for one in (value if isinstance(value, list) else [value]))


def _references(value: Any) -> tuple[str, ...]:
    return tuple(_reference(one) for one in (value if isinstance(value, list) else [value]))


def _sides(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) < 2:
        wrong = f"a list of {len(value)}" if isinstance(value, list) else found(value)
        raise problem("sides", f"expected two or more sides, such as [crew, police], found {wrong}")
    return _names(value)


def _yes(value: Any) -> bool:
    if value is True:
        return True
    raise problem("yes", f"expected true, found {found(value)}; leave the step out instead")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise problem("flag", f"expected true or false, found {found(value)}")


def _whole(value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if isinstance(value, str) and NAME.fullmatch(value):
        return value
    raise problem("whole", f"expected a whole number from 1, or a parameter that is one, found {found(value)}")


def _share(value: Any) -> float:
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        if 0.0 < value < 1.0:
            return float(value)
        raise problem("share", f"a draw lies strictly between 0 and 1, found {found(value)}")
    raise problem("share", f"expected a number between 0 and 1, found {found(value)}")


def _formulas(*names: str) -> Callable[[Any], tuple[str | int | float | bool, ...]]:
    wanted = f"[{', '.join(names)}]"

    def check(value: Any) -> tuple[str | int | float | bool, ...]:
        if not isinstance(value, list):
            raise problem("formulas", f"expected {wanted}, found {found(value)}")
        if len(value) != len(names):
            raise problem("formulas", f"expected {wanted}, found a list of {len(value)}")
        return tuple(_formula(one) for one in value)

    return check


_VALUE = {"type": ["string", "number", "boolean"]}
_NAME_SCHEMA = {"type": "string", "pattern": f"^{NAME.pattern}$", "not": {"enum": sorted(RESERVED)}}
_ID_SCHEMA = {"type": "string", "pattern": f"^{EVENT_ID.pattern}$"}


def _one_or_more(schema: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [schema, {"type": "array", "items": schema}]})


def Formulas(*names: str) -> Any:
    """A list of as many expressions as there are names."""
    array = {"type": "array", "items": _VALUE, "minItems": len(names), "maxItems": len(names)}
    return Annotated[tuple[Any, ...], PlainValidator(_formulas(*names)), WithJsonSchema(array)]


Formula = Annotated[str | int | float | bool, PlainValidator(_formula), WithJsonSchema(_VALUE)]
Text = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
Name = Annotated[str, PlainValidator(_name), WithJsonSchema(_NAME_SCHEMA)]
_WORD_SCHEMA = {"type": "string", "pattern": f"^{NAME.pattern}$", "not": {"enum": sorted(NOT_WORDS)}}
Word = Annotated[str, PlainValidator(_word), WithJsonSchema(_WORD_SCHEMA)]
Names = Annotated[tuple[str, ...], PlainValidator(_names), _one_or_more(_NAME_SCHEMA)]
Reference = Annotated[str, PlainValidator(_reference), WithJsonSchema({"type": "string", "pattern": f"^{MEMBER.pattern}$"})]
References = Annotated[
    tuple[str, ...], PlainValidator(_references), _one_or_more({"type": "string", "pattern": f"^{MEMBER.pattern}$"})
]
Sides = Annotated[
    tuple[str, ...],
    PlainValidator(_sides),
    WithJsonSchema({"type": "array", "items": _NAME_SCHEMA, "minItems": 2}),
]
Events = Annotated[tuple[str, ...], PlainValidator(_events), _one_or_more(_ID_SCHEMA)]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Yes = Annotated[bool, PlainValidator(_yes), WithJsonSchema({"const": True})]
Whole = Annotated[
    int | str,
    PlainValidator(_whole),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": f"^{NAME.pattern}$"}]}),
]
Share = Annotated[float, PlainValidator(_share), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1})]


class AnyOf(Model):
    """True as soon as one of the conditions is."""

    any: list[Condition] = Field(min_length=1)


class AllOf(Model):
    """True when all of the conditions are."""

    all: list[Condition] = Field(min_length=1)


def _condition_tag(value: Any) -> str:
    if isinstance(value, AnyOf) or (isinstance(value, dict) and "any" in value):
        return "@any"
    if isinstance(value, AllOf) or (isinstance(value, dict) and "all" in value):
        return "@all"
    return "@formula"


Condition = Annotated[
    Annotated[Formula, Tag("@formula")] | Annotated[AnyOf, Tag("@any")] | Annotated[AllOf, Tag("@all")],
    Discriminator(_condition_tag),
]

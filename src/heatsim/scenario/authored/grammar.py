"""The models seen as a grammar: which keys are allowed at a place, which words each section has."""

from __future__ import annotations

import types
from typing import Annotated, Any, ForwardRef, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from heatsim.scenario.authored.file import File
from heatsim.scenario.authored.steps import Step

__all__ = ["field_keys", "keys_at"]

STEPS_WITHIN_STEPS = {"Step": Step, "Steps": list[Step], "Steps | None": list[Step]}  # names in models that come before them


def field_keys(model: type[BaseModel]) -> list[str]:
    """The keys of a mapping as people write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def keys_at(location: tuple[Any, ...]) -> list[str]:
    """The keys allowed in the mapping at a location of pydantic's; none when it is not a mapping with known keys."""
    annotation: Any = File
    for step in location:
        annotation = _below(annotation, step)
        if annotation is None:
            return []
    models = [one for one in _members(annotation) if isinstance(one, type) and issubclass(one, BaseModel)]
    return field_keys(models[0]) if models else []


def _known(annotation: Any) -> Any:
    return STEPS_WITHIN_STEPS.get(annotation.__forward_arg__) if isinstance(annotation, ForwardRef) else annotation


def _members(annotation: Any) -> list[Any]:
    """The annotation itself, or the members of a union, without their metadata."""
    annotation = _known(annotation)
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [one for member in get_args(annotation) for one in _members(member)]
    return [annotation]


def _tagged(annotation: Any, tag: str) -> Any:
    """The member of a union that carries a tag."""
    annotation = _known(annotation)
    if get_origin(annotation) is Annotated:
        if any(isinstance(one, Tag) and one.tag == tag for one in annotation.__metadata__):
            return annotation
        return _tagged(get_args(annotation)[0], tag)
    if get_origin(annotation) in (Union, types.UnionType):
        return next((one for member in get_args(annotation) if (one := _tagged(member, tag)) is not None), None)
    return None


def _below(annotation: Any, step: Any) -> Any:
    tagged = _tagged(annotation, step) if isinstance(step, str) and step.startswith("@") else None
    if tagged is not None:
        return tagged
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            for name, field in member.model_fields.items():
                if step == (field.alias or name):
                    return field.annotation
        elif get_origin(member) is dict:
            return get_args(member)[1]
        elif get_origin(member) is list:
            return get_args(member)[0]
    return None

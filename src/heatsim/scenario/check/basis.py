"""Every number says what it rests on, and a claim to rest on something names it."""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.errors import Where
from heatsim.scenario.resolved import Distribution, Parameter, Resolved

__all__ = ["basis"]


def basis(scenario: Resolved) -> Iterator[tuple[Where, str]]:
    """A canon number needs its fact, a cited one its source, an assumed one a reason and its believable values."""
    for parameter in scenario.parameters:
        lacking = _lacking(parameter)
        if lacking:
            yield parameter.where, f"'{parameter.name}' is {parameter.basis}, so it needs {lacking}"


def _lacking(parameter: Parameter) -> str:
    if parameter.basis == "canon":
        return "" if parameter.facts else "'fact' (the id of the fact)"
    if parameter.basis == "cited":
        return "" if parameter.source else "'source' (the publication)"
    if parameter.basis == "assumed":
        spread = isinstance(parameter.value, Distribution) or parameter.low is not None or parameter.kind != "number"
        parts = ["'why' (the reason)"] if not parameter.why else []
        return " and ".join([*parts, *([] if spread else ["'range' (believable values) or a distribution"])])
    return ""

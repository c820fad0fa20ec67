"""What is declared and never used: a misspelt name, or a leftover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from heatsim.errors import Where
from heatsim.scenario.resolved import Clock, Parameter, Place, Quantity, Resolved, Variable

__all__ = ["unused"]


def unused(scenario: Resolved, mentions: Mapping[str, Where]) -> Iterator[tuple[Where, str]]:
    """Parameters, variables, clocks, places and quantities that nothing mentions."""
    if any(process.python for process in scenario.processes):
        return  # what Python uses is not known here
    sections: tuple[tuple[str, tuple[Parameter | Variable | Clock | Place | Quantity, ...]], ...] = (
        ("parameter", scenario.parameters),
        ("variable", scenario.variables),
        ("clock", scenario.clocks),
        ("place", scenario.places),
        ("quantity", scenario.quantities),
    )
    for what, declared in sections:
        for one in declared:
            if one.name not in mentions and one.where.line:
                yield one.where, f"the {what} '{one.name}' is never used; remove it, or use it"

"""A file's text to a sound scenario or to all its problems: compose, structure, resolve, check."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, replace

from heatsim.errors import Problem, ScenarioError, Where
from heatsim.scenario.check.findings import findings
from heatsim.scenario.check.numbers import numbers
from heatsim.scenario.nodes import Mapping
from heatsim.scenario.resolve.draft import Draft
from heatsim.scenario.resolve.parameters import resolve_parameters
from heatsim.scenario.resolve.whole import resolve
from heatsim.scenario.resolved import Resolved
from heatsim.scenario.source import composed
from heatsim.scenario.structure import structure
from heatsim.scenario.textfile import Source
from heatsim.scenario.variants import changed, effective, variant_problems

__all__ = ["examine"]

Overrides = Table[str, object]
Places = Table[str, Where]


@dataclass(frozen=True, slots=True)
class _Examined:
    """A resolved scenario, its problems (it is sound only if there are none) and how it was made."""

    resolved: Resolved
    problems: tuple[Problem, ...]
    draft: Draft


def examine(source: Source, overrides: Overrides, variant: str | None = None) -> Resolved:
    """The resolved scenario, in a variant and with overrides on top; ScenarioError with every problem.

    Every variant of the file is examined when neither is asked for: a file is right when all that it names is.
    """
    made = composed(source)
    root, problems = made.root, made.problems
    places: Places = {}
    if variant is not None:
        root, wrong = changed(source, root, variant)
        problems += wrong
        overrides, places = effective(root, variant, overrides)
    whole = _examined(source, root, overrides, places, problems, made.lost)
    found = whole.problems
    if not found and variant is None and not overrides:
        found = _sorted(variant_problems(source, root, whole.resolved, _Variants(source, root, whole)))
    if found:
        raise ScenarioError(found)
    return whole.resolved


def _examined(
    source: Source,
    root: Mapping,
    overrides: Overrides,
    places: Places,
    problems: list[Problem],
    lost: frozenset[str] = frozenset(),
) -> _Examined:
    shape = structure(source, root)
    if shape.newer:
        raise ScenarioError(shape.problems)
    resolved, draft = resolve(source, shape.root, shape.broken | lost, overrides, places)
    found = [*problems, *shape.problems, *draft.problems]
    for where, message in findings(resolved, draft.mentions, complete=not found):
        found.append(source.problem(where, message))
    return _Examined(resolved, _sorted(found), draft)


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems)))


@dataclass(frozen=True, slots=True)
class _Variants:
    """Examines the variants of a sound file; what a variant leaves as it is, is not looked at again."""

    source: Source
    root: Mapping
    base: _Examined

    def __call__(self, root: Mapping, sets: Overrides, places: Places) -> tuple[Resolved, tuple[Problem, ...]]:
        draft = self.base.draft
        if root is not self.root or any(name in draft.settling or name in draft.each for name in sets):
            whole = _examined(self.source, root, sets, places, [])
            return whole.resolved, whole.problems
        again = Draft(self.source, root, sets, places=places)
        resolve_parameters(again)
        resolved = replace(self.base.resolved, parameters=tuple(again.resolved.values()))
        found = [*again.problems, *(self.source.problem(where, message) for where, message in numbers(resolved))]
        return resolved, _sorted(found)

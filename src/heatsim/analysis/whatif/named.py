"""What the scenarios of a comparison are called, and the commands that show one of their worlds."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from heatsim.scenario.vary import typed

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["changes_of", "commands", "labels", "meaning"]


def changes_of(scenario: Scenario) -> str:
    """The variant and the overrides of a scenario, as short as can be; empty if it is as written."""
    parts = [scenario.variant_name] if scenario.variant_name else []
    return ", ".join([*parts, *(f"{name}={typed(value)}" for name, value in scenario.overrides.items())])


def meaning(scenario: Scenario) -> str:
    """The same with the variant's text."""
    texts = [one.text for one in scenario.resolved.variants if one.name == scenario.variant_name and one.text]
    return ", ".join([*texts, *(f"{name}={typed(value)}" for name, value in scenario.overrides.items())])


def labels(base: Scenario, others: Sequence[Scenario]) -> list[str]:
    """A name for each that is compared with the base; those that would be the same are numbered."""
    names = [changes_of(other) or ("unchanged" if other.sha256 == base.sha256 else other.name) for other in others]
    counts, seen = Counter(names), Counter[str]()
    for index, name in enumerate(names):
        seen[name] += 1
        names[index] = f"{name} ({seen[name]})" if counts[name] > 1 else name
    return names


def commands(base: Scenario, other: Scenario, seed: int) -> tuple[str, ...]:
    """What shows replication `{}` in both worlds: a diff if a command line can say it, else two replays; none without a file."""
    if base.path is None or other.path is None:
        return ()
    tail = f" --replication {{}} --seed {seed}"
    plain = not base.changes and base.variant_name is None
    one_change = (other.variant_name is None) != (not other.changes)
    if base.path == other.path and plain and one_change:
        words = [other.variant_name] if other.variant_name else []
        words += [word for name, value in other.overrides.items() for word in ("--set", f"{name}={typed(value)}")]
        return (f"python -m heatsim diff {shlex.join([str(base.path), *words])}{tail}",)
    return tuple(f"python -m heatsim replay {scenario.words}{tail}" for scenario in (base, other))

"""What a table is a function of (`Provenance`), and how it happened to be computed (`Execution`).

Only the first is written into `results.parquet`: the same question gives the same bytes whatever answered it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heatsim.scenario.vary import typed
from heatsim.version import __version__

if TYPE_CHECKING:
    from heatsim.study.stopping.rule import Stopping

__all__ = ["Execution", "Provenance"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Scenario, seed and changes: everything that decides the numbers."""

    scenario: str
    title: str
    path: str | None
    sha256: str
    seed: int
    language: int
    overrides: Mapping[str, object] = field(default_factory=dict)
    variant: str | None = None
    reverse_ranks: bool = False
    heatsim: str = __version__
    canon: str | None = None  # the canon sheet as the scenario names it, relative to `path`
    read: bool = False  # from a file of results, which does not tell the sheet

    def metadata(self) -> dict[str, str]:
        """Key and value texts for the head of a results file; the path is left out, because it differs between machines."""
        return {
            "heatsim.version": self.heatsim,
            "heatsim.language": str(self.language),
            "heatsim.scenario": self.scenario,
            "heatsim.title": self.title,
            "heatsim.sha256": self.sha256,
            "heatsim.seed": str(self.seed),
            "heatsim.variant": self.variant or "",
            "heatsim.reverse_ranks": str(self.reverse_ranks).lower(),
            "heatsim.overrides": json.dumps({name: typed(value) for name, value in self.overrides.items()}, ensure_ascii=False),
        }


@dataclass(frozen=True, slots=True)
class Execution:
    """How a run went. `asked` is the number of replications wanted, or the ceiling of a run that stops at a precision and then has
    a `stopping`; `seconds` is the wall time. `resumed` replications had been finished by an earlier run; `stopped` says why it
    ended early, if too many failed.
    """

    asked: int
    engine: str
    workers: int = 1
    seconds: float = 0.0
    interrupted: bool = False
    stopping: Stopping | None = None
    resumed: int = 0
    stopped: str = ""

"""Make a report: run what it needs, and write the page.

hs.report(heist, "bank.html", replications=1000, replay=[3, 17])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heatsim.report.material import Stages, gather
from heatsim.report.page import page
from heatsim.report.write import writing
from heatsim.study.progress import Progress, silent

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["report"]

STANDARD = 1_000


@contextmanager
def _quiet(what: str) -> Iterator[Progress]:
    yield silent


def report(
    scenario: Scenario,
    path: str | Path,
    *,
    replications: int = STANDARD,
    seed: int = 1995,
    replay: Sequence[int] = (),
    readings: Mapping[str, str] | None = None,
    workers: int | None = None,
    engine: str = "auto",
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
    stages: Stages = _quiet,
) -> Path:
    """Write one self-contained HTML page about a scenario, and return its path.

    `replications` is the size of the study; the what-ifs over the scenario's variants and the tornado over its assumptions get
    about as many each. The page replays the film's world, if one is recorded, a typical replication, one of each other ending, and
    the replications whose numbers are in `replay`. `readings` takes other readings of the canon sheet's conflicts; `behaviours`
    are the functions for processes that the scenario leaves to Python, without the film's world and the tornado then. `stages` is
    called with what is counted and gives a context manager with the progress to tell. Equal arguments give equal pages.

    StoreError, before any work is done, if the page cannot be written; UsageError, ScenarioError and SimulationError.
    """
    with writing(path) as place:
        material = gather(
            scenario,
            replications=replications,
            seed=seed,
            wanted=tuple(replay),
            readings=dict(readings or {}),
            workers=workers,
            engine=engine,
            behaviours=behaviours,
            stages=stages,
        )
        place.write_text(page(material), encoding="utf-8", newline="\n")
    return Path(path)

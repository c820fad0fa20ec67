"""Many replications as one event log, written as they are played, so that memory does not grow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from heatsim.beatsheet.eventlog import CSV_HEAD, XES_FOOT, csv_case, xes_case, xes_head
from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.errors import SimulationError, StoreError, UsageError
from heatsim.study.progress import Progress, silent
from heatsim.study.run import prepare
from heatsim.study.store import opened

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["event_log"]

SUFFIXES = (".csv", ".xes")


def event_log(
    scenario: Scenario,
    path: str | Path,
    *,
    replications: int = 100,
    seed: int = 1995,
    engine: str = "auto",
    progress: Progress = silent,
) -> dict[int, str]:
    """Write replications 0 to `replications - 1` as an event log, `.xes` or `.csv` by suffix; whole or not at all.

    Returns the reasons of replications that failed, which are not in the log. Raises UsageError and StoreError.
    """
    target = Path(path)
    if target.suffix not in SUFFIXES:
        raise StoreError(f"cannot write an event log as '{target}': the suffix must be {' or '.join(SUFFIXES)}")
    if not isinstance(replications, int) or replications < 1:
        raise UsageError(f"replications must be a whole number from 1, not {replications!r}")
    work = prepare(scenario, engine)
    xes = target.suffix == ".xes"
    failed: dict[int, str] = {}
    with opened(target.parent) as staging:
        with staging.path(target.name).open("w", encoding="utf-8", newline="") as file:
            file.write(xes_head(scenario.name) if xes else CSV_HEAD)
            for number in range(replications):
                try:
                    trace = get(work.engine).trace(work.program, Draws(seed, number, pins=work.pins))
                    file.write(xes_case(trace) if xes else csv_case(trace))
                except SimulationError as error:
                    failed[number] = str(error)
                progress(number + 1, replications)
            file.write(XES_FOOT if xes else "")
        staging.publish()
    return failed

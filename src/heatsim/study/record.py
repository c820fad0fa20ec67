"""The content of `run.json`: what was run, with what, and how it went."""

from __future__ import annotations

import platform
import shlex
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from heatsim.scenario.vary import command_words, typed
from heatsim.study.columns import column_name
from heatsim.study.results import Results
from heatsim.study.summary import measures
from heatsim.study.table import STATUSES

__all__ = ["command", "record"]

PACKAGES = ("numpy", "simpy", "pyarrow")
# A run that fails a million times for one reason needs no file of a million reasons; all of them are in the table.
FAILURES_LISTED = 100


def record(results: Results) -> dict[str, Any]:
    """Everything needed to run the same again and to judge whether it can be relied on."""
    origin, execution = results.provenance, results.execution
    failures = results.failures
    return {
        "scenario": origin.scenario,
        "title": origin.title,
        "path": origin.path,
        "sha256": origin.sha256,
        "language": origin.language,
        "seed": origin.seed,
        "variant": origin.variant,
        "overrides": {name: typed(value) for name, value in origin.overrides.items()},
        "replications": {
            "asked": execution.asked,
            "finished": len(results),
            "failed": len(failures),
            "at_horizon": _cut_off(results),
        },
        "interrupted": execution.interrupted,
        "stopped": execution.stopped or None,
        "resumed": execution.resumed,
        "stopping": None if execution.stopping is None else execution.stopping.to_dict(),
        "engine": execution.engine,
        "workers": execution.workers,
        "seconds": round(execution.seconds, 3),
        "failures": [{"replication": number, "error": text} for number, text in list(failures.items())[:FAILURES_LISTED]],
        "missing": _missing(results),
        "command": command(results),
        "versions": {"heatsim": origin.heatsim, "python": platform.python_version(), **_packages()},
    }


def command(results: Results) -> str:
    """The command line that asks for the same table."""
    origin = results.provenance
    file, *changes = command_words(origin.path or origin.scenario, origin.variant, origin.overrides.items())
    words = ["run", file, "-n", str(results.execution.asked), "--seed", str(origin.seed)]
    if results.execution.stopping is not None:
        words += [word for one in results.execution.stopping.targets for word in ("--until", one.target)]
    words += ["--engine", results.execution.engine, *changes]
    return "python -m heatsim " + shlex.join(words)


def _cut_off(results: Results) -> int:
    """How many replications were stopped at the horizon."""
    return int(np.count_nonzero(results.table.status == STATUSES.index("horizon")))


def _missing(results: Results) -> dict[str, int]:
    """How many replications have no value, for each summarised measure that lacks some."""
    counts = {
        column_name(column): int(np.count_nonzero(~np.isfinite(results.table.column(index)))) for index, column in measures(results)
    }
    return {name: count for name, count in counts.items() if count}


def _packages() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found

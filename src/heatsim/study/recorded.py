"""How a saved run went, from the `run.json` beside its table: why it stopped, on what engine, how long it took."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

from heatsim.errors import ScenarioError
from heatsim.study.jsonfile import json_object
from heatsim.study.provenance import Execution, Provenance
from heatsim.study.stopping.estimate import Reached
from heatsim.study.stopping.rule import Stopping

__all__ = ["execution", "scenario_path"]

REASONS = ("precision", "ceiling", "interrupted")


def execution(file: Path, origin: Provenance, rows: int) -> Execution:
    """How the run went whose table is in `file`; its number of replications and no more where no record of it lies beside it."""
    unknown = Execution(rows, "file")
    found = json_object(file.parent / "run.json")
    with suppress(AttributeError, KeyError, OverflowError, TypeError, ValueError):  # somebody else's file, or an old one
        same = all(found[name] == getattr(origin, name) for name in ("sha256", "seed", "variant", "overrides"))
        if same and found["replications"]["finished"] == rows:
            return _execution(found)
    return unknown


def scenario_path(file: Path, origin: Provenance) -> str | None:
    """Where the scenario of the table in `file` lies, by the record beside it, if it is still there and still the same."""
    from heatsim.scenario.textfile import read

    path = json_object(file.parent / "run.json").get("path")
    if isinstance(path, str):
        with suppress(OSError, ScenarioError, ValueError):
            return path if read(path).sha256 == origin.sha256 else None
    return None


def _execution(found: dict[str, Any]) -> Execution:
    return Execution(
        asked=int(found["replications"]["asked"]),
        engine=_word(found["engine"]),
        workers=int(found["workers"]),
        seconds=float(found["seconds"]),
        interrupted=found["interrupted"] is True,
        stopping=None if found["stopping"] is None else _stopping(found["stopping"]),
        resumed=int(found["resumed"]),
        stopped=_word(found["stopped"] or ""),
    )


def _stopping(found: dict[str, Any]) -> Stopping:
    if found["reason"] not in REASONS:
        raise ValueError(found["reason"])
    targets = tuple(_reached(one) for one in found["targets"])
    return Stopping(found["reason"], int(found["replications"]), int(found["ceiling"]), int(found["looks"]), targets)


def _reached(found: dict[str, Any]) -> Reached:
    return Reached(
        target=_word(found["target"]),
        unit=_word(found["unit"]),
        value=_number(found["value"]),
        low=_number(found["low"]),
        high=_number(found["high"]),
        half=_number(found["half"]),
        wanted=_number(found["wanted"]),
        total=int(found["total"]),
        hits=None if found["hits"] is None else int(found["hits"]),
        met=found["met"] is True,
    )


def _number(found: object) -> float:
    """JSON has no numbers for what is not finite."""
    return math.nan if found is None else float(str(found))


def _word(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError("not a text")
    return found

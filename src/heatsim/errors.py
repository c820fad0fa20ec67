"""Everything heatsim raises on purpose.

    HeatsimError
    ├── ScenarioError      a scenario file (or canon sheet) is wrong; carries every problem with its place
    ├── UsageError         a call or a command line asks for something that does not exist or cannot be
    ├── SimulationError    a replication cannot go on; carries where, when and how to rerun it
    ├── StoreError         results cannot be written or read
    └── MissingExtra       an optional dependency is needed and not installed

Every error can be rebuilt from its ``args``, so it survives pickling and SimPy, which raises a copy made that way.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "HeatsimError",
    "MissingExtra",
    "Problem",
    "ScenarioError",
    "SimulationError",
    "StoreError",
    "UsageError",
    "Where",
    "nearest",
    "rerun",
]

MOST_NAMES = 300  # a file of a stranger may hold tens of thousands, and as many mistakes
LISTED = 12


class Where(NamedTuple):
    """A place in a scenario file; lines and columns count from 1, 0 means unknown."""

    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with a file: where it stands and what to do about it."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class HeatsimError(Exception):
    """Base of all errors that heatsim raises on purpose."""


class ScenarioError(HeatsimError):
    """A scenario file is wrong; `problems` lists all that was found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class UsageError(HeatsimError):
    """A call or a command line asks for something that does not exist or cannot be."""


class StoreError(HeatsimError):
    """Results cannot be written or read."""


class MissingExtra(HeatsimError):
    """An optional dependency is needed and not installed."""

    def __init__(self, what: str, extra: str) -> None:
        self.what = what
        self.extra = extra
        super().__init__(what, extra)

    def __str__(self) -> str:
        return f"{self.what} needs an optional dependency: pip install 'heatsim[{self.extra}]'"


class SimulationError(HeatsimError):
    """A replication cannot go on.

    `reason` says why; `process`, `step` and `where` say which step of the scenario; `time_us` is the simulated time in
    microseconds; `scenario` (its file, if it has one), `seed` and `replication` identify the run. `command` reruns it; `words` is
    how a command line says the scenario with its changes, empty if it cannot; `behaviours` are those written in Python.
    """

    def __init__(
        self,
        reason: str,
        process: str = "",
        step: str = "",
        where: Where = Where(),
        time_us: int = 0,
        scenario: str = "",
        seed: int = 0,
        replication: int = 0,
        words: str = "",
        behaviours: tuple[str, ...] = (),
    ) -> None:
        self.reason = reason
        self.process = process
        self.step = step
        self.where = Where(*where)
        self.time_us = time_us
        self.scenario = scenario
        self.seed = seed
        self.replication = replication
        self.words = words
        self.behaviours = tuple(behaviours)
        super().__init__(reason, process, step, self.where, time_us, scenario, seed, replication, words, self.behaviours)

    @property
    def command(self) -> str:
        """What reruns this one replication: a command line, or a call where there is no file or a process is written in Python."""
        return rerun(self.words, self.seed, self.replication, self.behaviours)

    def __str__(self) -> str:
        place = f"{self.scenario}:{self.where.line}:{self.where.column}" if self.where.line else self.scenario
        step = f", step '{self.step}'" if self.step else ""
        process = f" in process '{self.process}'{step}" if self.process else ""
        return (
            f"{place}: {self.reason}{process} at {self.time_us / 1e6:g} s"
            f" (seed {self.seed}, replication {self.replication}; rerun: {self.command})"
        )


def rerun(words: str, seed: int, replication: int, behaviours: Collection[str] = ()) -> str:
    """What reruns one replication: a command line about a scenario in `words`, or a call where there are none."""
    if not words:
        given = f", behaviours={{{', '.join(f'{name!r}: ...' for name in behaviours)}}}" if behaviours else ""
        return f"heatsim.simulate(scenario, seed={seed}, replication={replication}{given})"
    return f"python -m heatsim replay {words} --replication {replication} --seed {seed}"


def nearest(word: str, known: Collection[str], most: int = MOST_NAMES) -> str:
    """What to say of a name that is not `known`: `; did you mean 'x'?`, or what is known when nothing is near.

    Near is what is spelt almost so, in whole or in a part of a name such as `crew/drill`, or has the word in it. Nothing is said
    where there are more than `most` names to compare with.
    """
    from difflib import get_close_matches

    if not known or len(known) > most:
        return ""
    names = sorted(set(known))
    close = get_close_matches(word, names, n=1)
    if not close and len(bare := word.strip("*/ ")) > 2 and "/" not in bare:
        parts = {part: name for name in reversed(names) for part in name.split("/")}
        near = get_close_matches(bare, [part for part in parts if len(part) > 2], n=1)
        close = [parts[part] for part in near] or [name for name in names if bare.casefold() in name.casefold()]
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; known: {', '.join(names if len(names) <= 2 * LISTED else [*names[:LISTED], '...'])}"

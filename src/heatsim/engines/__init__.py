"""Engines run programs. Every engine is a module with `trace(program, draws)` and `rows(program, [draws, ...])`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from heatsim.engines.compiled.limits import why_not
from heatsim.engines.port import Engine
from heatsim.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from heatsim.program.model import Program

__all__ = ["ENGINES", "advice", "choose", "explain", "get"]

# name: module; an engine costs nothing until it is used
ENGINES = {"simpy": "heatsim.engines.on_simpy", "compiled": "heatsim.engines.compiled.engine"}
EXTRAS = {"compiled": "fast"}
FASTER = "with numba (pip install 'heatsim[fast]') the compiled one gives the same rows tens of times faster"
# Seconds of processor time: to load the compiled engine in a fresh process; and for a replication on the SimPy engine, by its
# processes and by those who shoot in it (within a third of what the four heists take; less for fights in the open).
LOADING = 0.8
PER_PROCESS, PER_SHOOTER = 28e-6, 20e-6


def get(name: str) -> Engine:
    """The engine called `name`; UsageError if there is none, MissingExtra if what it needs is not installed."""
    if name not in ENGINES:
        raise UsageError(f"unknown engine '{name}'; known: auto, {', '.join(ENGINES)}")
    try:
        return cast(Engine, import_module(ENGINES[name]))
    except ModuleNotFoundError as error:  # an optional dependency of the engine
        raise MissingExtra(f"the engine '{name}'", EXTRAS.get(name, name)) from error


def choose(name: str, program: Program, replications: int | None = None) -> str:
    """The engine that `auto` means for this program, or `name` itself.

    The compiled one where numba is installed and it can run the program, unless so few `replications` are wanted that SimPy has
    done them before the other is loaded. Both give the same rows.
    """
    if name != "auto":
        return name
    if not _fast_is_there() or why_not(program) is not None:
        return "simpy"
    return "simpy" if _done_sooner(program, replications) else "compiled"


def explain(name: str, program: Program, replications: int | None = None) -> str:
    """One line that says which engine runs a program, or so many replications of it, and why."""
    if name not in ("auto", "compiled"):
        return f"the {name} engine, as asked for"
    if not _fast_is_there():
        return f"the simpy engine; {FASTER}"
    reason = why_not(program)
    if reason is not None:
        return f"the simpy engine, since {reason}"
    if name == "auto" and _done_sooner(program, replications):
        return f"the simpy engine: it has done {replications} replications of this program before the compiled one is loaded"
    return "the compiled engine: numba is there, and it gives the simpy engine's rows"


def advice(program: Program, replications: int) -> str:
    """What would make so many replications faster, where they take long for want of numba; else nothing."""
    if _fast_is_there() or why_not(program) is not None or _seconds(program, replications) < LOADING:
        return ""
    return FASTER


def _done_sooner(program: Program, replications: int | None) -> bool:
    if replications is None or ENGINES["compiled"] in sys.modules:
        return False
    return _seconds(program, replications) < LOADING


def _seconds(program: Program, replications: int) -> float:
    """About what SimPy takes."""
    return replications * (PER_PROCESS * len(program.processes) + PER_SHOOTER * len(program.engagements))


def _fast_is_there() -> bool:
    return find_spec("numba") is not None

"""Engines run programs. Every engine is a module with `trace(program, draws)` and `rows(program, [draws, ...])`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from heatsim.engines.compiled.limits import why_not
from heatsim.engines.port import Engine
from heatsim.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from heatsim.program.model import Program

__all__ = ["ENGINES", "choose", "explain", "get"]

# name: module; an engine costs nothing until it is used
ENGINES = {"simpy": "heatsim.engines.on_simpy", "compiled": "heatsim.engines.compiled.engine"}
EXTRAS = {"compiled": "fast"}


def get(name: str) -> Engine:
    """The engine called `name`; UsageError if there is none, MissingExtra if what it needs is not installed."""
    if name not in ENGINES:
        raise UsageError(f"unknown engine '{name}'; known: auto, {', '.join(ENGINES)}")
    try:
        return cast(Engine, import_module(ENGINES[name]))
    except ModuleNotFoundError as error:  # an optional dependency of the engine
        raise MissingExtra(f"the engine '{name}'", EXTRAS.get(name, name)) from error


def choose(name: str, program: Program) -> str:
    """The engine that `auto` means for this program, or `name` itself: compiled where numba is installed and it can run it."""
    if name != "auto":
        return name
    return "compiled" if _fast_is_there() and why_not(program) is None else "simpy"


def explain(name: str, program: Program) -> str:
    """One line that says which engine runs a program, and why."""
    if name not in ("auto", "compiled"):
        return f"the {name} engine, as asked for"
    if not _fast_is_there():
        return (
            "the simpy engine; with numba (pip install 'heatsim[fast]') the compiled one gives the same rows tens of times faster"
        )
    reason = why_not(program)
    if reason is not None:
        return f"the simpy engine, since {reason}"
    return "the compiled engine: numba is there, and it gives the simpy engine's rows"


def _fast_is_there() -> bool:
    return find_spec("numba") is not None

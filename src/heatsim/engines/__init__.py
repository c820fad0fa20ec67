"""Engines run programs. Every engine is a module with `trace(program, draws)` and `rows(program, [draws, ...])`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from heatsim.engines.port import Engine
from heatsim.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from heatsim.program.model import Program

__all__ = ["ENGINES", "choose", "get"]

# name: module; an engine costs nothing until it is used
ENGINES = {"simpy": "heatsim.engines.on_simpy"}
PLANNED = {"compiled": "fast"}


def get(name: str) -> Engine:
    """The engine called `name`; UsageError if there is none."""
    if name in PLANNED:
        raise UsageError(f"the engine '{name}' is not part of this version; use --engine simpy")
    if name not in ENGINES:
        raise UsageError(f"unknown engine '{name}'; known: auto, {', '.join(ENGINES)}")
    try:
        return cast(Engine, import_module(ENGINES[name]))
    except ModuleNotFoundError as error:  # an optional dependency of the engine
        raise MissingExtra(f"the engine '{name}'", PLANNED.get(name, name)) from error


def choose(name: str, program: Program) -> str:
    """The engine that `auto` means for this program, or `name` itself."""
    del program  # every program runs on every engine there is so far
    return "simpy" if name == "auto" else name

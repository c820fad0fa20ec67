"""What stops a replication, and the error that says where it stood."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from heatsim.errors import HeatsimError, SimulationError, Where

if TYPE_CHECKING:
    from heatsim.engines.life import Replication
    from heatsim.engines.link import Linked

__all__ = ["Elsewhere", "ModelFault", "check_turns", "located", "out_of_memory"]


class ModelFault(Exception):
    """The model asks for something impossible; the engine says where."""


class Elsewhere(Exception):
    """Somebody's condition cannot be worked out after a change that another process made; `pc` is the block of who waits."""

    def __init__(self, number: int, pc: int, error: Exception) -> None:
        super().__init__(number, pc, error)
        self.number, self.pc, self.error = number, pc, error


def check_turns(replication: Replication, linked: Linked) -> None:
    """Called when the turns reach `stop_at`: is it this moment that does not end, or the whole run?"""
    limit = linked.program.event_limit
    if replication.turns > limit:
        raise ModelFault(f"more than {limit:,} steps in one replication (raise `limits: {{events: ...}}` if that is meant)")
    raise ModelFault("a loop without delay: time does not move on")


def out_of_memory(error: BaseException | None) -> bool:
    """Whether it is the machine's fault and not the model's: a failed row that says so would be another one elsewhere."""
    return isinstance(error.error if isinstance(error, Elsewhere) else error, MemoryError)


def located(error: Exception, run: Replication, linked: Linked, number: int, pc: int = -1) -> SimulationError:
    """An error with the process, the step and its place; a process in Python has a place, but no step."""
    if isinstance(error, SimulationError):
        return error
    if isinstance(error, Elsewhere):
        number, pc, error = error.number, error.pc, error.error
    program, draws = linked.program, run.draws
    info = program.processes[number] if number >= 0 else None  # none before the start
    block = program.code[pc] if pc >= 0 else program.code[info.pc] if info is not None else None
    return SimulationError(
        said(error, in_python=pc < 0),
        info.name if info is not None else "",
        block.step if block is not None and pc >= 0 else "",
        block.where if block is not None else Where(),
        run.now,
        program.file,
        draws.seed,
        draws.replication,
        program.words,
        tuple(process.python for process in program.processes if process.python),
    )


def said(error: Exception, *, in_python: bool) -> str:
    """What went wrong in an instruction, or in the user's own function, with the line where it did."""
    if isinstance(error, ModelFault | HeatsimError):
        return str(error)
    if in_python:
        trail = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(trail.filename).name}, line {trail.lineno})"
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    return f"cannot be worked out ({error})" if isinstance(error, ArithmeticError | ValueError) else f"{error!r}"

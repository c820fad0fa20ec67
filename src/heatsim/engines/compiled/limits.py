"""Which programs the kernel cannot run, and why."""

from __future__ import annotations

from heatsim.program.model import Program

__all__ = ["why_not"]

KEY_BITS = 62  # of a time and a rank in one number


def why_not(program: Program) -> str | None:
    """None if the kernel can run the program, otherwise a sentence."""
    foreign = [process.name for process in program.processes if process.python]
    if foreign:
        return f"process '{foreign[0]}' is written in Python"
    if not program.processes:
        return "it has no processes"
    if (program.horizon + 1).bit_length() + len(program.processes).bit_length() > KEY_BITS:
        return "its horizon is too far away"
    return None

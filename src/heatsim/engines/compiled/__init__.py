"""A second engine: one compiled interpreter of programs, tens of times faster than the reference, with the same rows.

    engine       `rows`, `columns` and `trace`; what is left to the SimPy engine
    encoding     a Program as flat arrays, with `layout` (where everything stands), `writing`, `expressions`, `fights` and `fixing`
                 (distributions)
    worlds       the draws of many replications as numbers
    batch        the kernel's outermost part: replications and their rows; the rest of the kernel from there inwards
                 running, machine, states, shooting, aiming, places, sampling, racing, drawing, evaluating, arithmetic
    building     the kernel as machine code; the only module that knows numba

`docs/explanation/engines.md` has the reasons.
"""

from __future__ import annotations

__all__ = ["engine"]

"""What the kernel is made of: plain Python functions, which run as they stand or are compiled together.

Nothing here knows numba. `kernel` writes a function down; `building` compiles all that are written down. Run as they stand, on
lists, they are the same machine, slower, which is how tests plant bugs in it. What numba does not know is not used in them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["INLINED", "PIECES", "inlined", "kernel"]

Piece = TypeVar("Piece", bound=Callable[..., Any])
PIECES: list[Callable[..., Any]] = []
INLINED: list[Callable[..., Any]] = []


def kernel(piece: Piece) -> Piece:
    """Write a function down as part of the kernel."""
    PIECES.append(piece)
    return piece


def inlined(piece: Piece) -> Piece:
    """The same for a piece that is short or called in one place, and often: it is compiled into whoever calls it."""
    INLINED.append(piece)
    return piece

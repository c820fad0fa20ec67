"""The time from one pull of the trigger to the next. A plain normal may come out below zero, which counts as zero."""

from __future__ import annotations

from collections.abc import Callable

from heatsim.draws.distributions import quantile, sampler

__all__ = ["drawn_pace", "pace"]


def pace(kind: str, args: tuple[float, ...]) -> Callable[[float], float]:
    """A function from u to the time, in microseconds."""
    prepared = sampler(kind, args)
    return (lambda u: max(0.0, prepared(u))) if kind == "plain_normal" else prepared


def drawn_pace(kind: str, u: float, args: tuple[float, ...]) -> float:
    """The same for arguments that change."""
    time = quantile(kind, u, args)
    return max(0.0, time) if kind == "plain_normal" else time

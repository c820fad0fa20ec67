"""Draws fetched ahead, many replications together, and the garbage collector kept away from them meanwhile."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from heatsim.draws.batch import prefetch, prefetch_blocks
from heatsim.draws.world import Draws
from heatsim.engines.link import Linked

__all__ = ["Fetched", "ahead", "fetch", "uncollected"]

SHOTS_AHEAD = 8
FETCH_TOGETHER = 64  # few enough for what is fetched for a dozen shooters to stay in a core's own cache

Fetched = tuple[list[list[float]], "list[array[float]]"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through what is fetched ahead again and again and find nothing: finished
    replications are taken apart."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def ahead(linked: Linked, draws: Sequence[Draws]) -> Iterator[list[tuple[Draws, Fetched]]]:
    """Each replication's draws with what is fetched ahead for it, a handful of replications at a time."""
    for start in range(0, len(draws), FETCH_TOGETHER):
        part = draws[start : start + FETCH_TOGETHER]
        yield list(zip(part, fetch(linked, part), strict=True))


def fetch(linked: Linked, draws: Sequence[Draws]) -> list[Fetched]:
    """The first draws of every site and the first shots of every engagement, for each replication."""
    program = linked.program
    uniforms = prefetch(draws, [site.name for site in program.sites], linked.depths)
    blocks = prefetch_blocks(draws, [engagement.site for engagement in program.engagements], SHOTS_AHEAD)
    return list(zip(uniforms, blocks, strict=True))

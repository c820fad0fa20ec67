"""What became of the luck: which draws both worlds used, which only one of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from heatsim.analysis.whatif.made import DrawsShared, SiteShare
from heatsim.draws.world import Draws
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.engines.recording import Taken

if TYPE_CHECKING:
    from heatsim.study.jobs import Work

__all__ = ["SAMPLE", "shared_draws"]

# Enough to tell a tenth of a per cent of the draws; watching them costs a third more than running.
SAMPLE = 200


def shared_draws(base: Work, other: Work, seed: int, replications: int) -> DrawsShared | None:
    """The draws of replications 0 to `replications - 1` in both; None if a process is written in Python.

    A draw is reused when both take the same number from the same address; a pinned one is not the one it replaces.
    """
    if any(process.python for work in (base, other) for process in work.program.processes):
        return None
    reused: Counter[str] = Counter()
    fresh: Counter[str] = Counter()
    unused: Counter[str] = Counter()
    for had, has in zip(*(_taken(work, seed, replications) for work in (base, other)), strict=True):
        for address, u in has.items():
            (reused if had.get(address) == u else fresh)[address.site] += 1
        unused.update(address.site for address, u in had.items() if has.get(address) != u)
    sites = [SiteShare(site, reused[site], fresh[site], unused[site]) for site in {*fresh, *unused}]
    sites.sort(key=lambda one: (-one.fresh - one.unused, one.site))
    return DrawsShared(replications, reused.total(), fresh.total(), unused.total(), tuple(sites))


def _taken(work: Work, seed: int, replications: int) -> list[Taken]:
    draws = [Draws(seed, number, pins=work.pins) for number in range(replications)]
    return [taken for _, taken in rows_and_draws(work.program, draws)]

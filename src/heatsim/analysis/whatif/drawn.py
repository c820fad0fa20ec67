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

__all__ = ["SAMPLE", "shared_draws", "taken"]

# Enough to tell a tenth of a per cent of the draws; watching them costs a third more than running.
SAMPLE = 200


def shared_draws(base: list[Taken] | None, other: list[Taken] | None) -> DrawsShared | None:
    """The draws of the same replications in both; None if they are not known.

    A draw is reused when both take the same number from the same address; a pinned one is not the one it replaces.
    """
    if base is None or other is None:
        return None
    reused: Counter[str] = Counter()
    fresh: Counter[str] = Counter()
    unused: Counter[str] = Counter()
    for had, has in zip(base, other, strict=True):
        for address, u in has.items():
            (reused if had.get(address) == u else fresh)[address.site] += 1
        unused.update(address.site for address, u in had.items() if has.get(address) != u)
    sites = [SiteShare(site, reused[site], fresh[site], unused[site]) for site in {*fresh, *unused}]
    sites.sort(key=lambda one: (-one.fresh - one.unused, one.site))
    return DrawsShared(len(base), reused.total(), fresh.total(), unused.total(), tuple(sites))


def taken(work: Work, seed: int, replications: int) -> list[Taken] | None:
    """The draws of replications 0 to `replications - 1`, by address; None if none are asked for or a process is in Python."""
    if not replications or any(process.python for process in work.program.processes):
        return None
    draws = [Draws(seed, number, pins=work.pins) for number in range(replications)]
    return [found for _, found in rows_and_draws(work.program, draws)]

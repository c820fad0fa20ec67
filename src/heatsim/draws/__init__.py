"""Every random number has an address: a draw is a pure function of seed, replication, site, occurrence and word.

    philox         the counter-based generator, one block at a time or whole arrays
    address        names of sites, and addresses people can write down
    uniform        a 64-bit word becomes a number between 0 and 1
    world          the draws of one replication, with some of them supplied by someone else
    batch          many draws at once, for engines
    audit          makes any other source of randomness an error
    distributions  inverse distribution functions of one uniform number

The mapping is public and fixed for language version 1: anyone can recompute a draw with numpy's `Philox`.
"""

from __future__ import annotations

__all__ = ["address", "audit", "batch", "distributions", "philox", "uniform", "world"]

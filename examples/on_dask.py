"""The same table from a Dask cluster as from this process: two workers on this machine stand for as many as you have.

Needs the extra `dask`. usage: python examples/on_dask.py [REPLICATIONS]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import heatsim as hs
from heatsim.study.on_dask import cluster

SCENARIO = Path(__file__).parent.parent / "scenarios" / "reference" / "interruption.yaml"


def main(replications: int) -> None:
    """Start a cluster, run on it, run here, compare."""
    try:
        from distributed import LocalCluster
    except ImportError:
        print("this example needs Dask: pip install 'heatsim[dask]'")
        return
    path = hs.load(SCENARIO)
    quiet = {"dashboard_address": ":0", "silence_logs": 50, "host": "127.0.0.1"}
    start: Any = LocalCluster
    with start(n_workers=2, threads_per_worker=1, **quiet) as workers, cluster(workers.scheduler_address) as executor:
        there = hs.run(path, replications=replications, executor=executor)
    here = hs.run(path, replications=replications, workers=1)
    assert there.to_arrow().equals(here.to_arrow())
    share = there.summary()["endings"]["interrupted"]["share"]
    print(f"{replications} replications on two workers: {share:.1%} interrupted, and the same table as here")


if __name__ == "__main__":  # workers import this file; without this line each would start a cluster of its own
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

"""Golden tables: what each scenario gave for some seeds, a hash of every column's bytes: `python tests/trust/golden.py --update`.

Without `--update` it says what differs (exit status 1). With names of files it does only those. A table that changes on purpose
is a change of results: it needs a line in CHANGELOG.md, and a new version of the language if a scenario now means something else.
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

from heatsim.scenario.load import load
from heatsim.study.run import run

__all__ = ["FILES", "RECORD", "SEEDS", "SIZES", "recorded", "table_hash"]

ROOT = Path(__file__).parents[2]
RECORD = Path(__file__).with_suffix(".json")
SEEDS = (1995, 7)
SIZES = (10, 200)
FILES = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "scenarios").rglob("*.yaml"))]


def table_hash(name: str, seed: int, replications: int, engine: str = "auto") -> str:
    """SHA-256 over names and bytes of all columns, little-endian, and over the errors of failed replications."""
    results = run(load(ROOT / name), replications=replications, seed=seed, engine=engine, workers=1, max_failures=None)
    table, digest = results.table, sha256()
    for column in results.declared:
        digest.update(f"{column.group}.{column.name}\n".encode())
    for array, kind in ((table.replication, "<i8"), (table.status, "<i1"), (table.ending, "<i4"), (table.end_time, "<i8")):
        digest.update(array.astype(kind).tobytes())
    values = table.values.astype("<f8")
    values[np.isnan(values)] = np.nan  # which of the many it is says nothing
    digest.update(values.tobytes())
    digest.update(repr(sorted(table.errors)).encode())
    return digest.hexdigest()


def recorded() -> dict[str, dict[str, str]]:
    """Hashes by scenario, and by seed and number of replications as `1995/200`."""
    found: dict[str, dict[str, str]] = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    return found


def main() -> int:
    """Compare with the record, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--engine", default="auto")
    asked = parser.parse_args()
    record, differing = recorded(), 0
    for name in asked.names or FILES:
        made = {f"{seed}/{size}": table_hash(name, seed, size, asked.engine) for seed in SEEDS for size in SIZES}
        if made != record.get(name):
            differing += 1
            print(f"{name}: {'updated' if asked.update else 'differs'}", flush=True)
        record[name] = made
    if asked.update:
        kept = {name: record[name] for name in sorted(record) if name in FILES}
        RECORD.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 1 if differing and not asked.update else 0


if __name__ == "__main__":
    sys.exit(main())

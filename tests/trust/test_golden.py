"""The same scenario and seed give the same table for ever: on both engines, and whatever surrounds the process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from trust.golden import FILES, ROOT, SEEDS, SIZES, recorded, table_hash

ENGINES = ["simpy", *(["compiled"] if find_spec("numba") else [])]
ADVICE = "results have changed; if that is meant: python tests/trust/golden.py --update, and a line in CHANGELOG.md"


def test_every_scenario_is_recorded() -> None:
    """There is a golden table for each scenario that is settled, and for no other."""
    record = recorded()
    assert sorted(record) == sorted(FILES)
    assert all(sorted(made) == sorted(f"{seed}/{size}" for seed in SEEDS for size in SIZES) for made in record.values())


@pytest.mark.parametrize("name", ["armored-car", "depository", "drive-in", "reference/duel", "reference/jewellers"])
def test_the_first_rows_are_golden(name: str) -> None:
    """A few replications on the reference engine."""
    file = f"scenarios/{name}.yaml"
    assert table_hash(file, SEEDS[0], SIZES[0], "simpy") == recorded()[file][f"{SEEDS[0]}/{SIZES[0]}"], ADVICE


@pytest.mark.statistical
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", FILES)
def test_tables_are_golden(name: str, engine: str) -> None:
    """All seeds and sizes, on each engine that is there."""
    found = {f"{seed}/{size}": table_hash(name, seed, size, engine) for seed in SEEDS for size in SIZES}
    assert found == recorded()[name], ADVICE


@pytest.mark.parametrize("change", ["seed", "size", "scenario"])
def test_the_hash_can_differ(change: str) -> None:
    """Negative control: another seed, another number of replications, another scenario."""
    wanted = recorded()["scenarios/reference/duel.yaml"]["1995/10"]
    name = "scenarios/reference/duel.yaml" if change != "scenario" else "scenarios/reference/erlang.yaml"
    assert table_hash(name, 8 if change == "seed" else 1995, 11 if change == "size" else 10, "simpy") != wanted


SCRIPT = """
import os, sys
for name in sys.argv[2].split():
    __import__(name)
sys.path.insert(0, sys.argv[1])
from trust.golden import SEEDS, SIZES, table_hash
names = ["scenarios/armored-car.yaml", "scenarios/drive-in.yaml"]
print(*(table_hash(name, SEEDS[0], SIZES[0], "simpy") for name in names))
"""
FIRST = "matplotlib pyarrow pandas heatsim.cli.run heatsim.study.run heatsim.engines.on_simpy random numpy.random"
SURROUNDINGS: dict[str, tuple[dict[str, str], str]] = {
    "hash seed 1": ({"PYTHONHASHSEED": "1"}, ""),
    "hash seed 12345": ({"PYTHONHASHSEED": "12345"}, ""),
    "another language": ({"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"}, ""),
    "plain C": ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, ""),
    "another time zone": ({"TZ": "Pacific/Kiritimati"}, ""),
    "imports first": ({}, FIRST),
    "imports the other way round": ({}, " ".join(FIRST.split()[::-1])),
    "optimised": ({"PYTHONOPTIMIZE": "2"}, ""),
    "one thread": ({"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}, ""),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.statistical) for name in SURROUNDINGS])
def test_surroundings_change_nothing(name: str, tmp_path: Path) -> None:
    """Hash seed, language, time zone, working folder, order of imports."""
    variables, first = SURROUNDINGS[name]
    words = [sys.executable, "-c", SCRIPT, str(ROOT / "tests"), first]
    environment = {**os.environ, **variables}
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    record = json.loads((ROOT / "tests/trust/golden.json").read_text(encoding="utf-8"))
    assert done.stdout.split() == [record[f"scenarios/{one}.yaml"]["1995/10"] for one in ("armored-car", "drive-in")]

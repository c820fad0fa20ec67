"""What `import heatsim` and `--help` must not load: the heavy libraries wait until they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "distributed",
    "hypothesis",
    "jinja2",
    "matplotlib",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "rich",
    "scipy",
    "simpy",
    "yaml",
}
START = {
    "import heatsim": "import heatsim",
    "--help": """
import runpy, sys
sys.argv = ['heatsim', '--help']
try:
    runpy.run_module('heatsim', run_name='__main__')
except SystemExit:
    pass
""",
}


def loaded(code: str) -> set[str]:
    """The heavy modules that a fresh interpreter has loaded after running `code`."""
    probe = f"{code}\nimport sys; print('LOADED', *sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    return HEAVY & set(done.stdout.rsplit("LOADED", 1)[1].split())


@pytest.mark.parametrize("code", START.values(), ids=START.keys())
def test_starting_loads_nothing_heavy(code: str) -> None:
    """Neither importing the library nor asking for help pays for what it does not use."""
    assert loaded(code) == set()


@pytest.mark.parametrize("code", START.values(), ids=START.keys())
def test_what_is_heavy_would_be_noticed(code: str) -> None:
    """The same probe reports a heavy module when one is loaded."""
    assert loaded(f"import yaml\n{code}") == {"yaml"}

"""`import heatsim` and `--help` load nothing heavy and take next to no time."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

HEAVY = {"numpy", "simpy", "matplotlib", "pyarrow", "pydantic", "pandas", "rich", "yaml", "jinja2", "scipy", "multiprocessing"}
IMPORT = "import heatsim"
HELP = "import sys; from heatsim.cli.main import main; main(['--help'])"
COMMAND_HELP = "import sys; from heatsim.cli.main import main; main(['run', '--help'])"


def loaded(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after some code."""
    listing = "; import sys; print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code + listing], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", [IMPORT, HELP, COMMAND_HELP])
def test_nothing_heavy_is_loaded(code: str) -> None:
    """Neither the import nor the help of the program or a command loads any of the heavy libraries."""
    assert loaded(code) & HEAVY == set()


def test_using_a_name_loads_what_it_needs() -> None:
    """Negative control: once a name is used, the check above would see what was loaded."""
    assert {"numpy"} <= loaded("import heatsim; heatsim.run") & HEAVY


@pytest.mark.parametrize("arguments, seconds", [(["-c", IMPORT], 0.1), (["-m", "heatsim", "--help"], 0.2)])
def test_processor_time(arguments: list[str], seconds: float) -> None:
    """The import takes less than 100 ms of processor time, the help less than 200 ms; the best of three counts."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < seconds

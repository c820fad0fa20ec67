"""Where MPI is installed (`pip install mpi4py mpich` is enough): a pool of two ranks passes the checks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SCRIPT = """
from mpi4py.futures import MPIPoolExecutor
from heatsim.study.conformance import verify
from heatsim.study.executors import breadth

if __name__ == "__main__":
    with MPIPoolExecutor() as executor:
        verify(executor)
        print("passed on", breadth(executor))
"""


def test_a_pool_of_ranks_passes(tmp_path: Path) -> None:
    """One rank runs the study and two do the jobs; the tables are those of one process."""
    launcher = shutil.which("mpiexec", path=Path(sys.executable).parent) or shutil.which("mpiexec")
    if launcher is None or find_spec("mpi4py") is None:
        pytest.skip("MPI is not installed: pip install mpi4py mpich")
    (tmp_path / "verify.py").write_text(SCRIPT, encoding="utf-8")
    words = [launcher, "-n", "3", sys.executable, "-m", "mpi4py.futures", str(tmp_path / "verify.py")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "passed on 2\n"), done.stderr

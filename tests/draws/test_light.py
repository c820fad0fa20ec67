"""Addresses, worlds and distributions do not make a program load numpy."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIGHT = "heatsim.draws.address, heatsim.draws.world, heatsim.draws.batch, heatsim.draws.audit, heatsim.draws.distributions"


def loads_numpy(code: str) -> bool:
    """Whether a fresh interpreter has loaded numpy after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print('numpy' in sys.modules)"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip() == "True"


@pytest.mark.parametrize(
    "code,heavy",
    [
        (f"import {LIGHT}", False),
        ("from heatsim.draws.world import Draws; Draws(1).uniform('a')", False),
        ("from heatsim.draws.batch import further; from heatsim.draws.world import Draws; further(Draws(1), 'a', 0)", True),
    ],
)
def test_numpy_only_where_used(code: str, heavy: bool) -> None:
    """Only drawing in bulk loads it."""
    assert loads_numpy(code) is heavy

"""The command line in a process of its own that writes what is finished at once, not after two seconds."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

PATIENCE = 120.0  # seconds; only a mistake makes anybody wait so long

# Ctrl-C is listened to even where pytest was started with it ignored (in the background, by a shell without job control).
COMMAND = """
import signal, sys
from heatsim.cli.main import main
from heatsim.study import folder

signal.signal(signal.SIGINT, signal.default_int_handler)
folder.PART_ROWS = 1
sys.exit(main(sys.argv[1:]))
"""


@contextlib.contextmanager
def at_once(*words: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m heatsim` with these words, otherwise as ever, in a process group of its own that does not outlive the test."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

"""Progress is a line for every tenth where there is no terminal, and silence where there is no need."""

from __future__ import annotations

import io

from heatsim.study.progress import lines, shown, silent


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_line_for_every_tenth() -> None:
    """A thousand steps give ten lines, the last at 100 %."""
    stream = io.StringIO()
    progress = lines(stream, quiet_seconds=0)
    for done in range(1001):
        progress(done, 1000)
    written = stream.getvalue().splitlines()
    assert len(written) == 10
    assert written[0] == " 10 %  100 of 1000 replications"
    assert written[-1] == "100 %  1000 of 1000 replications"


def test_large_steps_skip_lines() -> None:
    """A step over several tenths gives one line."""
    stream = io.StringIO()
    progress = lines(stream, quiet_seconds=0)
    for done in (0, 350, 1000):
        progress(done, 1000)
    assert stream.getvalue().splitlines() == [" 30 %  350 of 1000 replications", "100 %  1000 of 1000 replications"]


def test_a_short_run_is_silent() -> None:
    """What is over at once shows nothing, on a stream that is no terminal."""
    stream = io.StringIO()
    with shown(stream) as progress:
        for done in range(11):
            progress(done, 10)
    silent(1, 1)
    assert stream.getvalue() == ""


def test_a_terminal_gets_a_bar() -> None:
    """On a terminal there is a bar with the numbers, which is taken away in the end."""
    stream = Terminal()
    with shown(stream) as progress:
        progress(3, 10)
        progress(10, 10)
    assert "10/10" in stream.getvalue()

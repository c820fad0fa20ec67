"""Progress is a line for every tenth where there is no terminal, and silence where there is no need."""

from __future__ import annotations

import io

import pytest

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
    assert stream.getvalue().splitlines() == [" 35 %  350 of 1000 replications", "100 %  1000 of 1000 replications"]


def test_what_takes_minutes_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a line each half minute, how long it will take, and once what would make it faster where that is missing."""
    now = [0.0]
    monkeypatch.setattr("heatsim.study.progress.time.monotonic", lambda: now[0])
    monkeypatch.setattr("heatsim.study.progress.find_spec", lambda name: None)
    stream = io.StringIO()
    progress = lines(stream)
    for done in range(1, 101):
        now[0] = 4.0 * done
        progress(done, 1000)
    first, *rest = stream.getvalue().splitlines()
    assert first == (
        "  0 %  8 of 1000 replications, about 66 min left; numba (pip install 'heatsim[fast]') makes models without Python faster"
    )
    assert len(rest) == 12
    assert rest[-1] == " 10 %  100 of 1000 replications, about 60 min left"
    assert not any("numba" in line for line in rest)


def test_what_is_loaded_first_is_no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute before the first replication, of loading and compiling, does not make all others look as slow."""
    now = [0.0]
    monkeypatch.setattr("heatsim.study.progress.time.monotonic", lambda: now[0])
    stream = io.StringIO()
    progress = lines(stream)
    for seconds, done in ((38.0, 1), (41.0, 101), (65.0, 901)):
        now[0] = seconds
        progress(done, 1000)
    assert stream.getvalue().splitlines() == [
        "  0 %  1 of 1000 replications", " 10 %  101 of 1000 replications", " 90 %  901 of 1000 replications"
    ]  # fmt: skip


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

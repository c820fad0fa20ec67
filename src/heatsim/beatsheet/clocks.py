"""How a beat sheet writes the time: since the start or of the day, and on the clocks that are running."""

from __future__ import annotations

__all__ = ["moment", "reading"]

TENTH = 100_000
SECOND = 1_000_000
DAY = 86_400 * SECOND


def moment(time: int, start_of_day: int | None = None) -> str:
    """`02:13.4` since the start, with hours once there are any; `11:32:13.4` if the story has a time of day (both microseconds)."""
    if start_of_day is None:
        hours, minutes, seconds, tenths = _parts(time)
        return f"{hours}:{minutes:02}:{seconds:02}.{tenths}" if hours else f"{minutes:02}:{seconds:02}.{tenths}"
    hours, minutes, seconds, tenths = _parts((start_of_day + time) % DAY)
    return f"{hours % 24:02}:{minutes:02}:{seconds:02}.{tenths}"


def reading(time: int, remaining: bool) -> str:
    """`2:13 left`, `0:05 over` past the end, `0:47 on` for a clock that only counts up."""
    seconds = round(abs(time) / SECOND)
    word = "on" if not remaining else "over" if time < 0 and seconds else "left"
    return f"{seconds // 60}:{seconds % 60:02} {word}"


def _parts(time: int) -> tuple[int, int, int, int]:
    tenths = round(time / TENTH)
    return tenths // 36_000, tenths // 600 % 60, tenths // 10 % 60, tenths % 10

"""Plain tables fit 80 columns, and numbers have the digits that people read."""

from __future__ import annotations

import pytest

from heatsim.cli.tables import plain
from heatsim.study.overview import Sheet, digits, percent, rounded

HEADS = ("measure", "mean", "95 % interval", "5 %", "median", "95 %", "film", "rank %")
NUMBERS = ("1.234M", "1.234M..1.345M", "-123.4k", "-1.234", "999.9M", "1.6M", "100")


def test_a_long_name_gets_a_line_of_its_own() -> None:
    """However long the name of a measure is, the numbers stay in their columns within 80."""
    name = "police_arrival_minus_crew_departure_at_the_second_vehicle [s]"
    lines = list(plain(Sheet(HEADS, (("margin [s]", *NUMBERS), (name, *NUMBERS)))))
    assert lines[2] == name
    assert lines[3].split() == lines[1].split()[2:]
    assert all(len(line) <= 80 for line in lines)
    assert lines[1].index("1.234M") == lines[3].index("1.234M")


def test_what_a_head_means_stands_below() -> None:
    """A table that says what one of its heads means says it last."""
    assert list(plain(Sheet(("a", "b"), (("x", "1"),), note="b: how many")))[-1] == "b: how many"


def test_short_tables_are_narrow() -> None:
    """Columns are as wide as what stands in them; names to the left, numbers to the right."""
    lines = list(plain(Sheet(("ending", "count", "film"), (("away", "7", "<- film"), ("caught", "12", "")))))
    assert lines == ["ending  count  film", "away        7  <- film", "caught     12"]


@pytest.mark.parametrize(
    "value, text",
    [
        (None, "-"),
        (float("inf"), "-"),
        (0.0, "0"),
        (12.0, "12"),
        (12.3456, "12.3"),
        (-3.14159, "-3.14"),
        (99.96, "100"),
        (12345.678, "12346"),
        (123456.0, "123.5k"),
        (1.6e6, "1.6M"),
        (12.16e6, "12.16M"),
        (-2.5e9, "-2.5B"),
        (0.000123456, "0.000123"),
    ],
)
def test_sensible_digits(value: float | None, text: str) -> None:
    """Numbers have three significant digits or are whole; large ones have a letter."""
    assert digits(value) == text


@pytest.mark.parametrize(
    "value, half, text",
    [
        (364.123, 1.3, "364.1"),
        (58.7, 18.0, "59"),
        (12345.678, 431.0, "12350"),
        (0.018, 0.0083, "0.0180"),
        (1.0514e6, 4.7e4, "1.051M"),
        (123456.0, 9.0e3, "123.5k"),
        (-0.004, 3.0, "0.0"),
        (7.0, 0.0, "7"),
        (7.25, float("nan"), "7.25"),
    ],
)
def test_no_digit_that_the_interval_does_not_bear(value: float, half: float, text: str) -> None:
    """Two digits of how far a number may be off are told, and no more of the number itself."""
    assert rounded(value, half) == text


@pytest.mark.parametrize(
    "share, text", [(None, "-"), (0.0, "0.0 %"), (1.0, "100.0 %"), (1e-6, "<0.1 %"), (0.99999, ">99.9 %"), (0.4567, "45.7 %")]
)
def test_shares_are_never_rounded_to_certainty(share: float | None, text: str) -> None:
    """Only what never happened is 0 %, and only what always did is 100 %."""
    assert percent(share) == text

"""Two letters for everybody."""

from __future__ import annotations

import pytest

from heatsim.report.initials import initials


@pytest.mark.parametrize(
    "titles, expected",
    [
        (["McCauley", "Shiherlis"], ("Mc", "Sh")),
        (["Guard 1", "Guard 12", "Armored car"], ("G1", "G12", "AC")),
        (["The car", "Officer with the pistol", "Officer with the shotgun"], ("Ca", "OP", "OS")),
        (["Ann", "Ann", "Ann", "Ann"], ("An", "1", "2", "3")),
        (["Hanna", "Hanson", "Hank"], ("Ha", "Hn", "Hk")),
        (["—", ""], ("1", "2")),
    ],
)
def test_no_two_are_alike(titles: list[str], expected: tuple[str, ...]) -> None:
    """The first letters, with the number of a member; later letters, then numbers, where those are taken."""
    assert initials(titles) == expected

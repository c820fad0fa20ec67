"""What is said of a name that does not exist: the one that was meant, or those that there are."""

from __future__ import annotations

import pytest

from heatsim.errors import nearest

NAMES = ("tip_delay", "call_time", "waingro/the drop", "crew[1]/drill")


@pytest.mark.parametrize(
    "word, meant",
    [
        ("tip_dealy", "tip_delay"),
        ("delay", "tip_delay"),
        ("wangro", "waingro/the drop"),
        ("drll", "crew[1]/drill"),
        ("*/dril", "crew[1]/drill"),
    ],
)
def test_what_was_meant(word: str, meant: str) -> None:
    """Letters that are wrong, a part of a name, and a word in it lead to the name."""
    assert nearest(word, NAMES) == f"; did you mean '{meant}'?"


def test_what_there_is() -> None:
    """Where nothing is near, all names, or the first of many; of too many, and of none, nothing is said."""
    assert nearest("zzz", ("b", "a", "b")) == "; known: a, b"
    assert nearest("zzz", [f"n{number:03}" for number in range(25)]).endswith("n010, n011, ...")
    assert nearest("zzz", [f"n{number}" for number in range(301)]) == nearest("zzz", ()) == ""
    assert nearest("n30", [f"n{number}x" for number in range(301)], 1000).startswith("; did you mean 'n3")

"""`heatsim rare`: a number with its interval, or reasons why there is none."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

Cli = Callable[..., tuple[int, str, str]]
FEW = ["--particles", "20", "--workers", "1"]


def test_it_says_how_rare(cli: Cli, folder: Path) -> None:
    """In words and as JSON, with exit status 0; changes are made before."""
    status, out, _ = cli("rare", "race.yaml", "margin >= 2 min", "--repeats", "2", *FEW)
    assert (status, "2 climbs are too few to see their spread" in out) == (1, True)
    status, out, _ = cli("rare", "race.yaml", "margin > 0 s", "--set", "work={exponential: {mean: 180 s}}", "--json", *FEW)
    found = json.loads(out)
    assert found["event"] == "margin > 0 s"
    exact = (1 - math.exp(-10 / 3)) - (1 - math.exp(-20 / 3)) / 2  # the response is the later one, and before the horizon
    assert (status, found["low"] < exact < found["high"]) == (0, True)


def test_what_cannot_be_asked_is_said(cli: Cli, folder: Path) -> None:
    """Bad input, with the reason, before anything runs."""
    status, out, complaint = cli("rare", "race.yaml", "marign > 150 s", *FEW)
    assert (status, out, complaint) == (2, "", "heatsim: there is no measure 'marign'; did you mean 'margin'?\n")

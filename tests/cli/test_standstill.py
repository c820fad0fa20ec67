"""Fights that never end: what `check` can tell, and what a run shows of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "tuple[int, str, str]"]
pytestmark = pytest.mark.usefixtures("no_figures")

HALL = """\
heatsim: 1
scenario: hall
horizon: 30 min
parameters:
  wakes: {value: 0.3, basis: assumed, why: a guess, range: [0, 1], text: the guard hears the glass}
actors:
  thief: {side: crew, weapon: pistol}
  guard: {side: museum, weapon: pistol}
weapons:
  pistol: {every: {exponential: {mean: 2 s}}, hit: 0.3}
fights:
  hall: {between: [crew, museum]}
processes:
  thief:
    - chance: wakes
      name: heard
      then: [{signal: glass}]
    - fight: hall
      then: [{put: me, state: away}]
  guard:
    - wait: glass
    - fight: hall
endings:
  away: {when: thief.away}
  other: {}
"""


def test_a_guard_who_never_wakes(cli: Cli, folder: Path) -> None:
    """Replications that end in a fight with nobody to shoot at are counted, with who waits for whom; if he wakes there are none."""
    (folder / "hall.yaml").write_text(HALL, encoding="utf-8")
    words = ("run", "hall.yaml", "-n", "40", "--workers", "1")
    out = cli(*words)[1]
    assert " of the first 20 replications stand still in a fight\n" in out
    assert ": 'thief' waits in the fight 'hall' for guard, who never came to it\n" in out
    assert "stand still" not in cli(*words, "--set", "wakes=1")[1]
    number = out.partition("  replication ")[2].partition(":")[0]
    assert (
        "'thief' waits in the fight 'hall' for guard, who never came to it"
        in cli("replay", "hall.yaml", "--replication", number)[1]
    )


def test_a_story_that_is_stopped_is_not_stuck(cli: Cli, folder: Path) -> None:
    """Who stops the run while somebody waits in a fight means it; at the horizon nobody meant it."""
    bell = "  bell:\n    - do: wait\n      takes: 1 min\n    - stop: run\nendings:"
    (folder / "hall.yaml").write_text(HALL.replace("endings:", bell), encoding="utf-8")
    assert "stand still" not in cli("run", "hall.yaml", "-n", "40", "--workers", "1")[1]
    bell = bell.replace("1 min", "2 h")
    (folder / "hall.yaml").write_text(HALL.replace("endings:", bell), encoding="utf-8")
    assert "stand still" in cli("run", "hall.yaml", "-n", "40", "--workers", "1")[1]


def test_a_long_fight_is_not_stuck(cli: Cli, folder: Path) -> None:
    """Two who fire at each other to the horizon and never hit are cut off, not waiting."""
    (folder / "hall.yaml").write_text(HALL.replace("hit: 0.3", "hit: 0"), encoding="utf-8")
    out = cli("run", "hall.yaml", "-n", "5", "--workers", "1", "--set", "wakes=1")[1]
    assert "5 of 5 replications were cut off at the horizon of 30 min\n  replication 0 in process 'thief', step 'fight hall'" in out
    assert "stand still" not in out


def test_a_clerk_who_is_always_left(cli: Cli, folder: Path) -> None:
    """`check` and `run` warn of a fight in which somebody can never be put out; an `until`, or a way out for him, is enough."""
    clerk = HALL.replace("weapons:", "  clerk: {side: museum}\nweapons:")
    (folder / "hall.yaml").write_text(clerk, encoding="utf-8")
    warning = (
        "hall.yaml:19:7: warning: this fight never ends by itself: 'clerk' has a side in it, never takes the step 'fight' and is"
        " never put out; let 'clerk' fight (with 'hit: 0', if unarmed), or give 'until'\n"
    )
    assert cli("check", "hall.yaml") == (0, "hall.yaml: ok\n", warning)
    assert cli("run", "hall.yaml", "-n", "5", "--workers", "1")[2] == warning
    assert cli("run", "hall.yaml", "-n", "5", "--workers", "1", "--quiet")[2] == ""
    for sound in (
        clerk.replace("    - fight: hall\n      then", "    - fight: hall\n      until: guard.out\n      then"),
        clerk.replace("wait: glass\n", "wait: glass\n    - {put: clerk, state: away}\n"),
    ):
        (folder / "hall.yaml").write_text(sound, encoding="utf-8")
        assert cli("check", "hall.yaml") == (0, "hall.yaml: ok\n", "")

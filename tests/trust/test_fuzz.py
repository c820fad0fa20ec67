"""Hostile files, expressions and words: each gives something sound or a sentence with its place; nothing crashes or hangs."""

from __future__ import annotations

import sys
from random import Random

import pytest

from trust import campaign as module
from trust.campaign import Outcome, campaign
from trust.pool import Pool
from trust.targets import TARGETS, Target

# Inputs in a default run, and how many answers of different kinds they must get: fewer would mean that they all fail alike.
FEW = {
    "expression": (1500, 110),
    "word": (100, 80),
    "text": (250, 110),
    "tree": (120, 110),
    "bytes": (400, 100),
    "story": (60, 80),
    "sheet": (200, 25),
    "world": (400, 20),
    "plan": (120, 25),
}
MANY = 20
MEMORY = 200  # MB more than the process had at most before


def check(outcome: Outcome) -> None:
    """No faults; with the first of them shown."""
    first = outcome.faults[0] if outcome.faults else None
    assert first is None, f"{len(outcome.faults)} faults, such as {first.given!r}\n{first.trace}"


@pytest.mark.parametrize("target", FEW)
def test_a_little_of_each(target: str) -> None:
    """Some inputs of each kind, some of them sound, most of them wrong in many ways."""
    count, kinds = FEW[target]
    outcome = campaign(target, count)
    check(outcome)
    assert outcome.tried == count
    assert len(outcome.kinds) >= kinds
    assert outcome.sound or target in ("word", "plan")


# Inputs that once broke their target and are no scenarios (those are in tests/conformance/invalid).
ONCE = [
    ("word", ("hands", "2:1e308:5")),
    ("word", ("tip_delay", "1e308 ms")),
    ("word", ("tip_delay", ", ".join(["+1 s"] * 40_000))),
    ("world", "world: 1\nheist: x\nscenario: x\nlanguage: 1\nseed: 1\nreplication: 1\nlacks: ['true']\ndraws: {}\n"),
    ("sheet", "canon: 1\nheist: x\nfacts: {}\nconstraints: [{what: x}, {what: y}]\n"),
    ("text", "heatsim: 1\nscenario: a\u2028b\n"),
]


@pytest.mark.parametrize("target, given", ONCE)
def test_what_once_broke_does_no_more(target: str, given: object) -> None:
    """Each is answered with a sentence, or read."""
    assert TARGETS[target].feed(given)


@pytest.mark.statistical
@pytest.mark.parametrize("target", FEW)
def test_many_of_each(target: str) -> None:
    """The same with other numbers, and more of them; memory stays where it was."""
    before = campaign(target, 1).memory
    outcome = campaign(target, MANY * FEW[target][0], seed=4)
    check(outcome)
    assert outcome.memory - before < MEMORY


@pytest.mark.statistical
def test_engines_agree_on_what_passes() -> None:
    """What passes the checks runs alike on both engines, however strange its numbers are."""
    pytest.importorskip("numba")
    check(campaign("engines", 1500, seed=4))


def planted(monkeypatch: pytest.MonkeyPatch, feed: object) -> Outcome:
    """A campaign against a target with a mistake in it."""

    def make(chance: Random, pool: Pool) -> int:
        return chance.randrange(20)

    monkeypatch.setitem(TARGETS, "planted", Target("planted", make, feed))  # type: ignore[arg-type]
    return campaign("planted", 100)


def test_a_crash_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: what raises another error than heatsim's own is kept, with the input that did it."""

    def feed(given: int) -> list[str]:
        return [str(10 // given)]

    outcome = planted(monkeypatch, feed)
    assert {fault.given for fault in outcome.faults} == {0}
    assert "ZeroDivisionError" in outcome.faults[0].trace


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such clock")
def test_a_hang_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: what does not end is stopped and kept."""
    monkeypatch.setattr(module, "LONGEST", 0.05)

    def feed(given: int) -> list[str]:
        while given == 7:
            pass
        return []

    outcome = planted(monkeypatch, feed)
    assert {fault.given for fault in outcome.faults} == {7}
    assert "Hang" in outcome.faults[0].trace

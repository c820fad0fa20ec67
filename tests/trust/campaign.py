"""Feed a target many inputs: count them, and keep every one that crashes it, hangs it or takes long."""

from __future__ import annotations

import re
import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import FrameType
from typing import Any

from trust.pool import Pool, scenarios, sheets, worlds
from trust.targets import TARGETS

__all__ = ["Fault", "Outcome", "campaign"]

LONGEST = 20.0  # processor seconds for one input; the machine may be slow
POOLS = {"sheet": sheets, "world": worlds}


class Hang(BaseException):
    """An input takes too long; no `except Exception` may catch it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that broke its target."""

    target: str
    seed: int
    number: int
    given: Any
    trace: str


@dataclass
class Outcome:
    """What came of a campaign: inputs fed, kinds of answers, the slowest, peak memory in MB, faults."""

    target: str
    tried: int = 0
    kinds: set[str] = field(default_factory=set)
    sound: int = 0
    slowest: float = 0.0
    slowest_input: Any = None
    seconds: float = 0.0
    memory: float = 0.0
    faults: list[Fault] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.target:10} {self.tried:9,} tried, {self.sound:8,} sound, {len(self.kinds):6,} kinds of answers, "
            f"slowest {self.slowest:6.3f} s, {self.memory:5.0f} MB, {self.seconds:6.0f} s, {len(self.faults)} faults"
        )


def campaign(target: str, count: int, seed: int = 1995, seconds: float = 1e9) -> Outcome:
    """Feed `count` inputs, or what can be fed in some processor seconds. Input k is made from (seed, k) and what came before."""
    pool = POOLS.get(target, scenarios)()
    outcome, began = Outcome(target), time.process_time()
    with _clock():
        for number in range(count):
            _one(outcome, pool, seed, number)
            outcome.seconds = time.process_time() - began
            if outcome.seconds > seconds:
                break
    outcome.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return outcome


def _one(outcome: Outcome, pool: Pool, seed: int, number: int) -> None:
    target = TARGETS[outcome.target]
    given = target.make(Random(f"{seed}/{number}"), pool)
    outcome.tried += 1
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        said = target.feed(given)
    except (Exception, Hang):
        outcome.faults.append(Fault(outcome.target, seed, number, given, traceback.format_exc()))
        return
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    took = time.process_time() - began
    if took > outcome.slowest:
        outcome.slowest, outcome.slowest_input = took, given
    outcome.sound += not said or any(word.startswith(("sound", "ran")) for word in said)
    kinds = {_kind(message) for message in said}
    if not kinds <= outcome.kinds and isinstance(given, str):
        pool.keep(given)
    outcome.kinds |= kinds


def _kind(message: str) -> str:
    """A message without the names and numbers that it quotes."""
    return re.sub(r"\d+", "0", re.sub(r"'[^']*'", "''", message))[:80]


@contextmanager
def _clock() -> Iterator[None]:
    """An input that takes too long raises `Hang`."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hang(f"more than {LONGEST} s")

    before = signal.signal(signal.SIGVTALRM, ring)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

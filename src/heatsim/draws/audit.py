"""Makes any source of randomness but draws an error while a replication runs.

The global functions of `random` and `numpy.random`, and generators made without a seed, raise a UsageError that names what
was called. A function that was imported by its own name beforehand cannot be replaced; that it moved a global generator is
noticed at the end.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import Any, NoReturn

from heatsim.errors import UsageError

__all__ = ["forbid_other_randomness"]

_ENTROPY = "a numpy.random generator that takes entropy from the operating system"
_ADVICE = "a replication takes its random numbers from its draws only"


@contextmanager
def forbid_other_randomness() -> Iterator[None]:
    """Inside, other randomness raises UsageError; afterwards, also after an error, everything is as before. May be nested."""
    before = _global_states()
    _guard.enter()
    try:
        yield
    finally:
        _guard.leave()
    for name, state in _global_states().items():
        if state != before[name]:
            raise UsageError(f"the global generator of {name} was used inside a replication; {_ADVICE}")


class _Guard:
    """Replaces what is forbidden on the first entry and restores it on the last exit, whichever thread comes when."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._depth = 0
        self._replaced: list[tuple[Any, str, Any]] = []

    def enter(self) -> None:
        with self._lock:
            self._depth += 1
            if self._depth == 1:
                for owner, name, replacement in _replacements():
                    self._replaced.append((owner, name, getattr(owner, name)))
                    setattr(owner, name, replacement)

    def leave(self) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth == 0:
                for owner, name, original in reversed(self._replaced):
                    setattr(owner, name, original)
                self._replaced.clear()


_guard = _Guard()


def _replacements() -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    """Owner, attribute and what to put there instead."""
    import numpy.random as numpy_random

    for name in _methods_of_one_instance(random, random.Random):
        yield random, name, _forbidden(f"random.{name}")
    yield random.Random, "__init__", _seeded_only(random.Random.__init__)
    for name in _methods_of_one_instance(numpy_random, numpy_random.RandomState):
        yield numpy_random, name, _forbidden(f"numpy.random.{name}")
    # `seed` is a function of its own in numpy, and `default_rng` makes generators whose methods may change between releases.
    for name in ("seed", "default_rng"):
        yield numpy_random, name, _forbidden(f"numpy.random.{name}")
    # Every numpy generator made without a seed gets its entropy from this one function. So do RandomState, which is then
    # seeded, and Philox(key=...), which has no use for it: inside a replication they are refused as well.
    yield numpy_random.bit_generator, "randbits", _forbidden(_ENTROPY)


def _methods_of_one_instance(module: ModuleType, kind: type) -> list[str]:
    """Names of a module's functions that are methods of its hidden global generator, but for those that only read its state."""
    names = [name for name in module.__all__ if isinstance(getattr(getattr(module, name), "__self__", None), kind)]
    return [name for name in names if name not in {"getstate", "get_state"}]


def _forbidden(what: str) -> Callable[..., NoReturn]:
    def refuse(*args: object, **kwargs: object) -> NoReturn:
        raise UsageError(f"{what} was called inside a replication; {_ADVICE}")

    return refuse


def _seeded_only(original: Callable[..., None]) -> Callable[..., None]:
    def initialize(self: random.Random, x: Any = None) -> None:
        if x is None:
            _forbidden(f"random.{type(self).__name__}() without a seed")()
        original(self, x)

    return initialize


def _global_states() -> dict[str, object]:
    import numpy.random as numpy_random

    state: Any = numpy_random.get_state(legacy=True)
    name, words, *rest = state
    return {"random": random.getstate(), "numpy.random": (name, words.tobytes(), *rest)}

"""Inside the audit every other source of randomness is an error that names it; outside nothing has changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from random import Random, randint
from random import random as by_its_own_name

import numpy as np
import pytest

from heatsim.draws.audit import forbid_other_randomness
from heatsim.errors import UsageError

FORBIDDEN: dict[str, Callable[[], object]] = {
    "random.random was": lambda: random.random(),
    "random.seed was": lambda: random.seed(3),
    "random.shuffle was": lambda: random.shuffle([1, 2]),
    "random.Random\\(\\) without a seed": lambda: random.Random(),
    "Random\\(\\) without a seed": lambda: Random(None),
    "random.SystemRandom\\(\\) without a seed": lambda: random.SystemRandom(),
    "numpy.random.rand was": lambda: np.random.rand(),
    "numpy.random.normal was": lambda: np.random.normal(),
    "numpy.random.seed was": lambda: np.random.seed(3),
    "numpy.random.default_rng was": lambda: np.random.default_rng(3),
    "a numpy.random generator that takes": lambda: np.random.PCG64(),
    "generator that takes entropy": lambda: np.random.RandomState(),
    "the global generator of random was used": lambda: by_its_own_name(),
    "the global generator of random was": lambda: randint(1, 6),
}


@pytest.mark.parametrize("message", FORBIDDEN)
def test_other_randomness_is_refused(message: str) -> None:
    """What was called is in the message."""
    with pytest.raises(UsageError, match=message), forbid_other_randomness():
        FORBIDDEN[message]()


@pytest.mark.parametrize("message", FORBIDDEN)
def test_outside_it_works(message: str) -> None:
    """The same calls are fine before and after."""
    state, numpy_state = random.getstate(), np.random.get_state()
    try:
        FORBIDDEN[message]()
        with forbid_other_randomness():
            pass
        FORBIDDEN[message]()
    finally:
        random.setstate(state)
        np.random.set_state(numpy_state)


def test_seeded_generators_are_allowed() -> None:
    """A generator with a seed of its own disturbs nobody."""
    with forbid_other_randomness():
        assert random.Random(3).random() == 0.23796462709189137
        assert np.random.Generator(np.random.PCG64(3)).random() > 0.0


def test_restored_after_an_error() -> None:
    """An error inside comes out as itself, and everything is as it was."""
    before = random.random, random.Random.__init__, np.random.rand, np.random.default_rng
    with pytest.raises(ZeroDivisionError), forbid_other_randomness():
        print(1 / 0)
    assert (random.random, random.Random.__init__, np.random.rand, np.random.default_rng) == before


def test_nested() -> None:
    """Leaving an inner audit leaves the outer one in force."""
    with forbid_other_randomness():
        with forbid_other_randomness():
            pass
        with pytest.raises(UsageError, match=r"numpy\.random\.rand was"):
            np.random.rand()
    random.Random()


def test_the_first_message_is_the_one_seen() -> None:
    """An error inside is not replaced by the notice that a generator moved."""

    def moves_a_generator_and_fails() -> None:
        by_its_own_name()
        raise KeyError

    with pytest.raises(KeyError), forbid_other_randomness():
        moves_a_generator_and_fails()

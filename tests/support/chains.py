"""Exact answers for fights that are Markov chains, without simulation: who wins, how long it takes, how much is fired.

A chain is a function from a state to its moves, `(rate, next state)`; a state without moves is an end. Chains of fights only lose
people and rounds, so a recursion over the states gives everything.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True)
class Exact:
    """Probability of every end; mean and standard deviation of the time to it; mean of what flows meanwhile (rounds)."""

    ends: dict[Any, float]
    mean: float
    sd: float
    flow: float

    def probability(self, wanted: Callable[[Any], bool]) -> float:
        return sum(p for end, p in self.ends.items() if wanted(end))

    def expected(self, number: Callable[[Any], float]) -> float:
        return sum(p * number(end) for end, p in self.ends.items())


def solve(
    start: State, moves: Callable[[State], list[tuple[float, State]]], flow: Callable[[State], float] = lambda state: 0.0
) -> Exact:
    """Solve a chain from its start. `flow` is what is fired per second in a state."""

    @cache
    def at(state: State) -> tuple[dict[Hashable, float], float, float, float]:
        to = [(rate, after) for rate, after in moves(state) if rate > 0]
        if not to:
            return {state: 1.0}, 0.0, 0.0, 0.0
        total = sum(rate for rate, _ in to)
        stay = 1 / total  # exponential: mean `stay`, second moment twice its square
        ends: dict[Hashable, float] = {}
        mean = second = fired = 0.0
        for rate, after in to:
            p = rate / total
            later, m, s, f = at(after)
            for end, q in later.items():
                ends[end] = ends.get(end, 0.0) + p * q
            mean += p * m
            second += p * (s + 2 * stay * m)
            fired += p * f
        return ends, mean + stay, second + 2 * stay * stay, fired + stay * flow(state)

    ends, mean, second, fired = at(start)
    return Exact(ends, mean, (second - mean * mean) ** 0.5, fired)


def square_law(a: int, b: int, rate_a: float, rate_b: float, floor_a: int = 0, floor_b: int = 0) -> Callable[..., Exact]:
    """Everyone at a random living enemy: from (i, j) B loses at rate_a * i, A at rate_b * j, until one side is at its floor."""

    def moves(state: tuple[int, int]) -> list[tuple[float, tuple[int, int]]]:
        i, j = state
        return [(rate_a * i, (i, j - 1)), (rate_b * j, (i - 1, j))] if i > floor_a and j > floor_b else []

    return lambda shots_a=rate_a, shots_b=rate_b: solve((a, b), moves, lambda state: state[0] * shots_a + state[1] * shots_b)

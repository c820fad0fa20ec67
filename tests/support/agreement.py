"""How far counts and spreads are from exact ones, in standard errors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np


def spread_sigmas(values: Any, exact: float) -> float:
    """Distance of the standard deviation from the exact one; the error of a variance follows from the fourth moment."""
    numbers = np.asarray(values, dtype=float)
    around = numbers - numbers.mean()
    variance = float((around**2).mean())
    error = math.sqrt((float((around**4).mean()) - variance**2) / len(numbers))
    return abs(variance - exact**2) / error


def distribution_sigmas(found: Iterable[Hashable], exact: Mapping[Any, float], least: float = 5.0) -> float:
    """Chi-square of what came out against exact probabilities, as a normal deviate (Wilson and Hilferty 1931).

    Outcomes expected fewer than `least` times are pooled. An outcome that cannot be makes the distance infinite.
    """
    counts = Counter(found)
    total = sum(counts.values())
    if set(counts) - set(exact):
        return math.inf
    rare = {outcome for outcome, p in exact.items() if p * total < least}
    cells = [(counts[outcome], p * total) for outcome, p in exact.items() if outcome not in rare]
    if rare:
        cells.append((sum(counts[outcome] for outcome in rare), sum(exact[outcome] for outcome in rare) * total))
    degrees = len(cells) - 1
    chi2 = sum((seen - expected) ** 2 / expected for seen, expected in cells if expected > 0)
    return float(((chi2 / degrees) ** (1 / 3) - (1 - 2 / (9 * degrees))) / math.sqrt(2 / (9 * degrees)))

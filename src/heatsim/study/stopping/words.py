"""A target's state in words: while it runs, and at the end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heatsim.study.stopping.estimate import Reached
    from heatsim.study.stopping.rule import Stopping

__all__ = ["amount", "half_widths", "known", "told"]


def told(stopping: Stopping) -> str:
    """A few lines: how many replications, why it stopped, and what is known of each target."""
    count = f"{stopping.replications:,} replications"
    looked = f"looked {stopping.looks} time{'' if stopping.looks == 1 else 's'}"
    lead = {
        "precision": f"stopped after {count}: as precise as asked ({looked})",
        "ceiling": f"stopped at the ceiling of {count}, not as precise as asked ({looked})",
        "interrupted": f"interrupted after {count}, not yet as precise as asked ({looked})",
    }[stopping.reason]
    return "\n".join([lead, *(f"  {'reached' if one.met else 'missed '}  {one.target}: {known(one)}" for one in stopping.targets)])


def known(reached: Reached) -> str:
    """The estimate with its interval; what was never seen, or always, is only known to be at most, or at least, something."""
    is_share = reached.hits is not None
    if not reached.total:
        return "no replication has a value"
    if is_share and reached.low >= 0 and reached.hits == 0:
        return f"at most {amount(reached, reached.high)} (none in {reached.total:,})"
    if is_share and reached.high == 1.0 and reached.hits == reached.total:
        return f"at least {amount(reached, reached.low)} (all of {reached.total:,})"
    span = f"{amount(reached, reached.low)} to {amount(reached, reached.high)}"
    return f"{amount(reached, reached.value)} ({span}; ± {_half(reached)})"


def half_widths(targets: tuple[Reached, ...]) -> str:
    """What is shown beside the progress: each half-width and the one wanted."""
    return ", ".join(f"± {_half(one)} (wanted ± {_wanted(one)})" for one in targets)


def amount(reached: Reached, value: float) -> str:
    """A value of a target's column, shares in per cent."""
    if not math.isfinite(value):
        return "-" if math.isnan(value) else "unbounded"
    if reached.hits is not None:
        return f"{100 * value:.{_places(100 * reached.half)}f} %"
    return f"{value:.{_places(reached.half)}f}{f' {reached.unit}' if reached.unit else ''}"


def _half(reached: Reached) -> str:
    return _width(reached, reached.half)


def _wanted(reached: Reached) -> str:
    return _width(reached, reached.wanted)


def _width(reached: Reached, width: float) -> str:
    if not math.isfinite(width):
        return "?"
    if reached.hits is not None:
        return f"{100 * width:.2g} pt"
    return f"{width:.3g}{f' {reached.unit}' if reached.unit else ''}"


def _places(half: float) -> int:
    """Decimals that show the first two digits of what is uncertain."""
    if not (math.isfinite(half) and half > 0):
        return 1
    return min(6, max(0, 1 - math.floor(math.log10(half))))

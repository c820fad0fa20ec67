"""A time axis for stories with a long quiet beginning: what comes before the action is drawn narrower."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatsim.figures import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Squeeze", "clock", "squeeze", "squeezed"]

SHORT = 0.2  # of all time: an action that needs no more of it is worth most of the figure
MANY = 0.5  # of all beats: fewer are no action
WIDTH = 0.22  # of the figure for all that comes before
STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400)  # seconds


@dataclass(frozen=True, slots=True)
class Squeeze:
    """Where the action begins and all ends, seconds. Time runs from 0 to 1 across the figure."""

    begin: float
    end: float

    def across(self, times: ArrayLike) -> NDArray[np.float64]:
        """Place of a time: one straight line up to the action and a steeper one from there."""
        t = np.asarray(times, dtype=np.float64)
        return np.where(t < self.begin, WIDTH * t / self.begin, WIDTH + self._share(t))

    def back(self, places: ArrayLike) -> NDArray[np.float64]:
        """The time of a place."""
        p = np.asarray(places, dtype=np.float64)
        late = self.begin + (p - WIDTH) / (1 - WIDTH) * (self.end - self.begin)
        return np.where(p < WIDTH, p / WIDTH * self.begin, late)

    def _share(self, t: NDArray[np.float64]) -> NDArray[np.float64]:
        return (1 - WIDTH) * (t - self.begin) / (self.end - self.begin)

    @property
    def times_narrower(self) -> float:
        """How much narrower a minute of the beginning is than one of the action."""
        return (1 - WIDTH) / (self.end - self.begin) * self.begin / WIDTH


def squeeze(medians: Sequence[float], end: float) -> Squeeze | None:
    """The late part of the story with the most beats in the least time; None where most beats are not in a short time.

    `medians` of the beats and `end`, the last time to be shown, in seconds.
    """
    times = sorted(medians)
    shares = [(len(times) - place) / len(times) - (end - begin) / end for place, begin in enumerate(times)]
    place = int(np.argmax(shares)) if times else 0
    if not times or len(times) - place < MANY * len(times) or not 0 < end - times[place] <= SHORT * end:
        return None
    return Squeeze(times[place] - 0.02 * (end - times[place]), end)


def squeezed(axes: Axes, how: Squeeze) -> None:
    """Give an axes in seconds this time axis; ticks are clock times since the start."""
    axes.set_xscale("function", functions=(how.across, how.back))
    early = _ticks(0.0, 0.9 * how.begin, 2)
    late = [tick for tick in _ticks(how.begin, how.end, 6) if tick > how.begin]
    seconds = bool(late) and any(tick % 60 for tick in late)
    ticks = [*early, *late]
    axes.set_xticks(ticks, [clock(tick, seconds) for tick in ticks])
    axes.minorticks_off()
    axes.axvspan(0.0, how.begin, color=style.RULE, alpha=0.3, linewidth=0, zorder=0)
    form = "h:mm:ss" if seconds else "h:mm"
    axes.set_xlabel(f"simulated time since the start ({form}); the grey part is drawn {how.times_narrower:.0f} times narrower")


def _ticks(begin: float, end: float, most: int) -> list[float]:
    """Round times from begin to end, at most so many steps."""
    step = next((step for step in STEPS if (end - begin) / step <= most), STEPS[-1])
    first = int(np.ceil(begin / step))
    return [float(step * number) for number in range(first, int(end // step) + 1)]


def clock(seconds: float, full: bool = False) -> str:
    """5:34, or 5:34:20."""
    minutes, rest = divmod(int(seconds + 0.5), 60)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if full else text

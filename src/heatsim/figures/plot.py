"""The figures by name, for `heatsim.plot`: each takes results (`plan` a trace), draws into `ax` if given, returns the figure."""

from __future__ import annotations

from heatsim.figures.endings import endings
from heatsim.figures.margin import margin
from heatsim.figures.plan import plan
from heatsim.figures.rounds import rounds
from heatsim.figures.shares import shares
from heatsim.figures.survival import survival
from heatsim.figures.sweep import sweep
from heatsim.figures.timeline import timeline
from heatsim.figures.tornado import tornado
from heatsim.figures.who_shot_whom import who_shot_whom

__all__ = [
    "endings",
    "margin",
    "plan",
    "rounds",
    "shares",
    "survival",
    "sweep",
    "timeline",
    "tornado",
    "who_shot_whom",
]

"""The figures by name, for `heatsim.plot`: each takes results (`plan` a trace), draws into `ax` if given, returns the figure."""

from __future__ import annotations

from heatsim.figures.decisions import decisions
from heatsim.figures.endings import endings
from heatsim.figures.frontier import frontier
from heatsim.figures.interruption import interruption
from heatsim.figures.margin import margin
from heatsim.figures.path import path
from heatsim.figures.plan import plan
from heatsim.figures.race import race
from heatsim.figures.rounds import rounds
from heatsim.figures.shares import shares
from heatsim.figures.survival import survival
from heatsim.figures.sweep import sweep
from heatsim.figures.timeline import timeline
from heatsim.figures.tornado import tornado
from heatsim.figures.who_shot_whom import who_shot_whom

__all__ = [
    "decisions",
    "endings",
    "frontier",
    "interruption",
    "margin",
    "path",
    "plan",
    "race",
    "rounds",
    "shares",
    "survival",
    "sweep",
    "timeline",
    "tornado",
    "who_shot_whom",
]

"""The figures by name, for `heatsim.plot`: each takes results, draws into `ax` if one is given, and returns the figure."""

from __future__ import annotations

from heatsim.figures.endings import endings
from heatsim.figures.margin import margin
from heatsim.figures.shares import shares
from heatsim.figures.sweep import sweep
from heatsim.figures.timeline import timeline
from heatsim.figures.tornado import tornado

__all__ = ["endings", "margin", "shares", "sweep", "timeline", "tornado"]

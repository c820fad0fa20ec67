"""The figures by name, for `heatsim.plot`: each takes results, draws into `ax` if one is given, and returns the figure."""

from __future__ import annotations

from heatsim.figures.endings import endings
from heatsim.figures.margin import margin
from heatsim.figures.timeline import timeline

__all__ = ["endings", "margin", "timeline"]

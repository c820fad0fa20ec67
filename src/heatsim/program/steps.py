"""Which function lays which kind of step."""

from __future__ import annotations

from collections.abc import Mapping

from heatsim.program import branching, fighting, instant, timed
from heatsim.program.layer import Lay
from heatsim.scenario import resolved

__all__ = ["KINDS"]

KINDS: Mapping[type, Lay] = {
    resolved.Do: timed.do,
    resolved.Wait: timed.wait,
    resolved.At: timed.at,
    resolved.First: timed.first,
    resolved.Move: timed.move,
    resolved.Engage: fighting.engage,
    resolved.Board: fighting.board,
    resolved.If: branching.if_,
    resolved.Chance: branching.chance,
    resolved.Choose: branching.choose,
    resolved.Repeat: branching.repeat,
    resolved.Watch: branching.watch,
    resolved.Signal: instant.signal,
    resolved.Assign: instant.assign,
    resolved.Hand: instant.hand,
    resolved.Put: instant.put,
    resolved.Start: instant.start,
    resolved.Stop: instant.stop,
    resolved.Mark: instant.mark,
}

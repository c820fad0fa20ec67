"""Counts of a weapon that nobody of whom they are asked ever fights with: they could not be but zero."""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.errors import Where
from heatsim.scenario.expression import Expression, walk
from heatsim.scenario.resolved import Engage, Resolved
from heatsim.scenario.walking import all_orders, all_steps, expressions

__all__ = ["armed"]

Asked = tuple[Expression, str | None]  # an expression, and who `me` is in it


def armed(scenario: Resolved) -> Iterator[tuple[Where, str]]:
    """`neil.rifle.shots` needs a step `fight` of Neil's with the rifle; of a group or side, somebody's."""
    steps = [(process.of or "", step) for process in scenario.processes for step in all_steps(process)]
    used = {(who, step.weapon) for who, step in steps if isinstance(step, Engage)}
    for expression, me in _asked(scenario):
        for node in walk(expression):
            weapon, dot, _ = node.word.rpartition(".")
            if node.op != "tally" or not dot:
                continue
            whose = me or "" if node.name == "me" else node.name.partition("[")[0]
            several = [actor.name for actor in scenario.actors if whose in (actor.name, actor.side)]
            if not any((who, weapon) in used for who in several):
                who = whose if node.name == "me" else node.name
                nobody = f"nobody of '{who}' ever" if several != [whose] else f"'{who}' never"
                yield node.where, f"{nobody} fights with '{weapon}', so that '{node.name}.{node.word}' says nothing"


def _asked(scenario: Resolved) -> Iterator[Asked]:
    """Every expression that may ask what has been fired."""
    for process in scenario.processes:
        for step in all_steps(process):
            yield from ((one, process.of) for one in expressions(step))
        yield from ((order.on, process.of) for order in all_orders(process))
    for measure in scenario.measures:
        values = [measure.value, *(condition for _, condition in measure.cases)]
        yield from ((one, None) for one in values if one is not None)
    yield from ((ending.when, None) for ending in scenario.endings if ending.when is not None)

"""Conditions that would have to be asked at every moment: those that change with time alone."""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.errors import Where
from heatsim.scenario.expression import Expression, walk
from heatsim.scenario.resolved import Board, Do, Engage, First, Move, Process, Resolved, Step, Wait
from heatsim.scenario.walking import all_orders, all_steps

__all__ = ["moments"]


def moments(scenario: Resolved) -> Iterator[tuple[Where, str]]:
    """What is waited for must become true by something that happens, not by time going by."""
    movers = {name for process in scenario.processes for step in all_steps(process) for name in _moved(step, process)}
    for process in scenario.processes:
        waited = [condition for step in all_steps(process) if (condition := _waited(step)) is not None]
        for condition in [*waited, *(order.on for order in all_orders(process))]:
            what = next((text for node in walk(condition) if (text := _flows(node, process.of, movers))), None)
            if what:
                yield condition.where, what


def _moved(step: Step, process: Process) -> tuple[str | None, ...]:
    """Whose place a step changes, or makes that of somebody else."""
    if isinstance(step, Board):
        return (process.of if step.actor == "me" else step.actor.partition("[")[0],)
    return (process.of,) if isinstance(step, Move) else ()


def _waited(step: Step) -> Expression | None:
    if isinstance(step, Wait):
        return step.condition
    return step.until if isinstance(step, (Do, First, Move, Engage)) else None


def _flows(node: Expression, me: str | None, movers: set[str | None]) -> str | None:
    if node.op == "now":
        return "'now' changes all the time and cannot be waited for; use 'at: ... elapsed' on a clock, or 'for'"
    if node.op == "clock" and node.word != "running":
        advice = f"use 'at: ... {node.word} on {node.name}' in a process that sends a signal"
        return f"'{node.name}.{node.word}' changes all the time and cannot be waited for; {advice}"
    if node.op == "tally" and node.word == "suppression":
        return f"'{node.name}.suppression' fades all the time and cannot be waited for; use it in 'if', or wait with 'for'"
    if node.op == "distance" and any(_moves(place, me, movers) for place in node.args):
        return "this distance changes as an actor moves and cannot be waited for; send a signal when the move is done"
    return None


def _moves(node: Expression, me: str | None, movers: set[str | None]) -> bool:
    if node.op == "place":
        return False
    return (me if node.name == "me" else node.name.partition("[")[0]) in movers

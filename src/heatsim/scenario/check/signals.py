"""Signals that are waited for and never sent, and processes that wait for a start nobody gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from heatsim.errors import Where
from heatsim.scenario.resolved import At, Resolved, Signal, Start
from heatsim.scenario.walking import all_steps

__all__ = ["signals"]


def signals(scenario: Resolved, mentions: Mapping[str, Where]) -> Iterator[tuple[Where, str]]:
    """What is asked for and never comes."""
    steps = [step for process in scenario.processes for step in all_steps(process)]
    sent = {name for step in steps if isinstance(step, Signal) for name in step.names}
    started = {step.name for step in steps if isinstance(step, Start)}
    python = any(process.python for process in scenario.processes)
    for name in scenario.signals:
        if name in mentions and name not in sent and not python:
            yield mentions[name], f"'{name}' is waited for, but nobody sends it"
    for step in steps:
        if isinstance(step, At) and step.clock and step.clock not in started and not python:
            yield step.meta.where, f"this waits for the clock '{step.clock}', but no step starts it"
    for process in scenario.processes:
        if not process.at_start and process.name not in started and not python:
            yield process.where, f"'{process.name}' waits to be started, but no step starts it"

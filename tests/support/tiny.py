"""Tiny scenarios, run and told as `time process text` lines."""

from __future__ import annotations

from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import loads
from heatsim.trace import Trace

HEAD = "heatsim: 1\nscenario: tiny\nhorizon: 10 min\n"
ENDING = "endings: {over: {}}\n"


def run_text(body: str, *, head: str = HEAD, ending: str = ENDING, replication: int = 0, reverse_ranks: bool = False) -> Trace:
    program = compile_scenario(loads(head + body + ending).resolved)
    return on_simpy.trace(program, Draws(1995, replication), reverse_ranks=reverse_ranks)


def beats(trace: Trace) -> list[str]:
    """The marks of a trace: `seconds process text`."""
    return [f"{event.time / 1e6:g} {event.process} {event.text}" for event in trace if event.kind in ("mark", "say")]

"""What replays a world of a scenario: a command line, or a call where draws are pinned or there is no file."""

from __future__ import annotations

from heatsim.draws.world import World
from heatsim.errors import rerun
from heatsim.scenario.load import Scenario

__all__ = ["replaying"]


def replaying(scenario: Scenario, world: World) -> str:
    """A command line if one can say it, else a call of `heatsim.simulate`."""
    behaviours = tuple(process.python for process in scenario.resolved.processes if process.python)
    if not world.pins:
        return rerun("" if behaviours else scenario.words, world.seed, world.replication, behaviours)
    given = f", behaviours={{{', '.join(f'{name!r}: ...' for name in behaviours)}}}" if behaviours else ""
    return f"heatsim.simulate({_loading(scenario)}, world=heatsim.{world!r}{given})"


def _loading(scenario: Scenario) -> str:
    """The expression that gives the scenario again, with its variant and changes."""
    if scenario.path is None:
        return "scenario"
    variant = f".variant({scenario.variant_name!r})" if scenario.variant_name else ""
    changes = f".vary({scenario.overrides!r})" if scenario.changes else ""
    return f"heatsim.load({str(scenario.path)!r}){variant}{changes}"

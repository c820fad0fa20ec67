"""heatsim: how else could this heist have gone, and how likely was what we saw?

    import heatsim as hs

    heist = hs.load("scenarios/armored-car.yaml")
    print(hs.simulate(heist, replication=17))
    results = hs.run(heist, replications=10_000)

Names are imported when they are first used, so that `import heatsim` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from heatsim.version import __version__

if TYPE_CHECKING:
    from heatsim.analysis.decisions.ask import decisions
    from heatsim.analysis.decisions.made import Decisions
    from heatsim.analysis.protection.ask import protection
    from heatsim.analysis.protection.made import Protection
    from heatsim.analysis.rare import Rare, rare
    from heatsim.analysis.sampling import sample
    from heatsim.analysis.sensitivity import sensitivity
    from heatsim.analysis.sweep import sweep
    from heatsim.analysis.whatif.ask import whatif
    from heatsim.analysis.whatif.made import WhatIf
    from heatsim.analysis.worlds import Diff, diff
    from heatsim.canon.compare import Comparison, compare
    from heatsim.draws.world import Draws, World
    from heatsim.errors import HeatsimError, ScenarioError, SimulationError, UsageError
    from heatsim.figures import plot
    from heatsim.report.make import report
    from heatsim.scenario.load import Scenario, load, loads
    from heatsim.study.plan import Plan
    from heatsim.study.planned import run_plan
    from heatsim.study.reopen import read
    from heatsim.study.results import Results
    from heatsim.study.run import run, simulate
    from heatsim.trace import Trace

__all__ = [
    "Comparison",
    "Decisions",
    "Diff",
    "Draws",
    "HeatsimError",
    "Plan",
    "Protection",
    "Rare",
    "Results",
    "Scenario",
    "ScenarioError",
    "SimulationError",
    "Trace",
    "UsageError",
    "WhatIf",
    "World",
    "__version__",
    "compare",
    "decisions",
    "diff",
    "load",
    "loads",
    "plot",
    "protection",
    "rare",
    "read",
    "report",
    "run",
    "run_plan",
    "sample",
    "sensitivity",
    "simulate",
    "sweep",
    "whatif",
]

# Where each public name lives; None for a module that is a name itself.
HOMES: dict[str, tuple[str, str | None]] = {
    "Comparison": ("heatsim.canon.compare", "Comparison"),
    "Decisions": ("heatsim.analysis.decisions.made", "Decisions"),
    "Diff": ("heatsim.analysis.worlds", "Diff"),
    "Draws": ("heatsim.draws.world", "Draws"),
    "HeatsimError": ("heatsim.errors", "HeatsimError"),
    "Plan": ("heatsim.study.plan", "Plan"),
    "Protection": ("heatsim.analysis.protection.made", "Protection"),
    "Rare": ("heatsim.analysis.rare", "Rare"),
    "Results": ("heatsim.study.results", "Results"),
    "Scenario": ("heatsim.scenario.load", "Scenario"),
    "ScenarioError": ("heatsim.errors", "ScenarioError"),
    "SimulationError": ("heatsim.errors", "SimulationError"),
    "Trace": ("heatsim.trace", "Trace"),
    "UsageError": ("heatsim.errors", "UsageError"),
    "WhatIf": ("heatsim.analysis.whatif.made", "WhatIf"),
    "World": ("heatsim.draws.world", "World"),
    "compare": ("heatsim.canon.compare", "compare"),
    "decisions": ("heatsim.analysis.decisions.ask", "decisions"),
    "diff": ("heatsim.analysis.worlds", "diff"),
    "load": ("heatsim.scenario.load", "load"),
    "loads": ("heatsim.scenario.load", "loads"),
    "plot": ("heatsim.figures.plot", None),
    "protection": ("heatsim.analysis.protection.ask", "protection"),
    "rare": ("heatsim.analysis.rare", "rare"),
    "read": ("heatsim.study.reopen", "read"),
    "report": ("heatsim.report.make", "report"),
    "run": ("heatsim.study.run", "run"),
    "run_plan": ("heatsim.study.planned", "run_plan"),
    "sample": ("heatsim.analysis.sampling", "sample"),
    "sensitivity": ("heatsim.analysis.sensitivity", "sensitivity"),
    "sweep": ("heatsim.analysis.sweep", "sweep"),
    "simulate": ("heatsim.study.run", "simulate"),
    "whatif": ("heatsim.analysis.whatif.ask", "whatif"),
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module 'heatsim' has no attribute '{name}'")
    module, attribute = HOMES[name]
    found = import_module(module)
    value = found if attribute is None else getattr(found, attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""Run a scenario and its variants under the same luck, and set them side by side.

print(hs.whatif(heist, heist.vary({"tip_delay": "+2 min"}), replications=10_000))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from heatsim.analysis.whatif.drawn import SAMPLE, shared_draws, taken
from heatsim.analysis.whatif.made import DrawsShared, Versus, WhatIf
from heatsim.analysis.whatif.named import commands, labels, meaning
from heatsim.analysis.whatif.pairs import endings_changed, flips, measures_changed
from heatsim.analysis.whatif.together import run_together
from heatsim.errors import UsageError
from heatsim.study.progress import Progress, silent
from heatsim.study.run import prepare

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.scenario.load import Scenario
    from heatsim.study.table import Table

__all__ = ["whatif"]

LEVEL = 0.95


def whatif(
    base: Scenario,
    *others: Scenario | str | Mapping[str, object],
    replications: int | None = None,
    seed: int = 1995,
    until: str | Sequence[str] | None = None,
    ending: str | None = None,
    measure: str | None = None,
    better: Literal["more", "less"] = "more",
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
    progress: Progress | None = None,
    sample: int = SAMPLE,
) -> WhatIf:
    """What changes when a scenario is changed: paired differences on common random numbers.

    Each of `others` is a scenario, the name of one of the base's variants, or a mapping for `vary`. Replications 0 to
    `replications - 1` (999 unless told otherwise) of all of them run under one seed; row k of one is compared with row k of the
    base. With several others, intervals of changes hold for all of them at once. `ending` or `measure` is what the change helps or
    harms (the film's ending unless told otherwise), `better` whether more or less of it helps.

    `until` stops when the paired differences are known precisely enough: `"share(ending=clean) ± 1pt"`, `"mean(margin) ± 5 s"`;
    a quantile is that of the difference. `behaviours` are the functions for processes that the scenario leaves to Python; nobody
    knows which draws these share. Draws are compared in the first `sample` replications; 0 leaves that out. Raises UsageError and
    ScenarioError.
    """
    if not others:
        raise UsageError("a what-if needs something to compare with: a variant's name, changes, or another scenario")
    if better not in ("more", "less"):
        raise UsageError(f"better is 'more' or 'less', not {better!r}")
    scenarios = [base, *(_scenario(base, other) for other in others)]
    works = [prepare(scenario, engine, behaviours) for scenario in scenarios]
    focus = _focus(works[0].program, ending, measure)
    level = 1 - (1 - LEVEL) / len(others)
    names = labels(base, scenarios[1:])
    tables, stopping = run_together(works, names, replications, seed, until, level, workers, executor, progress or silent)
    watched = min(sample, len(tables[0]))
    drawn = taken(works[0], seed, watched)
    versus = [
        _versus(
            (works[0].program, work.program),
            (tables[0], found),
            level,
            name,
            meaning(scenario),
            commands(base, scenario, seed),
            shared_draws(drawn, taken(work, seed, watched)),
        )
        for work, found, name, scenario in zip(works[1:], tables[1:], names, scenarios[1:], strict=True)
    ]
    _comparable(versus, focus)
    failed = int(np.count_nonzero(np.any([table.failed for table in tables], axis=0)))
    return WhatIf(
        scenario=base.name,
        replications=len(tables[0]),
        seed=seed,
        base=meaning(base) or "as written",
        level=level,
        focus=focus,
        better=better,
        versus=tuple(versus),
        failed=failed,
        stopping=stopping,
        film=any(one.canon and one.name == focus for one in works[0].program.endings),
    )


def _scenario(base: Scenario, other: Scenario | str | Mapping[str, object]) -> Scenario:
    if isinstance(other, str):
        return base.variant(other)
    return base.vary(other) if isinstance(other, Mapping) else other


def _focus(program: Program, ending: str | None, measure: str | None) -> str:
    """What helped and harmed are about: what was asked for, else the film's ending, else the first."""
    if ending is not None and measure is not None:
        raise UsageError("helped and harmed are about an ending or about a measure, not both")
    endings = [one.name for one in program.endings]
    measures = {column.name: not column.words for column in program.columns if column.group == "measure"}
    if ending is not None:
        if ending in measures and ending not in endings:
            raise UsageError(f"'{ending}' is a measure, not an ending")
        return _known(ending, endings, "ending")
    if measure is not None:
        if not measures.get(measure, True):
            raise UsageError(f"'{measure}' is a measure in words; a what-if is about an ending, a number, or a yes or no")
        if measure in endings and measure not in measures:
            raise UsageError(f"'{measure}' is an ending, not a measure")
        return _known(measure, [name for name, is_number in measures.items() if is_number], "measure")
    return next((one.name for one in program.endings if one.canon), endings[0])


def _known(name: str, names: list[str], what: str) -> str:
    from heatsim.errors import nearest

    if name not in names:
        raise UsageError(f"there is no {what} '{name}'{nearest(name, names)}")
    return name


def _versus(
    programs: tuple[Program, Program],
    tables: tuple[Table, Table],
    level: float,
    label: str,
    text: str,
    replay: tuple[str, ...],
    draws: DrawsShared | None,
) -> Versus:
    return Versus(
        label=label,
        text=text if text != label else "",
        endings=tuple(endings_changed(programs, tables, level)),
        measures=tuple(measures_changed(programs, tables, level)),
        flips=flips(programs, tables),
        draws=draws,
        commands=replay,
    )


def _comparable(versus: Sequence[Versus], focus: str) -> None:
    for one in versus:
        try:
            one[focus]
        except UsageError:
            raise UsageError(f"'{one.label}' has no '{focus}' to compare with the base") from None

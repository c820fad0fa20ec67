"""The decisions and accidents of a scenario: chances, choices, hazards that race, and parameters with options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from heatsim.analysis.rewriting import mark, rewritten
from heatsim.errors import UsageError, nearest
from heatsim.scenario.resolved import Chance, Choose, Distribution, First, Parameter, Process, Step
from heatsim.scenario.walking import all_steps

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario
    from heatsim.scenario.resolved import Resolved

__all__ = ["CAME", "NOT", "NOTHING", "Decision", "chosen", "decisions_in", "event", "watched"]

CAME, NOT, NOTHING = "comes", "does not come", "nothing comes"
WORDS = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class Decision:
    """A place where the story may go one way or another. `name` is its site (of a group: that of all members), or a parameter.

    `kind` is chance, choose, first or parameter; `present` is the option that a fixed parameter has.
    """

    name: str
    kind: str
    options: tuple[str, ...]
    present: str | None = None


def decisions_in(model: Resolved) -> tuple[Decision, ...]:
    """All of them: parameters first, then processes in order of declaration."""
    found = [one for parameter in model.parameters if (one := _parameter(parameter))]
    for process in model.processes:
        found += [one for step in all_steps(process) if (one := _step(process, step))]
    return tuple(found)


def chosen(found: Sequence[Decision], only: Sequence[str]) -> tuple[Decision, ...]:
    """Those whose names fit a pattern; all, if there are no patterns. UsageError for a pattern that fits none."""
    names = [one.name for one in found]
    for pattern in only:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise UsageError(f"no decision is called '{pattern}'{nearest(pattern, names)}")
    return tuple(one for one in found if not only or any(fnmatchcase(one.name, pattern) for pattern in only))


def event(decision: str, option: str) -> str:
    """The id of the mark that says that an option was taken."""
    return f"decided/{decision}/{option}"


def watched(scenario: Scenario, found: Sequence[Decision]) -> Scenario:
    """The scenario with an event at the head of every option of these decisions. No draw moves."""
    wanted = {one.name for one in found if one.kind != "parameter"}
    ids = [event(one.name, option) for one in found if one.name in wanted for option in one.options]

    def change(process: Process, step: Step) -> Sequence[Step]:
        name = f"{process.name}/{step.meta.site}"
        return (_watched(step, name),) if name in wanted else (step,)

    return rewritten(scenario, change, ids)


def _watched(step: Step, name: str) -> Step:
    if isinstance(step, Chance):
        then, otherwise = (mark(event(name, CAME)), *step.then), (mark(event(name, NOT)), *step.otherwise)
        return replace(step, then=then, otherwise=otherwise)
    if isinstance(step, Choose):
        return replace(step, options=tuple(replace(o, steps=(mark(event(name, o.name)), *o.steps)) for o in step.options))
    if isinstance(step, First):
        hazards = tuple(replace(o, steps=(mark(event(name, o.name)), *o.steps)) for o in step.hazards)
        otherwise = (mark(event(name, NOTHING)), *step.otherwise) if step.until is not None else step.otherwise
        return replace(step, hazards=hazards, otherwise=otherwise)
    return step


def _step(process: Process, step: Step) -> Decision | None:
    name = f"{process.name}/{step.meta.site}"
    if isinstance(step, Chance):
        return Decision(name, "chance", (CAME, NOT))
    if isinstance(step, Choose):
        return Decision(name, "choose", tuple(option.name for option in step.options))
    if isinstance(step, First):
        nothing = (NOTHING,) if step.until is not None else ()
        options = (*(hazard.name for hazard in step.hazards), *nothing)
        return Decision(name, "first", options) if len(options) > 1 else None
    return None


def _parameter(parameter: Parameter) -> Decision | None:
    """A choice or a flag that is fixed or drawn; what follows from other parameters is nobody's decision."""
    if parameter.kind not in ("choice", "flag") or parameter.drawn != "once":
        return None
    options = parameter.options if parameter.kind == "choice" else (WORDS[True], WORDS[False])
    if isinstance(parameter.value, Distribution):
        return Decision(parameter.name, "parameter", options)
    if parameter.value.op != "const":
        return None
    value = parameter.value.value
    return Decision(
        parameter.name, "parameter", options, options[int(value)] if parameter.kind == "choice" else WORDS[value == 1.0]
    )

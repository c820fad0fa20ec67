"""Who is who in a race: whose process is the path, and which signals or events are detection, arrival and the end of the path.

The scenario language has no words for these, so they are named by the caller or read off the scenario: off a measure that is
marked as a margin, or off a response that is cut short when the path is done. What cannot be told is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.errors import UsageError, nearest
from heatsim.scenario.expression import Expression, walk
from heatsim.scenario.resolved import Do, First, Move, Process, Resolved, Signal, Step, Wait
from heatsim.scenario.walking import all_steps, below

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["Roles", "member_of", "roles", "senders"]

FEW = 12  # names in a message
MEMBER = re.compile(r"(.+)\[([1-9][0-9]*)\]")
NEUTRALISED = ("neutralised", "neutralized")


@dataclass(frozen=True, slots=True)
class Roles:
    """`path` is a process, that of one member in a group; the others are names of signals or ids of events.

    Any of `detected` is a detection.

    With none of these, the response is on its way from the start. `neutralised` (an ending, a flag, a signal or an event) says who
    wins once they meet; None where the scenario has no word for it.
    `inferred` says of those that were not given how they were found; `others` are processes of the same side that could be the path
    instead, if it was not given. `caution` says what is odd about the path that was given; empty if nothing is.
    """

    path: str
    detected: tuple[str, ...]
    responded: str
    done: str
    neutralised: str | None = None
    inferred: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    caution: str = ""


Race = tuple[str, str, str]  # responded, done, where it stands


def roles(
    scenario: Scenario,
    path: str | None = None,
    detected: Sequence[str] = (),
    responded: str | None = None,
    done: str | None = None,
    neutralised: str | None = None,
) -> Roles:
    """The names given, checked, and the others as the scenario tells them; UsageError for what it does not tell."""
    model = scenario.resolved
    for word in (*detected, *(name for name in (responded, done) if name is not None)):
        _known(model, word)
    found: list[tuple[str, str]] = []
    others: tuple[str, ...] = ()
    if responded is None or done is None:
        race = _race(model, responded, done)
        found += [(role, race[2]) for role, name in (("responded", responded), ("done", done)) if name is None]
        responded, done = race[:2]
    if responded == done:
        raise UsageError(f"the response's arrival and the end of the path cannot both be '{done}'")
    if path is None:
        path = _path(model, done)
        found.append(("path", f"{'one of the group' if '[' in path else 'the process'} that sends '{done}'"))
        others = tuple(_partners(model, path))
    process = _process(model, path)
    for one in (process, *senders(model, done)):
        if one.python:
            raise UsageError(f"'{one.name}' is written in Python; its steps cannot be seen from outside")
    if not detected:
        detected = _detected(model, process.name, responded)
        by = f"the process that sends '{responded}'"
        found.append(("detected", f"what sets off {by}" if detected else f"nothing sets off {by}"))
    if neutralised is None and (neutralised := next((name for name in _outcomes(model) if name in NEUTRALISED), None)):
        found.append(("neutralised", "its name"))
    elif neutralised is not None and neutralised not in _outcomes(model):
        raise UsageError(f"there is no ending, flag, signal or event '{neutralised}'{nearest(neutralised, _outcomes(model))}")
    return Roles(path, tuple(detected), responded, done, neutralised, tuple(found), others, _caution(model, process, done))


def _outcomes(model: Resolved) -> list[str]:
    flags = [measure.name for measure in model.measures if measure.kind == "flag"]
    return [*(ending.name for ending in model.endings), *flags, *model.signals, *model.events]


def senders(model: Resolved, name: str) -> list[Process]:
    """The processes that have a step which sends the signal or carries the event."""
    return [process for process in model.processes if any(_brings(step, name) for step in all_steps(process))]


def _brings(step: Step, name: str) -> bool:
    return name in (*step.meta.events, *step.meta.begins) or (isinstance(step, Signal) and name in step.names)


def _known(model: Resolved, name: str) -> None:
    names = [*model.signals, *model.events]
    if name not in names:
        near = nearest(name, names)
        raise UsageError(f"the scenario has no signal or event '{name}'{near if 'did you' in near else nearest('', model.signals)}")


def _race(model: Resolved, responded: str | None, done: str | None) -> Race:
    """The only race that fits what is given: a margin if there is one, else a response that the end of the path cuts short."""
    for races in (dict.fromkeys(_margins(model)), dict.fromkeys(_cut_short(model))):
        fitting = [race for race in races if responded in (None, race[0]) and done in (None, race[1])]
        if len({race[:2] for race in fitting}) == 1:
            return fitting[0]
        if fitting:
            shown = "; ".join(f"--responded {a} --done {b} ({where})" for a, b, where in fitting)
            raise UsageError(f"which race is meant? the scenario has several: {shown}")
    missing = [f"--{role}" for role, name in (("responded", responded), ("done", done)) if name is None]
    raise UsageError(
        "the scenario does not say which race this is: no measure marked 'margin' is the time of one thing minus that of another,"
        f" and no response is cut short by the end of the path; name {' and '.join(missing)} among {_names(model)}"
    )


def _names(model: Resolved) -> str:
    names = [*model.signals, *model.events]
    return ", ".join(names[:FEW]) + (f" and {len(names) - FEW} more" if len(names) > FEW else "")


def _margins(model: Resolved) -> Iterator[Race]:
    for measure in model.measures:
        value = measure.value
        if measure.margin and value is not None and value.op == "-" and len(value.args) == 2:
            first, second = value.args
            if first.op == second.op == "time_of":
                yield first.name, second.name, f"the margin '{measure.name}'"


def _cut_short(model: Resolved) -> Iterator[Race]:
    """A step that the other side's signal cuts short, and that sends a signal when it is not: the first of each process.

    Only of processes that wait for something first: a response answers.
    """
    for process in model.processes:
        if not next(_waits([process]), None):
            continue
        known: set[str] = set()
        for step in all_steps(process):
            until = step.until if isinstance(step, Do | Move | First) else None
            if until is None or until.op != "signal" or not _against(model, process, until.name):
                continue
            inner = next(_sent(step.then if isinstance(step, Do | Move) else ()), None)
            if inner is not None and until.name not in known:
                known.add(until.name)
                yield inner, until.name, f"'{until.name}' cuts short the response of '{process.name}'"


def _against(model: Resolved, process: Process, name: str) -> bool:
    """Whether a signal comes from the other side."""
    mine, theirs = _side(model, process), {_side(model, sender) for sender in senders(model, name)}
    return bool(mine and theirs) and not theirs & {mine, ""}


def _side(model: Resolved, process: Process) -> str:
    return next((actor.side for actor in model.actors if actor.name == process.of), "")


def _sent(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Signal):
            yield from step.names
        for inner in below(step):
            yield from _sent(inner)


def _path(model: Resolved, done: str) -> str:
    sending = senders(model, done)
    if len(sending) != 1:
        names = ", ".join(name for process in sending for name in _members(process))
        raise UsageError(f"'{done}' is sent by {names or 'nobody'}; say with --path whose process is the path")
    return _members(sending[0])[0]


def _members(process: Process) -> list[str]:
    """The processes that a declared one becomes: itself, or one for each member of a group."""
    return [process.name] if process.count is None else [f"{process.name}[{i + 1}]" for i in range(process.count)]


def member_of(path: str) -> tuple[str, int]:
    """The declared process and the number in its group, 0 for a process of its own: `robbers[2]` is `("robbers", 2)`."""
    match = MEMBER.fullmatch(path)
    return (match[1], int(match[2])) if match else (path, 0)


def _partners(model: Resolved, path: str) -> Iterator[str]:
    """Those on the side of the path's actor who have work of their own, each of whom could be the path."""
    side = next((_side(model, process) for process in model.processes if process.name == member_of(path)[0]), "")
    for process in model.processes:
        own = process.name == process.of and not process.python
        works = any(isinstance(step, Do | Move) for step in all_steps(process))
        if side and own and works and _side(model, process) == side:
            yield from (name for name in _members(process) if name != path)


def _process(model: Resolved, path: str) -> Process:
    """The declared process of a path; UsageError if there is none, or if it is that of several."""
    by_name = {process.name: process for process in model.processes}
    group = by_name.get(member_of(path)[0])
    if group is not None and path in _members(group):
        return group
    if group is None or group.count is None:
        raise UsageError(f"there is no process '{path}'{nearest(path, [_members(process)[0] for process in model.processes])}")
    least, most = _members(group)[0], _members(group)[-1]
    raise UsageError(
        f"a path is the process of one, and '{group.name}' is a group of {group.count}: name one of '{least}' to '{most}'"
    )


def _caution(model: Resolved, process: Process, done: str) -> str:
    """What to say of a path of another side than those who send its end; empty if they are of one side, or have none."""
    side, sending = _side(model, process), senders(model, done)
    sides = {_side(model, sender) for sender in sending}
    if not side or side in sides or "" in sides or not sides:
        return ""
    names, first = ", ".join(sender.name for sender in sending), _members(sending[0])[0]
    return f"'{process.name}' is of {side}, but '{done}' is sent by {names}, of {', '.join(sorted(sides))}: is '{first}' the path?"


def _detected(model: Resolved, path: str, responded: str) -> tuple[str, ...]:
    """Back from what the responding process waits for, through those who only pass it on, to who raised it."""
    responders = senders(model, responded)
    if not responders:
        raise UsageError(f"nobody sends '{responded}'")
    allies = {_side(model, responder) for responder in responders} | {""}
    wanted, seen = list(_waits(responders)), set[str]()
    found: list[str] = []
    while wanted:
        name = wanted.pop(0)
        if name in seen:
            continue
        seen.add(name)
        sources = senders(model, name)
        passed_on = sources and all(
            one.name != path and _side(model, one) in allies and next(_waits([one]), None) for one in sources
        )
        if passed_on:
            wanted += _waits(sources)
        else:
            found.append(name)
    return tuple(found)


def _waits(processes: Sequence[Process]) -> Iterator[str]:
    """The signals that processes wait for before they do anything."""
    for process in processes:
        if process.steps and isinstance(process.steps[0], Wait):
            yield from _signals(process.steps[0].condition)


def _signals(condition: Expression) -> Iterator[str]:
    for node in walk(condition):
        if node.op == "signal" or node.op == "happened":
            yield node.name

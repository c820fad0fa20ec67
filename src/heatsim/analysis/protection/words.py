"""An analysis in words: tables and sentences that fit 80 columns."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from heatsim.analysis.lines import aligned, wrapped
from heatsim.study.overview import digits, percent

if TYPE_CHECKING:
    from heatsim.analysis.protection.made import Path, Protection, Task
    from heatsim.analysis.protection.stay import Frontier
    from heatsim.study.response import Estimate

__all__ = ["table"]

DASH = "-"
RESPONSES = 7  # points of the curve that are printed
AGREEMENT = 0.99  # below this, the race run to its end is another race


def table(made: Protection) -> str:
    """The whole analysis as text."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Protection) -> Iterator[str]:
    yield f"{made.scenario}: {made.replications:,} attacks, seed {made.seed}"
    who = made.roles
    inferred = dict(who.inferred)
    for role, value in (
        ("path", who.path),
        ("detected", " or ".join(who.detected) or "from the start"),
        ("responded", who.responded),
        ("done", who.done),
        ("neutralised", who.neutralised),
    ):
        if value is not None:
            yield from wrapped(f"  {role}: {value}" + (f" (inferred: {inferred[role]})" if role in inferred else ""))
        if role == "path" and who.caution:
            yield from wrapped(f"    caution: {who.caution}")
        if role == "path" and who.others:
            yield from wrapped(f"    another's, to the same end: --path NAME ({', '.join(who.others)})")
    for path in made.paths:
        yield from ("", path.label, "")
        yield from aligned(list(_tasks(path)))
        yield ""
        for sentence in _sentences(path):
            yield from wrapped(sentence)
    if len(made.ranking) > 1:
        yield from ("", *aligned(list(_ranking(made))))
    if made.stay is not None:
        yield from ("", *aligned(list(_stay(made.stay))))
    yield ""
    yield from wrapped(LEGEND)


LEGEND = (
    "left: time the path still takes when the task begins; seen: first detection there, its beginning included; stopped:"
    " interrupted, of those; last: share of answered attacks in which no later task begins in time; -> the critical detection point"
    " in the mean; intervals are 95 %"
)


def _tasks(path: Path) -> Iterator[tuple[str, ...]]:
    unit, size = _unit(path)
    yield ("task", "takes", f"left {unit}", "median", "10..90 %", "seen", "stopped", "last")
    for task in path.tasks:
        yield _task(task, size)
    if path.before.value > 0:
        yield ("(before)", *[DASH] * 4, percent(path.before.value), *[DASH] * 2)


def _task(task: Task, size: float) -> tuple[str, ...]:
    takes, left, median, low, high = (
        _number(x / size) for x in (task.takes, task.left, task.left_median, task.left_p10, task.left_p90)
    )
    stopped = percent(task.interrupted.value) if task.interrupted.count else DASH
    mark = "->" if task.is_critical else "  "
    return (
        f"{mark}{task.name}",
        takes,
        left,
        median,
        f"{low}..{high}",
        percent(task.detected.value),
        stopped,
        percent(task.critical.value),
    )


def _unit(path: Path) -> tuple[str, float]:
    """What most of the times are read in."""
    lefts = [task.left for task in path.tasks if math.isfinite(task.left)]
    middle = median(lefts) if lefts else 0.0
    return ("h", 3600.0) if middle > 4 * 3600 else ("min", 60.0) if middle > 1200 else ("s", 1.0)


def _number(value: float) -> str:
    return DASH if not math.isfinite(value) else f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}"


def _share(one: Estimate) -> str:
    if not one.count:
        return "never asked"
    return f"{percent(one.value)} ({percent(one.low)} .. {percent(one.high)})"


def _points(value: float) -> str:
    return f"{100 * value + 0.0:+.1f}"


def _sentences(path: Path) -> Iterator[str]:
    yield f"detected on the path: {_share(path.detected)}; of these answered: {_share(path.answered)}"
    yield f"interrupted: {_share(path.interrupted)}"
    yield from _neutralised(path)
    mean, sd = path.response
    if math.isfinite(mean):
        yield f"response: {_number(mean)} s from the first detection (sd {_number(sd)} s)"
    yield _critical(path)
    if len(path.margins):
        low, middle, high = (_number(float(x)) for x in np.quantile(path.margins, [0.1, 0.5, 0.9]))
        yield f"margin, arrival less end of the path: median {middle} s, 10..90 % {low}..{high} s; below zero, it is in time"
        yield "interrupted, if every response took " + ", ".join(_curve(path))
        yield (
            f"the textbook formula with these times: {percent(path.textbook)}; the simulation gives {_points(path.skew.value)} pt"
            f" ({_points(path.skew.low)} .. {_points(path.skew.high)}) besides, since times are not independent and normal"
            if path.skew.low > 0 or path.skew.high < 0
            else f"the textbook formula with these times: {percent(path.textbook)}; the simulation does not differ"
            f" ({_points(path.skew.low)} .. {_points(path.skew.high)} pt)"
        )
    if path.given_up:
        yield f"in {path.given_up:,} of {path.replications:,} attacks the path has no end: given up, or never begun"
    if path.agrees < AGREEMENT:
        yield (
            f"caution: as written, the winner is the same as in the race run to its end in only {percent(path.agrees)} of attacks:"
            " path and response touch each other in other ways than by arriving and being done"
        )
    if path.failed:
        yield f"{path.failed:,} replications failed and are left out"


def _neutralised(path: Path) -> Iterator[str]:
    if path.neutralised is None or path.effective is None or path.separately is None:
        yield "neutralisation: the scenario has no word for it (--neutralised NAME); effectiveness is interruption"
        return
    yield f"neutralised, of those interrupted: {_share(path.neutralised)}"
    yield f"effective, both together: {_share(path.effective)}"
    if path.product is not None:
        product = path.interrupted.value * path.separately.value
        yield (
            f"multiplied instead: {percent(path.interrupted.value)} x {percent(path.separately.value)} (neutralised, where they"
            f" always meet) = {percent(product)}: off by {_points(path.product.value)} pt ({_points(path.product.low)} .."
            f" {_points(path.product.high)})"
        )


def _critical(path: Path) -> str:
    task = path.critical
    if task is None:
        return "critical detection point: none, no task begins with more time left than the response takes"
    return f"critical detection point: {task.name} (begins with {_number(task.left)} s left)"


def _curve(path: Path) -> Iterator[str]:
    times, _ = path.curve(RESPONSES + 1)
    for time in times[1:]:
        step = 10 ** max(0, math.floor(math.log10(time)) - 1)
        seconds = step * round(time / step)
        yield f"{seconds:.0f} s: {percent(path.at_response(seconds).value)}"


def _ranking(made: Protection) -> Iterator[tuple[str, ...]]:
    yield ("paths, the response's worst first", "wins", "95 %", "against the first", "95 %")
    for one in made.ranking:
        span = f"{100 * one.value.low:.1f}..{100 * one.value.high:.1f}"
        change, between = (DASH, DASH)
        if one.change is not None:
            change = f"{_points(one.change.value)} pt"
            between = f"{_points(one.change.low)}..{_points(one.change.high)}"
        yield (one.label, percent(one.value.value), span, change, between)


def _stay(made: Frontier) -> Iterator[tuple[str, ...]]:
    yield (made.rule, made.measure, "95 %", "response first", "95 %", "")
    for point in made.points:
        money = f"{digits(point.loot.low)}..{digits(point.loot.high)}"
        risk = f"{100 * point.caught.low:.1f}..{100 * point.caught.high:.1f}"
        yield (point.shown, digits(point.loot.value), money, percent(point.caught.value), risk, "" if point.best else "beaten")

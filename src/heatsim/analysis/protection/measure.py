"""From arrays of times to the numbers of a path."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from heatsim.analysis.jackknife import Ranged, jackknife
from heatsim.analysis.protection.made import Path, Task
from heatsim.analysis.protection.observed import NOWHERE, Floats, Observed
from heatsim.analysis.protection.textbook import textbook
from heatsim.study.intervals import wilson
from heatsim.study.response import Estimate

__all__ = ["measured", "share"]

Flags = NDArray[np.bool_]


def share(flags: Flags, among: Flags | None = None) -> Estimate:
    """A share with Wilson's interval, of all or of those `among`; NaN of none."""
    counted = flags if among is None else flags[among]
    total, count = len(counted), int(np.count_nonzero(counted))
    return Estimate(count / total if total else math.nan, *wilson(count, total), total)


def measured(label: str, seen: Observed) -> Path:
    """The path, task by task and as a whole."""
    response, left, on_path = seen.response, seen.left, seen.at >= NOWHERE
    answered = np.isfinite(response)
    mean = float(response[answered].mean()) if answered.any() else math.nan
    sd = float(response[answered].std(ddof=1)) if np.count_nonzero(answered) > 1 else math.nan
    return Path(
        label=label,
        tasks=_tasks(seen, mean),
        before=share(seen.at == NOWHERE),
        detected=share(on_path),
        answered=share(answered, on_path),
        interrupted=share(seen.interrupted),
        neutralised=None if seen.neutralised is None else share(seen.neutralised, seen.interrupted),
        effective=None if seen.neutralised is None else share(seen.neutralised & seen.interrupted),
        separately=None if seen.beaten is None else share(seen.beaten, seen.met),
        product=_product(seen),
        agrees=float(np.mean(seen.in_time == seen.interrupted)) if len(seen) else math.nan,
        textbook=textbook(seen.at, left, response),
        skew=jackknife(_skew, seen.at, left, response, seen.in_time),
        response=(mean, sd),
        given_up=int(np.count_nonzero(~np.isfinite(seen.done))),
        replications=len(seen),
        failed=seen.failed,
        margins=seen.margin[np.isfinite(seen.margin)],
        lefts=left[answered],
    )


def _skew(at: NDArray[np.int64], left: Floats, response: Floats, in_time: Flags) -> float:
    return float(in_time.mean()) - textbook(at, left, response)


def _product(seen: Observed) -> Ranged | None:
    """P(interrupted) times P(neutralised, measured where they always meet), less P(both)."""
    if seen.neutralised is None or seen.beaten is None or seen.met is None or not seen.met.any():
        return None

    def error(interrupted: Flags, neutralised: Flags, met: Flags, beaten: Flags) -> float:
        if not met.any():
            return math.nan
        return float(interrupted.mean()) * float(beaten[met].mean()) - float((interrupted & neutralised).mean())

    return jackknife(error, seen.interrupted, seen.neutralised, seen.met, seen.beaten)


def _tasks(seen: Observed, response: float) -> tuple[Task, ...]:
    left = seen.done[:, None] - seen.begins
    left[left < 0] = np.nan  # begun after the path is done
    reached = np.isfinite(left)
    takes = _takes(left)
    answered = np.isfinite(seen.response)
    last = _last(left[answered] > seen.response[answered][:, None])
    means = [float(np.mean(left[reached[:, i], i])) if reached[:, i].any() else math.nan for i in range(len(seen.tasks))]
    critical = max((i for i, mean in enumerate(means) if mean > response), default=-1)
    return tuple(_task(seen, i, left[reached[:, i], i], takes[:, i], last == i, critical == i) for i in range(len(seen.tasks)))


def _task(seen: Observed, i: int, left: Floats, takes: Floats, last: Flags, is_critical: bool) -> Task:
    here = seen.at == i
    p10, median, p90 = (float(x) for x in np.quantile(left, [0.1, 0.5, 0.9])) if len(left) else (math.nan,) * 3
    return Task(
        name=seen.tasks[i],
        reached=len(left),
        takes=float(np.nanmean(takes)) if np.isfinite(takes).any() else math.nan,
        left=float(left.mean()) if len(left) else math.nan,
        left_sd=float(left.std(ddof=1)) if len(left) > 1 else math.nan,
        left_median=median,
        left_p10=p10,
        left_p90=p90,
        detected=share(here),
        left_when_detected=float(seen.left[here].mean()) if here.any() else None,
        interrupted=share(seen.interrupted, here),
        critical=share(last),
        is_critical=is_critical,
    )


def _takes(left: Floats) -> Floats:
    """How long each task lasts: until the next one begins, or the path is done."""
    lasts = np.empty_like(left)
    for i in range(left.shape[1]):
        after = np.where(left < left[:, i : i + 1], left, 0.0)
        after[:, i + 1 :] = np.where(left[:, i + 1 :] == left[:, i : i + 1], left[:, i + 1 :], after[:, i + 1 :])
        lasts[:, i] = left[:, i] - np.nan_to_num(after).max(axis=1)
    return lasts


def _last(holds: Flags) -> NDArray[np.int64]:
    """The last column that holds in each row; -1 if none does."""
    if not holds.shape[1]:
        return np.full(len(holds), -1)
    last = holds.shape[1] - 1 - np.argmax(holds[:, ::-1], axis=1)
    return np.where(holds.any(axis=1), last, -1)

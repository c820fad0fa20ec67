"""Arrivals spelled out: a process that waits an exponential time, runs the steps, and waits again."""

from __future__ import annotations

from heatsim.scenario import resolved as r
from heatsim.scenario.constants import folded
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.nodes import Entry, Mapping
from heatsim.scenario.resolve.distributions import check_rate
from heatsim.scenario.resolve.draft import Draft, ProcessHead, section
from heatsim.scenario.resolve.expressions import A_NUMBER, A_RATE, expression
from heatsim.scenario.resolve.processes import resolver
from heatsim.scenario.resolved import Distribution, Meta
from heatsim.units import TIME

__all__ = ["declare_arrivals", "resolve_arrivals"]

GAP = "arrival"


def declare_arrivals(draft: Draft) -> None:
    """Enter the arrivals into the shared names; each is a process."""
    for entry in section(draft.root, "arrivals").entries.values():
        if entry.key not in draft.broken and draft.declare(entry.key, "arrivals", entry.where):
            draft.processes[entry.key] = ProcessHead(entry.key, None, None, True, entry.where)


def resolve_arrivals(draft: Draft) -> list[r.Process]:
    """One process for each."""
    made = []
    for entry in section(draft.root, "arrivals").entries.values():
        head = draft.processes.get(entry.key)
        if head is not None and head.where == entry.where and isinstance(entry.value, Mapping):
            made.append(_arrivals(draft, entry, entry.value, head))
    return made


def _arrivals(draft: Draft, entry: Entry, body: Mapping, head: ProcessHead) -> r.Process:
    resolve = resolver(draft, head)
    here = Meta(label=f"arrivals {entry.key}", where=entry.where)
    while_ = body.get("while")
    condition = resolve.condition(while_) if while_ else None
    ended = Expression("not", (condition,), kind="flag", where=condition.where) if condition else None
    resolve.site(GAP, entry.where, True, True)
    gap = r.Do(
        Meta(site=GAP, label=f"do {GAP}", text=GAP, where=body.key("rate")),
        Distribution("exponential", (_mean(draft, body),), where=body.key("rate")),
        ended,
        resolve.steps(body.get("steps")),
    )
    loop: tuple[r.Step, ...] = (gap,)
    limit = expression(draft, body.get("limit"), resolve.scope, A_NUMBER) if body.get("limit") else None
    if limit is not None and condition is not None:
        loop = (r.If(here, condition, loop, (r.Stop(Meta(label="stop me", where=entry.where), "me"),)),)
    always = constant(1.0, kind="flag", where=entry.where)
    steps: list[r.Step] = [r.Repeat(here, limit, None if limit is not None else condition or always, loop)]
    if body.get("from"):
        steps.insert(0, r.Wait(Meta(label="wait for the first", where=body.key("from")), resolve.condition(body.get("from"))))
    return r.Process(entry.key, tuple(steps), where=entry.where)


def _mean(draft: Draft, body: Mapping) -> Expression:
    """The mean gap of a rate."""
    node = body.get("rate")
    rate = expression(draft, node, draft.scope, A_RATE)
    before = len(draft.problems)
    check_rate(draft, node, rate)
    if len(draft.problems) > before:
        return constant(1.0, TIME, where=rate.where)
    return folded(Expression("/", (constant(1.0, where=rate.where), rate), dimension=TIME, where=rate.where))

"""Processes: whose they are, how many, when they start; responses and arrivals become processes too."""

from __future__ import annotations

from heatsim.scenario.nodes import Entry, Mapping, Scalar
from heatsim.scenario.resolve.declarations import count_of
from heatsim.scenario.resolve.draft import Draft, ProcessHead, ids, section, text
from heatsim.scenario.resolve.steps import StepResolver
from heatsim.scenario.resolved import Process

__all__ = ["body_of", "declare_processes", "resolve_processes", "resolver"]


def body_of(entry: Entry) -> Mapping:
    """The long form of a process: a list alone is its steps."""
    node = entry.value
    if isinstance(node, Mapping):
        return node
    return Mapping({"steps": Entry("steps", node.where, node)}, node.where)


def declare_processes(draft: Draft) -> None:
    """Enter every process into the shared names, before any step is read."""
    for entry in section(draft.root, "processes").entries.values():
        if entry.key in draft.broken or not draft.declare(entry.key, "a process", entry.where):
            continue
        body = body_of(entry)
        owner = _owner(draft, entry, body)
        known = draft.actors.get(owner or "")
        count = known.count if known else count_of(draft, body.get("count"))
        if known and body.get("count"):
            draft.say(body.key("count"), f"'{entry.key}' belongs to '{owner}', which says how many there are; leave 'count' out")
        at_start = text(body, "when") != "started"
        draft.processes[entry.key] = ProcessHead(entry.key, owner, count, at_start, entry.where)
        _one_of_two(draft, entry, body)


def _one_of_two(draft: Draft, entry: Entry, body: Mapping) -> None:
    if body.get("steps") and body.get("python"):
        draft.say(body.key("python"), f"'{entry.key}' has both 'steps' and 'python'; keep one")
    for key in ("signal", "event"):
        if body.get(key) and not body.get("python"):
            draft.say(body.key(key), f"'{key}' says what a behaviour in Python may do; steps say it themselves")
    if not body.get("steps") and not body.get("python"):
        draft.say(entry.where, f"'{entry.key}' has neither 'steps' nor 'python'")
    if body.get("python") and body.get("orders"):
        draft.say(body.key("orders"), f"'{entry.key}' is written in Python; orders stand over steps only")


def _owner(draft: Draft, entry: Entry, body: Mapping) -> str | None:
    of = body.get("of")
    if isinstance(of, Scalar):
        draft.mention(of.text, of.where)
        if of.text not in draft.actors:
            draft.unknown(of.where, "actor", of.text, list(draft.actors))
            return None
        if entry.key in draft.actors and entry.key != of.text:
            draft.say(of.where, f"a process named '{entry.key}' belongs to the actor '{entry.key}', not to '{of.text}'; rename one")
        return of.text
    if entry.key in draft.actors:
        draft.mention(entry.key, entry.where)
        return entry.key
    return None


def resolver(draft: Draft, head: ProcessHead) -> StepResolver:
    """Resolves steps in the scope of one process."""
    scope = draft.scope.within(head.of, member=head.count is not None)
    return StepResolver(draft, head.name, head.of, scope)


def resolve_processes(draft: Draft) -> list[Process]:
    """The processes of the section, in rank order."""
    made = []
    for entry in section(draft.root, "processes").entries.values():
        head = draft.processes.get(entry.key)
        if head is None or head.where != entry.where:
            continue
        body = body_of(entry)
        steps = resolver(draft, head)
        made.append(
            Process(
                name=head.name,
                steps=steps.steps(body.get("steps")),
                of=head.of,
                count=head.count,
                at_start=head.at_start,
                orders=steps.orders(body.get("orders")),
                python=text(body, "python") or None,
                signals=ids(body.get("signal")),
                events=ids(body.get("event")),
                text=text(body, "text"),
                where=entry.where,
            )
        )
    return made

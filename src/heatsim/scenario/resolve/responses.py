"""Responses spelled out: a call sets off stages, then units travel, are held up or arrive.

A response becomes one process of its own name (call and stages) and, if it has units, one process per unit that carries the
group's name, so that a unit's luck has the address `units[2]/travel`.
"""

from __future__ import annotations

from heatsim.errors import Where
from heatsim.scenario import resolved as r
from heatsim.scenario.expression import Expression, constant
from heatsim.scenario.nodes import Entry, Mapping, Scalar, Sequence
from heatsim.scenario.resolve.distributions import value
from heatsim.scenario.resolve.draft import Draft, ProcessHead, ids, section, text
from heatsim.scenario.resolve.expressions import A_NUMBER, A_TIME, CONDITION, expression
from heatsim.scenario.resolve.processes import resolver
from heatsim.scenario.resolve.steps import StepResolver
from heatsim.scenario.resolved import Distribution, Meta

__all__ = ["declare_responses", "held_variables", "resolve_responses"]


def _body(entry: Entry) -> Mapping:
    return entry.value if isinstance(entry.value, Mapping) else Mapping({}, entry.where)


def declare_responses(draft: Draft) -> None:
    """Enter responses, and the processes of their units, into the shared names."""
    for entry in section(draft.root, "responses").entries.values():
        if entry.key in draft.broken or not draft.declare(entry.key, "a response", entry.where):
            continue
        draft.processes[entry.key] = ProcessHead(entry.key, None, None, True, entry.where)
        units = _body(entry).get("units")
        if isinstance(units, Scalar):
            _declare_units(draft, entry, units)


def _declare_units(draft: Draft, entry: Entry, units: Scalar) -> None:
    group = draft.actors.get(units.text)
    if group is None:
        groups = [one.name for one in draft.actors.values() if one.count is not None]
        draft.unknown(units.where, "group of actors", units.text, groups)
        return
    if group.count is None:
        draft.say(units.where, f"the units of a response are a group; give '{units.text}' a 'count'")
    if units.text in draft.processes:
        draft.say(units.where, f"'{units.text}' already has a process; the units of a response get theirs from it")
        return
    draft.mention(units.text, units.where)
    draft.processes[units.text] = ProcessHead(units.text, units.text, group.count, True, units.where)


def held_variables(draft: Draft) -> list[r.Variable]:
    """`<name>_held` counts the units that a response has lost to what holds them."""
    made = []
    for entry in section(draft.root, "responses").entries.values():
        held = _body(entry).get("held")
        if isinstance(held, Mapping) and held.get("units") and entry.key not in draft.broken:
            draft.declare(f"{entry.key}_held", "a variable", entry.where)
            draft.mention(f"{entry.key}_held", entry.where)
            made.append(r.Variable(f"{entry.key}_held", constant(0.0), (0, 0, 0), where=entry.where))
    return made


def resolve_responses(draft: Draft) -> list[r.Process]:
    """Two processes for each response with units, one for each without."""
    made = []
    for entry in section(draft.root, "responses").entries.values():
        head = draft.processes.get(entry.key)
        if head is None or head.where != entry.where:
            continue
        body, units = _body(entry), text(_body(entry), "units")
        made.append(_chain(draft, entry, body, head))
        unit_head = draft.processes.get(units)
        if unit_head is not None and unit_head.where == getattr(body.get("units"), "where", None):
            made.append(_units(draft, entry, body, unit_head))
    return made


def _chain(draft: Draft, entry: Entry, body: Mapping, head: ProcessHead) -> r.Process:
    """Call, stages, dispatch; and travel and arrival when there is no group of units."""
    resolve = resolver(draft, head)
    stages = body.get("stages")
    call = body.get("call")
    steps: list[r.Step] = [
        r.Wait(Meta(label="wait for the call", where=body.key("call")), expression(draft, call, resolve.scope, CONDITION))
    ]
    for stage in stages.items if isinstance(stages, Sequence) else ():
        if isinstance(stage, Mapping):
            steps += _stage(resolve, entry.key, stage)
    steps.append(_send(f"{entry.key}_dispatched", entry.where))
    if not body.get("units"):
        if body.get("held"):
            draft.say(body.key("held"), "only units can be held; name a group under 'units'")
        if body.get("travel"):
            steps += [_travel(resolve, body), *_arrive(entry, body)]
    return r.Process(entry.key, tuple(steps), where=entry.where)


def _stage(resolve: StepResolver, name: str, stage: Mapping) -> list[r.Step]:
    """Work for a time, perhaps fail, tell others."""
    title, where = text(stage, "name"), stage.where
    takes = value(resolve.draft, stage.get("takes"), resolve.scope, A_TIME) if stage.get("takes") else constant(0.0, (1, 0, 0))
    resolve.site(title, where, True, True)
    steps: list[r.Step] = []
    fails = stage.get("fails")
    done = Meta(
        site=title,
        label=f"stage {title}",
        text=text(stage, "text") or title,
        events=ids(stage.get("event")),
        facts=ids(stage.get("facts")),
        where=where,
    )
    if fails is None:
        steps.append(r.Do(done, takes))
    else:
        # The event of a stage belongs to its success, so the work before the chance carries none.
        steps.append(r.Do(Meta(site=title, label=f"stage {title}", text=title, where=where), takes))
        resolve.site(f"{title}/fails", fails.where, True, True)
        chance = Meta(site=f"{title}/fails", label=f"chance that {title} fails", where=fails.where)
        lost = (_send(f"{name}_failed", where), r.Stop(Meta(label="stop me", where=where), "me"))
        steps.append(r.Chance(chance, expression(resolve.draft, fails, resolve.scope, A_NUMBER), lost))
        if done.events or done.facts or text(stage, "text"):
            steps.append(r.Mark(Meta(label=done.label, text=done.text, events=done.events, facts=done.facts, where=where)))
    if stage.get("signal"):
        steps.append(_send(text(stage, "signal"), stage.key("signal")))
    return steps


def _send(name: str, where: Where) -> r.Signal:
    return r.Signal(Meta(label=f"signal {name}", where=where), (name,))


def _travel(resolve: StepResolver, body: Mapping) -> r.Do:
    takes = value(resolve.draft, body.get("travel"), resolve.scope, A_TIME)
    resolve.site("travel", body.key("travel"), isinstance(takes, Distribution), True)
    return r.Do(Meta(site="travel", label="do travel", text="travel", where=body.key("travel")), takes)


def _arrive(entry: Entry, body: Mapping) -> list[r.Step]:
    """The first arrival carries the event; later ones send the signal again, which changes nothing."""
    name = text(body, "arrival") or f"{entry.key}_arrived"
    where, events = body.key("arrival"), ids(body.get("event"))
    if not events:
        return [_send(name, where)]
    arrived = Expression("signal", name=name, kind="flag", where=where)
    first = r.Signal(Meta(label=f"signal {name}", events=events, where=where), (name,))
    return [r.If(Meta(label=f"if {name}", where=where), arrived, (_send(name, where),), (first,))]


def _units(draft: Draft, entry: Entry, body: Mapping, head: ProcessHead) -> r.Process:
    resolve = resolver(draft, head)
    dispatched = Expression("signal", name=f"{entry.key}_dispatched", kind="flag", where=entry.where)
    steps: list[r.Step] = [r.Wait(Meta(label=f"wait {entry.key}_dispatched", where=head.where), dispatched)]
    if body.get("travel"):
        steps.append(_travel(resolve, body))
    else:
        draft.say(entry.where, f"'travel' is missing; the units of '{entry.key}' need a time to arrive")
    held = body.get("held")
    if isinstance(held, Mapping):
        steps.append(_held(resolve, entry, held))
    return r.Process(head.name, (*steps, *_arrive(entry, body)), of=head.of, count=head.count, where=head.where)


def _held(resolve: StepResolver, entry: Entry, held: Mapping) -> r.If:
    """Who arrives while the condition holds is put down, and with that its process ends."""
    where = held.where
    condition = resolve.condition(held.get("when"))
    steps: list[r.Step] = []
    if held.get("units"):
        name = f"{entry.key}_held"
        count = Expression("variable", name=name, where=where)
        most = expression(resolve.draft, held.get("units"), resolve.scope, A_NUMBER)
        free = Expression("<", (count, most), kind="flag", where=where)
        condition = Expression("and", (condition, free), kind="flag", where=where)
        more = Expression("+", (count, constant(1.0)), where=where)
        steps.append(r.Assign(Meta(label=f"set {name}", where=where), ((name, more),)))
    if held.get("signal"):
        steps.append(_send(text(held, "signal"), held.key("signal")))
    out = Meta(label="put me down", text=text(held, "text") or None, events=ids(held.get("event")), where=where)
    return r.If(Meta(label="if held", where=where), condition, (*steps, r.Put(out, "me", "down")))

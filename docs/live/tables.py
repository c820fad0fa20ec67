"""Tables about a scenario in Markdown: what its file says, so that a page about it cannot go stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from heatsim.canon.locate import sheet_of_scenario
from heatsim.program.compile import compile_scenario
from heatsim.program.listing import value_words
from heatsim.scenario.expression import walk
from heatsim.scenario.load import Scenario
from heatsim.scenario.resolved import Parameter, Process, Resolved, Signal
from heatsim.scenario.walking import all_orders, all_steps, expressions
from heatsim.units import TIME, format_value

__all__ = ["NOUNS", "TABLES"]

BASES = (("canon", "From the film"), ("cited", "From publications"), ("assumed", "Assumed"))


def outputs(scenario: Scenario) -> str:
    """Every measure with its unit and the film's value."""
    columns = [column for column in compile_scenario(scenario.resolved).columns if column.group == "measure"]
    rows = [
        (f"`{one.name}`", one.unit or one.kind, "" if one.canon is None else _word(one.canon), one.text, _listed(one.facts))
        for one in columns
    ]
    return _table(("measure", "unit", "film", "what it is", "facts"), rows)


def endings(scenario: Scenario) -> str:
    """The endings in the order in which they are asked for."""
    rows = [(f"`{one.name}`", one.text, "yes" if one.canon else "") for one in scenario.resolved.endings]
    return _table(("ending", "what it is", "film"), rows)


def variants(scenario: Scenario) -> str:
    """The scenarios of experimentation: every variant with what it changes."""
    rows = [(f"`{one.name}`", one.text, _changes(one.sets, len(one.pins), len(one.steps))) for one in scenario.resolved.variants]
    return _table(("variant", "what it is", "changes"), rows)


def _changes(sets: Sequence[tuple[str, object]], pins: int, steps: int) -> str:
    said = [f"`{name}`: {_word(value)}".replace("*", "×") for name, value in sets]
    counted = ((pins, "draw supplied", "draws supplied"), (steps, "step changed", "steps changed"))
    return "; ".join([*said, *(f"{count} {one if count == 1 else more}" for count, one, more in counted if count)])


def entities(scenario: Scenario) -> str:
    """Actors and groups, then what changes hands and what keeps time."""
    found = scenario.resolved
    rows = [
        (f"`{one.name}`", one.side, str(one.count or 1), one.title if one.title != one.name else "", one.text)
        for one in found.actors
    ]
    text = _table(("actor", "side", "how many", "called", "what it is"), rows)
    held = [(f"`{one.name}`", "quantity", one.text) for one in found.quantities]
    held += [(f"`{one.name}`", "clock", one.text) for one in found.clocks]
    held += [(f"`{one.name}`", "variable", one.text) for one in found.variables if one.text]
    return text + ("\n\n" + _table(("besides", "kind", "what it is"), held) if held else "")


def activities(scenario: Scenario) -> str:
    """Every process: what it is told by others, and what it tells."""
    found = scenario.resolved
    rows = []
    for process in found.processes:
        whose = process.of or (process.name if any(actor.name == process.name for actor in found.actors) else "")
        steps = sum(1 for _ in all_steps(process))
        name = f"`{process.name}`" + (f" × {process.count}" if process.count else "")
        rows.append(
            (
                name,
                whose if whose != process.name else "",
                process.text,
                str(steps),
                _listed(_heard(process)),
                _listed(_sent(process)),
            )
        )
    return _table(("process", "of", "what it is", "steps", "hears", "says"), rows)


def _sent(process: Process) -> Iterator[str]:
    for step in all_steps(process):
        if isinstance(step, Signal):
            yield from step.names


def _heard(process: Process) -> Iterator[str]:
    own = set(_sent(process))
    conditions = [order.on for order in all_orders(process)] + [one for step in all_steps(process) for one in expressions(step)]
    for condition in conditions:
        yield from (node.name for node in walk(condition) if node.op == "signal" and node.name not in own)


def parameters(scenario: Scenario) -> str:
    """Every parameter by what it rests on, with its range."""
    parts = []
    for basis, title in BASES:
        rows = [_parameter(one) for one in scenario.resolved.parameters if one.basis == basis]
        if rows:
            parts.append(f"**{title}** ({len(rows)})\n\n" + _table(("parameter", "value", "range", "what it is", "rests on"), rows))
    return "\n\n".join(parts)


def _parameter(one: Parameter) -> tuple[str, ...]:
    between = ""
    if one.low is not None and one.high is not None:
        between = f"{format_value(one.low, one.dimension)} to {format_value(one.high, one.dimension)}"
    rests = "; ".join(part for part in (_listed(one.facts), one.source, one.why) if part)
    shown = f"{value_words(one)}{', each time' if one.drawn == 'each' else ''}"
    return (f"`{one.name}`", shown, between or ", ".join(one.options), one.text, rests)


def sources(scenario: Scenario) -> str:
    """How much of the film the canon sheet holds, and the publications that are cited."""
    sheet = sheet_of_scenario(scenario)
    core = sum(fact.level == "core" for fact in sheet.facts)
    tested = sum(bool(fact.when) for fact in sheet.facts)
    rows = [
        ("facts of the film", str(len(sheet.facts))),
        ("of which core", str(core)),
        ("of which the model can show", str(tested)),
    ]
    rows += [("ordered events of the film", str(len(scenario.resolved.events)))]
    cited = dict.fromkeys(one.source for one in scenario.resolved.parameters if one.source)
    listed = "\n".join(f"- {source}" for source in cited)
    return _table(("the canon sheet", "count"), rows) + (f"\n\nPublications:\n\n{listed}" if cited else "")


def size(scenario: Scenario) -> str:
    """How large the model is."""
    found: Resolved = scenario.resolved
    program = compile_scenario(found)
    rows = [
        ("processes", str(len(program.processes))),
        ("signals", str(len(found.signals))),
        ("parameters", str(len(found.parameters))),
        ("sites of chance", str(len(program.sites))),
        ("columns of a results table", str(len(program.columns))),
        ("horizon", format_value(found.horizon, TIME)),
    ]
    return _table(("the model has", ""), rows)


TABLES: dict[str, Callable[[Scenario], str]] = {
    "outputs": outputs,
    "endings": endings,
    "variants": variants,
    "entities": entities,
    "activities": activities,
    "parameters": parameters,
    "sources": sources,
    "size": size,
}

NOUNS = {  # what a row of each is
    "outputs": "measures",
    "endings": "endings",
    "variants": "variants",
    "entities": "entities",
    "activities": "processes",
    "parameters": "parameters",
    "sources": "numbers",
    "size": "numbers",
}


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table without the columns that are empty in every row."""
    listed = [tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    kept = [place for place in range(len(heads)) if any(row[place] for row in listed)]
    lines = [heads, ["---"] * len(heads), *listed]
    return "\n".join("| " + " | ".join(line[place] for place in kept) + " |" for line in lines)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(f"`{name}`" for name in names))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)

"""`heatsim show`: what a scenario became, and what its numbers rest on: an overview, some of it, or all of it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from heatsim.cli import options
from heatsim.cli.names import matching
from heatsim.cli.opening import open_scenario

if TYPE_CHECKING:
    from heatsim.program.model import Program
    from heatsim.scenario.resolved import Parameter, Resolved

__all__ = ["command"]

SHORT = 250  # lines; what is no longer is shown whole
NAMED, WHOLE = 6, 60  # lines of names of one kind of thing; variants are named nowhere else
WIDTH, NAME = 80, 26  # columns of a line, and of a name in it
NUMBERED = re.compile(r"\[\d+\]$")


@click.command("show")
@options.scenario_argument
@options.changes
@click.option("--process", "processes", multiple=True, metavar="NAME", help="Only this process, or pattern ('crew*'). Repeatable.")
@click.option("--parameters", is_flag=True, help="Only the parameters, with what they rest on.")
@click.option("--parameter", "names", multiple=True, metavar="NAME", help="Only this parameter, or pattern. Repeatable.")
@click.option("--meanings", is_flag=True, help="Only what endings, measures and variants mean.")
@click.option("--all", "every", is_flag=True, help="Everything, however long.")
def command(
    scenario: str,
    overrides: options.Overrides,
    variant: str | None,
    processes: tuple[str, ...],
    parameters: bool,
    names: tuple[str, ...],
    meanings: bool,
    every: bool,
) -> None:
    """Show what SCENARIO is compiled to.

    An overview with the names of everything; then, if that is short or asked for, the program's instructions and the parameters
    with what they rest on.
    """
    from heatsim.program.compile import compile_scenario

    resolved = open_scenario(scenario, overrides, variant).resolved
    if meanings:
        print("\n".join(_meanings(resolved)))
        return
    program = compile_scenario(resolved)
    if processes or parameters or names:
        found = list(_some(resolved, program, processes, ("*",) if parameters or every else names, every))
    else:
        whole = list(_some(resolved, program, (), ("*",), True))
        found = list(_overview(resolved, program))
        found += ["", *whole] if every or len(whole) <= SHORT else list(_advice(scenario, len(whole)))
    print("\n".join(found))


def _some(resolved: Resolved, program: Program, processes: Sequence[str], parameters: Sequence[str], every: bool) -> Iterator[str]:
    """Instructions of the processes that are asked for, then the parameters; UsageError where nothing is called so."""
    from heatsim.program.listing import listing

    if every or processes:
        only = None if every else _processes(processes, [process.name for process in program.processes])
        yield from listing(program, only).splitlines()
    if parameters and resolved.parameters:
        wanted = matching(parameters, [one.name for one in resolved.parameters], "parameter")
        yield from ["", "parameters"] if every or processes else ["parameters"]
        for one in resolved.parameters:
            if one.name in wanted:
                yield from _words(one)


def _processes(patterns: Sequence[str], names: Sequence[str]) -> set[str]:
    """Processes by name or pattern; a numbered one's name without its number is all of its kind."""
    bare = {NUMBERED.sub("", name) for name in names}
    wanted = matching(patterns, [*names, *bare], "process")
    return {name for name in names if name in wanted or NUMBERED.sub("", name) in wanted}


def _overview(resolved: Resolved, program: Program) -> Iterator[str]:
    """How much there is of everything, and what it is called."""
    from heatsim.units import TIME, format_value

    yield f"{resolved.name}: {resolved.title}" if resolved.title else resolved.name
    yield f"{len(program.code):,} instructions, {len(program.variables):,} variables, {len(program.sites):,} sites of chance"
    yield f"horizon {format_value(program.horizon, TIME)}"
    yield from _named("process", "processes", _folded([process.name for process in program.processes]), len(program.processes))
    yield from _named("parameter", "parameters", [one.name for one in resolved.parameters], len(resolved.parameters))
    yield from _named("measure", "measures", [one.name for one in resolved.measures], len(resolved.measures))
    yield from _named("variant", "variants", [one.name for one in resolved.variants], len(resolved.variants), most=WHOLE)
    endings = [f"{one.name} (the film's)" if one.canon else one.name for one in resolved.endings]
    yield from _named("ending", "endings", endings, len(endings))


def _named(one: str, several: str, names: Sequence[str], count: int, most: int = NAMED) -> Iterator[str]:
    """How many there are, and what they are called, as far as that fits a few lines."""
    from heatsim.analysis.lines import wrapped

    if not names:
        return
    yield ""
    start, shown = f"{count} {one if count == 1 else several}: ", len(names)
    while len(lines := wrapped(start + ", ".join(names[:shown]) + (", ..." if shown < len(names) else ""))) > most:
        shown -= 1
    yield from lines


def _folded(names: Sequence[str]) -> list[str]:
    """Processes that differ in their number as one."""
    counts: dict[str, int] = {}
    for name in names:
        key = NUMBERED.sub("[*]", name)
        counts[key] = counts.get(key, 0) + 1
    return [key.replace("[*]", f"[1..{count}]") for key, count in counts.items()]


def _advice(scenario: str, lines: int) -> Iterator[str]:
    """How to see the rest."""
    from shlex import quote

    yield ""
    yield f"to see more: python -m heatsim show {quote(scenario)}"
    yield "  --process NAME    the instructions of a process"
    yield "  --parameters      values, and what they rest on (one: --parameter NAME)"
    yield "  --meanings        what endings, measures and variants mean"
    yield f"  --all             everything, {lines:,} lines"


def _meanings(resolved: Resolved) -> Iterator[str]:
    """Endings, measures and variants with their texts; the film's ending is marked, and a measure has its unit."""
    endings = [(one.name, f"{one.text}  <- film".strip() if one.canon else one.text) for one in resolved.endings]
    units = {one.name: f" [{one.unit}]" if one.unit not in ("", "number") else "" for one in resolved.measures}
    measures = [(one.name + units[one.name], one.text) for one in resolved.measures]
    variants = [(one.name, one.text) for one in resolved.variants]
    for head, told in (("endings", endings), ("measures", measures), ("variants", variants)):
        if told:
            yield from ([head] if head == "endings" else ["", head])
        for name, text in told:
            start = f"  {name:{NAME}s}  " if text else f"  {name}"
            yield from textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * (NAME + 4)) or [start]


def _words(parameter: Parameter) -> Iterator[str]:
    """A line for the value, and an indented one for what it rests on."""
    from heatsim.program.listing import value_words

    yield f"  {parameter.name} = {value_words(parameter)}{', drawn each time' if parameter.drawn == 'each' else ''}"
    basis = ", ".join(part for part in (parameter.basis, *parameter.facts, parameter.source) if part)
    reasons = " - ".join(part for part in (basis, parameter.why, parameter.text) if part)
    if reasons:
        yield f"      {reasons}"

"""What any engine must do: give the same rows as the reference, to the last bit, for whatever draws it is given.

    from heatsim.engines import conformance, get

    conformance.verify(get("compiled"))

That runs the small stories of `stories`, each about one rule. `verify` takes further programs, such as random ones:
`heatsim.testing` has strategies that make them. Replications are run under plain draws, turned round, pinned, with sites left to
other worlds, and with the order of simultaneous events reversed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from heatsim.draws.consecutive import Consecutive
from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.engines.port import Engine
from heatsim.engines.stories import STORIES
from heatsim.errors import SimulationError
from heatsim.program.compile import compile_scenario
from heatsim.program.model import Program
from heatsim.scenario.load import loads
from heatsim.trace import Row, Trace, fold

__all__ = ["STORIES", "compare", "many_worlds", "story", "verify"]

REPLICATIONS = 30
REFERENCE = cast(Engine, on_simpy)


def verify(engine: Engine, programs: Iterable[Program] = (), *, replications: int = REPLICATIONS) -> None:
    """Every story, then every one of `programs`. AssertionError says what differs first, and under which draws."""
    for name in STORIES:
        compare(engine, story(name), replications=replications, name=name)
    for program in programs:
        compare(engine, program, replications=replications)


def story(name: str) -> Program:
    """The program of a small story."""
    return compile_scenario(loads(STORIES[name], name).resolved)


def compare(engine: Engine, program: Program, *, replications: int = REPLICATIONS, seed: int = 1995, name: str = "") -> None:
    """Assert that an engine gives the reference's rows for one program, alone and together, and traces that fold into them."""
    told = name or program.name
    plain = Consecutive(seed, 0, replications)
    for reverse in (False, True):
        same(engine, program, plain, told, reverse_ranks=reverse)
    same(engine, program, many_worlds(program, seed), f"{told}, other worlds")
    for one in plain[:2]:
        same(engine, program, [one], f"{told}, alone")
        _same_trace(engine, program, one, told)


def same(engine: Engine, program: Program, draws: Sequence[Draws], told: str, *, reverse_ranks: bool = False) -> None:
    """Assert that all rows are the reference's."""
    wanted = on_simpy.rows(program, draws, reverse_ranks=reverse_ranks)
    found = engine.rows(program, draws, reverse_ranks=reverse_ranks)
    assert len(found) == len(wanted), f"{told}: {len(found)} rows for {len(wanted)} replications"
    for one, other in zip(found, wanted, strict=True):
        assert repr(one) == repr(other), f"{told}: {differences(program, one, other)}"


def differences(program: Program, found: Row, wanted: Row) -> str:
    """What is not the same in two rows, in words; every float counts to its last bit."""
    parts = [
        f"{part} is {getattr(found, part)!r}, not {getattr(wanted, part)!r}"
        for part in ("replication", "status", "ending", "end_time", "error")
        if getattr(found, part) != getattr(wanted, part)
    ]
    values = zip(program.columns, found.values, wanted.values, strict=True)
    parts += [f"{column.name} is {one!r}, not {other!r}" for column, one, other in values if repr(one) != repr(other)]
    return f"replication {wanted.replication}: {'; '.join(parts)}"


def many_worlds(program: Program, seed: int) -> list[Draws]:
    """Draws of every kind: turned round, of another purpose, pinned, with sites left to worlds that have pins of their own."""
    sites = [*dict.fromkeys([*(site.name for site in program.sites), *(one.site for one in program.engagements)])]
    other = Draws(seed ^ 1, 5, antithetic=True, pins={(site, 1): 0.25 for site in sites[:2]})
    third = Draws(seed, 6, others=dict.fromkeys(sites[1::3], other))
    pins = {(site, occurrence, word): 0.375 for site in sites[1::2] for occurrence in range(2) for word in range(4)}
    return [
        Draws(seed, 1, antithetic=True),
        Draws(seed, 2, purpose=3, others=dict.fromkeys(sites[::2], other)),
        Draws(2**64 - 1, 2**64 - 1, pins=pins),
        Draws(seed, 3, pins=pins, others=dict.fromkeys(sites, third)),
        Draws(seed, 4, antithetic=True, others=dict.fromkeys(sites[::2], third)),
        Draws(seed, 1),
    ]


def _same_trace(engine: Engine, program: Program, one: Draws, told: str) -> None:
    wanted, found = _traced(REFERENCE, program, one), _traced(engine, program, one)
    if isinstance(wanted, str) or isinstance(found, str):
        assert wanted == found, f"{told}: {found} where there should be {wanted}"
        return
    for mine, theirs in zip(found, wanted, strict=True):
        assert repr(mine) == repr(theirs), f"{told}: {mine} where there should be {theirs}"
    assert repr(fold(program, found)) == repr(engine.rows(program, [one])[0]), f"{told}: a trace that does not fold into its row"


def _traced(engine: Engine, program: Program, one: Draws) -> Trace | str:
    """The trace, or the words of the error that took its place."""
    try:
        return engine.trace(program, one)
    except SimulationError as error:
        return str(error)

"""The compiled engine's kernel run as it stands, in Python, with bugs planted in it or in the reference engine."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import FunctionType, ModuleType

from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.engines.compiled import batch, tabling
from heatsim.engines.compiled import layout as at
from heatsim.engines.compiled.encoding import encode
from heatsim.engines.compiled.worlds import worlds
from heatsim.program.model import Program
from heatsim.trace import Row, Trace

STATUSES = ("ended", "horizon", "failed")


def trace(program: Program, draws: Draws, **how: object) -> Trace:
    return on_simpy.trace(program, draws, **how)  # type: ignore[arg-type]


def rows(program: Program, draws: Sequence[Draws], *, reverse_ranks: bool = False, **how: object) -> list[Row]:
    """What `compiled.engine.rows` does, without numba. Whole numbers stay in lists, so that none is too large."""
    made = encode(program)
    for place, kind, numbers in made.tables:
        tabling.fill_table(made.real, place, kind == "gamma_table", *numbers)
    given = worlds(draws, made.sites)
    values = [0.0] * len(program.variables) + made.values + [0.0] * given.most_pins
    scratch = [0] * (made.scratch + given.most_pins)
    scratch[at.REVERSED] = int(reverse_ranks)
    width = len(program.columns)
    found, ends = [0.0] * (width * len(draws)), [0] * (3 * len(draws))
    lists = [part.reshape(-1).tolist() for part in given[:4]]
    batch.run_all(made.whole, made.real, values, scratch, *lists, len(draws), width, found, ends)
    names = (*(ending.name for ending in program.endings), None)
    result = []
    for k, one in enumerate(draws):
        status, ending, end = ends[3 * k : 3 * k + 3]
        if status == at.FAILED:
            result += on_simpy.rows(program, [one], reverse_ranks=reverse_ranks)
        else:
            row = tuple(map(float, found[k * width : (k + 1) * width]))
            result.append(Row(one.replication, STATUSES[status], names[ending], end, None, row))
    return result


@contextmanager
def planted(name: str, old: str, new: str) -> Iterator[None]:
    """A bug in `heatsim.engines.<name>`: its text with `old` once replaced by `new`, in force while the context lasts."""
    module = import_module(f"heatsim.engines.{name}")
    source = module.__loader__.get_source(module.__name__)  # type: ignore[union-attr]
    assert source.count(old) == 1, f"'{old}' stands {source.count(old)} times in {name}"
    twin = ModuleType(module.__name__)
    twin.__file__ = module.__file__
    exec(compile(source.replace(old, new), f"<{name} with a bug>", "exec"), twin.__dict__)
    undo: list[tuple[object, str, object]] = []
    for word, mine in list(vars(module).items()):
        other = getattr(twin, word, None)
        if isinstance(mine, FunctionType) and mine.__module__ == module.__name__:
            undo += _swapped(mine, other)
        elif isinstance(mine, type) and mine.__module__ == module.__name__:
            methods = [(mine, key, value) for key, value in vars(mine).items() if isinstance(value, FunctionType)]
            undo += methods
            for _, key, _ in methods:
                setattr(mine, key, getattr(other, key))
    on_simpy.prepared.cache_clear()
    try:
        yield
    finally:
        for owner, key, value in reversed(undo):
            if isinstance(owner, dict):
                owner.update(value)  # type: ignore[call-overload]
            else:
                setattr(owner, key, value)
        on_simpy.prepared.cache_clear()


def _swapped(mine: FunctionType, other: object) -> list[tuple[object, str, object]]:
    """Put the other function wherever this one is known; returns what was there."""
    places = [
        (module, word, mine)
        for name, module in list(sys.modules.items())
        if name.startswith("heatsim.engines")
        for word, value in list(vars(module).items())
        if value is mine
    ]
    for module, word, _ in places:
        setattr(module, word, other)
    tables = [
        table
        for name, module in list(sys.modules.items())
        if name.startswith("heatsim.engines")
        for table in vars(module).values()
        if isinstance(table, dict) and any(value is mine for value in table.values())
    ]
    undo: list[tuple[object, str, object]] = list(places)
    for table in tables:
        undo.append((table, "", dict(table)))
        table.update({key: other for key, value in table.items() if value is mine})
    return undo

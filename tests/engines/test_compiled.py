"""The compiled engine gives the reference's rows, for every scenario there is and for random ones, however they are asked for."""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from heatsim import version
from heatsim.draws.consecutive import Consecutive
from heatsim.draws.world import Draws
from heatsim.engines import ENGINES, choose, conformance, explain, get, on_simpy
from heatsim.engines.compiled import arithmetic
from heatsim.engines.compiled.limits import why_not
from heatsim.errors import SimulationError
from heatsim.program.compile import compile_scenario
from heatsim.program.model import Program
from heatsim.scenario.load import load, loads
from heatsim.study.run import run
from heatsim.testing import fight_texts, scenario_texts
from heatsim.trace import fold

pytest.importorskip("numba")

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "scenarios").rglob("*.yaml"), *(ROOT / "tests/conformance/valid").glob("*.yaml")])


@pytest.fixture(scope="module")
def engine() -> Any:
    return get("compiled")


def program_of(path: Path) -> Program:
    return compile_scenario(load(path).resolved)


def test_what_is_done_before_numba_is_loaded_is_left_to_simpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """`auto` is SimPy for little work in a fresh process; the compiled engine for much or unknown work, and once it is there."""
    program = program_of(ROOT / "scenarios/armored-car.yaml")
    get("compiled")
    assert choose("auto", program, 100) == "compiled"
    monkeypatch.delitem(sys.modules, ENGINES["compiled"], raising=False)
    assert choose("auto", program, 100) == "simpy"
    assert explain("auto", program, 100).startswith("the simpy engine: it has done 100 replications")
    assert (choose("auto", program, 100_000), choose("auto", program)) == ("compiled", "compiled")
    assert choose("compiled", program, 1) == "compiled"


@pytest.mark.parametrize("name", conformance.STORIES)
def test_it_tells_every_story_as_the_reference_does(engine: Any, name: str) -> None:
    """The shipped suite, on machine code."""
    conformance.compare(engine, conformance.story(name), name=name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_scenario_file_has_the_same_rows(engine: Any, path: Path) -> None:
    """A few replications of each file that there is, heists, textbook cases and those that show the language."""
    program = program_of(path)
    if why_not(program):
        assert all(process.python is None for process in program.processes) is False
        return
    conformance.same(engine, program, Consecutive(1995, 0, 12), path.stem)


@pytest.mark.statistical
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_variant_has_the_same_rows(engine: Any, path: Path) -> None:
    """All variants of all files, under ranks in both orders."""
    scenario = load(path)
    for name in scenario.variants:
        program, pins = compile_scenario(scenario.variant(name).resolved), scenario.variant(name).pins
        if why_not(program) is None:
            conformance.same(engine, program, Consecutive(7, 0, 60, pins), f"{path.stem}, {name}")
            conformance.same(engine, program, Consecutive(8, 0, 20, pins), f"{path.stem}, {name}, reversed", reverse_ranks=True)


@given(scenario_texts())
@settings(max_examples=25)
def test_random_scenarios_have_the_same_rows(text: str) -> None:
    """Ties, zero delays, orders that break into each other, deaths in the middle of a step, signals nobody hears."""
    conformance.compare(get("compiled"), compile_scenario(loads(text).resolved), replications=4)


@given(fight_texts())
@settings(max_examples=25)
def test_random_fights_have_the_same_rows(text: str) -> None:
    """Doctrines, bursts, magazines, cover, walls, wounds, people who move, are carried and come late."""
    conformance.compare(get("compiled"), compile_scenario(loads(text).resolved), replications=4)


def test_samplers_agree_from_one_tail_to_the_other(engine: Any) -> None:
    """Every distribution, with fixed and with varying arguments, has the same values for u from 2**-53 to 1 - 2**-53."""
    (name,) = [name for name in conformance.STORIES if "distributions" in name]
    program = conformance.story(name)
    tails = [2.0**-k for k in range(2, 54)]
    grid = [*tails, *(1.0 - u for u in tails), *(k / 97 for k in range(1, 97)), 1 / 32, 31 / 32]
    sites = [site.name for site in program.sites]
    draws = [
        Draws(1, 0, pins={site: grid[(k + shift * place) % len(grid)] for place, site in enumerate(sites)})
        for k in range(len(grid))
        for shift in (0, 7)
    ]
    conformance.same(engine, program, draws, "samplers")


def test_functions_that_are_pythons_own_are_the_same() -> None:
    """`hypot` and `lgamma`, operation by operation, give Python's results to the last bit."""
    chance = random.Random(1)
    for _ in range(3000):
        x, y = chance.uniform(-1e3, 1e3), math.exp(chance.uniform(-40, 40))
        assert arithmetic.hypot(x, y) == math.hypot(x, y)
        assert arithmetic.lgamma(y) == math.lgamma(y)


def test_threads_change_nothing(engine: Any) -> None:
    """The arrays are the same for one thread, two and three; pins and other worlds go with their replications."""
    program = program_of(ROOT / "scenarios/reference/gunfight.yaml")
    sites = [one.site for one in program.engagements]
    draws = [Draws(5, k, pins={(sites[k % 12], 1, 2): 0.01} if k % 3 else {}) for k in range(400)]
    one, *others = [engine.columns(program, draws, threads=count) for count in (1, 2, 3)]
    for other in others:
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one[:5], other[:5], strict=True))
    assert not np.array_equal(one.values, engine.columns(program, Consecutive(5, 0, 400)).values, equal_nan=True)


def test_a_change_of_any_part_compiles_anew() -> None:
    """What is kept on disk is found by all files that say what is compiled and where its numbers stand, the layout included."""
    from heatsim.engines.compiled.building import sources

    folder = Path(version.__file__).parent  # wherever it is installed
    known = {str(path.relative_to(folder)) for path in sources()}
    parts = {f"engines/compiled/{name}.py" for name in ("layout", "plainly", "encoding", "evaluating")}
    assert known >= {*parts, "draws/philox.py", "draws/distributions/tables.py", "draws/distributions/check.py"}


def test_columns_are_the_rows(engine: Any) -> None:
    """What a study is given as arrays is what `rows` says, failures included."""
    (name,) = [name for name in conformance.STORIES if "fail" in name]
    program = conformance.story(name)
    found, rows = engine.columns(program, Consecutive(1995, 0, 30)), on_simpy.rows(program, Consecutive(1995, 0, 30))
    assert [found.errors.get(place) for place in range(30)] == [row.error for row in rows]
    assert {*found.status.tolist()} == {0, 1, 2}, "no replication ended, reached its horizon or failed, so nothing was shown"
    assert repr(found.values.tolist()) == repr([list(row.values) for row in rows])


def test_a_study_writes_the_same_file_with_either_engine(tmp_path: Path) -> None:
    """`results.parquet` has the same bytes, whichever engine made it and on however many workers."""
    scenario = load(ROOT / "scenarios/armored-car.yaml")
    for engine, workers in (("simpy", 1), ("compiled", 1), ("compiled", 2)):
        run(scenario, replications=120, engine=engine, workers=workers, chunk=50, out=tmp_path / f"{engine}{workers}")
    files = [(tmp_path / name / "results.parquet").read_bytes() for name in ("simpy1", "compiled1", "compiled2")]
    assert files[0] == files[1] == files[2]


def test_a_trace_is_the_references_and_must_agree(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel has another row than the trace, this is an error and not kept quiet."""
    program = program_of(ROOT / "scenarios/reference/duel.yaml")
    engine.rows(program, [Draws(3, 1)])
    trace = engine.trace(program, Draws(3, 1))
    assert repr(fold(program, trace)) == repr(engine.rows(program, [Draws(3, 1)])[0])
    monkeypatch.setattr(engine, "rows", lambda *_, **__: on_simpy.rows(program, [Draws(3, 2)]))
    with pytest.raises(SimulationError, match="the two engines disagree"):
        engine.trace(program, Draws(3, 1))


PYTHON = """
heatsim: 1
scenario: dog
horizon: 1 min
processes: {dog: {python: bark}}
measures: {over: now}
endings: {over: {}}
"""


def bark(here: Any) -> Any:
    yield here.sleep("3 s")


def test_what_is_written_in_python_is_left_to_the_reference(engine: Any) -> None:
    """A behaviour in Python runs, on the SimPy engine; the reason can be asked for."""
    program = compile_scenario(loads(PYTHON).resolved)
    assert engine.rows(program, [Draws(1)], behaviours={"bark": bark})[0].end_time == 3_000_000
    assert explain("auto", program) == "the simpy engine, since process 'dog' is written in Python"
    assert explain("auto", program_of(ROOT / "scenarios/reference/duel.yaml")).startswith("the compiled engine")

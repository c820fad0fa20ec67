"""What hostile input is fed to, and what is asked of each: something sound, or one of heatsim's own errors with its place."""

from __future__ import annotations

import json
import pickle
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from heatsim.canon.read import sheet_of
from heatsim.canon.world import world_of, world_text
from heatsim.draws.consecutive import Consecutive
from heatsim.engines import get, on_simpy
from heatsim.engines.compiled.limits import why_not
from heatsim.errors import ScenarioError, UsageError
from heatsim.program.compile import compile_scenario
from heatsim.program.model import Program
from heatsim.scenario.constants import folded
from heatsim.scenario.describe import describe
from heatsim.scenario.grammar import ExpressionError, parse
from heatsim.scenario.load import Scenario, load, loads
from heatsim.scenario.nodes import Scalar
from heatsim.scenario.resolve import expressions as wanted
from heatsim.scenario.resolve.draft import Draft
from heatsim.scenario.resolve.whole import resolve
from heatsim.scenario.source import compose
from heatsim.scenario.structure import structure
from heatsim.scenario.textfile import START, from_text
from heatsim.study.axis import parse_axis
from heatsim.study.planfile import read_plan
from heatsim.study.stopping.target import parse_target
from heatsim.units import UnitError, parse_quantity, parse_time_of_day
from trust.hostile import NAMES, expression, scalar
from trust.mutating import LARGEST, spoilt_bytes, spoilt_text, spoilt_tree
from trust.pool import ROOT, Pool

__all__ = ["TARGETS", "Target", "run_program"]

STEPS = 3000  # of one replication
WANTS = (wanted.CONDITION, wanted.A_NUMBER, wanted.A_TIME, wanted.A_DISTANCE, wanted.MONEY_AMOUNT, wanted.Want())


@dataclass(frozen=True, slots=True)
class Target:
    """`make` an input, `feed` it; what it says of the input is given back. Anything else that it raises is a fault."""

    name: str
    make: Callable[[Random, Pool], Any]
    feed: Callable[[Any], list[str]]


# expressions


@cache
def drafts() -> list[Draft]:
    """Scenarios whose names an expression may use."""
    found = []
    for path in sorted((ROOT / "tests/conformance/valid").glob("*.yaml")):
        source = from_text(path.read_text(encoding="utf-8"))
        root, _ = compose(source)
        shape = structure(source, root)
        found.append(resolve(source, shape.root, shape.broken)[1])
    return found


def _an_expression(chance: Random, pool: Pool) -> tuple[str, int, int]:
    number = chance.randrange(len(drafts()))
    known = [*drafts()[number].scope.known()]
    return expression(chance, known if known and chance.random() < 0.8 else NAMES), number, chance.randrange(len(WANTS))


def _bind(made: tuple[str, int, int]) -> list[str]:
    text, number, want = made
    assert 0 <= _column(text) <= len(text)
    draft = replace(drafts()[number], problems=[], mentions={})
    folded(wanted.expression(draft, Scalar(text, text, START), draft.scope, WANTS[want]))
    return [problem.message for problem in draft.problems]


def _column(text: str) -> int:
    """Where an expression is wrong; 0 if it is not."""
    try:
        parse(text)
    except ExpressionError as error:
        return error.column
    return 0


# short texts: quantities, times of day, ranges, precisions


@cache
def _changeable() -> Scenario:
    return load(ROOT / "tests/conformance/valid/variants.yaml")


def _a_word(chance: Random, pool: Pool) -> tuple[str, Any]:
    made = scalar(chance)
    if chance.random() < 0.3:
        made = f"{made}{chance.choice((':', ',', '=', ' ± ', ', +', ' + '))}{scalar(chance)}:{chance.choice((2, 5, 1e9, 'x'))}"
    if chance.random() < 0.2:
        what, of = chance.choice(("share", "mean", "quantile", "x")), chance.choice(("", "=done", ", 0.5"))
        made = f"{what}({chance.choice(NAMES)}{of}) ± {made}"
    return chance.choice(("tip_delay", "search_time", "driver", "cautious", "hands", "nothing")), made


def _read_word(made: tuple[str, Any]) -> list[str]:
    name, value = made
    said = []
    for what in (
        lambda: parse_quantity(str(value)),
        lambda: parse_time_of_day(str(value)),
        lambda: parse_target(str(value)),
        lambda: parse_axis(_changeable(), f"{name}={value}"),
        lambda: _sound(_changeable().vary({name: value})),
    ):
        try:
            what()
        except (UnitError, UsageError) as error:
            said.append(str(error))
    return said


# whole scenarios


def _a_text(chance: Random, pool: Pool) -> str:
    return spoilt_text(chance, pool.text(chance), pool.text(chance))


def _a_tree(chance: Random, pool: Pool) -> str:
    made = spoilt_tree(chance, pool)
    return json.dumps(made, ensure_ascii=chance.random() < 0.5)[:LARGEST]


def _check(text: str) -> list[str]:
    try:
        scenario = loads(text)
    except ScenarioError as error:
        return _said(error, text)
    _sound(scenario)
    for name in scenario.variants:
        _sound(scenario.variant(name))
    return ["sound"]


def _said(error: ScenarioError, text: str) -> list[str]:
    """The messages; each must have its place in the file."""
    assert error.problems, "an error without a problem"
    lines = text.count("\n") + text.count("\r") + 2
    for problem in error.problems:
        assert 1 <= len(problem.message) < 1000, problem
        assert 1 <= problem.line <= lines, problem
        assert problem.column >= 1, problem
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    return [problem.message for problem in error.problems]


def _sound(scenario: Scenario) -> Program:
    """What has passed the checks can be written down, sent away and compiled."""
    json.dumps(describe(scenario.resolved), allow_nan=False)
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    repr(scenario)
    return compile_scenario(replace(scenario.resolved, event_limit=min(scenario.resolved.event_limit, STEPS)))


def _bytes(chance: Random, pool: Pool) -> bytes:
    return spoilt_bytes(chance, pool.text(chance).encode())


def _read_bytes(data: bytes) -> list[str]:
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        file.write(data)
        file.flush()
        try:
            _sound(load(file.name))
        except ScenarioError as error:
            return [problem.message for problem in error.problems]
    return ["sound"]


# running what passes


def _run(text: str) -> list[str]:
    try:
        program = _sound(loads(text))
    except ScenarioError as error:
        return _said(error, text)
    return [f"ran {word}" for word in run_program(program)]


def run_program(program: Program, compiled: bool = False) -> list[str]:
    """Two replications end, reach the horizon or fail with a sentence, in both engines alike."""
    if any(process.python for process in program.processes):
        return ["python"]
    rows = on_simpy.rows(program, Consecutive(1995, 0, 2))
    if compiled and why_not(program) is None:
        others = get("compiled").rows(program, Consecutive(1995, 0, 2))
        for one, other in zip(rows, others, strict=True):
            assert repr(one) == repr(other), f"{one}\nand compiled\n{other}"
    return [row.error.split(" in process")[0] if row.error else str(row.status) for row in rows]


def _run_compiled(text: str) -> list[str]:
    try:
        program = _sound(loads(text))
    except ScenarioError as error:
        return _said(error, text)
    return [f"ran {word}" for word in run_program(program, compiled=True)]


# sheets, worlds, plans


def _sheet(text: str) -> list[str]:
    try:
        pickle.dumps(sheet_of(from_text(text)))
    except ScenarioError as error:
        return _said(error, text)
    return ["sound"]


def _world(text: str) -> list[str]:
    try:
        record = world_of(from_text(text))
        assert world_of(from_text(world_text(record))) == record
    except ScenarioError as error:
        return _said(error, text)
    return ["sound"]


PLAN = """\
study: 1
scenario: variants.yaml
variants: [as written, late tip]
factors: {tip_delay: '30 s:2 min:4', driver: [trejo, breedan]}
linked: [{search_time: [1 min, 2 min], hands: [1, 2]}]
sampled: {method: latin, points: 8, ranges: {tip_delay: '5 s:1 min'}}
replications: 50
seed: 1995
measures: [share(ending=done)]
"""


def _a_plan(chance: Random, pool: Pool) -> str:
    return spoilt_text(chance, PLAN, pool.text(chance))


def _plan(text: str) -> list[str]:
    place = ROOT / "tests/conformance/valid"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        (Path(folder) / "variants.yaml").write_bytes((place / "variants.yaml").read_bytes())
        path.write_bytes(text.encode(errors="surrogatepass"))
        try:
            read_plan(path)
        except (ScenarioError, UsageError) as error:
            return str(error).replace(folder, "").split("\n")
    return ["sound"]


TARGETS = {
    target.name: target
    for target in (
        Target("expression", _an_expression, _bind),
        Target("word", _a_word, _read_word),
        Target("text", _a_text, _check),
        Target("tree", _a_tree, _check),
        Target("bytes", _bytes, _read_bytes),
        Target("story", _a_tree, _run),
        Target("engines", _a_tree, _run_compiled),
        Target("sheet", _a_text, _sheet),
        Target("world", _a_text, _world),
        Target("plan", _a_plan, _plan),
    )
}

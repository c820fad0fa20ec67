"""Read a plan from a file (`study: 1`), with the place of everything that is wrong with it.

study: 1
scenario: armored-car.yaml            # beside this file
variants: [as written, early_tip]
factors:
  search_time: 30 s:2 min:4
  driver: [trejo, breedan]
linked:
  - {first_unit: [1 min, 2 min], dispatch_time: [10 s, 20 s]}
sampled: {method: latin, points: 64, ranges: {fuse: 5 s:1 min}}
replications: 500
seed: 1995
measures: [share(ending=clean), mean(margin)]
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from heatsim.errors import Problem, ScenarioError, UsageError, nearest
from heatsim.scenario.beside import beside
from heatsim.scenario.nodes import Mapping, Node, Scalar, Sequence, plain
from heatsim.scenario.source import Source, compose, read
from heatsim.study.plan import AS_WRITTEN, METHODS, Plan, Sampled, points, scenario_of

__all__ = ["read_plan"]

KEYS = ("study", "scenario", "variants", "factors", "linked", "sampled", "replications", "seed", "measures", "engine")
SAMPLED_KEYS = ("method", "points", "ranges")


def read_plan(path: str | PathLike[str]) -> Plan:
    """The plan in a file, checked against its scenario; ScenarioError with every problem and its place."""
    source = read(Path(path))
    root, problems = compose(source)
    reader = _Reader(source, list(problems))
    plan = reader.plan(root, Path(path).parent)
    reader.stop_if_wrong()
    _check(reader, root, plan)
    return plan


class _Reader:
    """Collects problems with their places."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems

    def say(self, node: Node, message: str) -> None:
        self.problems.append(self.source.problem(node.where, message))

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise ScenarioError(tuple(sorted(self.problems)))

    def plan(self, root: Mapping, folder: Path) -> Plan:
        self.keys(root, KEYS, "a plan")
        if self.whole(root, "study", 0) != 1:
            self.say(root, "a plan begins with 'study: 1'")
        scenario = self.text(root, "scenario", "")
        if not scenario:
            self.say(root, "a plan names its scenario: 'scenario: FILE'")
        return Plan(
            scenario=self.named(root, scenario, folder),
            variants=tuple(self.texts(root, "variants")) or (AS_WRITTEN,),
            factors=self.factors(root.get("factors")),
            linked=self.linked(root),
            sampled=self.sampled(root.get("sampled")),
            replications=self.whole(root, "replications", 1000),
            seed=self.whole(root, "seed", 1995, low=0),
            measures=tuple(self.texts(root, "measures")),
            engine=self.text(root, "engine", "auto"),
        )

    def named(self, root: Mapping, scenario: str, folder: Path) -> Path:
        """The scenario's path, which lies beside the plan or in a neighbouring folder."""
        try:
            return beside(scenario, folder) if scenario else folder
        except UsageError as error:
            self.say(root.get("scenario") or root, str(error))
            return folder

    def keys(self, node: Mapping, known: tuple[str, ...], what: str) -> None:
        for entry in node.entries.values():
            if entry.key not in known:
                self.problems.append(self.source.problem(entry.where, f"{what} has no '{entry.key}'{nearest(entry.key, known)}"))

    def text(self, node: Mapping, key: str, otherwise: str) -> str:
        value = node.get(key)
        if value is None:
            return otherwise
        if isinstance(value, Scalar) and isinstance(value.value, str):
            return value.value
        self.say(value, f"'{key}' is a text")
        return otherwise

    def whole(self, node: Mapping, key: str, otherwise: int, low: int = 1) -> int:
        value = node.get(key)
        if value is None:
            return otherwise
        if isinstance(value, Scalar) and isinstance(value.value, int) and not isinstance(value.value, bool) and value.value >= low:
            return value.value
        self.say(value, f"'{key}' is a whole number from {low}")
        return otherwise

    def texts(self, node: Mapping, key: str) -> list[str]:
        value = node.get(key)
        if value is None:
            return []
        if not isinstance(value, Sequence) or not value.items:
            self.say(value, f"'{key}' is a list: [ONE, OTHER]")
            return []
        for item in value.items:
            if not isinstance(item, Scalar):
                self.say(item, f"'{key}' is a list of texts")
        return [item.text for item in value.items if isinstance(item, Scalar)]

    def factors(self, node: Node | None) -> dict[str, Any]:
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self.say(node, "factors are a mapping from parameters to LOW:HIGH:POINTS or a list of values")
            return {}
        return {entry.key: self.values(entry.key, entry.value) for entry in node.entries.values()}

    def values(self, name: str, node: Node) -> Any:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        if isinstance(node, Sequence) and node.items:
            return [plain(item) for item in node.items]
        empty = "an empty list has no values" if isinstance(node, Sequence) else "give LOW:HIGH:POINTS or a list of values"
        self.say(node, f"{name}: {empty}")
        return []

    def linked(self, root: Mapping) -> tuple[dict[str, Any], ...]:
        node = root.get("linked")
        if node is None:
            return ()
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple(self.factors(item) for item in items)

    def sampled(self, node: Node | None) -> Sampled | None:
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.say(node, "sampled is a mapping: {method: latin, points: 64, ranges: {NAME: LOW:HIGH}}")
            return None
        self.keys(node, SAMPLED_KEYS, "sampled")
        method = self.text(node, "method", "latin")
        if method not in METHODS:
            self.say(node.get("method") or node, f"there is no method '{method}'; there are {', '.join(METHODS)}")
        ranges = node.get("ranges")
        if not isinstance(ranges, Mapping) or not ranges.entries:
            self.say(ranges or node, "sampled needs ranges: {NAME: LOW:HIGH}")
            return None
        return Sampled({name: str(self.text(ranges, name, "")) for name in ranges.entries}, self.whole(node, "points", 64), method)


def _check(reader: _Reader, root: Mapping, plan: Plan) -> None:
    """What only the scenario can tell, each part by itself so that its place is known."""
    try:
        scenario = scenario_of(plan)
    except ScenarioError as error:
        raise ScenarioError(
            (reader.source.problem((root.get("scenario") or root).where, "its scenario is wrong"), *error.problems)
        ) from None
    parts: list[tuple[Node, Plan]] = []
    factors, sampled = root.get("factors"), root.get("sampled")
    if isinstance(factors, Mapping):
        parts += [(entry.value, Plan(scenario, factors={key: plan.factors[key]})) for key, entry in factors.entries.items()]
    linked = root.get("linked")
    nodes = linked.items if isinstance(linked, Sequence) else (linked,) if linked is not None else ()
    parts += [(node, Plan(scenario, linked=(one,))) for node, one in zip(nodes, plan.linked, strict=True)]
    if sampled is not None:
        parts.append((sampled, Plan(scenario, sampled=plan.sampled, seed=plan.seed)))
    variants = root.get("variants")
    if isinstance(variants, Sequence):
        parts += [(node, Plan(scenario, (name,))) for node, name in zip(variants.items, plan.variants, strict=True)]
    parts.append((root, plan))
    for node, part in parts:
        if part is not plan or not reader.problems:
            try:
                points(Plan(scenario, part.variants, part.factors, part.linked, part.sampled, seed=part.seed), scenario)
            except UsageError as error:
                reader.say(node, str(error))
    _check_measures(reader, root, plan, scenario)
    reader.stop_if_wrong()


def _check_measures(reader: _Reader, root: Mapping, plan: Plan, scenario: Any) -> None:
    from heatsim.program.compile import compile_scenario
    from heatsim.study.response import find_response

    node = root.get("measures")
    if not isinstance(node, Sequence):
        return
    program = compile_scenario(scenario.resolved)
    for item, text in zip(node.items, plan.measures, strict=True):
        try:
            find_response(text, program.columns, program.endings)
        except UsageError as error:
            reader.say(item, str(error))

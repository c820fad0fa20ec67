"""Small random scenarios that exercise the whole language, with ties, zero delays, deaths and orders that break into each other.

A scenario is made as plain data and written as JSON, which is YAML, so that it takes the same way as a file does. All of them pass
`check`: every signal is sent by somebody, everything declared is used.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from heatsim.scenario.load import Scenario, loads

__all__ = ["scenario_texts", "small_scenarios"]

ACTORS = ("ann", "bob", "cat")
SIGNALS = ("red", "green", "blue")
PLACES = {"here": ["0 m", "0 m"], "there": ["30 m", "40 m"]}
Steps = list[dict[str, Any]]

# few distinct times, so that ties are common
FIXED = st.sampled_from(["0 s", "1 s", "1 s", "2 s", "3 s", "5 s"])
TIMES = st.one_of(
    FIXED,
    st.sampled_from(
        [
            {"exponential": {"mean": "2 s"}},
            {"uniform": ["0 s", "4 s"]},
            {"triangular": ["1 s", "2 s", "6 s"]},
            {"lognormal": {"median": "2 s", "p90": "5 s"}},
            {"pert": ["0 s", "1 s", "4 s"]},
            {"normal": {"mean": "2 s", "sd": "1 s"}},
        ]
    ),
)
ATOMS = st.one_of(
    st.sampled_from(SIGNALS),
    st.sampled_from([f"{actor}.{state}" for actor in ACTORS for state in ("dead", "out", "wounded", "active")]),
    st.sampled_from(["count >= 2", "count < 1", "loot.ann > 3", "crew.dead >= 1", "happened(T-1)"]),
)
CONDITIONS = st.one_of(
    ATOMS,
    ATOMS.map(lambda a: f"not ({a})"),
    st.tuples(ATOMS, st.sampled_from(["and", "or"]), ATOMS).map(lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"),
)


INSTANT: tuple[dict[str, Any], ...] = (
    *({"signal": name} for name in SIGNALS),
    {"add": {"count": 1}},
    {"set": {"count": 0}},
    {"mark": "a beat", "event": "T-1"},
    {"start": "watch"},
    {"stop": "watch"},
    {"start": "helper"},
    {"stop": "helper"},
    {"hand": "loot", "from": "ann", "to": "bob", "amount": 2},
    {"hand": "loot", "from": "bob", "to": "cat"},
    *({"put": actor, "state": state} for actor in ACTORS for state in ("wounded", "dead", "captured")),
)
INSTANTS = st.sampled_from(INSTANT)
KINDS = st.sampled_from(["do", "now", "now", "task", "wait", "if", "chance", "choose", "watch", "first", "repeat", "at", "move"])
FLAT = st.sampled_from(["do", "now", "now"])
SHARES = st.sampled_from(["0 %", "30 %", "50 %", "100 %"])
WEIGHTS = st.sampled_from([1, 2, 5])
READINGS = st.sampled_from(["2 s remaining on watch", "0 s remaining on watch", "3 s elapsed on watch"])
TARGETS = st.sampled_from(["here", "there", "bob"])
SPEEDS = st.sampled_from(["10 m/s", "25 m/s"])
GONE = ("dead", "captured")
FOLLOWS = st.sampled_from(["resume", "resume", "skip", "stop", "leave"])


@dataclass
class _Maker:
    """Makes steps from Hypothesis' choices, with a fresh name for each."""

    draw: st.DrawFn
    count: int = 0
    actor: str = ""  # whose steps are made

    def steps(self, depth: int, most: int = 4) -> Steps:
        made: Steps = []
        for _ in range(self.draw(st.integers(1, most))):
            made.append(self.step(depth))
            if self.ends(made[-1]):
                break  # nothing after it is ever reached, which `check` would say
        return made

    def ends(self, step: dict[str, Any]) -> bool:
        """Whether whoever takes the step goes no further, whatever happens."""
        if "put" in step:
            return step["put"] == self.actor and step["state"] in GONE
        if "stop" in step:
            return bool(step["stop"] == self.actor)
        if "choose" in step:
            return all(self.ended(option["steps"]) for option in step["choose"].values())
        if "first" in step:
            return False  # its condition may cut it
        if "watch" in step:
            return self.ended(step["steps"]) and all(order["then"] != "leave" for order in step["watch"])
        return self.ended(step.get("then", [])) and self.ended(step.get("else", [])) and ("if" in step or "chance" in step)

    def ended(self, steps: Steps) -> bool:
        return bool(steps) and self.ends(steps[-1])

    def step(self, depth: int) -> dict[str, Any]:
        kind = self.draw(KINDS if depth > 0 else FLAT)
        self.count += 1
        name = f"{kind} {self.count}"
        return {**self.make(kind, depth - 1), "name": name}

    def make(self, kind: str, depth: int) -> dict[str, Any]:
        draw = self.draw
        if kind == "now":
            return dict(draw(INSTANTS))
        if kind == "do":
            return {"do": "work", "takes": draw(TIMES)}
        if kind == "task":
            cut = {"until": draw(CONDITIONS), "then": self.steps(depth, 2), "else": self.steps(depth, 2)}
            return {"do": "work", "takes": draw(TIMES), **cut}
        if kind == "wait":
            limit = {"for": draw(TIMES), "else": self.steps(depth, 2)} if draw(st.booleans()) else {}
            return {"wait": draw(CONDITIONS), **limit}
        if kind in ("if", "chance"):
            asked = draw(CONDITIONS if kind == "if" else SHARES)
            return {kind: asked, "then": self.steps(depth, 2), "else": self.steps(depth, 2)}
        if kind == "choose":
            return {
                "choose": {name: {"weight": draw(WEIGHTS), "steps": self.steps(depth, 2)} for name in ("left", "right", "over")}
            }
        if kind == "first":
            hazards = {name: {"after": draw(TIMES), "steps": self.steps(depth, 2)} for name in ("noise", "light")}
            return {"first": hazards, "until": draw(CONDITIONS)}
        if kind == "repeat":
            return {"repeat": draw(st.integers(0, 3)), "steps": self.steps(depth, 2)}
        if kind == "at":
            return {"at": draw(READINGS), "else": self.steps(depth, 1)}
        if kind == "move":
            target, speed = draw(TARGETS), draw(SPEEDS)
            return {"move": target, "speed": speed, "until": draw(CONDITIONS), "else": self.steps(depth, 1)}
        return {"watch": self.orders(depth), "steps": self.steps(depth)}

    def orders(self, depth: int) -> list[dict[str, Any]]:
        made = []
        for condition in self.draw(st.lists(CONDITIONS, min_size=1, max_size=2, unique=True)):
            self.count += 1
            order = {"on": condition, "then": self.draw(FOLLOWS), "name": f"order {self.count}"}
            made.append({**order, "steps": self.steps(depth, 2)})
        return made


@st.composite
def scenario_texts(draw: st.DrawFn) -> str:
    """The text of a small random scenario that passes `check`."""
    maker = _Maker(draw)
    actor_steps = {}
    for maker.actor in reversed(ACTORS):
        actor_steps[maker.actor] = maker.steps(2)
    orders = maker.orders(1) if draw(st.booleans()) else []
    maker.actor = "helper"
    helper = maker.steps(0)
    herald: Steps = []
    for signal in SIGNALS:
        herald += [{"do": f"wait for {signal}", "takes": draw(TIMES)}, {"signal": signal}]
    herald += [{"start": "watch"}, {"start": "helper"}, {"mark": "always", "event": "T-1"}]
    processes: dict[str, Any] = {
        "ann": {"steps": actor_steps["ann"], "orders": orders} if orders else actor_steps["ann"],
        "bob": actor_steps["bob"],
        "herald": herald,
        "cat": actor_steps["cat"],
        "helper": {"when": "started", "steps": helper},
        "reader": [{"at": "1 s remaining on watch"}, {"mark": "read"}],
    }
    if draw(st.booleans()):
        processes = dict(reversed(list(processes.items())))
    return json.dumps(
        {
            "heatsim": 1,
            "scenario": "small",
            "horizon": "20 min",
            "limits": {"events": 20000},
            "actors": {actor: {"side": "crew", "at": "here"} for actor in ACTORS},
            "places": {name: {"at": at} for name, at in PLACES.items()},
            "quantities": {"loot": {"unit": "number", "start": {"ann": 10, "bob": 0, "cat": 0}}},
            "variables": {"count": 0},
            "clocks": {"watch": {"runs": "4 s"}},
            "processes": processes,
            "measures": {
                "total": "loot.ann + loot.bob + loot.cat",
                "counted": "count",
                "beat": "time_of(T-1)",
                "dead": "crew.dead",
                "apart": "distance(ann, there)",
                "left": "watch.elapsed",
            },
            "endings": {"bloody": {"when": "crew.dead > 0"}, "quiet": {}},
        },
        indent=1,
    )


def small_scenarios() -> st.SearchStrategy[Scenario]:
    """Small random scenarios, loaded and checked."""
    return scenario_texts().map(lambda text: loads(text))

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


@dataclass
class _Names:
    """Fresh names for steps that need one."""

    count: int = 0

    def __call__(self, kind: str) -> str:
        self.count += 1
        return f"{kind} {self.count}"


def _steps(names: _Names, depth: int, *, most: int = 4) -> st.SearchStrategy[Steps]:
    return st.lists(_step(names, depth), min_size=1, max_size=most)


def _step(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    plain = [_do(names), _instant(names), _instant(names)]
    if depth > 0:
        plain += [_do(names, depth), _wait(names, depth), _branch(names, depth), _chance(names, depth), _watch(names, depth)]
        plain += [_first(names, depth), _repeat(names, depth), _at(names, depth), _move(names, depth)]
    return st.one_of(plain)


def _named(names: _Names, kind: str, strategy: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Give each example a name of its own when it is drawn."""
    return strategy.map(lambda step: {**step, "name": names(kind)})


def _do(names: _Names, depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    base: dict[str, st.SearchStrategy[Any]] = {"do": st.just("work"), "takes": TIMES}
    if depth:
        base |= {"until": CONDITIONS, "then": _steps(names, depth - 1, most=2), "else": _steps(names, depth - 1, most=2)}
    return _named(names, "work", st.fixed_dictionaries(base))


def _wait(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    limit = {"for": TIMES, "else": _steps(names, depth - 1, most=2)}
    step = st.fixed_dictionaries({"wait": CONDITIONS, **limit})
    return _named(names, "wait", st.one_of(step, st.fixed_dictionaries({"wait": CONDITIONS})))


def _at(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    readings = st.sampled_from(["2 s remaining on watch", "0 s remaining on watch", "3 s elapsed on watch"])
    return _named(names, "at", st.fixed_dictionaries({"at": readings, "else": _steps(names, depth - 1, most=1)}))


def _branch(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    inner = _steps(names, depth - 1, most=2)
    return _named(names, "if", st.fixed_dictionaries({"if": CONDITIONS, "then": inner, "else": inner}))


def _chance(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    inner = _steps(names, depth - 1, most=2)
    shares = st.sampled_from(["0 %", "30 %", "50 %", "100 %"])
    chance = st.fixed_dictionaries({"chance": shares, "then": inner, "else": inner})
    option = st.fixed_dictionaries({"weight": st.sampled_from([1, 2, 5]), "steps": inner})
    choose = st.fixed_dictionaries({"choose": st.fixed_dictionaries({"left": option, "right": option, "over": option})})
    return st.one_of(_named(names, "chance", chance), _named(names, "choose", choose))


def _first(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    hazard = st.fixed_dictionaries({"after": TIMES, "steps": _steps(names, depth - 1, most=2)})
    step = st.fixed_dictionaries({"first": st.fixed_dictionaries({"noise": hazard, "light": hazard}), "until": CONDITIONS})
    return _named(names, "first", step)


def _repeat(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    return _named(
        names, "repeat", st.fixed_dictionaries({"repeat": st.integers(0, 3), "steps": _steps(names, depth - 1, most=2)})
    )


def _move(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    target = st.sampled_from(["here", "there", "bob"])
    step = {"move": target, "speed": st.sampled_from(["10 m/s", "25 m/s"]), "until": CONDITIONS}
    return _named(names, "go", st.fixed_dictionaries({**step, "else": _steps(names, depth - 1, most=1)}))


def _watch(names: _Names, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    step = st.fixed_dictionaries({"watch": _orders(names, depth), "steps": _steps(names, depth - 1)})
    return _named(names, "watch", step)


def _orders(names: _Names, depth: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    order = st.fixed_dictionaries(
        {
            "on": CONDITIONS,
            "then": st.sampled_from(["resume", "resume", "skip", "stop", "leave"]),
            "steps": _steps(names, depth - 1, most=2),
        }
    )
    return st.lists(_named(names, "order", order), min_size=1, max_size=2)


def _instant(names: _Names) -> st.SearchStrategy[dict[str, Any]]:
    steps: list[dict[str, Any]] = [
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
    ]
    return _named(names, "now", st.sampled_from(steps))


@st.composite
def scenario_texts(draw: st.DrawFn) -> str:
    """The text of a small random scenario that passes `check`."""
    names = _Names()
    actor_steps = {actor: draw(_steps(names, 2)) for actor in ACTORS}
    orders = draw(st.one_of(st.just([]), _orders(names, 1)))
    herald: Steps = []
    for signal in SIGNALS:
        herald += [{"do": f"wait for {signal}", "takes": draw(TIMES)}, {"signal": signal}]
    herald += [{"start": "watch"}, {"start": "helper"}, {"mark": "always", "event": "T-1"}]
    processes: dict[str, Any] = {
        "ann": {"steps": actor_steps["ann"], "orders": orders} if orders else actor_steps["ann"],
        "bob": actor_steps["bob"],
        "herald": herald,
        "cat": actor_steps["cat"],
        "helper": {"when": "started", "steps": draw(_steps(names, 1))},
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

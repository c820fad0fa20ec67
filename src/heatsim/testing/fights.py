"""Small random gunfights: two sides and their weapons, cover, walls, a van, people who come late, move and are carried.

Made as plain data and written as JSON, as `heatsim.testing.scenarios` does; all of them pass `check`. The sides `reds` and `blues`
have two or three members each, one of whom comes late, and a hostage of no side can be carried.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from heatsim.scenario.load import Scenario, loads

__all__ = ["fight_texts", "small_fights"]

Steps = list[dict[str, Any]]

COORDINATES = st.tuples(st.integers(-20, 20), st.integers(-20, 20)).map(lambda at: [f"{at[0]} m", f"{at[1]} m"])
COVERS = st.sampled_from([0, 0.5, 0.9, 1])
PACES = st.sampled_from(["1 s", "2 s", {"exponential": {"mean": "1 s"}}, {"uniform": ["0.5 s", "2 s"]}])
HITS = st.sampled_from([0, 0.2, 0.5, 1])
ANGLES = st.sampled_from([0.005, 0.02, 0.1])
AMMUNITION: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"carried": 2},
        {"magazine": 3, "carried": 7, "reload": "1 s"},
        {"magazine": 3, "reload": {"exponential": {"mean": "2 s"}}},
        {"magazine": 4, "carried": 3, "reload": "0 s"},
    ]
)
WOUNDS: dict[str, dict[str, Any]] = {
    "head": {"share": 0.2, "dead": 0.9, "down": 0.1},
    "torso": {"share": 0.5, "dead": 0.4, "down": 0.2, "wounded": 0.4, "armoured": True},
    "limbs": {"share": 0.3, "wounded": 0.6},
}
TARGETS = ("random", "dangerous", "attacker", "assigned")
MOMENTS = st.sampled_from(["0 s", "1 s", "3 s", {"exponential": {"mean": "3 s"}}])
SPEEDS = st.sampled_from(["2 m/s", "10 m/s"])
BREAKS = st.sampled_from(
    ["reds.out >= 1", "blues.out >= 1", "bell", "me.wounded", "blues.hits >= 2", "me.taken >= 1", "reds.rifle.shots >= 3"]
)
HOLDS = st.sampled_from(["hostage.active and not bell", "not bell", "me.shots >= 3"])
OWN = {"reds": "rifle", "blues": "pistol"}  # that of each side; some take up the other one
WAYS = st.sampled_from(["none", "walk", "walk", "ride", "carry"])


def _weapon(draw: st.DrawFn, ground: bool) -> dict[str, Any]:
    weapon: dict[str, Any] = {"every": draw(PACES), "rounds": draw(st.integers(1, 3)), **draw(AMMUNITION)}
    if ground and draw(st.booleans()):
        weapon["dispersion"] = draw(ANGLES)
    else:
        weapon["hit"] = draw(HITS)
    if ground and draw(st.booleans()):
        weapon["reach"] = draw(st.sampled_from(["10 m", "30 m"]))
    if draw(st.booleans()):
        weapon["suppresses"] = draw(st.sampled_from([0.5, 3]))
    return weapon


def _engage(draw: st.DrawFn, name: str, enemy: str, ground: bool) -> dict[str, Any]:
    target = draw(st.sampled_from((*TARGETS, "nearest") if ground else TARGETS))
    step: dict[str, Any] = {"fight": "brawl", "name": name, "target": target}
    if target == "assigned":
        step["assigned"] = [f"{enemy}[2]", enemy]
    if draw(st.booleans()):
        step["reaction"] = draw(MOMENTS)
    if draw(st.integers(0, 3)) == 0:
        step["holds"] = draw(HOLDS)
    return step


def _fighting(draw: st.DrawFn, enemy: str, ground: bool) -> Steps:
    """One engagement, or one that is broken off and taken up again."""
    first = _engage(draw, "first", enemy, ground)
    if draw(st.booleans()):
        return [first]
    after = _engage(draw, "again", enemy, ground)
    if draw(st.booleans()):
        after["weapon"] = draw(st.sampled_from(["rifle", "pistol"]))
    pause = {"do": "pause", "takes": draw(MOMENTS)}
    return [{**first, "until": draw(BREAKS), "else": [pause, after]}]


def _moving(draw: st.DrawFn, way: str) -> Steps:
    """What the legs of a side do while the hands fire."""
    start = {"do": "wait", "takes": draw(MOMENTS)}
    away = {"move": draw(st.sampled_from(["yard", "porch"])), "speed": draw(SPEEDS)}
    if way == "walk":
        return [start, away]
    if way == "ride":
        return [start, {"board": "van"}, {"do": "ride", "takes": draw(MOMENTS)}, {"alight": True}]
    return [start, {"carry": "hostage"}, away, {"release": "hostage"}]


def _ground(draw: st.DrawFn) -> dict[str, Any]:
    places = {name: {"at": draw(COORDINATES), "cover": draw(COVERS)} for name in ("gate", "yard", "porch")}
    ends = [(draw(COORDINATES), draw(COORDINATES)) for _ in range(draw(st.integers(0, 2)))]
    walls = {f"wall_{n}": {"from": a, "to": b} for n, (a, b) in enumerate(ends) if a != b}
    return {"places": places, **({"walls": walls} if walls else {})}


@st.composite
def fight_texts(draw: st.DrawFn, *, ground: bool | None = None) -> str:
    """The text of a small random gunfight that passes `check`; with positions or without, or either."""
    ground = draw(st.booleans()) if ground is None else ground
    where = {side: {"at": draw(st.sampled_from(["gate", "yard"]))} if ground else {} for side in ("red", "blue")}
    fight: dict[str, Any] = {"between": ["reds", "blues"], **({"geometry": True} if ground else {})}
    if draw(st.booleans()):
        fight["wounds"] = WOUNDS
    else:
        fight["hit_state"] = draw(st.sampled_from(["dead", "down"]))
    processes: dict[str, Any] = {
        "red": _fighting(draw, "blue", ground),
        "blue": _fighting(draw, "red", ground),
        "late": [{"do": "come", "takes": draw(MOMENTS)}, _engage(draw, "late", "red", ground)],
        "clock": [{"do": "count", "takes": draw(MOMENTS)}, {"signal": "bell"}],
    }
    if ground:
        for side in ("red", "blue"):
            if (way := draw(WAYS)) != "none":
                processes[f"{side}_legs"] = {"of": f"{side}", "steps": _moving(draw, way)}
        processes["van"] = [{"move": "porch", "speed": draw(SPEEDS)}]
    if draw(st.booleans()):
        processes = dict(reversed(list(processes.items())))
    hardness = {"armour": draw(st.sampled_from([0, 0.5, 1])), "endurance": draw(st.integers(1, 3))}
    count = draw(st.integers(2, 3))
    people = {
        "red": {"side": "reds", "count": count, "weapon": "rifle", **where["red"], **hardness},
        "blue": {"side": "blues", "count": 2, "weapon": "pistol", **where["blue"]},
        "late": {"side": "blues", "weapon": "pistol", **where["blue"]},
        "hostage": {"side": "nobody_s", **where["red"]},
        "van": {"side": "things", **where["red"]},
    }
    return _written(people, fight, processes, {name: _weapon(draw, ground) for name in ("rifle", "pistol")}, draw, ground)


def _written(
    people: dict[str, Any],
    fight: dict[str, Any],
    processes: dict[str, Any],
    weapons: dict[str, Any],
    draw: st.DrawFn,
    ground: bool,
) -> str:
    sums = {f"{side}_{what}": f"{side}.{what}" for side in ("reds", "blues") for what in ("shots", "hits", "taken", "dead", "out")}
    sums |= {f"{gun}_{what}": f"{side}.{gun}.{what}" for side, gun in OWN.items() for what in ("shots", "hits")}
    one = {f"first_{what}": f"red[1].{what}" for what in ("rounds", "suppression")} | {"rifles_left": "red[1].rifle.rounds"}
    far = {f"to_{place}": f"distance(red[1], {place})" for place in ("gate", "yard", "porch")} if ground else {}
    return json.dumps(
        {
            "heatsim": 1,
            "scenario": "brawl",
            "horizon": "40 s",
            "limits": {"events": 20000},
            "actors": people,
            **(_ground(draw) if ground else {}),
            "weapons": weapons,
            "fights": {"brawl": fight},
            "processes": processes,
            "measures": {**sums, **one, **far, "over": "now"},
            "endings": {
                "none_left": {"when": "reds.out == reds.count and blues.out == blues.count"},
                "red_wins": {"when": "blues.out == blues.count"},
                "blue_wins": {"when": "reds.out == reds.count"},
                "open": {},
            },
        },
        indent=1,
    )


def small_fights(*, ground: bool | None = None) -> st.SearchStrategy[Scenario]:
    """Small random gunfights, loaded and checked."""
    return fight_texts(ground=ground).map(lambda text: loads(text))

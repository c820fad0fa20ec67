"""A trace tells where everybody is: one entry for each change of somebody's place, none for whoever stays."""

from __future__ import annotations

from heatsim.trace import Trace, Way
from support.tiny import run_text

BODY = """
actors:
  ann: {side: us, at: here}
  bob: {side: us, at: here, weapon: gun}
  cat: {side: them, at: here, weapon: gun}
  van: {side: things, at: here}
places: {here: {at: [0 m, 0 m]}, there: {at: [100 m, 0 m], cover: 0.5}}
weapons: {gun: {every: 1 h, hit: 0}}
fights: {f: {between: [us, them], geometry: true}}
processes:
  van: [{do: idle, takes: 2 s}, {move: there, speed: 10 m/s}]
  ann: [{do: look, takes: 1 s}, {board: van}, {do: ride, takes: 6 s}, {alight: true}]
  bob: [{fight: f}]
  cat: [{fight: f}]
  clock: [{do: wait, takes: 4 s}, {signal: bell}]
measures: {ann: "distance(ann, here)", rung: bell}
"""


def told(trace: Trace) -> list[str]:
    names = [actor.name for actor in trace.program.actors]

    def one(way: Way) -> str:
        where = f"at {way.x:g}" if way.end != way.end else f"from {way.x:g} to {way.to_x:g} until {way.end / 1e6:g}"
        aboard = f" aboard {names[way.aboard]}" if way.aboard >= 0 else ""
        return f"{way.time / 1e6:g} {names[way.actor]} {where}{aboard}{f' cover {way.cover:g}' if way.cover else ''}"

    return [one(way) for way in trace.ways]


def test_each_change_of_place_is_told_once() -> None:
    """At rest, aboard, under way, alighted on the way, arrived behind cover; who stays is told of at the start."""
    trace = run_text(BODY)
    assert told(trace) == [
        "0 ann at 0",
        "0 bob at 0",
        "0 cat at 0",
        "0 van at 0",
        "1 ann at 0 aboard van",
        "2 van from 0 to 100 until 12",
        "7 ann at 50",
        "12 van at 100 cover 0.5",
    ]
    ann, van = (next(n for n, actor in enumerate(trace.program.actors) if actor.name == name) for name in ("ann", "van"))
    assert [trace.position(who, 9e6) for who in (ann, van)] == [(50, 0), (70, 0)]


def test_a_way_cut_short_and_taken_up_again_is_told() -> None:
    """Whoever stops on the way is at rest there, and under way again from there."""
    walk = "{watch: [{on: bell, then: resume, steps: [{do: duck, takes: 3 s}]}], steps: [{move: there, speed: 10 m/s}]}"
    body = BODY.replace("{move: there, speed: 10 m/s}", walk)
    assert [line for line in told(run_text(body)) if line.split()[1] == "van"] == [
        "0 van at 0",
        "2 van from 0 to 100 until 12",
        "4 van at 20",
        "7 van from 20 to 100 until 15",
        "15 van at 100 cover 0.5",
    ]

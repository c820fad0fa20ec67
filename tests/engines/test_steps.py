"""What each step does, in worlds small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.tiny import run_text

Tell = Callable[..., list[str]]


def test_work_cut_short_takes_the_other_branch(tell: Tell) -> None:
    """`until` ends a task early, and `else` follows."""
    body = """
processes:
  worker: [{do: dig, takes: 10 s, until: stop_it, then: [{mark: dug}], else: [{mark: cut}]}]
  boss: [{do: look, takes: 4 s}, {signal: stop_it}]
"""
    assert tell(body) == ["4 worker cut"]


def test_a_wait_has_a_limit(tell: Tell) -> None:
    """`for` bounds a wait; `else` follows when nothing came, `then` when it did."""
    body = """
processes:
  a: [{wait: never, for: 3 s, then: [{mark: came}], else: [{mark: gave up}]}]
  b: [{wait: soon, for: 3 s, then: [{mark: came}], else: [{mark: gave up}]}]
  c: [{do: think, takes: 1 s}, {signal: soon}, {do: think more, takes: 9 s}, {signal: never}]
"""
    assert tell(body) == ["1 b came", "3 a gave up"]


def test_an_abandoned_alarm_neither_prolongs_the_run_nor_ends_it(tell: Tell) -> None:
    """When a task is cut short, its alarm rings for nobody: the run ends when the last process has ended."""
    body = """
processes:
  worker: [{do: dig, takes: 300 s, until: stop_it}]
  boss: [{do: look, takes: 4 s}, {signal: stop_it}, {do: walk, takes: 1 s}, {mark: gone}]
"""
    trace = run_text(body)
    assert trace.end_time == 5_000_000
    assert trace.status == "ended"


def test_a_run_stops_at_its_horizon() -> None:
    """A replication that would go on is stopped at the horizon and says so."""
    trace = run_text("processes:\n  a: [{do: wait it out, takes: 1 h}]\n")
    assert (trace.status, trace.end_time) == ("horizon", 600_000_000)


def test_a_process_that_waits_for_ever_does_not_hold_the_run(tell: Tell) -> None:
    """Waiting without an alarm is not activity."""
    trace = run_text("processes:\n  a: [{wait: go, for: 2 s}]\n  b: [{if: 1 < 0, then: [{signal: go}]}, {wait: go}]\n")
    assert trace.end_time == 2_000_000


def test_a_clock_reads_down(tell: Tell) -> None:
    """`at: 80 s remaining` is 100 s after the start of a three-minute clock."""
    body = """
clocks: {three_minutes: {runs: 3 min}}
processes:
  caller: [{at: 80 s remaining}, {mark: eighty}, {at: 0 s remaining on three_minutes}, {mark: zero}]
  starter: [{do: listen, takes: 7 s}, {start: three_minutes}]
"""
    assert tell(body) == ["107 caller eighty", "187 caller zero"]


def test_a_stopped_clock_never_gets_there(tell: Tell) -> None:
    """A clock stopped before the reading leads to `else`."""
    body = """
clocks: {k: {runs: 10 s}}
processes:
  caller: [{at: 0 s remaining, else: [{mark: stopped}]}]
  starter: [{start: k}, {do: tick, takes: 4 s}, {stop: k}]
"""
    assert tell(body) == ["4 caller stopped"]


def test_money_moves_and_is_conserved() -> None:
    """What one holder loses another gains, never more than there is."""
    body = """
actors: {ann: {side: crew}, bob: {side: crew}}
places: {truck: {at: [0 m, 0 m]}}
quantities: {bonds: {unit: usd, start: {truck: $1.6M, ann: $0, bob: $0}}}
processes:
  ann: [{take: bonds, from: truck, amount: $1M}, {hand: bonds, to: bob, amount: $5M}]
measures: {left: bonds.truck, with_ann: bonds.ann, crew_has: bonds.crew}
"""
    trace = run_text(body)
    assert trace.row.values == (60_000_000.0, 0.0, 100_000_000.0)


def test_the_dead_do_nothing(tell: Tell) -> None:
    """An actor put out of action ends in the middle of its work, and a dead one stays dead."""
    body = """
actors: {ann: {side: crew}, bob: {side: police}}
processes:
  ann: [{do: run, takes: 9 s}, {mark: away}]
  bob: [{do: aim, takes: 3 s}, {put: ann, state: dead}, {put: ann, state: active}, {if: ann.dead, then: [{mark: still dead}]}]
measures: {killed_by_bob: ann.by == bob}
"""
    trace = run_text(body)
    assert [event.text for event in trace if event.kind == "mark"] == ["still dead"]
    assert trace.row.values == (1.0,)
    assert trace.end_time == 3_000_000


def test_moving_takes_distance_over_speed_and_stops_where_it_got_to() -> None:
    """A walk cut short half-way leaves the walker half-way."""
    body = """
places: {door: {at: [0 m, 0 m]}, car: {at: [30 m, 40 m]}}
actors: {ann: {side: crew, at: door}}
processes:
  ann: [{move: car, speed: 5 m/s, until: shout}]
  boss: [{do: look, takes: 4 s}, {signal: shout}]
measures: {walked: "distance(ann, door)", left: "distance(ann, car)"}
"""
    assert run_text(body).row.values == pytest.approx((20.0, 30.0))


def test_hazards_compete_and_the_first_wins(tell: Tell) -> None:
    """The earliest of several hazards happens, the first declared of equals; the others do not."""
    body = """
processes:
  lookout:
    - name: what comes
      first:
        noise: {after: 3 s, steps: [{mark: noise}]}
        light: {after: 2 s, steps: [{mark: light}]}
        dog: {after: 2 s, steps: [{mark: dog}]}
"""
    assert tell(body) == ["2 lookout light"]


def test_a_group_has_a_process_for_each_member(tell: Tell) -> None:
    """`member` is a member's number; each runs on its own."""
    body = """
actors: {units: {side: police, count: 3}}
processes:
  units: [{do: drive, takes: 2 s * (4 - member)}, {mark: here}]
"""
    assert tell(body) == ["2 units[3] here", "4 units[2] here", "6 units[1] here"]


def test_start_takes_the_next_idle_member(tell: Tell) -> None:
    """`start` of a group starts its first idle member, and a process that has ended may be started again."""
    body = """
processes:
  wave: {count: 2, when: started, steps: [{do: run, takes: 3 s}, {mark: run}]}
  boss:
    - {start: wave}
    - {start: wave}
    - {start: wave}
    - {do: wait a while, takes: 5 s}
    - {start: wave}
"""
    assert tell(body) == ["3 wave[1] run", "3 wave[2] run", "8 wave[1] run"]


def test_absent_actors_take_no_part(tell: Tell) -> None:
    """An actor whose `present` does not hold never acts."""
    body = """
parameters: {fifth: {value: absent, options: [here, absent]}}
actors: {ann: {side: crew, present: fifth == here}, bob: {side: crew}}
processes:
  ann: [{mark: acts}]
  bob: [{mark: acts}]
"""
    assert tell(body) == ["0 bob acts"]


def test_repeat_and_while(tell: Tell) -> None:
    """`repeat` counts, `while` asks before every round."""
    body = """
variables: {n: 0}
processes:
  a:
    - {repeat: 2, steps: [{do: step, takes: 1 s}, {mark: again}]}
    - {while: n < 2, steps: [{do: hop, takes: 1 s}, {add: {n: 1}}]}
    - {mark: out}
"""
    assert tell(body) == ["1 a again", "2 a again", "4 a out"]


def test_stop_run_ends_everything(tell: Tell) -> None:
    """`stop: run` ends the replication at that moment."""
    body = "processes:\n  a: [{do: x, takes: 2 s}, {stop: run}]\n  b: [{do: y, takes: 9 s}, {mark: late}]\n"
    assert tell(body) == []

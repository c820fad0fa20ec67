"""What a shooter does, in fights small enough to work out by hand."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest

from heatsim.draws.world import Draws
from heatsim.engines import on_simpy
from heatsim.engines.fighting import hit_chance
from heatsim.errors import SimulationError
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import load, loads
from heatsim.study.run import run
from heatsim.testing import assert_reproducible
from heatsim.trace import Trace
from support.tiny import beats, run_text

REFERENCE = Path(__file__).parents[2] / "scenarios" / "reference"
SURE = "every: 1 s, hit: 1"
NEVER = "every: 1 s, hit: 0"


def fight(
    gun: str = SURE,
    *,
    ann: str = "{fight: f}",
    bob: str = "{fight: f}",
    bobs: str = "",
    of: str = "",
    ground: str = "",
    other: str = NEVER,
    rest: str = "",
    measures: str = "over: now",
) -> Trace:
    """Ann with `gun` against Bob, who cannot hit unless `other` says so."""
    places = ", at: here" if ground else ""
    far = ", at: there" if ground else ""
    geometry = ", geometry: true" if ground else ""
    return run_text(
        f"""
actors:
  ann: {{side: us, weapon: gun{places}}}
  bob: {{side: them, weapon: other, speed: 5 m/s{far}{bobs}}}
{ground}
weapons: {{gun: {{{gun}}}, other: {{{other}}}}}
fights: {{f: {{between: [us, them]{geometry}{of}}}}}
processes:
  ann: [{ann}]
  bob: [{bob}]
{rest}
measures: {{{measures}}}
""",
        head="heatsim: 1\nscenario: tiny\nhorizon: 20 s\n",
    )


def shots(trace: Trace, who: str = "ann") -> list[str]:
    """Seconds and target of every shot that somebody fired."""
    return [
        f"{event.time / 1e6:g} {event.text.partition(':')[0]}"
        for event in trace
        if event.process == who and event.kind in ("shot", "hit")
    ]


def measured(trace: Trace, name: str) -> float:
    return trace.row.values[[column.name for column in trace.program.columns].index(name)]


def test_a_hit_ends_it() -> None:
    """Ann takes her time, hits, and goes on; Bob, who is slower, never fires."""
    trace = fight(ann="{fight: f, then: [{mark: won}], else: [{mark: broke off}]}", bob="{fight: f, reaction: 1 s}")
    assert shots(trace) == ["1 bob"]
    assert shots(trace, "bob") == []
    assert beats(trace) == ["1 ann won"]
    assert (trace.end_time, trace.status) == (1_000_000, "ended")


def test_who_is_put_out_by_nobody_has_nobody_to_thank() -> None:
    """A process that is nobody's leaves no name in the fate's `by`; a hit leaves the shooter's."""
    trace = fight(NEVER, rest="  clock: [{do: tick, takes: 2.5 s}, {put: bob, state: captured}]\n")
    assert (trace.row.status, measured(trace, "bob.by")) == ("ended", -1)
    assert measured(fight(), "bob.by") == 0


def test_who_is_declared_first_fires_first() -> None:
    """Two sure shots due at one moment go by rank, so that the second does not come."""
    trace = fight(other=SURE, measures="dead: them.dead, ours: us.dead")
    assert trace.row.values[:2] == (1.0, 0.0)


def test_nobody_who_cannot_be_hurt_is_beaten() -> None:
    """Without a hit both fire until the horizon."""
    trace = fight(NEVER)
    assert trace.status == "horizon"
    assert len(shots(trace)) == 20


def test_a_burst_ends_when_its_target_falls() -> None:
    """Of three rounds two are fired at somebody who takes two, and one at somebody who takes one."""
    for takes in (1, 2):
        trace = fight(f"{SURE}, rounds: 3", bobs=f", endurance: {takes}", measures="fired: us.shots, hit: them.taken")
        assert trace.row.values[:2] == (takes, takes)


def test_a_magazine_is_changed_when_it_is_empty() -> None:
    """Two shots, a reload of five seconds, two shots; the time for the next shot begins after the reload."""
    trace = fight(f"{NEVER}, magazine: 2, reload: 5 s")
    assert shots(trace)[:5] == ["1 bob", "2 bob", "8 bob", "9 bob", "15 bob"]


def test_a_weapon_without_an_end_has_no_rounds_left_to_tell() -> None:
    """Where nothing limits what is carried, `rounds` is nought, of one weapon and of all."""
    trace = fight(NEVER, ann="{fight: f, until: false}", measures="left: ann.rounds, of_gun: ann.gun.rounds")
    assert (measured(trace, "left"), measured(trace, "of_gun")) == (0, 0)


def test_a_last_burst_is_short() -> None:
    """A pull of three rounds with two in the magazine fires two."""
    trace = fight(f"{NEVER}, rounds: 3, magazine: 5, carried: 7, reload: 1 s", measures="fired: us.shots, left: ann.rounds")
    assert [event.value for event in trace if event.kind == "shot" and event.process == "ann"] == [3, 2, 2]
    assert trace.row.values[:2] == (7, 0)


def test_out_of_ammunition_is_cut_short() -> None:
    """With the last round gone the step takes the way of `else`; what is left of it shows from the start."""
    steps = "{fight: f, then: [{mark: won}], else: [{mark: dry}]}"
    rest = "  eye: [{wait: ann.rounds == 1}, {mark: one left}]\n"
    trace = fight(f"{NEVER}, carried: 3", ann=f"{{if: ann.rounds == 3, then: [{{mark: full}}]}}, {steps}", rest=rest)
    assert beats(trace) == ["0 ann full", "2 eye one left", "3 ann dry"]


def test_a_weapon_taken_up_again_has_what_it_had_left() -> None:
    """Breaking off fills no magazine: two rounds before, one after."""
    steps = "{fight: f, until: bell, else: [{fight: f, name: again, else: [{mark: dry}]}]}"
    rest = "  clock: [{do: tick, takes: 2.5 s}, {signal: bell}]\n"
    trace = fight(f"{NEVER}, carried: 3", ann=steps, rest=rest)
    assert shots(trace) == ["1 bob", "2 bob", "3.5 bob"]


def test_every_weapon_has_rounds_of_its_own() -> None:
    """Who runs dry and draws another weapon fires all of that one."""
    steps = "{fight: f, else: [{fight: f, name: second, weapon: other, else: [{mark: dry}]}]}"
    trace = fight(f"{NEVER}, carried: 1", ann=steps, other=f"{NEVER}, carried: 2", measures="left: ann.rounds")
    assert shots(trace) == ["1 bob", "2 bob", "3 bob"]
    assert beats(trace) == ["3 ann dry"]


def test_each_weapon_has_its_own_count() -> None:
    """Two bursts of the first, three shots of the second, another burst: 9, 3 and 12, hits likewise, and what is left of each."""
    third = "{fight: f, name: c, until: done}"
    second = f"{{fight: f, name: b, weapon: other, until: back, else: [{third}]}}"
    steps = f"{{fight: f, until: drawn, else: [{second}]}}"
    clock = "{do: a, takes: 2.5 s}, {signal: drawn}, {do: b, takes: 3 s}, {signal: back}, {do: c, takes: 1.5 s}, {signal: done}"
    rest = f"  clock: [{clock}]\n"
    asked = {
        "all": "ann.shots",
        "guns": "ann.gun.shots",
        "others": "ann.other.shots",
        "gun_hits": "us.gun.hits",
        "other_hits": "us.other.hits",
        "left": "ann.gun.rounds",
        "of_bob": "them.other.shots",
    }
    measures = ", ".join(f"{name}: {text}" for name, text in asked.items())
    trace = fight(
        f"{SURE}, rounds: 3, carried: 20",
        ann=steps,
        bob="{fight: f, until: false}",
        bobs=", endurance: 99",
        other=NEVER,
        rest=rest,
        measures=measures,
    )
    assert [event.value for event in trace if event.process == "ann" and event.kind in ("shot", "hit")] == [3, 3, 1, 1, 1, 3]
    assert trace.row.values[:6] == (12, 9, 3, 9, 0, 11)
    assert measured(trace, "of_bob") == len(shots(trace, "bob")) > 3


def test_a_count_of_one_weapon_can_be_waited_for() -> None:
    """What waits for two shots of the second weapon hears of them, and not of those of the first."""
    steps = "{fight: f, until: ann.gun.shots >= 3, else: [{fight: f, name: b, weapon: other}]}"
    rest = "  eye: [{wait: ann.other.shots >= 2}, {mark: two}]\n"
    assert beats(fight(NEVER, ann=steps, rest=rest)) == ["5 eye two"]


def test_fire_is_held_while_the_condition_holds() -> None:
    """A shot that would break the order is not fired, and aiming starts anew."""
    rest = "  clock: [{do: tick, takes: 2.5 s}, {signal: bell}]\n"
    assert shots(fight(ann="{fight: f, holds: not bell}", rest=rest)) == ["3 bob"]


def test_nobody_fires_at_somebody_who_has_not_come() -> None:
    """Ann waits for Bob, who joins after three seconds, and aims from then."""
    assert shots(fight(bob="{do: come, takes: 3 s}, {fight: f}")) == ["4 bob"]


def test_somebody_who_gets_up_again_is_an_enemy_again() -> None:
    """Ann, with nobody to shoot at while a second enemy is still to come, goes on when Bob is on his feet."""
    body = """
actors: {ann: {side: us, weapon: gun}, bob: {side: them, weapon: gun}, cat: {side: them, weapon: gun}}
weapons: {gun: {every: 1 s, hit: 1}}
fights: {f: {between: [us, them], hit_state: down}}
processes:
  ann: [{fight: f}]
  bob: [{fight: f, reaction: 10 s}]
  cat: [{do: come, takes: 15 s}, {fight: f, reaction: 10 s}]
  doctor: [{do: walk, takes: 4 s}, {put: bob, state: active}]
"""
    assert shots(run_text(body)) == ["1 bob", "5 bob", "16 cat"]


STREET = "places: {here: {at: [0 m, 0 m]}, there: {at: [30 m, 0 m]}, yard: {at: [30 m, 30 m]}}\n"
WALL = "walls: {house: {from: [15 m, -5 m], to: [15 m, 5 m]}}\n"


def test_nobody_fires_through_a_wall() -> None:
    """Ann sees nothing until Bob has walked out from behind the house, looks again every half second, and then fires."""
    behind = fight(ground=STREET + WALL, ann="{fight: f}, {mark: won}", bob="{fight: f}, {move: yard}")
    assert shots(behind) == []
    assert behind.status == "horizon"
    walks = "{move: yard, speed: 5 m/s}"
    moving = fight(f"{SURE}", ground=STREET + WALL, bob="{fight: f}", rest=f"  legs: {{of: bob, steps: [{walks}]}}\n")
    first = float(shots(moving)[0].split()[0])
    assert first >= 2.0  # at 2 s the line from (0, 0) to (30, 10) passes the end of the wall
    assert first < 4.0


def test_nobody_fires_beyond_the_reach() -> None:
    """At 30 m a reach of 29 m is not enough, and one of 31 m is."""
    near, far = (fight(f"{SURE}, reach: {reach} m", ground=STREET, bob="{fight: f}, {move: yard}") for reach in (29, 31))
    assert shots(near) == []
    assert shots(far) == ["1 bob"]


CROWD = """
actors:
  ann: {side: us, weapon: gun, at: here}
  bob: {side: them, weapon: gun, at: far}
  cat: {side: them, weapon: gun, at: near}
  dan: {side: them, weapon: gun, at: far}
places: {here: {at: [0 m, 0 m]}, near: {at: [10 m, 0 m]}, far: {at: [30 m, 0 m]}}
weapons: {gun: {every: 1 s, hit: 0}}
fights: {f: {between: [us, them], geometry: true}}
processes:
  ann: [{do: look, takes: 5 s}, {fight: f, target: %s}]
  bob: [{fight: f}]
  cat: [{do: come, takes: 2 s}, {fight: f}]
  dan: [{fight: f, reaction: 8.5 s}]
"""


@pytest.mark.parametrize(
    "target, wanted",
    [
        ("nearest", ["6 cat", "7 cat", "8 cat", "9 cat", "10 cat"]),
        ("dangerous", ["6 bob", "7 bob", "8 bob", "9 bob", "10 bob"]),
        ("attacker", ["6 cat", "7 cat", "8 cat", "9 cat", "10 dan"]),
        ("assigned, assigned: [dan, bob]", ["6 dan", "7 dan", "8 dan", "9 dan", "10 dan"]),
    ],
)
def test_whom_doctrine_chooses(target: str, wanted: list[str]) -> None:
    """Nearest, most shots so far, who fired last at her (fire starts when she joins), and the first assigned."""
    assert shots(run_text(CROWD % target))[:5] == wanted


def test_random_targets_are_all_there() -> None:
    """At random each of three is aimed at about as often."""
    program = compile_scenario(
        loads("heatsim: 1\nscenario: t\nhorizon: 10 min\n" + CROWD % "random" + "endings: {o: {}}\n").resolved
    )
    aimed = [event.text for event in on_simpy.trace(program, Draws(3)) if event.process == "ann" and event.kind == "shot"]
    assert all(abs(aimed.count(name) / len(aimed) - 1 / 3) < 4 * math.sqrt(2 / 9 / len(aimed)) for name in ("bob", "cat", "dan"))


def test_suppression_fades_by_half_lives() -> None:
    """Two rounds that suppress by 1 each, a half-life apart, leave 1.5; a half-life after the last 0.75."""
    gun = "every: 2 s, hit: 0, suppresses: 1, carried: 2"
    trace = fight(gun, of=", half_life: 2 s", rest="  eye: [{do: wait, takes: 6 s}, {stop: run}]\n", measures="s: bob.suppression")
    assert measured(trace, "s") == pytest.approx(0.75)


def test_armour_counts_where_it_covers() -> None:
    """Armour that stops everything: hits on the torso do nothing, one on the head does."""
    wounds = "wounds: {torso: {share: 0.9, dead: 1, armoured: true}, head: {share: 0.1, dead: 1}}"
    trace = fight(SURE, of=f", {wounds}", bobs=", armour: 1", measures="taken: bob.taken, dead: them.dead")
    texts = [event.text for event in trace if event.kind == "hit"]
    assert all(text == "bob: 1 hit, torso, active" for text in texts[:-1])
    assert texts[-1] in ("bob: 1 hit, head, dead", "bob: 1 hit, torso, active")
    assert measured(trace, "taken") == len(texts)


def test_words_about_a_hit() -> None:
    """Who did it, where, and what is counted can be asked afterwards."""
    asked = "by: bob.hurt_by == ann, killer: bob.by == ann, where: bob.wound == body, none: ann.hurt_by == nobody, hits: us.hits"
    assert fight(measures=asked).row.values[:5] == (1.0, 1.0, 1.0, 1.0, 1.0)


RANGE = """
actors: {ann: {side: us, weapon: gun, at: here}, bob: {side: them, weapon: gun, at: there}}
places: {here: {at: [0 m, 0 m]}, there: {at: [40 m, 0 m], cover: %g}}
weapons: {gun: {every: 1 s, %s, suppresses: 1}}
fights: {f: {between: [us, them], geometry: true, target_radius: 0.3 m, moving: 0.4}}
processes: {ann: [{fight: f}], bob: [{fight: f}]}
measures: {over: now}
endings: {over: {}}
"""


def chance(hit: str, *, cover: float = 0.0, suppression: float = 0.0, moving: bool = False, metres: float = 40.0) -> float:
    """Ann's chance to hit Bob at 40 m or another distance."""
    program = compile_scenario(loads("heatsim: 1\nscenario: t\nhorizon: 1 min\n" + RANGE % (cover, hit)).resolved)
    values = [slot.initial for slot in program.variables]
    ann, body = program.combatants[0], program.bodies[1]
    values[body.cover], values[body.x] = cover, metres
    values[ann.suppression], values[ann.suppressed_at] = suppression, 0.0
    if moving:
        values[body.start], values[body.end] = 0.0, 1e6
    return hit_chance(on_simpy.prepared(program, traced=False), 0)(values, 1)


def circle(sigma: float, share: float = 1.0) -> float:
    return 1 - math.exp(-(0.3**2) * share / (2 * sigma**2))


@pytest.mark.parametrize(
    "found, wanted",
    [
        (chance("hit: 0.4"), 0.4),
        (chance("hit: 0.4", cover=0.75), 0.1),
        (chance("hit: 0.4", suppression=1.0), 0.2),
        (chance("hit: 0.4", moving=True), 0.16),
        (chance("hit: 0.4", cover=1.0), 0.0),
        (chance("dispersion: 0.01"), circle(0.4)),
        (chance("dispersion: 0.01", suppression=1.0), circle(0.8)),
        (chance("dispersion: 0.01", cover=0.75), circle(0.4, 0.25)),
        (chance("dispersion: 0.01", moving=True), 0.4 * circle(0.4)),
        (chance("dispersion: 0.01", metres=0.0, cover=0.75), 1.0),
        (chance("dispersion: 0.01", metres=0.0, cover=1.0), 0.0),
    ],
)
def test_the_chance_to_hit(found: float, wanted: float) -> None:
    """The formulas of the explanation: share of the person, a disc in a circular normal spread, suppression, the way."""
    assert found == pytest.approx(wanted)


def test_shots_by_dispersion_hit_as_often_as_the_formula_says() -> None:
    """Of many rounds at 40 m the share that hit is that of the circle; of half the dispersion it would not be."""
    body = RANGE.replace("suppresses: 1}", "suppresses: 0}").replace("at: there}", "at: there, endurance: 10000}")
    body = body.replace("at: here}", "at: here, endurance: 10000}").replace("{over: now}", "{hits: us.hits, shots: us.shots}")
    text = "heatsim: 1\nscenario: t\nhorizon: 50 min\n" + body % (0, "dispersion: 0.01")
    hits, fired = on_simpy.rows(compile_scenario(loads(text).resolved), [Draws(1)])[0].values[:2]
    error = math.sqrt(circle(0.4) * (1 - circle(0.4)) / fired)
    assert fired >= 2990
    assert abs(hits / fired - circle(0.4)) < 4 * error
    assert abs(hits / fired - circle(0.2)) > 4 * error


VAN = """
actors:
  ann: {side: us, at: here}
  bob: {side: us, at: here}
  van: {side: things, at: here}
places: {here: {at: [0 m, 0 m]}, there: {at: [100 m, 0 m]}}
processes:
  van: [{move: there, speed: 10 m/s}]
  ann: [%s]
  bob: [%s]
measures: {ann: "distance(ann, here)", bob: "distance(bob, here)"}
"""


def test_passengers_are_where_their_carrier_is() -> None:
    """Ann rides for five seconds of ten; Bob, whom she carries aboard, is left where she lets go after three."""
    steps = "{carry: bob}, {board: van}, {do: ride, takes: 3 s}, {release: bob}, {do: ride on, takes: 2 s}, {alight: true}"
    trace = run_text(VAN % (steps, "{do: lie, takes: 1 s}"))
    assert measured(trace, "ann") == pytest.approx(50)
    assert measured(trace, "bob") == pytest.approx(30)


def test_a_circle_of_carriers_is_an_error() -> None:
    """Two who carry each other are refused with a sentence."""
    with pytest.raises(SimulationError, match="circle"):
        run_text(VAN % ("{carry: bob}", "{do: lie, takes: 1 s}, {carry: ann}"))


def test_the_short_way_from_shot_to_shot_is_the_long_one() -> None:
    """Textbook fights, which the engine runs by a shorter way, are the same alone, in a batch and traced (the long way)."""
    for name in ("gunfight", "square-law", "linear-law", "reinforcement"):
        assert_reproducible(load(REFERENCE / f"{name}.yaml"), replications=10)


def test_a_pace_below_zero_counts_as_zero() -> None:
    """An untruncated normal pace may come out negative: the shot is then fired at once, and time never goes back."""
    trace = fight("every: {plain_normal: {mean: 1 s, sd: 2 s}}, hit: 0, carried: 30")
    times = [event.time for event in trace]
    assert times == sorted(times)
    assert len(shots(trace)) > 5
    assert any(one.split()[0] == other.split()[0] for one, other in pairwise(shots(trace)))


def test_a_side_that_is_absent_has_lost() -> None:
    """Against nobody the step is over at once."""
    body = """
parameters: {there: {value: false}}
actors: {ann: {side: us, weapon: gun}, bob: {side: them, weapon: gun, present: there}}
weapons: {gun: {every: 1 s, hit: 1}}
fights: {f: {between: [us, them]}}
processes: {ann: [{fight: f, then: [{mark: won}]}], bob: [{fight: f}]}
"""
    trace = run_text(body)
    assert (beats(trace), trace.end_time) == (["0 ann won"], 0)


TWO = """
heatsim: 1
scenario: two
horizon: 5 min
actors:
  {ann: {side: us, weapon: gun}, amy: {side: us, weapon: gun}, bob: {side: them, weapon: gun}, cat: {side: others, weapon: gun}}
weapons: {gun: {every: {exponential: {mean: 2 s}}, hit: 0.5}}
fights: {early: {between: [us, them]}, late: {between: [us, others]}}
processes: {ann: [fight: late], amy: [fight: early], bob: [fight: early], cat: [fight: late]}
measures: {ann: ann.out, amy: amy.out, bob: bob.out, cat: cat.out}
endings: {over: {}}
"""


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_a_side_in_two_fights(engine: str) -> None:
    """Its members are each in the one in which they fight, whichever is declared first: in both, one of two falls."""
    if engine == "compiled":
        pytest.importorskip("numba")
    results = run(loads(TWO), replications=60, workers=1, engine=engine)
    assert (results["ann"] ^ results["cat"]).all()
    assert (results["amy"] ^ results["bob"]).all()
    assert 0 < results["ann"].sum() < 60

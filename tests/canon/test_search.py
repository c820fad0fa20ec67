"""The search: exact small probabilities, honest refusals, worlds short enough to read, the same for any number of workers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from heatsim.canon.locate import sheet_of_scenario
from heatsim.canon.predicates import bind_sheet
from heatsim.canon.replay import replay
from heatsim.canon.search.climb import Climb, Hill, Level, Particle, explore, key, repeat, start
from heatsim.canon.search.estimate import Estimate, estimate
from heatsim.canon.search.find import Found, Limits, search
from heatsim.canon.search.moves import settings_for
from heatsim.canon.search.score import gauge, prepared
from heatsim.canon.search.shorten import shortened
from heatsim.canon.search.words import report
from heatsim.canon.world import write_world
from heatsim.draws.address import Address
from heatsim.draws.world import Draws
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.errors import UsageError
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario, load
from heatsim.trace import Row

Heist = Callable[..., Scenario]
SMALL = Limits(pilot=200, replications=400, particles=60, patience=3000, beginnings=400, turns=3000, details=10_000)
TINY = Limits(
    pilot=60, replications=60, particles=20, climbs=2, survivors=10, beginnings=200, turns=3000, details=3000
)  # finds a world, though no probability
QUICK = Limits(pilot=40, replications=40, particles=50, survivors=10, beginnings=200, turns=3000, details=3000)


def lucky(folder: Path, count: int, chance: float) -> Scenario:
    """`count` independent chances, each a fact: all of them come with probability chance**count."""
    steps = [
        f"    - chance: {chance}\n      name: luck {i}\n      then: [{{mark: luck, event: LUCK-{i}}}]\n"
        for i in range(1, count + 1)
    ]
    facts = [f"  L-{i}: {{what: luck {i}, evidence: stated, level: core, when: happened(LUCK-{i})}}\n" for i in range(1, count + 1)]
    return written(folder, "luck", "".join(steps), "".join(facts))


def slow(folder: Path, count: int, mean_s: int, bound_s: int) -> Scenario:
    """`count` exponential times, one after the other, and the fact that together they exceed a bound (Erlang)."""
    steps = [f"    - do: part {i}\n      takes: {{exponential: {{mean: {mean_s} s}}}}\n" for i in range(1, count + 1)]
    fact = f"  S-1: {{what: very late, evidence: stated, level: core, when: time_of(LATE-1) >= {bound_s} s}}\n"
    return written(folder, "slow", "".join(steps) + "    - {mark: there, event: LATE-1}\n", fact)


def written(folder: Path, name: str, steps: str, facts: str) -> Scenario:
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    (folder / "seeds" / f"{name}.yaml").write_text(f"canon: 1\nheist: {name}\nfacts:\n{facts}", encoding="utf-8")
    head = f"heatsim: 1\nscenario: {name}\ncanon: seeds/{name}.yaml\nhorizon: 10 h\n"
    text = f"{head}processes:\n  man:\n{steps}endings: {{over: {{}}}}\n"
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder / f"{name}.yaml")


def erlang_tail(count: int, x: float) -> float:
    return math.exp(-x) * sum(x**k / math.factorial(k) for k in range(count))


def sound(found: Found) -> Estimate:
    assert found.estimate is not None
    assert found.estimate.doubts == ()
    return found.estimate


def hill_of(scenario: Scenario, particles: int = 60, seed: int = 1) -> Hill:
    program = compile_scenario(scenario.resolved)
    bound = bind_sheet(sheet_of_scenario(scenario), program.columns)
    rows = [row.values for row, _ in rows_and_draws(program, [Draws(seed, number) for number in range(50)])]
    measured = gauge(bound.film, (), program.columns, rows)
    return Hill(program, measured, measured.top, seed, particles)


# exact probabilities


@pytest.mark.statistical
def test_a_product_of_chances_is_estimated(tmp_path: Path) -> None:
    """Four chances of 20 % come together with 1.6e-3: the climbs say so within four standard errors."""
    made = sound(search(lucky(tmp_path, 4, 0.2), limits=QUICK, workers=1))
    assert abs(made.probability - 0.2**4) < 4 * made.cv * made.probability
    assert made.probability == pytest.approx(0.2**4, rel=0.6)


@pytest.mark.statistical
def test_a_sum_of_exponentials_is_estimated(tmp_path: Path) -> None:
    """Two exponential times of mean 10 s exceed 100 s with 5e-4: distance to the bound leads there."""
    made = sound(search(slow(tmp_path, 2, 10, 100), limits=QUICK, workers=1))
    exact = erlang_tail(2, 10.0)
    assert exact == pytest.approx(5.0e-4, rel=0.01)
    assert abs(made.probability - exact) < 4 * made.cv * made.probability


@pytest.mark.statistical
@pytest.mark.parametrize(
    "make, exact",
    [
        (lambda folder: lucky(folder, 4, 0.03), 0.03**4),
        (lambda folder: lucky(folder, 3, 0.01), 0.01**3),
        (lambda folder: slow(folder, 3, 10, 150), erlang_tail(3, 15.0)),
        (lambda folder: slow(folder, 5, 10, 270), erlang_tail(5, 27.0)),
    ],
)
def test_small_probabilities_without_bias(make: Callable[[Path], Scenario], exact: float, tmp_path: Path) -> None:
    """Over three seeds the mean estimate of probabilities down to 5e-8 is the exact one within four standard errors."""
    scenario = make(tmp_path)
    limits = Limits(pilot=200, replications=200, particles=100, survivors=20, affordable=10_000_000)
    every = [p for seed in range(3) for p in probabilities(search(scenario, seed=seed, limits=limits, workers=2))]
    mean = math.fsum(every) / len(every)
    error = math.sqrt(math.fsum((p - mean) ** 2 for p in every) / (len(every) - 1) / len(every))
    assert abs(mean - exact) < 4 * error
    assert error < 0.25 * exact
    assert abs(mean - 3 * exact) > 4 * error


def probabilities(found: Found) -> tuple[float, ...]:
    assert found.estimate is not None
    return found.estimate.probabilities


# what it finds


def test_what_an_estimate_would_cost_is_said(tmp_path: Path) -> None:
    """Where climbs again would take more replications than are affordable there is a world and no probability, and it is said."""
    said: list[str] = []
    found = search(lucky(tmp_path, 4, 0.2), limits=replace(QUICK, affordable=100), workers=1, say=said.append)
    assert found.estimate is None
    assert found.record is not None
    assert found.lacks == ()
    assert "not worked out" in found.record.note
    assert any("replications more, and is not worked out" in text for text in said)


def test_a_likely_film_is_found_by_plain_replications(heist: Heist) -> None:
    """Where replications are the film often enough, one of them is the world, with nothing supplied and every detail."""
    scenario = heist()
    found = search(scenario, limits=SMALL, workers=1)
    assert found.estimate is None
    assert found.record is not None
    assert (found.record.world.pins, found.lacks) == ({}, ())
    share, (low, high) = found.pilot.probability
    assert low < 0.25 < high
    assert share == len(found.pilot.hits) / 200
    path = Path(str(scenario.path)).parent.parent / "seeds" / "door.world.yaml"
    write_world(found.record, path)
    assert replay(scenario).failed == ()


def test_a_rare_film_gets_the_fewest_supplied_draws(tmp_path: Path) -> None:
    """Only the draws that luck did not bring are supplied, with few digits, and the film holds with them."""
    scenario = lucky(tmp_path, 4, 0.03)
    found = search(scenario, limits=TINY, workers=1)
    assert found.record is not None
    world = found.record.world
    assert 2 <= len(world.pins) <= 4
    assert all(len(str(u)) <= 6 for u in world.pins.values())
    write_world(found.record, tmp_path / "seeds" / "luck.world.yaml")
    assert replay(scenario).failed == ()
    assert f"world: seed 1995, replication {world.replication}, {len(world.pins)} supplied draws" in report(found)


def test_details_are_looked_for_beyond_the_film(heist: Heist) -> None:
    """A detail too rare to come by itself is supplied: the film's replication with one draw changed."""
    found = search(heist(sheet=("finer: ann_left <= 2 s", "finer: ann_left <= 0.001 s")), limits=SMALL, workers=1)
    assert found.looked == 400
    assert found.lacks == ()
    assert found.record is not None
    assert {address.site for address in found.record.world.pins} == {"ann/leave"}


def test_a_detail_that_cannot_be_is_recorded_as_lacking(heist: Heist) -> None:
    """The world says which detail it lacks when none has it."""
    found = search(heist(sheet=("finer: ann_left <= 2 s", "finer: ann_left > 100 s")), limits=SMALL, workers=1)
    assert found.lacks == ("D-2+",)
    assert found.record is not None
    assert found.record.lacks == ("D-2+",)


def test_an_impossible_film_is_not_found(heist: Heist) -> None:
    """Where no world is the film the search says which facts stand in the way, and gives no probability."""
    found = search(heist(sheet=("when: took == $2k", "when: took == $3k")), limits=SMALL, workers=1)
    assert (found.record, found.estimate, found.stuck) == (None, None, ("D-1",))
    assert found.pilot.never == ("D-1",)
    assert "no world was found; in the nearest one these do not hold: D-1" in report(found)


def test_facts_that_exclude_each_other_are_named(heist: Heist) -> None:
    """Two frequent facts that never came together are reported as a pair."""
    sheet = (
        "  D-3:\n    what: Bob needs",
        "  D-9: {what: The door stays shut, evidence: stated, level: core, when: not opened}\n  D-3:\n    what: Bob needs",
    )
    found = search(heist(sheet=sheet), limits=SMALL, workers=1)
    assert ("D-1", "D-9") in found.pilot.apart
    assert "never together, though chance would have it: D-1 and D-9" in report(found)


def test_only_the_scenario_as_it_stands_is_searched(heist: Heist) -> None:
    """A canon world belongs to a file, not to a change of it."""
    with pytest.raises(UsageError, match="without --set and --variant"):
        search(heist().vary({"bob_takes": "6 s"}))


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    """One worker and three find the same to the last bit."""
    scenario = slow(tmp_path, 2, 10, 100)
    one, three = (search(scenario, limits=TINY, workers=count) for count in (1, 3))
    assert one.estimate is not None
    assert one.to_dict() == three.to_dict()
    assert one.record == three.record


def test_another_seed_is_another_search(tmp_path: Path) -> None:
    """The seed decides; the comparison above would notice a difference."""
    scenario = slow(tmp_path, 2, 10, 100)
    assert search(scenario, limits=TINY, workers=1, seed=2).to_dict() != search(scenario, limits=TINY, workers=1).to_dict()


# refusals


def climbs_of(probability: list[float], ancestors: int = 10, worlds: int = 20) -> list[Climb]:
    """Climbs with one level each, and particles from so many ancestors in so many worlds."""
    made = []
    for number, p in enumerate(probability, 1):
        climb = Climb(number, shares=[p], tried=Counter(step=10), accepted=Counter(step=3))
        climb.particles = [Particle({Address("a/b"): place % worlds / 100 + 0.001}, 1.0, place % ancestors) for place in range(40)]
        made.append(climb)
    return made


SPREAD = [1e-5, 2e-5, 1.5e-5, 1.2e-5, 1.1e-5, 1.8e-5, 1.6e-5, 1.3e-5]


def test_a_number_that_can_be_stood_behind_is_given() -> None:
    """Eight climbs that agree, from many first worlds, give their mean with the spread between them."""
    made = estimate(climbs_of(SPREAD))
    assert made.doubts == ()
    assert made.probability == pytest.approx(math.fsum(SPREAD) / 8)
    assert made.cv == pytest.approx(0.0869, abs=0.001)
    low, high = made.interval
    assert low < made.probability < high
    assert made.to_dict()["moves"] == {"step": {"tried": 80, "accepted": 24}}


@pytest.mark.parametrize(
    "climbs, doubt",
    [
        (climbs_of(SPREAD[:7]), "7 climbs are too few"),
        (climbs_of([*SPREAD[:7], 0.0]), "1 of 8 climbs did not reach the film"),
        (climbs_of([1e-9] * 7 + [1e-5]), "the climbs differ too much"),
        (climbs_of(SPREAD, ancestors=2), "come from 16 first ones in 8 climbs"),
        (climbs_of(SPREAD, worlds=3), "only 24 different worlds in 8 climbs"),
    ],
)
def test_a_number_that_cannot_be_stood_behind_is_refused(climbs: list[Climb], doubt: str) -> None:
    """Each reason for doubt is named, and then no probability is given."""
    made = estimate(climbs)
    assert doubt in " ".join(made.doubts)
    assert made.to_dict()["probability"] is None


# draws


def test_a_world_keeps_no_draw_that_it_does_not_use(tmp_path: Path) -> None:
    """Every world of a climb holds exactly the draws that it uses when it is played again: none left over from earlier worlds."""
    scenario = written(
        tmp_path,
        "fork",
        "    - chance: 1/2\n      name: fork\n      then:\n        - {do: left, takes: {uniform: [0 s, 1 s]}}\n"
        "      else:\n        - {do: right, takes: {uniform: [0 s, 1 s]}}\n    - {mark: there, event: FORK-1}\n",
        "  F-1: {what: quick, evidence: stated, level: core, when: time_of(FORK-1) <= 0.01 s}\n",
    )
    hill = hill_of(scenario)
    climb = start(hill, 0)
    explore(hill, settings_for(hill.program, 2), climb, 5000)
    assert climb.levels[-1].height == hill.top
    sites = {frozenset(address.site for address in particle.world) for particle in climb.particles}
    assert sites <= {frozenset({"man/fork", "man/left"}), frozenset({"man/fork", "man/right"})}
    for particle in climb.particles:
        ((row, used),) = rows_and_draws(hill.program, [Draws(5, 5, pins=particle.world)])
        assert used == particle.world
        assert prepared(hill.gauge)(row.values) == hill.top


def test_the_shortened_world_keeps_no_unused_draw(tmp_path: Path) -> None:
    """What was supplied for the way not taken is dropped, and no draw can be left out any more."""
    scenario = written(
        tmp_path,
        "fork",
        "    - chance: 1/2\n      name: fork\n      then:\n        - {do: left, takes: {uniform: [0 s, 1 s]}}\n"
        "    - {mark: there, event: FORK-1}\n",
        "  F-1: {what: quick, evidence: stated, level: core, when: time_of(FORK-1) <= 0 s}\n",
    )
    program = compile_scenario(scenario.resolved)
    unused = {Address("man/fork"): 0.1, Address("man/left"): 0.7}
    backgrounds = [next(k for k in range(99) if Draws(1, k).uniform("man/fork") > 0.5)]
    world = shortened(program, unused, lambda row: row.end_time == 0, 1, backgrounds)
    assert world.pins == {Address("man/fork"): 0.1}


def test_the_shortened_world_has_no_more_draws_and_digits_than_it_needs(tmp_path: Path) -> None:
    """A draw that changes nothing of the film goes; one that does keeps the digits that it takes, and never becomes nought."""
    steps = "".join(
        f"    - {{do: {name}, takes: {{uniform: [0 s, 10 s]}}, event: WAY-{name[:2].upper()}}}\n"
        for name in ("walk", "rest", "run")
    )
    quick = "  F-1: {what: quick, evidence: stated, level: core, when: time_of(WAY-RU) > 0 s}\n"
    program = compile_scenario(written(tmp_path, "walks", steps, quick).resolved)
    pins = {Address("man/walk"): 0.12345, Address("man/rest"): 0.98765, Address("man/run"): 0.00412}
    events = [place for place, column in enumerate(program.columns) if column.group == "event"]

    def as_told(row: Row) -> bool:
        walk, rest, run = (row.values[place] for place in events)
        return 1.15e6 < walk < 1.25e6 and run - rest < 0.05e6

    assert shortened(program, pins, as_told, 1, [0]).pins == {Address("man/walk"): 0.12, Address("man/run"): 0.004}


def test_all_draws_are_addressed() -> None:
    """No two proposals of a search share their draws, and none shares them with the model's own."""
    every = {
        key(number, level, sweep, particle)
        for number in (0, 1, 255)
        for level in (0, 9)
        for sweep in (0, 12)
        for particle in (0, 500)
    }
    assert len(every) == 24
    assert max(every) < 2**64


def test_a_repeat_that_loses_everybody_is_a_zero(tmp_path: Path) -> None:
    """A level that nobody reaches ends the climb with probability zero, which the mean needs."""
    hill = hill_of(lucky(tmp_path, 3, 0.001), particles=20)
    lost = repeat(hill, settings_for(hill.program, 3), [Level(3.0, 0.4, 3)], 1)
    assert (lost.probability, lost.particles) == (0.0, [])


def test_used_draws_come_in_the_order_of_use(heist: Heist) -> None:
    """The engine says which draws a replication used, in order, and supplying them all makes the same replication."""
    program = compile_scenario(heist().resolved)
    (row, used), *_ = rows_and_draws(program, [Draws(1, number) for number in range(3)])
    assert [str(address) for address in used] == ["ann/the door", "ann/leave"]
    elsewhere: Mapping[Address, float] = used
    ((again, same),) = rows_and_draws(program, [Draws(9, row.replication, pins=elsewhere)])
    assert (repr(again), same) == (repr(row), used)

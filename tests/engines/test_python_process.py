"""A process whose behaviour is the user's own generator: the same machine, the same luck, the same errors."""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import log
from typing import Any

import pytest

from heatsim.draws.world import Draws, World
from heatsim.engines.python_process import Here
from heatsim.errors import SimulationError, UsageError, Where
from heatsim.scenario.load import Scenario, loads
from heatsim.study.run import run, simulate
from heatsim.trace import Trace
from support.tiny import beats

Body = Generator[Any, bool, None]
HOUSE = """\
heatsim: 1
scenario: house
horizon: 10 min
parameters: {sleep: 20 s}
actors: {ida: {}, rex: {}}
variables: {barks: 0, weight: 30 s}
processes:
  ida:
    - {do: climb in, takes: {uniform: [20 s, 40 s]}}
    - {signal: inside, event: IDA-1}
    - {do: search, takes: 1 min, until: barking, then: [{mark: found it}], else: [{mark: ran}]}
  rex: {python: dog, signal: [barking, fed], event: DOG-1}
  %s
measures: {barks: {value: barks}}
endings: {bitten: {when: barking}, away: {}}
"""
PLAIN = loads(HOUSE % "bystander: [{do: sleep, takes: sleep}, {mark: turned over}]")


def dog(here: Here) -> Body:
    """Sleeps on for a while once somebody is inside, then barks."""
    if not (yield here.wait("inside", limit="2 min")):
        return
    yield here.sleep(here.sample("wake up", "exponential", here.get("sleep")))
    here.mark("barks", event="DOG-1")
    here.set("barks", here.get("barks") + 1)
    here.signal("barking")


def watch(behaviour: Callable[[Here], Any], replication: int = 0, scenario: Scenario = PLAIN) -> Trace:
    return simulate(scenario, replication=replication, behaviours={"dog": behaviour})


def test_it_waits_sleeps_and_acts_among_the_others() -> None:
    """Signals wake it and it wakes others; the mark has process, actor and event, and the time of the event is in the table."""
    trace = watch(dog)
    inside, wakes = 20 + 20 * Draws(1995, 0).uniform("ida/climb in"), -20 * log(1 - Draws(1995, 0).uniform("rex/wake up"))
    (bark,) = [event for event in trace if event.text == "barks"]
    assert bark.time == pytest.approx((inside + wakes) * 1e6, abs=1)
    assert (bark.process, bark.actor, bark.kind, bark.ids) == ("rex", "rex", "mark", ("DOG-1",))
    assert trace.ending == "bitten"
    results = run(PLAIN, replications=1, behaviours={"dog": dog})
    assert results["event.DOG-1"][0] == pytest.approx(bark.time / 1e6)
    assert results["barks"][0] == 1


def test_the_same_alone_in_a_batch_and_with_workers() -> None:
    """A behaviour draws by address, so one replication of many is the same replication alone, here or in a worker."""
    results = run(PLAIN, replications=40, behaviours={"dog": dog})
    spread = run(PLAIN, replications=40, behaviours={"dog": dog}, workers=2, chunk=7)
    assert len(set(results["event.DOG-1"])) == 40
    assert results.to_arrow().equals(spread.to_arrow())
    assert [watch(dog, number).row.end_time for number in range(40)] == [round(time * 1e6) for time in results["end_time"]]


def test_it_moves_no_other_draw() -> None:
    """With another dog, which draws more, the man climbs as before."""

    def restless(here: Here) -> Body:
        for _ in range(30):
            yield here.sleep(here.uniform("turn over"))

    climbs = [next(event.time for event in watch(one) if event.text == "inside") for one in (dog, restless)]
    assert climbs[0] == climbs[1]


def test_a_wait_says_whether_the_signal_came() -> None:
    """True when it came, at once when it was there before, False when time ran out first."""
    heard: list[tuple[float, bool]] = []

    def listener(here: Here) -> Body:
        for limit in ("1 s", None, "5 s"):
            answer = yield here.wait("inside", limit=limit)
            heard.append((here.now, answer))

    watch(listener)
    assert [answer for _, answer in heard] == [False, True, True]
    assert heard[0][0] == 1
    assert 20 < heard[1][0] == heard[2][0] < 40


def test_values_are_in_the_units_of_tables() -> None:
    """What is read and written are seconds."""
    seen: list[float] = []

    def reader(here: Here) -> Body:
        seen.append(here.get("weight"))
        here.set("weight", 45)
        seen.append(here.get("weight"))
        yield here.sleep(0)

    watch(reader)
    assert seen == [30, 45]


def test_states_of_actors_can_be_read() -> None:
    """The word of the language, at this moment."""
    shot = loads(HOUSE % "vet: [{do: drive, takes: 5 s}, {put: ida, state: down}]")
    seen: list[str] = []

    def looks(here: Here) -> Body:
        seen.append(here.state("ida"))
        yield here.sleep("6 s")
        seen.append(here.state("ida"))

    watch(looks, scenario=shot)
    assert seen == ["active", "down"]


def test_its_own_draws_can_be_pinned() -> None:
    """A world may supply draws below the name of the process, and of no process that is not there."""
    trace = simulate(PLAIN, world=World(1995, 0, {"rex/wake up": 0.5, "ida/climb in": 0.5}), behaviours={"dog": dog})
    (bark,) = [event for event in trace if event.text == "barks"]
    assert bark.time == pytest.approx((30 + 20 * log(2)) * 1e6, abs=1)
    with pytest.raises(UsageError, match="no site of chance 'max/wake up'"):
        simulate(PLAIN, world=World(1995, 0, {"max/wake up": 0.5}), behaviours={"dog": dog})


def test_ties_go_by_rank() -> None:
    """At one moment it has its turn between those declared before and after it."""

    def early(here: Here) -> Body:
        yield here.sleep("20 s")
        here.mark("yawned")

    assert beats(watch(early))[:2] == ["20 rex yawned", "20 bystander turned over"]
    other = simulate(PLAIN, behaviours={"dog": early}, reverse_ranks=True)
    assert beats(other)[:2] == ["20 bystander turned over", "20 rex yawned"]


def test_waiting_for_what_is_there_is_one_step() -> None:
    """Each such wait counts once against the limit of a replication: 900 of them pass under a thousand, 1,100 do not."""

    def impatient(count: int) -> Callable[[Here], Body]:
        def behaviour(here: Here) -> Body:
            yield here.wait("inside")
            for _ in range(count):
                yield here.wait("inside")

        return behaviour

    limited = loads(
        HOUSE.replace("horizon: 10 min", "horizon: 10 min\nlimits: {events: 1000}") % "bystander: [{do: sleep, takes: sleep}]"
    )
    assert watch(impatient(900), scenario=limited).status == "ended"
    with pytest.raises(SimulationError, match="more than 1,000 steps"):
        watch(impatient(1100), scenario=limited)


def test_the_dead_do_nothing() -> None:
    """When its actor is out the behaviour is not continued."""
    shot = loads(HOUSE % "vet: [{do: drive, takes: 5 s}, {put: rex, state: down}]")

    def early(here: Here) -> Body:
        here.mark("awake")
        yield here.sleep("20 s")
        here.mark("barks")

    assert [event.text for event in watch(early, scenario=shot) if event.process == "rex" and event.kind == "mark"] == ["awake"]


def test_it_can_be_started_and_stopped() -> None:
    """A behaviour that waits to be started begins then; stopped and started again it begins anew, with further draws."""
    kennel = loads(
        (HOUSE % "boy: [{start: rex}, {do: play, takes: 5 s}, {stop: rex}, {do: eat, takes: 5 s}, {start: rex}]").replace(
            "{python: dog,", "{python: dog, when: started,"
        )
    )
    drawn: list[float] = []

    def player(here: Here) -> Body:
        drawn.append(here.uniform("mood"))
        here.mark("runs")
        yield here.sleep("7 s")
        here.mark("rests")

    assert beats(watch(player, scenario=kennel))[:3] == ["0 rex runs", "10 rex runs", "17 rex rests"]
    assert drawn == [Draws(1995, 0).uniform("rex/mood", occurrence) for occurrence in (0, 1)]


def yields_nonsense(here: Here) -> Body:
    yield 3


def sleeps_backwards(here: Here) -> Body:
    yield here.sleep(-1)


def sleeps_metres(here: Here) -> Body:
    yield here.sleep("3 m")


def mishears(here: Here) -> Body:
    yield here.wait("insied")


def misreads(here: Here) -> Body:
    yield here.sleep(here.get("sleeep"))


def names_no_event(here: Here) -> Body:
    here.mark("barks", event="DOG-2")
    yield here.sleep(1)


def sends_what_is_not_its_own(here: Here) -> Body:
    here.signal("inside")
    yield here.sleep(1)


def marks_what_is_not_its_own(here: Here) -> Body:
    here.mark("in", event="IDA-1")
    yield here.sleep(1)


def asks_for_nobody(here: Here) -> Body:
    yield here.sleep(1 if here.state("idda") == "active" else 2)


def never_yields(here: Here) -> None:
    here.signal("barking")


def divides(here: Here) -> Body:
    yield here.sleep(4)
    yield here.sleep(1 / 0)


def waits_for_what_is_there(here: Here) -> Body:
    here.signal("fed")
    while True:
        yield here.wait("fed")


def naps_for_no_time(here: Here) -> Body:
    while True:
        yield here.sleep(0)


@pytest.mark.parametrize(
    "behaviour, reason",
    [
        (yields_nonsense, "yields here.sleep(...) or here.wait(...), not 3"),
        (sleeps_backwards, "a duration cannot be -1"),
        (sleeps_metres, "'3 m' is not a time"),
        (mishears, "there is no signal 'insied'; known: barking, fed, inside"),
        (misreads, "no parameter or variable 'sleeep'; did you mean 'sleep'?"),
        (names_no_event, "there is no event 'DOG-2'"),
        (
            sends_what_is_not_its_own,
            "the behaviour 'dog' may not give the signal 'inside', which its process does not declare under 'signal'"
            " (declared: signal barking, fed; event DOG-1)",
        ),
        (marks_what_is_not_its_own, "may not give the event 'IDA-1', which its process does not declare under 'event'"),
        (asks_for_nobody, "there is no actor 'idda'; did you mean 'ida'?"),
        (never_yields, "is a generator function"),
        (divides, "ZeroDivisionError: division by zero (test_python_process.py, line "),
        (waits_for_what_is_there, "a loop without delay"),
        (naps_for_no_time, "a loop without delay"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_goes_wrong_in_it_is_said(behaviour: Callable[[Here], Any], reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its error names process, line, time, seed, replication and the call that reruns it; in a batch it is a failed row."""
    monkeypatch.setattr("heatsim.engines.link.MOMENT_LIMIT", 500)
    with pytest.raises(SimulationError) as caught:
        watch(behaviour, replication=3)
    assert reason in caught.value.reason
    assert (caught.value.process, caught.value.replication, caught.value.where) == ("rex", 3, Where(12, 3))
    assert caught.value.command == "heatsim.simulate(scenario, seed=1995, replication=3, behaviours={'dog': ...})"
    assert run(PLAIN, replications=4, behaviours={"dog": behaviour}).failures[3] == str(caught.value)


def test_behaviours_must_fit_the_scenario() -> None:
    """One too few or one too many is a mistake of the call, said at once."""
    with pytest.raises(UsageError, match=r"process 'rex' is written in Python: give behaviours=\{'dog': function\}"):
        run(PLAIN, replications=3)
    with pytest.raises(UsageError, match="no process is written as the behaviour 'dgo'; did you mean 'dog'"):
        simulate(PLAIN, behaviours={"dog": dog, "dgo": dog})

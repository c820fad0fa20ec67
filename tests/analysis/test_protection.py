"""The analyst's view: the numbers of the textbook path, and what the response and the path do to each other."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from heatsim.analysis.protection.ask import protection
from heatsim.analysis.protection.made import Path as Track
from heatsim.analysis.protection.made import Protection
from heatsim.analysis.protection.stay import efficient
from heatsim.analysis.protection.textbook import textbook as textbook_formula
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario, load, loads
from heatsim.study.response import Estimate

REFERENCE = Path(__file__).parents[2] / "scenarios" / "reference"
MEAN = [10, 12, 90, 10, 90, 120]
SD = [3, 3.6, 27, 3, 27, 36]
DETECTS = [0, 0, 0.9, 0, 0.9, 0]
R, R_SD, C = 300.0, 90.0, 0.95
TASKS = [
    "cut the fence",
    "reach the building",
    "open the outer door",
    "reach the vital area",
    "open the inner door",
    "sabotage the target",
]
SMALL = 1_000
LARGE = 100_000

# A path of two tasks and one response; who is neutralised depends on how much time is left. Nothing in it is drawn but two times.
MEETING = """
heatsim: 1
scenario: meeting
horizon: 10 h
parameters:
  job: {exponential: {mean: 100 s}}
  drive: {exponential: {mean: 100 s}}
  fight: {exponential: {mean: 50 s}}
actors:
  robber: {side: robbers, name: Robber}
  guard: {side: law, name: Guard}
processes:
  robber:
    - signal: seen
    - do: crack the safe
      takes: job
    - signal: gone
  guard:
    - wait: seen
    - do: drive
      takes: drive
      until: gone
      then:
        - signal: there
        - do: overpower him
          takes: fight
          until: gone
          then:
            - signal: neutralised
endings:
  caught: {when: neutralised}
  away: {}
"""

# Three who each take another time to come in, and choose a way; the last who is out ends the path, and a clerk raises the alarm.
GROUP = """
heatsim: 1
scenario: group
horizon: 1 h
actors:
  robbers: {side: crew, count: 3}
  clerk: {side: staff}
  officers: {side: police, count: 4}
variables: {gone: 0}
processes:
  robbers:
    - do: come in
      takes: member * 10 s
    - choose: {front: {steps: [{do: walk, takes: 5 s}]}, back: {weight: 0, steps: [{do: crawl, takes: 50 s}]}}
      name: the way
    - do: fill the bags
      takes: 100 s
    - add: {gone: 1}
    - if: gone == 3
      then: [{signal: all_gone}]
  clerk:
    - do: press the button
      takes: 12 s
    - signal: alarm
responses:
  squad: {call: alarm, stages: [{name: dispatch, takes: 30 s}], units: officers, travel: 60 s, arrival: police_here}
measures:
  margin: {value: time_of(police_here) - time_of(all_gone), unit: s, margin: true}
endings:
  out: {when: all_gone}
  none: {}
"""


def exact(at: float | None = None, locations: Sequence[float] = (1, 1, 1, 1, 1, 1), *, sigma: float = R_SD) -> float:
    """P(interrupted) in closed form; with `at`, for a response that always takes so long. `locations` as the formula's w."""
    total, unseen = 0.0, 1.0
    for i, d in enumerate(DETECTS):
        mean = locations[i] * MEAN[i] + sum(MEAN[i + 1 :])
        variance = (locations[i] * SD[i]) ** 2 + sum(s * s for s in SD[i + 1 :]) + (0 if at is not None else sigma**2)
        total += unseen * d * 0.5 * (1 + math.erf((mean - (R if at is None else at)) / math.sqrt(2 * variance)))
        unseen *= 1 - d
    return C * total


def sigmas(one: Estimate, value: float) -> float:
    return abs(one.value - value) / math.sqrt(value * (1 - value) / one.count)


@pytest.fixture(scope="module")
def textbook() -> Protection:
    """The textbook path and two variants."""
    return protection(path(), "lognormal_times", "sensors_at_the_end", replications=SMALL, workers=1)


@pytest.fixture(scope="module")
def meeting() -> Track:
    """The two tasks of `MEETING`."""
    return protection(loads(MEETING), replications=2_000, workers=1).paths[0]


def path() -> Scenario:
    return load(REFERENCE / "interruption.yaml")


def check(made: Protection) -> None:
    """Every number of the analysis that has a closed form is within four standard errors of it."""
    one = made["as written"]
    assert exact() == pytest.approx(0.476041, abs=5e-7)
    assert sigmas(one.interrupted, exact()) < 4
    for seconds in (150, 250, 300, 350):
        assert sigmas(one.at_response(seconds), exact(seconds)) < 4
    assert [task.name for task in one.tasks] == TASKS
    for i, task in enumerate(one.tasks):
        assert abs(task.left - sum(MEAN[i:])) < 4 * math.hypot(*SD[i:]) / math.sqrt(task.reached)
        assert task.left_sd == pytest.approx(math.hypot(*SD[i:]), rel=0.1)
        assert task.takes == pytest.approx(MEAN[i], rel=0.1)
    assert sigmas(one.tasks[2].detected, 0.9) < 4
    assert sigmas(one.tasks[4].detected, 0.09) < 4
    assert sigmas(one.detected, 0.99) < 4
    assert sigmas(one.answered, C) < 4
    assert one.critical is not None
    assert one.critical.name == "open the outer door"  # 310 s are left, and 220 s at the next
    assert one.agrees == 1.0
    late = made["sensors_at_the_end"]
    assert sigmas(late.interrupted, exact(locations=(1, 1, 0, 1, 0, 1))) < 4


def test_the_textbook_path_has_the_textbook_s_numbers(textbook: Protection) -> None:
    """Interruption, times left, first detections and the curve over response times agree with the closed form."""
    check(textbook)


def test_a_formula_with_a_mistake_is_noticed(textbook: Protection) -> None:
    """Negative control: sensors at the end, or a response without its spread, would be seen."""
    one = textbook["as written"]
    assert sigmas(one.interrupted, exact(locations=(1, 1, 0, 1, 0, 1))) > 4
    assert sigmas(one.at_response(250), exact()) > 4
    assert sigmas(textbook["sensors_at_the_end"].interrupted, exact()) > 4


@pytest.mark.statistical
def test_many_attacks_agree_with_the_closed_form_and_show_the_gap() -> None:
    """With 100,000 attacks the closed form holds, and lognormal times are known to give about 0.504 and not 0.476."""
    engine = "compiled" if find_spec("numba") else "auto"
    made = protection(path(), "lognormal_times", "sensors_at_the_end", replications=LARGE, engine=engine)
    check(made)
    skewed = made["lognormal_times"]
    assert skewed.interrupted.value == pytest.approx(0.504, abs=0.007)
    assert skewed.textbook == pytest.approx(exact(), abs=0.007)
    assert skewed.skew.low > 0.02
    assert made["as written"].skew.low < 0.002
    assert abs(made["as written"].skew.value) < 0.006


def test_the_formula_is_fed_with_the_measured_moments() -> None:
    """Of eight attacks half are seen at one place and a quarter at another; two thirds of these are answered."""
    nan = math.nan
    at = np.array([0, 0, 0, 0, 1, 1, -2, -2])
    left = np.array([110.0, 90.0, 110.0, 90.0, 45.0, 35.0, nan, nan])
    response = np.array([60.0, 100.0, 60.0, 100.0, nan, nan, nan, nan])
    cdf = NormalDist().cdf
    by_hand = 4 / 6 * (4 / 8 * cdf((100 - 80) / math.sqrt(100 + 400)) + 2 / 8 * cdf((40 - 80) / math.sqrt(25 + 400)))
    assert textbook_formula(at, left, response) == pytest.approx(by_hand)
    assert textbook_formula(at, left, np.full(8, nan)) == 0.0


def test_skewed_times_are_better_for_the_response_than_the_formula_says(textbook: Protection) -> None:
    """Same luck, same means and deviations: with lognormal times more attacks are interrupted, and the formula cannot see it."""
    change = next(one.change for one in textbook.ranking if one.label == "lognormal_times")
    assert change is not None
    assert change.low > 0
    normal, skewed = textbook["as written"], textbook["lognormal_times"]
    assert abs(normal.textbook - skewed.textbook) < 0.03
    assert skewed.skew.value > normal.skew.value


def test_paths_are_ranked_by_what_the_response_does_worst_against(textbook: Protection) -> None:
    """Sensors at the end of the doors come first, lognormal times last."""
    assert [one.label for one in textbook.ranking] == ["sensors_at_the_end", "as written", "lognormal_times"]


def test_each_attack_has_at_most_one_critical_detection_point(textbook: Protection) -> None:
    """Shares over tasks sum to the attacks in which some task begins in time, and the first detections to those detected."""
    one = textbook["as written"]
    assert 0.5 < sum(task.critical.value for task in one.tasks) < 1
    assert sum(task.detected.value for task in one.tasks) + one.before.value == pytest.approx(one.detected.value)


def test_the_names_given_or_read_off_the_scenario_are_the_same_analysis(textbook: Protection) -> None:
    """What is inferred for the textbook path is what its author meant."""
    named = protection(
        path(),
        path="adversary",
        detected=[f"{place}_alarm" for place in ("fence", "yard", "door", "hall", "vault", "target")],
        responded="interrupted",
        done="path_done",
        replications=SMALL,
        workers=1,
    )
    assert named.roles.inferred == ()
    assert named.paths[0].to_dict() == textbook.paths[0].to_dict()


def test_whose_path_it_could_be_is_said() -> None:
    """Where the path was read off the scenario, the others of its side who have work are named; not where it was given."""
    heist = load(REFERENCE.parent / "armored-car.yaml")
    made = protection(heist, replications=2, workers=1)
    assert made.roles.path == "trejo"
    assert made.roles.others == ("mccauley", "shiherlis", "cheritto", "waingro", "steady_man")
    assert "another's, to the same end: --path NAME (mccauley, shiherlis" in str(made).replace("\n      ", " ")
    given = protection(heist, path="shiherlis", replications=2, workers=1)
    assert given.roles.others == ()
    assert [task.name for task in given.paths[0].tasks] != [task.name for task in made.paths[0].tasks]


def test_of_a_group_the_path_is_that_of_one() -> None:
    """Each member has tasks of its own times, to the end that the last of them brings; the first is taken where none is named."""
    group = loads(GROUP)
    first = protection(group, replications=4, workers=1)
    assert (first.roles.path, first.roles.others, first.roles.caution) == ("robbers[1]", ("robbers[2]", "robbers[3]"), "")
    assert [(task.name, task.takes, task.left) for task in first.paths[0].tasks] == [
        ("come in", 10, 135),
        ("walk", 5, 125),
        ("fill the bags", 120, 120),
    ]
    third = protection(group, path="robbers[3]", replications=4, workers=1)
    assert [task.takes for task in third.paths[0].tasks] == [30, 5, 100]
    assert {one.label: one.value.count for one in third.ranking} == {"as written": 4, "the way: front": 4}


def test_a_path_of_another_side_is_called_odd() -> None:
    """Who presses the button is not of the side that ends the path: it is said, with whose process is likelier."""
    clerk = protection(loads(GROUP), path="clerk", replications=2, workers=1)
    assert "'clerk' is of staff, but 'all_gone' is sent by robbers, of crew: is 'robbers[1]' the path?" in clerk.roles.caution
    assert "caution: 'clerk' is of staff" in str(clerk)


@pytest.mark.parametrize(
    "asked, complaint",
    [
        ("robbers", "a group of 3: name one of 'robbers[1]' to 'robbers[3]'"),
        ("robbers[4]", "a group of 3: name one of"),
        ("robers[1]", "no process 'robers[1]'; did you mean 'robbers[1]'"),
        ("clerk[1]", "no process 'clerk[1]'; did you mean 'clerk'"),
    ],
)
def test_what_is_proposed_for_a_path_is_accepted(asked: str, complaint: str) -> None:
    """A group is no path, and no message proposes one."""
    with pytest.raises(UsageError, match=re.escape(complaint)):
        protection(loads(GROUP), path=asked, replications=2, workers=1)


def test_multiplying_interruption_and_neutralisation_is_measured_to_be_wrong(meeting: Track) -> None:
    """In a model where all is known: half are interrupted, two thirds of these caught, and all where the robber never gets away.

    Job, drive and fight are exponential with means 100, 100 and 50 s, without memory: (1/100) / (1/100 + 1/100), then
    (1/50) / (1/50 + 1/100).
    """
    one = meeting
    assert one.neutralised is not None
    assert one.effective is not None
    assert one.separately is not None
    assert one.product is not None
    assert sigmas(one.interrupted, 1 / 2) < 4
    assert sigmas(one.neutralised, 2 / 3) < 4
    assert sigmas(one.effective, 1 / 3) < 4
    assert one.separately.value == 1.0
    assert abs(one.product.value - (1 / 2 - 1 / 3)) < (one.product.high - one.product.low)  # about four standard errors
    assert one.product.low > 0.1  # and not zero, which multiplying takes for granted
    assert one.agrees == 1.0


def test_the_race_is_run_to_its_end_even_if_it_is_decided(meeting: Track) -> None:
    """Margins exist for every attack: the difference of two exponential times, of which half are below zero."""
    margins = meeting.margins
    assert len(margins) == 2_000
    assert sigmas(Estimate(float((margins < 0).mean()), 0, 1, 2_000), 1 / 2) < 4
    assert float(abs(margins).mean()) == pytest.approx(100, rel=0.1)  # exponential again, and mean 100


def test_the_options_of_a_choice_are_paths() -> None:
    """Each way in stands in the ranking, over the attacks that took it; the quick one leaves the response less to do."""
    made = protection(load(REFERENCE / "jewellers.yaml"), replications=300, workers=1)
    ways = {one.label: one.value for one in made.ranking}
    assert set(ways) == {"as written", "the way in: front", "the way in: back"}
    assert ways["the way in: front"].count + ways["the way in: back"].count == 300
    assert ways["the way in: front"].count > ways["the way in: back"].count
    assert next(one for one in made.ranking if one.label == "the way in: front").change is None


def test_staying_longer_brings_more_money_and_more_risk() -> None:
    """Under the same luck the risk never falls along the rule; the rules that another beats are marked."""
    shop = load(REFERENCE / "jewellers.yaml")
    made = protection(shop, replications=200, stay="stay=30 s:3 min:3", loot="taken", workers=1)
    assert made.stay is not None
    risk = [point.caught.value for point in made.stay.points]
    money = [point.loot.value for point in made.stay.points]
    assert risk == sorted(risk)
    assert risk[0] < risk[-1]
    assert money[0] < money[-1]
    assert [point.best for point in made.stay.points] == efficient(money, risk)


def test_only_what_no_other_rule_beats_is_efficient() -> None:
    """Less money at more risk is beaten; equal points are not beaten by each other."""
    assert efficient([1, 2, 2, 1.5], [0.1, 0.2, 0.2, 0.3]) == [True, True, True, False]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"path": "adversery"}, "there is no process 'adversery'; did you mean 'adversary'"),
    ({"detected": "door_alarn"}, "no signal or event 'door_alarn'"),
    ({"responded": "path_done"}, "no measure marked 'margin'"),
    ({"responded": "path_done", "done": "path_done"}, "cannot both be"),
    ({"neutralised": "nobody_knows"}, "no ending, flag, signal or event 'nobody_knows'"),
    ({"stay": "response_time=1 min:2 min:2"}, "two things"),
    ({"stay": "response_time=1 min:2 min:2", "loot": "detected"}, "is a share"),
    ({"replications": 1}, "at least 2"),
]


@pytest.mark.parametrize("asked, complaint", WRONG, ids=[complaint for _, complaint in WRONG])
def test_what_cannot_be_analysed_is_said(asked: dict[str, Any], complaint: str) -> None:
    """Wrong names and half questions are refused with the reason, before anything runs."""
    with pytest.raises(UsageError, match=complaint):
        protection(path(), **{"replications": 10, "workers": 1, **asked})


def test_a_response_that_nothing_sets_off_is_on_its_way_from_the_start() -> None:
    """Two lognormal times from the start: the response is first with the known probability, and the path begins detected."""
    made = protection(load(REFERENCE / "two-lognormals.yaml"), replications=1_000, workers=1)
    assert made.roles.detected == ()
    assert "detected: from the start" in str(made)
    assert sigmas(made.paths[0].interrupted, 0.350976) < 4
    assert made.paths[0].detected.value == made.paths[0].answered.value == 1.0


def test_two_who_race_without_a_response_are_not_mistaken_for_one() -> None:
    """A step that is cut short is a response only if its process waits for something first."""
    with pytest.raises(UsageError, match="name --responded and --done among gone, police_there"):
        protection(load(REFERENCE / "fixed-against-exponential.yaml"), replications=10)


def test_a_scenario_without_a_race_asks_for_names() -> None:
    """Where nothing tells arrival and end of the path, the message names the options and what there is to choose from."""
    with pytest.raises(UsageError, match=r"name --responded and --done among .*noticed"):
        protection(load(REFERENCE / "detection-during-task.yaml"), replications=10)


def test_the_flagship_s_margin_names_the_race() -> None:
    """The armored car: first unit at the scene against all aboard, and detection is the call that sends the units."""
    from heatsim.analysis.protection.roles import roles

    who = roles(load(REFERENCE.parent / "armored-car.yaml"))
    assert (who.responded, who.done, who.detected) == ("AC-E40", "all_aboard", ("dispatch_211",))
    assert dict(who.inferred)["responded"] == "the margin 'margin'"


def test_the_words_fit_a_terminal(textbook: Protection) -> None:
    """No line is longer than 80 characters, and everything asked for is there."""
    text = str(textbook)
    assert max(map(len, text.splitlines())) <= 80
    for words in (
        "critical detection point: open the outer door",
        "the textbook formula",
        "interrupted: 4",
        "->open the outer door",
    ):
        assert words in text


@pytest.mark.statistical
def test_another_engine_gives_the_same_analysis(textbook: Protection) -> None:
    """The marks are ordinary steps, so any engine can run them."""
    pytest.importorskip("numba")
    again = protection(path(), "lognormal_times", "sensors_at_the_end", replications=SMALL, workers=1, engine="compiled")
    assert again.to_dict() == textbook.to_dict()
